"""The therapist's own page: everything it may say, how a visitor reads it, and how it goes."""

import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from conftest import signed_in
from reverie.accounts.models import Therapist
from reverie.core import audit
from reverie.core.models import StoredFile
from reverie.core.policy import Actor
from reverie.directory.actions import drop_photograph, keep_photograph, save_profile
from reverie.directory.models import Profile
from reverie.directory.pictures import plain_picture
from reverie.directory.tests.conftest import FIELDS

pytestmark = pytest.mark.django_db
TYPED: dict[str, Any] = {
    "statement": "I listen.\r\n\r\nFor long.",
    "licence_kind": "Psychologist",
    "training": "PsyD, Alder College, 2011\r\nPsychoanalytic training, 2017",
    "approaches": ["relational"],
    "concerns": ["low-mood", "loss"],
    "formats": ["individual", "couple"],
    "ages": ["adults", "older"],
    "places": ["office"],
    "accessibility": ["step-free", "quiet"],
    "languages": "English, Swedish, English",
    "insurers": "Cascade Mutual",
    "gives_receipts": "on",
    "fee_first": "210",
    "consultation_minutes": "75",
    "fee": "180.50",
    "sliding_from": "90",
    "sliding_to": "140",
    "sliding_open": "1",
    "has_room": "on",
    "most_clients": "24",
    "waiting_weeks": "5",
    "npi": "1234567893",
    "taxonomy": "103TC0700X",
}


@pytest.fixture
def hanna(therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


def test_profile(hanna: Browser) -> None:
    assert hanna.post("/desk/profile/", TYPED).status_code == 302
    row = Profile.objects.get()
    assert (row.fee_cents, row.sliding_from_cents, row.most_clients) == (18050, 9000, 24)
    assert (row.languages, row.training[1]) == (["English", "Swedish"], "Psychoanalytic training, 2017")
    assert (row.formats, row.ages, row.accessibility) == (
        ["individual", "couple"], ["adults", "older"], ["step-free", "quiet"],
    )  # fmt: skip
    assert (row.npi, row.taxonomy, row.is_listed) == ("1234567893", "103TC0700X", False)


def test_what_was_kept_comes_back_as_it_was_typed(hanna: Browser) -> None:
    hanna.post("/desk/profile/", TYPED)
    shown = hanna.get("/desk/profile/").context["form"].initial
    again = {name: value for name, value in shown.items() if value not in (None, False)}
    hanna.post("/desk/profile/", again)
    assert hanna.get("/desk/profile/").context["form"].initial == shown


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("npi", "1234567890", "does not fit the others"),
        ("npi", "12345", "ten digits"),
        ("taxonomy", "103TC0700Y", "not one of the available"),
        ("sliding_to", "", "where it ends"),
        ("sliding_to", "50", "ends below"),
        ("approaches", ["astrology"], "not one of the available"),
        ("fee", "-1", "greater than or equal"),
        ("most_clients", "0", "greater than or equal"),
    ],
)
def test_what_cannot_be_says_so_and_loses_nothing(
    hanna: Browser, field: str, typed: object, words: str
) -> None:
    answer = hanna.post("/desk/profile/", TYPED | {field: typed})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert words in page and "For long." in page
    assert not Profile.objects.exists()


def test_profile_preview(hanna: Browser, therapist: Therapist, as_therapist: Actor) -> None:
    assert hanna.get("/desk/profile/preview/").status_code == 404
    save_profile(therapist=therapist, fields=FIELDS, by=as_therapist)
    page = hanna.get("/desk/profile/preview/").content.decode()
    assert "This is how a visitor reads your page." in page
    assert "No license is valid today." in page
    assert f"/therapists/{Profile.objects.get().slug}/book/" not in page


def test_anybody_reads_all_of_it(profile: Profile, as_therapist: Actor) -> None:
    more = {
        "formats": ["couple"],
        "ages": ["older"],
        "training": ["PsyD, 2011"],
        "concerns": ["low-mood", "loss"],
    }
    save_profile(therapist=profile.therapist, fields=more, by=as_therapist)
    page = Browser().get(f"/therapists/{profile.slug}/").content.decode()
    for words in ("A couple", "People over 65", "No steps to the room", "English, Swedish", "PsyD, 2011",
                  "Confirmed today.", "$180", "Cascade Mutual", "Relational"):  # fmt: skip
        assert words in page


def test_the_evidence_is_named_where_it_was_graded_and_nowhere_else(
    profile: Profile, as_therapist: Actor
) -> None:
    save_profile(
        therapist=profile.therapist, fields={"concerns": ["low-mood", "anxiety", "loss"]}, by=as_therapist
    )
    page = Browser().get(f"/therapists/{profile.slug}/").content.decode()
    assert "in depression: high in quality" in page
    assert "in anxiety: moderate in quality" in page
    assert page.count("Evidence for this kind of therapy") == 2
    assert "umbrella review" in page


def test_a_page_is_gone_at_once_when_its_owner_takes_it_away(profile: Profile) -> None:
    browser = signed_in(profile.therapist.user)
    assert Browser().get(f"/therapists/{profile.slug}/").status_code == 200
    browser.post("/desk/profile/listing/", {"hide": "1"})
    assert Browser().get(f"/therapists/{profile.slug}/").status_code == 404
    assert profile.slug not in Browser().get("/find/").content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [({"has_room": False}, "you said that you have no room"), ({}, ""), ({"is_listed": False}, "")],
)
def test_the_page_says_why_nobody_finds_it(profile: Profile, change: dict[str, bool], words: str) -> None:
    Profile.objects.update(**change)
    page = signed_in(profile.therapist.user).get("/desk/profile/").content.decode()
    assert ("Nobody finds it" in page) is bool(words)
    assert words in page


def png(*pieces: tuple[bytes, bytes]) -> bytes:
    """A picture of one grey dot, with more pieces before its end."""
    dot = [(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0\x80"))]
    made = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in [*dot, *pieces, (b"IEND", b"")]
    )
    return b"\x89PNG\r\n\x1a\n" + made


def jpeg(words: bytes) -> bytes:
    """The bones of a JPEG file with words of the camera in it."""
    exif = b"\xff\xe1" + struct.pack(">H", len(words) + 2) + words
    return b"\xff\xd8\xff\xe0\x00\x04JF" + exif + b"\xff\xda\x00\x02drawn\xff\xd9"


@pytest.mark.parametrize("content", [png((b"tEXt", b"GPS 45N")), jpeg(b"Exif\0\0GPS 45N")])
def test_what_the_camera_wrote_is_left_out(content: bytes) -> None:
    bare = plain_picture(content)
    assert b"GPS" in content and b"GPS" not in bare
    assert bare[:3] == content[:3] and bare[-2:] == content[-2:]
    assert plain_picture(bare) == bare


def test_photograph(profile: Profile) -> None:
    browser, url = signed_in(profile.therapist.user), f"/therapists/{profile.slug}/photograph/"
    assert Browser().get(url).status_code == 404
    file = SimpleUploadedFile("me.png", png((b"tEXt", b"GPS 45N")))
    browser.post("/desk/profile/photograph/", {"photograph": file})
    seen = Browser().get(url)
    assert seen["Content-Type"] == "image/png" and seen.content == png()
    assert (
        f'alt="Photograph of {profile.therapist.name}"'
        in Browser().get(f"/therapists/{profile.slug}/").content.decode()
    )
    browser.post("/desk/profile/photograph/", {"drop": "1"})
    assert Browser().get(url).status_code == 404
    assert not StoredFile.objects.exists()


def test_a_photograph_of_a_page_that_is_not_shown_is_its_owners_alone(
    profile: Profile, as_therapist: Actor
) -> None:
    keep_photograph(profile=profile, content=png(), name="me.png", by=as_therapist)
    Profile.objects.update(is_listed=False)
    assert Browser().get(f"/therapists/{profile.slug}/photograph/").status_code == 404
    assert signed_in(profile.therapist.user).get("/desk/profile/photograph/own/").status_code == 200


@pytest.mark.parametrize("content", [b"%PDF-1.7 ", b"<svg onload=alert(1)>", b"", b"GIF89a"])
def test_what_is_no_photograph_is_refused(profile: Profile, content: bytes) -> None:
    file = SimpleUploadedFile("me.png", content)
    signed_in(profile.therapist.user).post("/desk/profile/photograph/", {"photograph": file})
    assert Profile.objects.get().photograph is None


@pytest.mark.parametrize("act", ["keep", "drop"])
def test_without_its_audit_link_the_photograph_stays_as_it_was(
    profile: Profile, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    if act == "drop":
        keep_photograph(profile=profile, content=png(), name="me.png", by=as_therapist)
    monkeypatch.setattr(audit, "record", lambda **_all: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        if act == "keep":
            keep_photograph(profile=profile, content=png(), name="me.png", by=as_therapist)
        else:
            drop_photograph(profile=profile, by=as_therapist)
    assert (Profile.objects.get().photograph is not None) is (act == "drop")
