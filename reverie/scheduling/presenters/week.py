"""The week on the desk: the standing week beneath, the actual week over it, as rows of half hours."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reverie.accounts.models import Therapist
from reverie.core import clock, dates
from reverie.scheduling.models import Appointment, labels
from reverie.scheduling.presenters import words
from reverie.scheduling.queries import CalendarDay

SPANS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 22, 24)
"""Lengths in half hours that the style sheet knows."""
LAST_ROW = 25


@dataclass(frozen=True)
class Slot:
    """One entry of a day. `state` is open, off, gone or empty."""

    row: int
    span: int
    title: str
    detail: str
    href: str = ""
    state: str = ""


@dataclass
class Day:
    """One column."""

    name: str
    date: str
    is_today: bool
    iso: str = ""
    slots: list[Slot] = field(default_factory=list)


@dataclass(frozen=True)
class WeekPage:
    """Everything the template places."""

    title: str
    lede: str
    days: list[Day]
    hours: list[tuple[int, str]]
    zone: str
    before: date
    after: date
    this: date
    entries: list[tuple[str, str, str, str]]
    count: int = 7


def page(therapist: Therapist, found: Sequence[CalendarDay], *, initials: bool) -> WeekPage:
    """The page of a week; `initials` hides names for shared screens. Weekends show only when used."""
    used = [day for day in found if day.day.weekday() < 5 or day.appointments or day.open or day.planned]
    first = _first_hour(used, therapist.zone)
    today = clock.today(therapist.zone)
    columns = [_column(therapist, day, first, initials, today) for day in used]
    monday = found[0].day
    return WeekPage(
        title=words.days(used[0].day, used[-1].day),
        lede=_lede(found),
        days=columns,
        hours=[(1 + 2 * n, _hour_words(first + n)) for n in range(13) if first + n < 24],
        zone=words.zone_words(therapist.zone),
        before=monday - timedelta(days=7),
        after=monday + timedelta(days=7),
        this=today,
        entries=[
            (column.name, column.date, slot.title, slot.detail) for column in columns for slot in column.slots
        ],
        count=len(columns),
    )


def _first_hour(days: Sequence[CalendarDay], zone: str) -> int:
    """The hour with which the grid begins: an hour before the earliest entry, at most 11 am."""
    minutes = [start for day in days for start, _end in day.windows]
    minutes += [_minute(row.start_at, zone) for day in days for row in day.appointments]
    minutes += [_minute(one.hour.start, zone) for day in days for one in day.planned]
    return max(0, min(min(minutes, default=540) // 60, 11))


def _minute(moment: datetime, zone: str) -> int:
    wall = dates.local(moment, zone)
    return wall.hour * 60 + wall.minute


def _hour_words(hour: int) -> str:
    return f"{hour % 12 or 12}:00"


def _column(therapist: Therapist, day: CalendarDay, first: int, initials: bool, today: date) -> Day:
    is_today = day.day == today
    name = date_format(day.day, "D")
    label = date_format(day.day, _("F j")) + (_(", today") if is_today else "")
    column = Day(name, label, is_today, day.day.isoformat())
    place = _Placer(first, therapist.zone)
    if day.holiday is not None:
        column.slots.append(Slot(1, 24, "", str(_("No hours: announced holiday")), state="off"))
    elif not day.windows and not day.appointments and not day.planned:
        column.slots.append(Slot(1, 24, "", str(_("No open hours")), state="off"))
    made = {row.planned_day: row for row in day.appointments if row.planned_day}
    for row in day.appointments:
        column.slots.append(place.appointment(row, initials))
    if day.holiday is None:
        # Beneath: a standing hour that has no appointment yet, further ahead than the horizon.
        for one in day.planned:
            if one.hour.day not in made and one.hour.start > clock.now():
                who = one.standing_hour.client.initials if initials else one.standing_hour.client.name
                column.slots.append(
                    place.slot(one.hour.start, one.standing_hour.minutes, who, _("standing hour"), "", "")
                )
        column.slots += [
            place.slot(moment, 50, _("Open"), "", _new(therapist, moment), "open") for moment in day.open
        ]
    column.slots.sort(key=lambda slot: slot.row)
    return column


def _new(therapist: Therapist, moment: datetime) -> str:
    query = f"?therapist={therapist.id}&start={moment:%Y-%m-%dT%H:%M}Z"
    return reverse("scheduling:appointment-new") + query


class _Placer:
    """Puts moments on the grid of half hours."""

    def __init__(self, first: int, zone: str) -> None:
        self._first, self._zone = first, zone

    def slot(self, start: datetime, minutes: int, title: str, more: str, href: str, state: str) -> Slot:
        row = (_minute(start, self._zone) - self._first * 60) // 30 + 1
        half_hours = -(-minutes // 30)
        span = min((one for one in SPANS if one >= half_hours), default=24)
        detail = ", ".join(part for part in (dates.time(start, self._zone), more) if part)
        return Slot(max(1, min(row, LAST_ROW)), span, title, detail, href, state)

    def appointment(self, row: Appointment, initials: bool) -> Slot:
        who = row.client.initials if initials else row.client.name
        gone = row.state in {Appointment.CANCELLED, Appointment.MOVED}
        more = (
            words.state_line(row, self._zone) if row.state != Appointment.CONFIRMED else self._place_of(row)
        )
        href = reverse("scheduling:appointment", args=[row.pk])
        return self.slot(row.start_at, row.minutes, who, more, href, "gone" if gone else "")

    def _place_of(self, row: Appointment) -> str:
        return str(labels.PLACES.get(row.place, row.place))


def _lede(found: Sequence[CalendarDay]) -> str:
    rows = [row for day in found for row in day.appointments]
    booked = sum(row.is_busy for row in rows)
    gone = sum(row.state == Appointment.CANCELLED for row in rows)
    free = sum(len(day.open) for day in found)
    parts = [ngettext("{n} hour", "{n} hours", booked).format(n=booked)]
    parts.append(ngettext("{n} open hour", "{n} open hours", free).format(n=free))
    if gone:
        parts.append(ngettext("{n} called off", "{n} called off", gone).format(n=gone))
    return ", ".join(parts) + "."
