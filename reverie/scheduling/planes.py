"""The stored free-time planes: built from the rows, changed in the transaction of the booking, read by
searches.

A plane is derived: `rebuild` makes it anew from availability, holidays and appointments at any time.
`ask` is the short way for a booking. Every real change raises the number, so a worker with planes in memory
knows that its copy is old.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from reverie.accounts.models import Therapist
from reverie.core import clock, trips
from reverie.core.change_number import number_of
from reverie.scheduling import neighbours
from reverie.scheduling.models import (
    Appointment,
    AvailabilityException,
    AvailabilityRule,
    BusyBlock,
    FreePlane,
    Holiday,
)
from reverie.scheduling.models.availability import ONLINE
from reverie.scheduling.no_overlap import BUSY, overlapping
from reverie.timetable.plane import QUARTER, Axis, free_bits
from reverie.timetable.walltime import DAY, utc_seconds
from reverie.timetable.week import Week, Window

Rule = AvailabilityRule | AvailabilityException
Spans = QuerySet[Any, tuple[datetime, datetime]]

READ = "SELECT first_quarter, bits FROM scheduling_freeplane WHERE therapist_id = %s"
WRITE = """
UPDATE scheduling_freeplane SET change = {change}, bits = %s
WHERE therapist_id = %s
"""


def current_axis() -> Axis:
    """Eight weeks from the beginning of the present UTC day."""
    return Axis(utc_seconds(clock.now()) // DAY * (DAY // QUARTER))


def bits_of(row: FreePlane) -> int:
    """The stored bits as one integer."""
    return int.from_bytes(bytes(row.bits), "little")


def weeks_of(
    rules: Iterable[AvailabilityRule],
    exceptions: Iterable[AvailabilityException],
    holidays: Iterable[Holiday],
    mode: str = ONLINE,
) -> list[Week]:
    """Open hours of one mode, one `Week` for each zone in use; windows of other modes are cut out of them."""
    rules, exceptions = list(rules), list(exceptions)
    closed = [(one.first_day, one.last_day) for one in holidays]
    weeks = []
    for zone in sorted({row.zone for row in rules} | {row.zone for row in exceptions}):
        weekly = _by(((row.weekday, row) for row in rules if row.zone == zone), mode)
        # An exception replaces its day in every zone, so that no window of another zone shows through.
        replaced = _by(((row.day, row) for row in exceptions), mode, zone)
        weeks.append(Week(zone, weekly, replaced, closed))
    return weeks


def _by(pairs: Iterable[tuple[Any, Rule]], mode: str, zone: str | None = None) -> dict[Any, list[Window]]:
    grouped: dict[Any, list[Rule]] = defaultdict(list)
    for key, row in pairs:
        grouped[key].append(row)
    return {key: _windows(rows, mode, zone) for key, rows in grouped.items()}


def _windows(rows: Sequence[Rule], mode: str, zone: str | None) -> list[Window]:
    """The windows of a mode, less those of other modes."""
    windows: list[Window] = []
    others: list[Window] = []
    for row in rows:
        if row.start_minute is not None and row.end_minute is not None and zone in (None, row.zone):
            (windows if row.mode == mode else others).append((row.start_minute, row.end_minute))
    for start, end in others:
        parts = [((low, min(high, start)), (max(low, end), high)) for low, high in windows]
        windows = [part for pair in parts for part in pair if part[0] < part[1]]
    return windows


def rebuild(
    therapist: Therapist, *, windows_changed: bool = False, holidays: Sequence[Holiday] | None = None
) -> FreePlane:
    """Make the plane anew from the rows, in the caller's transaction.

    Its number rises when a bit has changed, or `windows_changed`: the same free time may then be offered at
    other starts. `holidays` where they are at hand, those of eight weeks from today at least.
    """
    axis = current_axis()
    return _store(therapist.id, axis, computed(therapist, axis, holidays), windows_changed)


def computed(therapist: Therapist, axis: Axis, holidays: Sequence[Holiday] | None = None) -> int:
    """The bits as the rows have them now; four queries, however long the past."""
    weeks = weeks_of(
        therapist.availability_rules.all(),
        therapist.availability_exceptions.filter(day__gte=axis.begin.date() - timedelta(days=1)),
        holidays_of([therapist], axis.begin, axis.end) if holidays is None else holidays,
    )
    return free_bits(axis, weeks, taken(therapist, axis.begin, axis.end))


def taken(therapist: Therapist, low: datetime, high: datetime) -> list[tuple[datetime, datetime]]:
    """(start, end) of what is booked here or busy elsewhere in the period, in one question."""
    here, elsewhere = booked(therapist.id, low, high), busy_elsewhere(therapist, low, high)
    return list(here.order_by().union(elsewhere.order_by(), all=True))


def booked(therapist_id: UUID, low: datetime, high: datetime) -> Spans:
    """(start, end) of every hour that belongs to somebody in the period.

    A hold that lapsed does not count.
    """
    rows = Appointment.objects.filter(overlapping(low, high), therapist=therapist_id, state__in=BUSY).exclude(
        state=Appointment.HELD, held_until__lte=clock.now()
    )
    return rows.values_list("start_at", "end_at")


def busy_elsewhere(therapist: Therapist, low: datetime, high: datetime) -> Spans:
    """(start, end) of what was brought in from other calendars and touches the period."""
    rows = BusyBlock.objects.filter(calendar__therapist=therapist, end_at__gt=low, start_at__lt=high)
    return rows.order_by("start_at").values_list("start_at", "end_at")


def holidays_of(therapists: Iterable[Therapist], low: datetime, high: datetime) -> list[Holiday]:
    """Holidays of these therapists and of their practices that touch the period, with a day to spare."""
    therapists = list(therapists)
    rows = Holiday.objects.filter(
        first_day__lte=high.date() + timedelta(days=1), last_day__gte=low.date() - timedelta(days=1)
    )
    practices = {therapist.practice_id for therapist in therapists}
    return list(rows.filter(Q(therapist__in=therapists) | Q(therapist=None, practice__in=practices)))


def ask(therapist: Therapist) -> Callable[[datetime, datetime], None]:
    """Take an hour out of the plane, in the transaction of its booking; two statements, written out like
    those of `neighbours`, since everybody who books waits for them.

    The plane is asked for now, and the hour taken out when it is known: what is returned takes its start and
    its end.
    """
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    found = trips.sent(READ + lock, [neighbours.key(therapist.id)])

    def block(start: datetime, end: datetime) -> None:
        axis, row = current_axis(), next(iter(found()), None)
        if row is None or row[0] != axis.first:
            rebuild(therapist)
            return
        low = max(0, utc_seconds(start) // QUARTER - axis.first)
        high = max(low, -(-utc_seconds(end) // QUARTER) - axis.first)
        left = int.from_bytes(bytes(row[1]), "little") & ~(((1 << (high - low)) - 1) << low)
        values = [left.to_bytes(axis.words * 8, "little"), neighbours.key(therapist.id)]
        with connection.cursor() as cursor:
            cursor.execute(WRITE.format(change=number_of(FreePlane)), values)

    return block


def _store(therapist_id: UUID, axis: Axis, bits: int, is_changed: bool) -> FreePlane:
    row = FreePlane.objects.select_for_update().filter(therapist=therapist_id).first()
    row = row or FreePlane(therapist_id=therapist_id)
    stored = bits.to_bytes(axis.words * 8, "little")
    if not (is_changed or row._state.adding) and (row.first_quarter, bytes(row.bits)) == (axis.first, stored):
        return row  # nobody's copy is old
    row.first_quarter, row.bits = axis.first, stored
    if row._state.adding:
        row.save()
        return row
    # Not save(): it counts the changed rows, and within `trips.in_few_trips` nobody has counted them yet.
    written = {"first_quarter": row.first_quarter, "bits": row.bits}
    FreePlane.objects.filter(pk=row.pk).update(**written, change=RawSQL(number_of(FreePlane), []))  # noqa: S611
    return row
