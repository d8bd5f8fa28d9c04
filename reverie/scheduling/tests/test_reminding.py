"""Reminders: near enough, wanted, once, in the reader's zone and language, never for an hour that is gone."""

import gettext
import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

import reverie
from reverie.accounts.models import Client, Therapist
from reverie.core.models import AuditEvent, OutboxMessage
from reverie.core.policy import Actor
from reverie.scheduling import actions, tasks
from reverie.scheduling.actions import CannotChange
from reverie.scheduling.models import ReminderChoice
from reverie.scheduling.tests.conftest import TUESDAY_TEN, Book, Start
from reverie.scheduling.tests.test_changing import break_audit

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FRIDAY = TUESDAY_TEN + 3 * DAY


def letters() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.order_by("created_at"))


@pytest.fixture
def near(book: Book, monday_morning: time_machine.Traveller) -> Book:
    """An hour on Friday at ten, and the clock a day before."""

    def act(**changes: object):
        row = book(**{"start_at": FRIDAY, **changes})
        monday_morning.move_to(row.start_at - DAY)
        return row

    return act


def test_a_day_before_it_is_written_once(near: Book) -> None:
    row = near()
    assert actions.remind_of_coming_hours() == 1
    tasks.remind({})
    (letter,) = letters()
    assert letter.to == row.client.user.email
    assert "Friday, June 12, at 10:00 am (Los Angeles time)" in letter.body
    assert AuditEvent.objects.filter(verb="remind").count() == 1


def test_not_before_its_time(near: Book, monday_morning: time_machine.Traveller) -> None:
    row = near()
    monday_morning.move_to(row.start_at - DAY - timedelta(seconds=1))
    assert actions.remind_of_coming_hours() == 0


def test_it_says_neither_who_nor_where_nor_what(near: Book, therapist: Therapist) -> None:
    near(place="online")
    actions.remind_of_coming_hours()
    words = (letters()[0].subject + letters()[0].body).lower()
    told = ["hanna", "elm row", "elena", "therap", "session", "online", "psych", "appointment", "practice"]
    assert [one for one in told if one in words] == []


def test_in_the_readers_zone_and_language(near: Book, client_person: Client) -> None:
    client_person.user.zone, client_person.user.language = "America/New_York", "es"
    client_person.user.save()
    near()
    actions.remind_of_coming_hours()
    letter = letters()[0]
    assert "Según lo acordado: viernes 12 de junio, 1:00 p. m. (hora de New York)." in letter.body
    assert letter.subject == "Un recordatorio"


def test_a_client_without_an_account_gets_in_touch(near: Book, client_person: Client) -> None:
    client_person.user = None
    client_person.save()
    near()
    actions.remind_of_coming_hours()
    assert letters()[0].to == "elena@example.invalid"
    assert "get in touch" in letters()[0].body


def test_without_an_address_nobody_is_written_to(near: Book, client_person: Client) -> None:
    Client.objects.filter(pk=client_person.pk).update(user=None, email="")
    near()
    assert actions.remind_of_coming_hours() == 0


def test_both_of_a_couple_are_reminded(near: Book, stranger: Client) -> None:
    near(partner=stranger)
    assert actions.remind_of_coming_hours() == 2
    assert {one.to for one in letters()} == {"elena@example.invalid", "theo@example.invalid"}


def test_who_does_not_want_any_gets_none(near: Book, client_person: Client, as_client: Actor) -> None:
    near()
    actions.choose_reminders(client=client_person, is_on=False, hours_before=24, by=as_client)
    assert actions.remind_of_coming_hours() == 0


def test_switching_off_takes_back_what_waits(near: Book, client_person: Client, as_client: Actor) -> None:
    near()
    actions.remind_of_coming_hours()
    actions.choose_reminders(client=client_person, is_on=False, hours_before=24, by=as_client)
    assert letters() == []


@pytest.mark.parametrize("hours", [2, 48])
def test_as_long_before_as_they_chose(
    hours: int, near: Book, client_person: Client, as_client: Actor, monday_morning: time_machine.Traveller
) -> None:
    row = near()
    actions.choose_reminders(client=client_person, is_on=True, hours_before=hours, by=as_client)
    monday_morning.move_to(row.start_at - timedelta(hours=hours, seconds=1))
    assert actions.remind_of_coming_hours() == 0
    monday_morning.shift(2)
    assert actions.remind_of_coming_hours() == 1


def test_a_choice_that_is_none_changes_nothing(
    client_person: Client, as_client: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CannotChange):
        actions.choose_reminders(client=client_person, is_on=True, hours_before=3, by=as_client)
    break_audit(monkeypatch)
    with pytest.raises(RuntimeError):
        actions.choose_reminders(client=client_person, is_on=False, hours_before=24, by=as_client)
    assert not ReminderChoice.objects.exists()


def test_none_for_an_hour_that_is_called_off(near: Book, as_therapist: Actor) -> None:
    row = near()
    actions.cancel_appointment(appointment=row, side="client", by=as_therapist)
    assert actions.remind_of_coming_hours() == 0


@pytest.mark.parametrize("act", ["cancel", "move"])
def test_what_waits_is_taken_back_when_the_hour_goes(act: str, near: Book, as_therapist: Actor) -> None:
    row = near()
    actions.remind_of_coming_hours()
    if act == "cancel":
        actions.cancel_appointment(appointment=row, side="client", by=as_therapist)
    else:
        actions.move_appointment(appointment=row, start_at=row.start_at + 2 * HOUR, by=as_therapist)
    assert letters() == []
    assert actions.remind_of_coming_hours() == 0


def test_an_hour_arranged_at_the_last_moment_needs_no_reminder(book: Book) -> None:
    book(start_at=TUESDAY_TEN - 20 * HOUR)
    assert actions.remind_of_coming_hours() == 0


@pytest.mark.parametrize("room", ["core", "scheduling"])
def test_the_compiled_words_are_those_of_the_text(room: str) -> None:
    folder = Path(reverie.__path__[0]) / room / "locale" / "es" / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    text = (folder / "django.po").read_text().split("\n\n")[1:]
    pairs = [re.findall(r'^msg(?:id|str) (".*")$', entry, re.M) for entry in text]
    assert pairs
    assert all(compiled.gettext(json.loads(said)) == json.loads(meant) for said, meant in pairs)


NEW_YORK_FIRST = date(2026, 10, 6)


def test_fourteen_days_before_the_clocks_change_who_lives_elsewhere_is_warned_once(
    start: Start, client_person: Client, monday_morning: time_machine.Traveller
) -> None:
    client_person.user.zone = "Europe/London"
    client_person.user.save()
    start(first_day=NEW_YORK_FIRST)
    monday_morning.move_to(datetime(2026, 10, 12, 12, tzinfo=UTC))
    assert actions.warn_of_clock_changes() == 0
    monday_morning.move_to(datetime(2026, 10, 14, 12, tzinfo=UTC))
    assert actions.warn_of_clock_changes() == 1
    tasks.warn_of_clock_changes({})
    (letter,) = letters()
    assert "From Tuesday, October 27 on your time begins at 5:00 pm by your clock" in letter.body


def test_nobody_is_warned_at_home(start: Start, monday_morning: time_machine.Traveller) -> None:
    start(first_day=NEW_YORK_FIRST)
    monday_morning.move_to(datetime(2026, 10, 22, 12, tzinfo=UTC))
    assert actions.warn_of_clock_changes() == 0
