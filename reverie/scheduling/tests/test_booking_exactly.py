"""Each way to an hour, to the letter: what is saved when nothing is said, what is handed on, what is told."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Q

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.models import AuditEvent, Job, OutboxMessage
from reverie.core.policy import Actor
from reverie.scheduling import actions, events
from reverie.scheduling.actions import CannotBook
from reverie.scheduling.actions.wish import let_lapse
from reverie.scheduling.models import Appointment, Room
from reverie.scheduling.tests.conftest import NOW, TUESDAY_TEN, Book, Start

HOUR = timedelta(hours=1)
Ways = dict[str, Callable[..., Appointment]]
TAKEN = "That hour has just been taken. Choose another; nothing was booked."


@pytest.fixture
def garden(practice: Practice) -> Room:
    return Room.objects.create(practice=practice, name="Garden")


@pytest.fixture
def ways(therapist: Therapist, client_person: Client, as_therapist: Actor) -> Ways:
    """Name -> that way to Tuesday at ten."""
    hour = {"therapist": therapist, "start_at": TUESDAY_TEN, "by": as_therapist}
    known = {**hour, "client": client_person}
    return {
        "book": lambda **more: actions.book_appointment(**{**known, **more}),
        "hold": lambda **more: actions.hold_appointment(**{**known, "until": NOW + HOUR, **more}),
        "request": lambda **more: actions.request_appointment(**{**known, **more}),
        "caller": lambda **more: actions.book_caller(**{**hour, "name": "Nell", "phone": "1", **more}),
    }


@pytest.mark.parametrize(
    ("way", "state", "kind"),
    [
        ("book", "confirmed", "session"), ("hold", "held", "session"), ("request", "requested", "session"),
        ("caller", "confirmed", "consultation"),
    ],
)  # fmt: skip
def test_what_is_saved_when_nothing_is_said(ways: Ways, way: str, state: str, kind: str) -> None:
    row = ways[way]()
    row.refresh_from_db()
    assert (row.state, row.kind, row.minutes, row.place) == (state, kind, 50, "office")
    assert (row.room, row.partner, row.instead_of, row.standing_hour) == (None, None, None, None)
    assert (row.start_at, row.end_at) == (TUESDAY_TEN, TUESDAY_TEN + timedelta(minutes=50))
    assert (row.zone, row.wall_start) == ("America/Los_Angeles", datetime(2026, 6, 9, 10, tzinfo=UTC))
    assert row.practice_id == row.therapist.practice_id
    assert row.held_until == (NOW + HOUR if way == "hold" else None)
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("way", ["book", "hold", "request", "caller"])
def test_what_is_said_is_handed_on(ways: Ways, garden: Room, stranger: Client, way: str) -> None:
    said: dict[str, Any] = {"minutes": 80, "place": "online", "kind": "intake"}
    said |= {"room": garden} if way != "request" else {}
    said |= {"partner": stranger} if way in {"book", "hold"} else {}
    row = ways[way](**said)
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in said} == said


def test_a_caller_is_written_down_as_they_said(ways: Ways, therapist: Therapist) -> None:
    row = ways["caller"](name=" Nell Ashworth ", phone=" 555 0100 ", email=" nell@example.invalid ")
    found = (row.client.name, row.client.phone, row.client.email, row.client.zone)
    assert found == ("Nell Ashworth", "555 0100", "nell@example.invalid", therapist.practice.zone)
    assert row.client.practice == therapist.practice


@pytest.mark.parametrize("who", [{"phone": "1", "email": ""}, {"phone": "", "email": "n@example.invalid"}])
def test_one_way_to_reach_a_caller_is_enough(ways: Ways, who: dict[str, str]) -> None:
    row = ways["caller"](**who)
    assert (row.client.phone, row.client.email) == (who["phone"], who["email"])


@pytest.mark.parametrize("who", [{"name": " "}, {"phone": " ", "email": " "}])
def test_a_caller_without_a_name_or_a_way_is_refused(ways: Ways, who: dict[str, str]) -> None:
    before = Client.objects.count()
    with pytest.raises(CannotBook) as refused:
        ways["caller"](**who)
    assert str(refused.value) == "Write down a name, and a phone number or an e-mail address."
    assert (Client.objects.count(), Appointment.objects.count()) == (before, 0)


@pytest.mark.parametrize(("way", "word"), [("book", "booked"), ("hold", "held"), ("caller", "booked")])
def test_they_are_written_to_when_asked(
    ways: Ways, client_person: Client, way: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[Appointment, str]] = []
    monkeypatch.setattr("reverie.scheduling.actions.letters.tell_change", lambda *one: told.append(one))
    row = ways[way](is_told=True)
    assert told == [(row, word)]


@pytest.mark.parametrize(
    ("until", "is_fine"),
    [(NOW, False), (NOW + timedelta(seconds=1), True), (TUESDAY_TEN, True), (TUESDAY_TEN + HOUR, False)],
)
def test_a_hold_ends_later_and_before_the_hour(ways: Ways, until: datetime, is_fine: bool) -> None:
    if is_fine:
        assert ways["hold"](until=until).held_until == until
        return
    with pytest.raises(CannotBook) as refused:
        ways["hold"](until=until)
    assert str(refused.value) == "An hour can be held only until a later moment, and before it begins."


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"start_at": NOW}, "That hour has already begun. Choose a later one."),
        (
            {"start_at": NOW + timedelta(days=400, seconds=1)},
            "That is too far ahead. Choose an hour within the next year.",
        ),
        ({"minutes": 9}, "A meeting lasts from 10 minutes to 8 hours."),
        ({"minutes": 481}, "A meeting lasts from 10 minutes to 8 hours."),
    ],
)
def test_what_cannot_be_is_refused_in_these_words(ways: Ways, change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CannotBook) as refused:
        ways["book"](**change)
    assert str(refused.value) == sentence
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"start_at": NOW + timedelta(seconds=1)}, {"start_at": NOW + timedelta(days=400)},
        {"minutes": 10}, {"minutes": 480},
    ],
)  # fmt: skip
def test_the_last_that_can_be_is_booked(ways: Ways, change: dict[str, Any]) -> None:
    assert ways["book"](**change).pk


def test_two_who_come_together_are_two(ways: Ways, client_person: Client) -> None:
    with pytest.raises(CannotBook) as refused:
        ways["book"](partner=client_person)
    words = "Two people who come together are two people. Choose another second person."
    assert str(refused.value) == words


@pytest.mark.parametrize("what", ["client", "partner", "room"])
def test_all_belong_to_one_practice(ways: Ways, what: str) -> None:
    elsewhere = Practice.objects.create(name="Elsewhere", zone="UTC")
    foreign = (
        Room.objects.create(practice=elsewhere, name="Attic")
        if what == "room"
        else Client.objects.create(practice=elsewhere, name="Ida", zone="UTC")
    )
    with pytest.raises(CannotBook) as refused:
        ways["book"](**{what: foreign})
    assert str(refused.value) == "Therapist, client and room must belong to one practice."


def test_each_taken_thing_has_its_sentence(
    book: Book, colleague: Therapist, client_person: Client, stranger: Client, newcomer: Client, garden: Room
) -> None:
    book(partner=stranger, room=garden)
    person = "There is another appointment for this person at that time. Choose another hour."
    for change, sentence in [
        ({"client": newcomer}, TAKEN),
        ({"therapist": colleague}, person),
        ({"therapist": colleague, "client": stranger}, person),
        ({"therapist": colleague, "client": newcomer, "partner": client_person}, person),
        (
            {"therapist": colleague, "client": newcomer, "room": garden},
            "The room is taken at that time. Choose another room or hour.",
        ),
    ]:
        with pytest.raises(CannotBook) as refused:
            book(**change)
        assert str(refused.value) == sentence
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize(
    ("way", "state"), [("book", "confirmed"), ("hold", "held"), ("request", "requested")]
)
def test_the_audit_says_what_was_arranged(ways: Ways, as_therapist: Actor, way: str, state: str) -> None:
    row = ways[way]()
    link = AuditEvent.objects.latest("number")
    assert (link.verb, link.actor, link.client) == ("arrange", as_therapist.name_in_audit, row.client_id)
    assert (link.object_type, link.object_id) == ("scheduling.appointment", str(row.pk))
    start = row.start_at.isoformat()
    assert link.detail == {"state": state, "start": start, "minutes": 50, "kind": "session"}


def test_a_hold_is_given_back_by_a_job_and_nothing_else_is(ways: Ways, therapist: Therapist) -> None:
    row = ways["hold"]()
    waiting = Job.objects.get(name="scheduling.lapse_hold")
    assert (waiting.key, waiting.run_at) == (f"lapse:{row.id}", NOW + HOUR)
    assert waiting.payload == {"therapist": str(therapist.id)}


@pytest.mark.parametrize("way", ["book", "request", "caller"])
def test_what_is_no_hold_waits_for_no_job(ways: Ways, way: str) -> None:
    ways[way]()
    assert not Job.objects.filter(name="scheduling.lapse_hold").exists()


@pytest.mark.parametrize(
    ("way", "is_heard"), [("book", True), ("caller", True), ("hold", False), ("request", False)]
)
def test_a_booking_is_announced_and_a_wish_is_not(
    ways: Ways, as_therapist: Actor, way: str, is_heard: bool
) -> None:
    heard: list[tuple[Any, Appointment, Actor]] = []

    def listen(sender: Any, appointment: Appointment, by: Actor, **_: Any) -> None:
        heard.append((sender, appointment, by))

    events.appointment_booked.connect(listen)
    row = ways[way]()
    events.appointment_booked.disconnect(listen)
    assert heard == ([(Appointment, row, as_therapist)] if is_heard else [])


def test_lapsed_holds_in_the_way_are_named_in_the_audit(
    ways: Ways, stranger: Client, monday_morning: Any
) -> None:
    held = ways["hold"](client=stranger)
    monday_morning.shift(HOUR)
    ways["book"]()
    held.refresh_from_db()
    assert (held.state, held.cancelled_side, held.held_until) == ("cancelled", "system", None)
    assert (held.sequence, held.cancelled_at) == (1, NOW + HOUR)
    assert AuditEvent.objects.latest("number").detail["lapsed"] == [str(held.pk)]


def test_a_standing_hour_is_free_again_on_a_day_that_has_its_appointment(
    book: Book, start: Start, stranger: Client, as_therapist: Actor
) -> None:
    start(client=stranger)
    made = Appointment.objects.filter(client=stranger).order_by("start_at")[1]
    with pytest.raises(CannotBook) as refused:
        book(start_at=made.start_at)
    assert str(refused.value) == TAKEN
    actions.cancel_appointment(appointment=made, side="client", by=as_therapist)
    taken = book(start_at=made.start_at)
    made.refresh_from_db()
    assert made.refilled_by == taken


def test_only_the_lapsed_holds_in_the_way_are_given_back(
    ways: Ways, stranger: Client, newcomer: Client, colleague: Therapist, monday_morning: Any
) -> None:
    mine = ways["hold"](client=stranger)
    elsewhere = ways["hold"](client=newcomer, therapist=colleague)
    later = ways["hold"](start_at=TUESDAY_TEN + 2 * HOUR, until=NOW + 3 * HOUR)
    monday_morning.shift(HOUR)
    assert let_lapse(Q(pk__in=[mine.pk, later.pk]), NOW + HOUR) == [mine.pk]
    states = dict(Appointment.objects.values_list("pk", "state"))
    assert states == {mine.pk: "cancelled", elsewhere.pk: "held", later.pk: "held"}


@pytest.mark.parametrize("who", [{"phone": "1"}, {"email": "nell@example.invalid"}])
def test_what_a_caller_did_not_say_stays_empty(
    who: dict[str, str], therapist: Therapist, as_therapist: Actor
) -> None:
    hour = {"therapist": therapist, "start_at": TUESDAY_TEN, "by": as_therapist}
    client = actions.book_caller(name="Nell", **who, **hour).client  # type: ignore[arg-type]
    assert (client.phone, client.email) == (who.get("phone", ""), who.get("email", ""))
    assert not OutboxMessage.objects.exists()


def test_each_hour_called_off_there_is_refilled_and_no_other(
    book: Book, ways: Ways, stranger: Client, colleague: Therapist, as_therapist: Actor, monday_morning: Any
) -> None:
    """A lapsed hold was nobody's hour, and the colleague's hour is still empty."""
    begun = [
        book(),
        book(client=stranger, start_at=TUESDAY_TEN + HOUR),
        book(therapist=colleague, start_at=TUESDAY_TEN + 2 * HOUR),
    ]
    first, second, other = (
        actions.cancel_appointment(appointment=row, side="client", by=as_therapist) for row in begun
    )
    held = ways["hold"](start_at=TUESDAY_TEN + 2 * HOUR, client=stranger)
    monday_morning.shift(HOUR)
    let_lapse(Q(pk=held.pk), NOW + HOUR)
    taken = book(minutes=180)
    for row in (first, second, other, held):
        row.refresh_from_db()
    assert [row.refilled_by for row in (first, second, other, held)] == [taken, taken, None, None]
