"""Cover by insurers: stated by either side, checked by the desk, counted against what was authorised."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from conftest import actor_for, member, signed_in
from reverie.accounts.models import Client, Practice, Therapist
from reverie.billing import actions
from reverie.billing.demo import png_of_card
from reverie.billing.models import Coverage, Insurer
from reverie.billing.queries import coverage as reads
from reverie.billing.tests.conftest import FIRST, charged, held
from reverie.core.models import StoredFile
from reverie.core.policy import Actor
from reverie.treatment.models import Treatment

WORDS = {"plan": "Choice", "member_id": "FHP123456789", "group": "77"}


@pytest.fixture
def as_desk(practice: Practice) -> Actor:
    return actor_for(member(practice, "Oona Byrne", "front_desk"))


@pytest.fixture
def insurer(practice: Practice, as_desk: Actor) -> Insurer:
    return actions.add_insurer(
        practice=practice, name="Fictional Health Plan", payer_id="99999", is_in_network=False, by=as_desk
    )


@pytest.fixture
def covered(insurer: Insurer, client_person: Client, as_client: Actor) -> Coverage:
    """What Elena stated, with the front of her card."""
    card = actions.Picture("front", "card.png", png_of_card())
    cover = actions.Cover(insurer=insurer, starts_on=FIRST)
    return actions.write_coverage(
        client=client_person, cover=cover, words=WORDS, pictures=(card,), by=as_client
    )


def text(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def form(insurer: Insurer, **change: str) -> dict[str, Any]:
    typed = {
        "insurer": str(insurer.pk),
        "member_id": "M 1",
        "relation": "self",
        "starts_on": "2026-01-01",
        "filing": "CI",
    }
    return {**typed, **change}


def test_numbers_and_pictures_are_sealed(covered: Coverage) -> None:
    assert b"FHP123456789" not in bytes(covered.sealed)
    assert covered.words(covered.chain())["member_id"] == "FHP123456789"
    assert covered.front is not None
    assert covered.front.kind == "png"


def test_a_new_picture_replaces_the_one_before(covered: Coverage, as_client: Actor) -> None:
    cover = actions.Cover(insurer=covered.insurer, starts_on=FIRST)
    card = actions.Picture("front", "card.png", png_of_card())
    facts = {"client": covered.client, "cover": cover, "words": WORDS, "coverage": covered}
    actions.write_coverage(**facts, pictures=(card,), by=as_client)
    assert StoredFile.objects.count() == 1
    with pytest.raises(actions.CannotCover, match="kind of file"):
        actions.write_coverage(**facts, pictures=(actions.Picture("back", "x", b"no picture"),), by=as_client)


def test_a_change_is_checked_again(covered: Coverage, as_desk: Actor, as_client: Actor) -> None:
    actions.check_coverage(coverage=covered, by=as_desk)
    with pytest.raises(actions.CannotCover, match="already"):
        actions.check_coverage(coverage=covered, by=as_desk)
    cover = actions.Cover(insurer=covered.insurer, starts_on=FIRST + timedelta(days=1))
    covered.refresh_from_db()
    again = actions.write_coverage(
        client=covered.client, cover=cover, words=WORDS, coverage=covered, by=as_client
    )
    assert again.checked_at is None


@pytest.mark.parametrize(
    ("change", "words", "sentence"),
    [
        ({}, {"member_id": " "}, "member number"),
        ({"ends_on": FIRST - timedelta(days=1)}, {}, "ends before"),
        ({"relation": "spouse"}, {}, "in whose name"),
        ({"authorised_sessions": 8}, {}, "need both"),
    ],
)
def test_what_cannot_be_stated(
    insurer: Insurer, client_person: Client, as_client: Actor, change: Any, words: Any, sentence: str
) -> None:
    cover = actions.Cover(insurer=insurer, starts_on=FIRST, **change)
    with pytest.raises(actions.CannotCover, match=sentence):
        actions.write_coverage(client=client_person, cover=cover, words=WORDS | words, by=as_client)
    assert not Coverage.objects.exists()


def test_insurers_of_the_list(insurer: Insurer, practice: Practice, as_desk: Actor) -> None:
    for name, payer, sentence in [
        ("", "", "a name"),
        ("fictional health plan", "", "already"),
        ("B", "9 9", "digits"),
    ]:
        with pytest.raises(actions.CannotCover, match=sentence):
            actions.add_insurer(practice=practice, name=name, payer_id=payer, is_in_network=False, by=as_desk)
    actions.end_insurer(insurer=insurer, by=as_desk)
    with pytest.raises(actions.CannotCover, match="already"):
        actions.end_insurer(insurer=insurer, by=as_desk)


@pytest.mark.usefixtures("letterhead")
def test_a_warning_before_the_last_authorised_session(
    covered: Coverage, framed: Treatment, as_biller: Actor
) -> None:
    Coverage.objects.update(authorised_sessions=3, authorised_from=FIRST + timedelta(days=7))
    clients, left = Client.objects.all(), []
    for week in range(4):
        charged(held(framed, FIRST + timedelta(weeks=week)), as_biller)
        found = reads.running_out(clients, FIRST + timedelta(weeks=week))
        left.append((reads.coverages_of(framed.client)[0].left, [count for _row, count in found]))
    assert left == [(3, []), (2, []), (1, [1]), (0, [0])]


def test_the_cover_that_holds(covered: Coverage, insurer: Insurer, as_client: Actor) -> None:
    later = actions.Cover(insurer=insurer, starts_on=date(2026, 7, 1), ends_on=date(2026, 12, 31))
    second = actions.write_coverage(client=covered.client, cover=later, words=WORDS, by=as_client)
    days = [FIRST - timedelta(days=1), FIRST, date(2026, 7, 1), date(2027, 1, 1)]
    assert [reads.in_force(covered.client, day) for day in days] == [None, covered, second, covered]


def test_coverage(
    covered: Coverage, practice: Practice, as_desk: Actor, therapist: Therapist, framed: Treatment
) -> None:
    address = reverse("billing:coverage", args=[covered.client_id])
    desk = signed_in(practice.memberships.get(role="front_desk").user)
    page = text(desk.get(address))
    for words in ("FHP123456789", "not checked yet", "Out of network", "I have checked it"):
        assert words in page
    desk.post(reverse("billing:coverage-check", args=[covered.pk]))
    covered.refresh_from_db()
    assert covered.checked_at is not None
    wrong = desk.post(address, form(covered.insurer, relation="child"))
    assert (wrong.status_code, "in whose name" in text(wrong)) == (422, True)
    desk.post(
        address, form(covered.insurer, authorised_sessions="8", authorised_from="2026-02-01", copay="35")
    )
    assert Coverage.objects.get(authorised_sessions=8).copay_cents == 35_00
    assert "Add a cover" not in text(signed_in(therapist.user).get(address))


def test_coverage_change(covered: Coverage, practice: Practice, as_desk: Actor) -> None:
    desk = signed_in(practice.memberships.get(role="front_desk").user)
    address = reverse("billing:coverage-change", args=[covered.pk])
    assert "FHP123456789" in text(desk.get(address))
    desk.post(address, form(covered.insurer, filing="BL", is_in_network="on", authorisation="A-17"))
    covered.refresh_from_db()
    assert (covered.filing, covered.is_in_network) == ("BL", True)


def test_insurers(practice: Practice, insurer: Insurer) -> None:
    desk = signed_in(practice.memberships.get(role="front_desk").user)
    assert "already" in text(desk.post("/desk/billing/insurers/", {"name": "Fictional health plan"}))
    desk.post("/desk/billing/insurers/", {"name": "Northfield", "payer_id": "nf01", "is_in_network": "on"})
    assert Insurer.objects.get(name="Northfield").payer_id == "NF01"
    desk.post(reverse("billing:insurer-end", args=[insurer.pk]))
    assert "Fictional" not in text(desk.get("/desk/billing/insurers/"))


@pytest.fixture
def elena(client_person: Client) -> Browser:
    assert client_person.user is not None
    return signed_in(client_person.user)


def test_my_coverage(insurer: Insurer, elena: Browser) -> None:
    assert "Fictional Health Plan" in text(elena.get("/my/insurance/"))
    card = SimpleUploadedFile("card.png", png_of_card())
    elena.post("/my/insurance/", form(insurer, copay="20") | {"front": card})
    row = Coverage.objects.get()
    assert (row.copay_cents, row.front is not None) == (20_00, True)
    no_picture = io.BytesIO(b"not a picture")
    wrong = elena.post("/my/insurance/", form(insurer, member_id="M 2") | {"front": no_picture})
    assert (wrong.status_code, "kind of file" in text(wrong), 'value="M 2"' in text(wrong)) == (
        422,
        True,
        True,
    )


def test_my_coverage_change_keeps_what_the_desk_added(
    covered: Coverage, as_desk: Actor, elena: Browser
) -> None:
    Coverage.objects.update(authorised_sessions=8, authorised_from=FIRST, filing="BL")
    elena.post(
        reverse("billing:my-coverage-change", args=[covered.pk]), form(covered.insurer, member_id="NEW")
    )
    covered.refresh_from_db()
    assert (covered.authorised_sessions, covered.filing) == (8, "BL")
    assert covered.words(covered.chain())["member_id"] == "NEW"


def test_cards(covered: Coverage, elena: Browser, stranger: Client) -> None:
    assert stranger.user is not None
    address = reverse("billing:my-coverage-card", args=[covered.pk, "front"])
    answer = elena.get(address)
    assert (answer["Content-Type"], answer.content) == ("image/png", png_of_card())
    assert "sandbox" in answer["Content-Security-Policy"]
    assert elena.get(reverse("billing:my-coverage-card", args=[covered.pk, "back"])).status_code == 404
    assert signed_in(stranger.user).get(address).status_code == 404
