"""Terms of a therapist, where an hour is joined, rooms."""

from datetime import timedelta

import pytest

from reverie.accounts.models import Practice, Therapist
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.scheduling import actions, queries
from reverie.scheduling.actions import CannotChange, CannotSetHours
from reverie.scheduling.models import HourTerms, MeetingLink, Room
from reverie.scheduling.tests.conftest import Book, Start
from reverie.scheduling.tests.test_changing import break_audit

LINK = "https://meet.example.org/r/elm-row-7"


def test_an_hour_online_is_joined_under_its_own_link_else_under_the_therapists(
    book: Book, therapist: Therapist, as_therapist: Actor
) -> None:
    row = book(place="online")
    assert queries.where_to_join(row).link == ""
    actions.set_meeting_link(therapist=therapist, link=LINK, by=as_therapist)
    assert queries.where_to_join(row).link == LINK
    actions.set_meeting_link(therapist=therapist, link=LINK + "-own", appointment=row, by=as_therapist)
    assert queries.where_to_join(row).link == LINK + "-own"


def test_an_hour_in_the_office_has_no_link(book: Book, therapist: Therapist, as_therapist: Actor) -> None:
    actions.set_meeting_link(therapist=therapist, link=LINK, by=as_therapist)
    assert queries.where_to_join(book()).link == ""


def test_the_link_follows_an_hour_that_is_moved(
    book: Book, therapist: Therapist, as_therapist: Actor
) -> None:
    row = book(place="phone")
    actions.set_meeting_link(therapist=therapist, link="503-555-0142", appointment=row, by=as_therapist)
    later = row.start_at.replace(hour=20)
    moved = actions.move_appointment(appointment=row, start_at=later, by=as_therapist)
    assert queries.where_to_join(moved) == queries.WhereToJoin("phone", "503-555-0142", is_own=True)


def test_it_lies_sealed_and_no_audit_holds_it(therapist: Therapist, as_therapist: Actor) -> None:
    row = actions.set_meeting_link(therapist=therapist, link=LINK, by=as_therapist)
    assert row is not None
    assert b"meet.example" not in bytes(row.sealed)
    assert "meet" not in str(AuditEvent.objects.get(verb="set_link").detail)


@pytest.mark.parametrize(
    "bad", ["http://meet.example.org/r", "javascript:alert(1)", "my room", "https://", "x" * 401]
)
def test_what_is_no_link_is_refused_and_the_old_one_stays(
    bad: str, therapist: Therapist, as_therapist: Actor
) -> None:
    actions.set_meeting_link(therapist=therapist, link=LINK, by=as_therapist)
    with pytest.raises(CannotChange):
        actions.set_meeting_link(therapist=therapist, link=bad, by=as_therapist)
    assert queries.link_of(therapist) == LINK


def test_an_empty_link_takes_it_away(therapist: Therapist, as_therapist: Actor) -> None:
    actions.set_meeting_link(therapist=therapist, link=LINK, by=as_therapist)
    actions.set_meeting_link(therapist=therapist, link=" ", by=as_therapist)
    assert not MeetingLink.objects.exists()


def test_terms_are_kept(therapist: Therapist, as_therapist: Actor) -> None:
    assert queries.terms_of(therapist).moving == "ask"
    actions.set_terms(therapist=therapist, moving="online", is_offering=False, offer_hours=6, by=as_therapist)
    row = queries.terms_of(therapist)
    assert (row.moving, row.is_offering, row.offer_hours) == ("online", False, 6)


@pytest.mark.parametrize("wrong", [{"moving": "maybe"}, {"offer_hours": 0}, {"offer_hours": 169}])
def test_terms_that_cannot_be_are_refused(
    wrong: dict[str, object], therapist: Therapist, as_therapist: Actor
) -> None:
    facts = {"moving": "ask", "is_offering": True, "offer_hours": 24, **wrong}
    with pytest.raises(CannotSetHours):
        actions.set_terms(therapist=therapist, **facts, by=as_therapist)
    assert not HourTerms.objects.exists()


def test_a_room_is_added_once_and_renamed(practice: Practice, as_therapist: Actor) -> None:
    room = actions.add_room(practice=practice, name=" Garden ", by=as_therapist)
    with pytest.raises(CannotSetHours, match="already"):
        actions.add_room(practice=practice, name="Garden", by=as_therapist)
    with pytest.raises(CannotSetHours):
        actions.add_room(practice=practice, name=" ", by=as_therapist)
    other = actions.add_room(practice=practice, name="Street", by=as_therapist)
    with pytest.raises(CannotSetHours):
        actions.rename_room(room=other, name="Garden", by=as_therapist)
    assert actions.rename_room(room=room, name="Attic", by=as_therapist).name == "Attic"


@pytest.mark.parametrize("act", ["terms", "link", "room"])
def test_nothing_is_saved_when_the_audit_fails(
    act: str, therapist: Therapist, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_audit(monkeypatch)
    facts = {"moving": "ask", "is_offering": True, "offer_hours": 24}
    with pytest.raises(RuntimeError):
        if act == "terms":
            actions.set_terms(therapist=therapist, **facts, by=as_therapist)
        elif act == "link":
            actions.set_meeting_link(therapist=therapist, link=LINK, by=as_therapist)
        else:
            actions.add_room(practice=therapist.practice, name="Garden", by=as_therapist)
    assert not (HourTerms.objects.exists() or MeetingLink.objects.exists() or Room.objects.exists())


def test_a_link_of_its_own_goes_along_when_the_series_moves(
    therapist: Therapist, start: Start, as_therapist: Actor
) -> None:
    series = start()
    row = series.appointments.order_by("start_at")[3]
    actions.change_place(appointment=row, place="online", link=LINK, by=as_therapist)
    day = series.first_day + timedelta(days=2)
    actions.change_standing_hour(standing_hour=series, first_day=day, start_minute=900, by=as_therapist)
    row.refresh_from_db()
    assert row.moved_to is not None
    where = queries.where_to_join(row.moved_to)
    assert (where.place, where.link, where.is_own) == ("online", LINK, True)
    assert row.moved_to.standing_hour is not None
    assert set(row.moved_to.standing_hour.appointments.values_list("place", flat=True)) == {
        "office",
        "online",
    }
