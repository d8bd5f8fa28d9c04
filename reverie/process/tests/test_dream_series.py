"""Coded dreams as figures, and two therapists who coded the same ones."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

import reverie.core.demo_case
from conftest import actor_for, signed_in
from reverie.accounts.models import Client, Therapist, User
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.process.actions import (
    CannotKeepSeries,
    CannotTakeCodes,
    DreamWords,
    Mark,
    drop_series,
    keep_dream,
    keep_series,
    mark_moment,
    take_codes,
)
from reverie.process.models import DreamSeries, ProcessSheet
from reverie.process.queries.dream_series import TOLD, CodedSeries, coded_series
from reverie.treatment.models import Treatment

pytestmark = pytest.mark.django_db
ROWS = [
    ("1", "character", "1FMA"),
    ("1", "aggression", "A5 1FMA > D"),
    ("2", "", ""),
    ("3", "emotion", "AP D"),
]
TABLE = "dream,scale,code\n1,character,1FMA\n2,,\n3,emotion,SD D\n4,emotion,AP D\n"
CASE = Path(reverie.core.demo_case.__file__).parent / "data" / "demo" / "long-case" / "dreams.csv"


@pytest.fixture
def series(treatment: Treatment, as_therapist: Actor) -> DreamSeries:
    return keep_series(client=treatment.client, name="Her pages", rows=ROWS, by=as_therapist)


@pytest.fixture
def hanna(treatment: Treatment, therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


def upload(content: str | bytes, name: str = "codes.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode(), "text/csv")


def test_a_series_of_the_same_name_is_replaced(series: DreamSeries, as_therapist: Actor) -> None:
    again = keep_series(client=series.client, name=" Her pages ", rows=ROWS[:1], by=as_therapist)
    assert again.pk == series.pk
    assert [each.dreams for each in coded_series(as_therapist, series.client)] == [0, 1]


@pytest.mark.parametrize(
    ("name", "rows", "words"),
    [
        (" ", ROWS, "Give the series a name"),
        ("x", [], "no dream in it"),
        ("x", [("1", "", "")] * 20_001, "at most 20000"),
        ("x", [("a whole dream, told at length, as its name", "", "")], "at most 40 characters"),
        ("x", [(" ", "emotion", "AP D")], "names its dream"),
        ("x", [("1", "character", "1FXX")], "position 4"),
    ],
)
def test_what_cannot_be_kept_is_said(
    treatment: Treatment, as_therapist: Actor, name: str, rows: list[tuple[str, str, str]], words: str
) -> None:
    with pytest.raises(CannotKeepSeries, match=words):
        keep_series(client=treatment.client, name=name, rows=rows, by=as_therapist)


def test_without_an_audit_link_nothing_is_kept_dropped_or_taken(
    series: DreamSeries, as_therapist: Actor, break_audit: Callable[[], None]
) -> None:
    (_told, mine) = coded_series(as_therapist, series.client)
    break_audit()
    with pytest.raises(OSError):
        keep_series(client=series.client, name="Another", rows=ROWS, by=as_therapist)
    with pytest.raises(OSError):
        drop_series(series=series, by=as_therapist)
    with pytest.raises(OSError):
        take_codes(client=series.client, series=mine, by=as_therapist)
    assert DreamSeries.objects.count() == 1


def test_codes_taken_along_hold_codes_alone_and_are_written_down(
    series: DreamSeries, as_therapist: Actor
) -> None:
    (_told, mine) = coded_series(as_therapist, series.client)
    table = take_codes(client=series.client, series=mine, by=as_therapist)
    assert table.splitlines()[:2] == ["dream,scale,code", "1,character,1FMA"]
    event = AuditEvent.objects.order_by("number").last()
    assert event is not None
    assert (event.verb, event.detail) == ("take_dream_codes", {"rows": 4})


def test_nothing_coded_cannot_be_taken_along(series: DreamSeries, as_therapist: Actor) -> None:
    with pytest.raises(CannotTakeCodes, match="no code"):
        take_codes(client=series.client, series=CodedSeries(TOLD, "", ()), by=as_therapist)


def test_told_dreams_are_called_by_their_session(sheet: ProcessSheet, as_therapist: Actor) -> None:
    for words in ("Silence, most of a minute.", "The bus stopped"):
        dream = mark_moment(sheet=sheet, mark=Mark(words, "dream"), by=as_therapist)
        keep_dream(moment=dream, words=DreamWords(codes=(("character", "1FMA"),)), by=as_therapist)
    (told,) = coded_series(as_therapist, sheet.client)
    assert {dream for dream, _scale, _code in told.rows} == {"35", "35-2"}


def test_the_whole_case_loads_and_is_grey(hanna: Browser, client_person: Client) -> None:
    address = reverse("process:dream-load", args=[client_person.id])
    fields = {"name": "Twelve dreams", "file": upload(CASE.read_bytes())}
    page = hanna.post(address, fields, follow=True).content.decode()
    assert "Twelve dreams: 12 dreams" in page
    assert "Fewer than 75 dreams" in page
    assert 'class="muted"' in page
    assert "is gone" not in page


def test_seventy_five_dreams_are_not_grey(hanna: Browser, client_person: Client, as_therapist: Actor) -> None:
    rows = [(str(number), "character", "1FMA") for number in range(75)]
    keep_series(client=client_person, name="Many", rows=rows, by=as_therapist)
    page = hanna.get(reverse("process:dream-figures", args=[client_person.id])).content.decode()
    assert "Fewer than 75" not in page
    assert 'tr class="muted"' not in page


@pytest.mark.parametrize(
    ("norm", "words"),
    [("male", "US college students, 1947 to 1952"), ("female", "none is shown"), ("other", "Her pages")],
)
def test_a_norm_names_its_origin(hanna: Browser, series: DreamSeries, norm: str, words: str) -> None:
    address = reverse("process:dream-figures", args=[series.client_id])
    assert words in hanna.get(address, {"norm": norm, "series": series.id}).content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("dream;scale;code\n1;character;1FXX\n", "line 2, field code: “1FXX”, position 4"),
        ("dream,code\n1,AP\n", "missing column “scale”"),
        ("dream,scale,code\n", "no dream"),
        (b"\x00\x01", "not a text file"),
    ],
)
def test_a_wrong_table_is_named_and_nothing_kept(
    hanna: Browser, client_person: Client, content: str | bytes, words: str
) -> None:
    address = reverse("process:dream-load", args=[client_person.id])
    answer = hanna.post(address, {"name": "Mine", "file": upload(content)})
    assert (answer.status_code, DreamSeries.objects.count()) == (422, 0)
    assert words in answer.content.decode()
    assert 'value="Mine"' in answer.content.decode()


@pytest.fixture
def mateo(treatment: Treatment, colleague: Therapist) -> Browser:
    """A colleague who treats the same client and brought codes of his own."""
    Treatment.objects.create(
        practice=treatment.practice,
        client=treatment.client,
        therapist=colleague,
        state=Treatment.ACTIVE,
        started_on=date(2026, 2, 3),
    )
    browser = signed_in(colleague.user)
    fields = {"name": "Mine", "file": upload(TABLE)}
    browser.post(reverse("process:dream-load", args=[treatment.client_id]), fields)
    return browser


def test_two_therapists_see_the_same_agreement(
    hanna: Browser, mateo: Browser, series: DreamSeries, as_therapist: Actor, colleague: Therapist
) -> None:
    """Each hands the other a table of codes; neither sees anything else of the other's."""
    client, pages = series.client, {}
    for me, actor, other in (
        (hanna, as_therapist, mateo),
        (mateo, actor_for(colleague.user), hanna),
    ):
        (mine,) = [each for each in coded_series(actor, client) if each.rows]
        taken = other.post(reverse("process:dream-take", args=[client.id]), {"series": ""})
        fields = {"mine": mine.key, "file": upload(taken.content)}
        answer = me.post(reverse("process:dream-beside", args=[client.id]), fields)
        pages[actor] = answer.content.decode()
    for page in pages.values():
        assert "3 dreams that both coded" in page
        assert ">50 %<" not in page
        assert re.search(r'>characters</th><td class="r">1</td><td class="r">0</td><td[^>]*>100 %', page)
        assert "<td>AP D</td>" in page
        assert "<td>SD D</td>" in page
    assert "Only your colleague coded: 4." in pages[as_therapist]
    assert DreamSeries.objects.count() == 2


def test_a_colleague_s_table_without_a_common_dream(hanna: Browser, series: DreamSeries) -> None:
    fields = {"mine": str(series.id), "file": upload("dream,scale,code\n9,character,1FMA\n")}
    address = reverse("process:dream-beside", args=[series.client_id])
    assert "no dream that both of you coded" in hanna.post(address, fields).content.decode()
    answer = hanna.post(address, {**fields, "file": upload("dream,scale,code\n9,character,1\n")})
    assert (answer.status_code, "line 2, field code" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("name", ["dream-figures", "dream-load", "dream-beside"])
def test_nobody_else_sees_a_series(series: DreamSeries, colleague: Therapist, owner: User, name: str) -> None:
    for user in (colleague.user, owner):
        assert signed_in(user).get(reverse(f"process:{name}", args=[series.client_id])).status_code == 404
        assert signed_in(user).post(reverse("process:dream-drop", args=[series.id])).status_code == 404
    assert DreamSeries.objects.count() == 1


def test_a_colleague_with_the_same_client_sees_no_series_of_mine(mateo: Browser, series: DreamSeries) -> None:
    page = mateo.get(reverse("process:dream-figures", args=[series.client_id])).content.decode()
    assert "Her pages" not in page
    assert mateo.post(reverse("process:dream-drop", args=[series.id])).status_code == 404


def test_a_series_is_removed(hanna: Browser, series: DreamSeries) -> None:
    page = hanna.post(reverse("process:dream-drop", args=[series.id]), follow=True).content.decode()
    assert "The series of codes is gone." in page
    assert "No dream is coded yet" in page
    answer = hanna.post(reverse("process:dream-take", args=[series.client_id]), follow=True)
    assert "There is no code to take along yet." in answer.content.decode()
