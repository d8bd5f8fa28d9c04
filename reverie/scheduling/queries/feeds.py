"""What a calendar feed shows: series with what became of their hours, single hours, and days away."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from reverie.accounts.models import Client, Therapist, hash_of
from reverie.core import clock
from reverie.scheduling.models import Appointment, CalendarFeed, Holiday, StandingHour
from reverie.scheduling.queries.calendar import of_client

LOOK_BACK = timedelta(days=92)


@dataclass
class FeedSeries:
    """A standing hour, its appointments with a planned day, and the days on which nobody is seen."""

    standing_hour: StandingHour
    rows: list[Appointment] = field(default_factory=list)
    moved: dict[UUID, Appointment] = field(default_factory=dict)
    away: list[tuple[date, date]] = field(default_factory=list)


@dataclass
class FeedHours:
    """Everything a feed is made of. `singles`: hours that stand, each after the rows it was moved from."""

    series: list[FeedSeries]
    singles: list[list[Appointment]]


def open_feed(token: str) -> CalendarFeed | None:
    """The feed of a secret, if it is still open and its person may still have it."""
    feed = (
        CalendarFeed.objects.filter(token_hash=hash_of(token), ended_at=None, user__is_active=True)
        .select_related("user", "practice")
        .first()
    )
    return feed if feed is not None and person_of(feed) is not None else None


def person_of(feed: CalendarFeed) -> Therapist | Client | None:
    """The therapist or the client whose hours the feed shows; None once they are not one any more."""
    if feed.whose == CalendarFeed.DESK:
        return Therapist.objects.filter(practice=feed.practice, user=feed.user, ended_at=None).first()
    return Client.objects.filter(practice=feed.practice, user=feed.user).first()


def feeds_of(user_id: UUID, practice_id: UUID) -> dict[str, CalendarFeed]:
    """The open feeds of a person in a practice, by whose hours they show."""
    rows = CalendarFeed.objects.filter(user=user_id, practice=practice_id, ended_at=None)
    return {row.whose: row for row in rows}


def feed_hours(person: Therapist | Client) -> FeedHours:
    """Series that run or ended lately, and single hours from three months ago on; four queries."""
    since = clock.now() - LOOK_BACK
    mine = of_client(person) if isinstance(person, Client) else Q(therapist=person)
    standing = StandingHour.objects.filter(mine, Q(last_day=None) | Q(last_day__gte=since.date()))
    series = {row.id: FeedSeries(row) for row in standing.select_related("client", "partner", "therapist")}
    rows = Appointment.objects.filter(mine, Q(standing_hour__in=series) | Q(start_at__gte=since))
    rows = rows.select_related("client", "partner", "therapist")
    by_id = {row.id: row for row in rows.order_by("start_at")}
    singles = []
    for row in by_id.values():
        one = series.get(row.standing_hour_id) if row.standing_hour_id else None
        if one is None:
            singles.append(row)
            continue
        one.moved[row.id] = row
        if row.planned_day is not None:
            one.rows.append(row)
    _put_days_away(series.values())
    return FeedHours(list(series.values()), _chains(singles))


def _put_days_away(series: Iterable[FeedSeries]) -> None:
    """The holidays of each series' therapist and practice."""
    therapists = {one.standing_hour.therapist_id for one in series}
    practices = {one.standing_hour.practice_id for one in series}
    rows = Holiday.objects.filter(Q(therapist__in=therapists) | Q(therapist=None, practice__in=practices))
    for one in series:
        own = one.standing_hour.therapist_id
        one.away = [(row.first_day, row.last_day) for row in rows if row.therapist_id in {None, own}]


def _chains(rows: Iterable[Appointment]) -> list[list[Appointment]]:
    """Single hours that stand now, each with the rows from which it was moved, oldest first."""
    found: dict[UUID, list[Appointment]] = defaultdict(list)
    rows = list(rows)
    before = {row.moved_to_id: row for row in rows if row.moved_to_id}
    missing = {row.id for row in rows if row.id not in before}
    earlier = Appointment.objects.filter(moved_to__in=missing, state=Appointment.MOVED)
    before |= {row.moved_to_id: row for row in earlier if row.moved_to_id}
    for row in rows:
        if row.is_busy:
            chain = [row]
            while chain[0].id in before:
                chain.insert(0, before[chain[0].id])
            found[row.id] = chain
    return list(found.values())
