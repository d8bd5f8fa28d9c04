"""Calendars outside: a secret address for one's own hours, busy times brought in from a file."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from reverie.accounts.models import Therapist, hash_of
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.scheduling import locks, planes
from reverie.scheduling.actions.refusals import CannotShareCalendar
from reverie.scheduling.models import BusyBlock, BusyCalendar, CalendarFeed
from reverie.timetable import walltime
from reverie.timetable.calendar_file import CalendarError
from reverie.timetable.calendar_series import read_occurrences

READ_STEP = timedelta(hours=1)
MOST_READ, MOST_BLOCKS = 20_000, 5_000
FAR = timedelta(days=400)


@dataclass(frozen=True)
class Brought:
    """What an import did: how many busy times stand now, and sentences about what was odd in the file."""

    calendar: BusyCalendar
    count: int
    notes: tuple[str, ...]


@transaction.atomic
def make_feed(*, whose: str, shows: str = CalendarFeed.BUSY, by: Actor) -> tuple[CalendarFeed, str]:
    """A new secret address for the actor's own hours, and its secret, which is shown once.

    An older address ends with it. Raises CannotShareCalendar for a choice that does not exist.
    """
    if whose not in {CalendarFeed.DESK, CalendarFeed.MY} or shows not in {"busy", "initials"}:
        raise CannotShareCalendar(_("Choose what the calendar shows."))
    _end(CalendarFeed.objects.filter(practice=by.practice_id, user=by.user_id, whose=whose), by)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        practice_id=by.practice_id, user_id=by.user_id, whose=whose, shows=shows, token_hash=hash_of(token)
    )
    audit.record(by=by, verb="make_feed", on=feed, detail={"whose": whose, "shows": shows})
    return feed, token


@transaction.atomic
def end_feed(*, feed: CalendarFeed, by: Actor) -> None:
    """The address answers no more. Raises CannotShareCalendar when it has ended already."""
    if not _end(CalendarFeed.objects.filter(pk=feed.pk), by):
        raise CannotShareCalendar(_("This address has already been taken back."))


@transaction.atomic
def end_feeds_of(*, user_id: UUID, practice_id: UUID, by: Actor) -> int:
    """End what a person who leaves the practice could read of its calendar; how many addresses ended."""
    rows = CalendarFeed.objects.filter(practice=practice_id, user=user_id, whose=CalendarFeed.DESK)
    return _end(rows, by)


def _end(rows: QuerySet[CalendarFeed], by: Actor) -> int:
    open_ones = list(rows.filter(ended_at=None).select_for_update())
    for feed in open_ones:
        feed.ended_at, feed.ended_by = clock.now(), by.user_id or feed.practice_id
        feed.save(update_fields=["ended_at", "ended_by"])
        audit.record(by=by, verb="end_feed", on=feed, practice=feed.practice_id)
    return len(open_ones)


def note_reading(feed: CalendarFeed) -> None:
    """Remember that the feed was read, at most once an hour: a calendar program is not a person."""
    now = clock.now()
    if feed.read_at is None or now - feed.read_at >= READ_STEP:
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=now)


def bring_busy_times(*, therapist: Therapist, name: str, data: bytes, by: Actor) -> Brought:
    """Keep when the events of an .ics file take time, and nothing else of them, in place of an earlier file
    of that name.

    Times ahead within 400 days count; those that touch are joined. Raises CannotShareCalendar for a file
    that cannot be read or repeats without end; then nothing is changed.
    """
    name = name.strip()[:40]
    if not name:
        raise CannotShareCalendar(_("Give this calendar a name of your own, such as Home."))
    now = clock.now()
    try:
        found = read_occurrences(
            data, now, now + FAR, floating=walltime.zone(therapist.zone), busy_only=True, most=MOST_READ
        )
    except CalendarError as error:
        raise CannotShareCalendar(_("The file was not taken over: {why}.").format(why=error)) from None
    blocks = joined([(start, end) for start, end, _uid in found.occurrences if end > start])
    if len(blocks) > MOST_BLOCKS:
        raise CannotShareCalendar(
            _("The file was not taken over: it holds more than {most} busy times.").format(most=MOST_BLOCKS)
        )
    return locks.in_one_transaction(lambda: _keep(therapist, name, blocks, tuple(found.notes), by))


def joined(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Spans sorted, those that touch or overlap made one."""
    found: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _keep(
    therapist: Therapist,
    name: str,
    blocks: list[tuple[datetime, datetime]],
    notes: tuple[str, ...],
    by: Actor,
) -> Brought:
    locks.take(therapist.practice_id, [("therapist", therapist.id)])
    therapist.busy_calendars.filter(name=name).delete()
    calendar = BusyCalendar.objects.create(
        therapist=therapist, name=name, brought_at=clock.now(), brought_by=by.user_id or therapist.practice_id
    )
    BusyBlock.objects.bulk_create(
        [BusyBlock(calendar=calendar, start_at=start, end_at=end) for start, end in blocks], batch_size=500
    )
    planes.rebuild(therapist)
    audit.record(by=by, verb="bring_busy_times", on=calendar, detail={"count": len(blocks)})
    return Brought(calendar, len(blocks), notes)


def drop_busy_times(*, calendar: BusyCalendar, by: Actor) -> None:
    """Forget what was brought in under that name; its time can be booked again."""

    def act() -> None:
        locks.take(calendar.therapist.practice_id, [("therapist", calendar.therapist_id)])
        audit.record(by=by, verb="drop_busy_times", on=calendar)
        BusyCalendar.objects.filter(pk=calendar.pk).delete()
        planes.rebuild(calendar.therapist)

    locks.in_one_transaction(act)
