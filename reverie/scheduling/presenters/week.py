"""The week on the desk: the standing week beneath, the actual week over it, as rows of half hours."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reverie.accounts.models import Therapist
from reverie.core import clock, dates, zones
from reverie.scheduling.models import Appointment, labels
from reverie.scheduling.presenters import hour, words
from reverie.scheduling.queries import CalendarDay, Planned
from reverie.timetable import walltime

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
    hour: str = ""
    """The appointment's id, where the entry is one."""


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
    hours: list[tuple[int, str, str]]
    zone: str
    links: dict[str, str]
    entries: list[tuple[str, str, Slot]]
    elsewhere: list[tuple[str, str, str]]
    clocks: tuple[str, str] = ("", "")
    count: int = 7


@dataclass(frozen=True)
class Look:
    """How the week is shown: initials for shared screens, as a table, a second clock beside the first."""

    initials: bool = False
    as_table: bool = False
    other: str = ""

    def query(self, therapist: Therapist, **change: object) -> str:
        """The address's query of this look with something changed; empty values are left out."""
        now = {
            "names": "initials" if self.initials else "",
            "as": "table" if self.as_table else "",
            "zone": self.other,
            **change,
        }
        return "?" + urlencode({"therapist": therapist.id, **{key: one for key, one in now.items() if one}})


def page(therapist: Therapist, found: Sequence[CalendarDay], look: Look) -> WeekPage:
    """The page of a week. Weekends show only when used."""
    used = [
        day
        for day in found
        if day.day.weekday() < 5 or any((day.appointments, day.open, day.asked, day.planned))
    ]
    first = _first_hour(used, therapist.zone)
    today = clock.today(therapist.zone)
    columns = [_column(therapist, day, first, look.initials, today) for day in used]
    return WeekPage(
        title=words.days(used[0].day, used[-1].day),
        lede=_lede(found),
        days=columns,
        hours=_hours(found[0].day, first, therapist.zone, look.other),
        zone=zones.zone_words(therapist.zone),
        links=_links(therapist, found[0].day, look),
        entries=[(column.name, column.date, slot) for column in columns for slot in column.slots],
        elsewhere=_elsewhere(therapist, found, look),
        clocks=(zones.place_of(therapist.zone), zones.place_of(look.other)),
        count=len(columns),
    )


def _hours(monday: date, first: int, zone: str, other: str) -> list[tuple[int, str, str]]:
    """(row, hour, the same hour on the other clock) down the side; the other one as it is on the Monday."""
    found = []
    for n in range(13):
        if first + n < 24:
            moment = walltime.at(monday, (first + n) * 60, zone)
            theirs = words.clock_time(walltime.local_minute(moment, other)) if other else ""
            found.append((1 + 2 * n, _hour_words(first + n), theirs))
    return found


def _links(therapist: Therapist, monday: date, look: Look) -> dict[str, str]:
    """Where the page leads, with the look kept."""
    here = {"from": monday.isoformat()}
    return {
        "before": look.query(therapist, **{"from": monday - timedelta(days=7)}),
        "now": look.query(therapist),
        "after": look.query(therapist, **{"from": monday + timedelta(days=7)}),
        "table": look.query(therapist, **here, **{"as": "" if look.as_table else "table"}),
        "names": look.query(therapist, **here, names="" if look.initials else "initials"),
        "one_clock": look.query(therapist, **here, zone=""),
    }


def _elsewhere(therapist: Therapist, found: Sequence[CalendarDay], look: Look) -> list[tuple[str, str, str]]:
    """Zones of this week's clients other than the therapist's: (zone, its words, the query that adds it)."""
    people = {one for day in found for row in day.appointments for one in row.people}
    people |= {one.standing_hour.client for day in found for one in day.planned}
    others = sorted({one.zone for one in people} - {therapist.zone, look.other})
    here = {"from": found[0].day.isoformat()}
    return [(zone, zones.zone_words(zone), look.query(therapist, **here, zone=zone)) for zone in others]


def _first_hour(days: Sequence[CalendarDay], zone: str) -> int:
    """The hour with which the grid begins: an hour before the earliest entry, at most 11 am."""
    minutes = [start for day in days for start, _end in day.windows]
    minutes += [_minute(row.start_at, zone) for day in days for row in day.appointments]
    minutes += [_minute(one.hour.start, zone) for day in days for one in day.planned]
    return max(0, min(min(minutes, default=540) // 60, 11))


def _minute(moment: datetime, zone: str) -> int:
    wall = dates.local(moment, zone)
    return wall.hour * 60 + wall.minute


def _hour_words(number: int) -> str:
    return f"{number % 12 or 12}:00"


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
                column.slots.append(place.planned(one, initials))
        column.slots += [
            place.slot(moment, 50, title, "", _new(therapist, moment), "open")
            for title, moments in ((_("Open"), day.open), (_("On request"), day.asked))
            for moment in moments
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

    def planned(self, one: Planned, initials: bool) -> Slot:
        """An hour of the standing week that has no appointment of its own yet."""
        row = one.standing_hour
        who = row.client.initials if initials else row.client.name
        return self.slot(one.hour.start, row.minutes, who, _("standing hour"), "", "")

    def appointment(self, row: Appointment, initials: bool) -> Slot:
        """What is arranged, or was: called off and moved hours stay where they were."""
        gone = row.state in {Appointment.CANCELLED, Appointment.MOVED}
        parts = [words.state_line(row, self._zone)]
        if row.state == Appointment.CONFIRMED:
            parts = [*_rhythm(row), str(labels.PLACES.get(row.place, row.place))]
        if row.moved_to is not None:
            parts = [_("now {when}").format(when=self._short(row.moved_to.start_at))]
        more = ", ".join([*parts, *self._theirs(row, initials)])
        href = reverse("scheduling:appointment", args=[row.pk])
        who = hour.names(row, initials=initials)
        slot = self.slot(row.start_at, row.minutes, who, more, href, "gone" if gone else "")
        return replace(slot, hour=str(row.pk))

    def _short(self, moment: datetime) -> str:
        """ "Dec 16, 4:00 pm": a slot is narrow."""
        return f"{dates.short_day(moment, self._zone)}, {dates.time(moment, self._zone)}"

    def _theirs(self, row: Appointment, initials: bool) -> list[str]:
        """The hour by the clock of who lives elsewhere, and whether the clocks moved apart lately."""
        others = sorted({one.zone for one in row.people} - {self._zone})
        if not row.is_busy or not others:
            return []
        found = [f"{dates.time(row.start_at, zone)} {zones.zone_words(zone)}" for zone in others]
        return found + ([_("time shift")] if any(hour.shift(row, zone) for zone in others) else [])


def _rhythm(row: Appointment) -> list[str]:
    """ "weekly" or "every other week" of a standing hour."""
    if row.standing_hour is None:
        return [str(labels.KINDS[row.kind])] if row.kind != "session" else []
    return [_("weekly") if row.standing_hour.step_days == 7 else _("every other week")]


def _lede(found: Sequence[CalendarDay]) -> str:
    rows = [row for day in found for row in day.appointments]
    booked = sum(row.is_busy for row in rows)
    gone = sum(row.state == Appointment.CANCELLED for row in rows)
    free = sum(len(day.open) for day in found)
    parts = [ngettext("{n} hour", "{n} hours", booked).format(n=booked) if booked else _("No hours arranged")]
    parts.append(ngettext("{n} open hour", "{n} open hours", free).format(n=free))
    if asked := sum(len(day.asked) for day in found):
        parts.append(ngettext("{n} on request", "{n} on request", asked).format(n=asked))
    if gone:
        parts.append(ngettext("{n} called off", "{n} called off", gone).format(n=gone))
    return ", ".join(parts) + "."
