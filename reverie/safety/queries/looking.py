"""When a practice looks: its declared hours on its own wall clock, from values to moments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from reverie.accounts.models import Membership, Practice, User
from reverie.safety.models import Watch
from reverie.timetable import walltime

CLINICIANS = ("therapist", "trainee", "supervisor")
FURTHEST = 400
"""Days that are searched for the next opening."""
MOST_NAMES = 5


@dataclass(frozen=True)
class Looking:
    """The declared hours: (weekday from 0, opening and closing minute), and first and last days closed."""

    zone: str
    is_at_any_hour: bool = False
    hours: tuple[tuple[int, int, int], ...] = ()
    closed: tuple[tuple[str, str], ...] = ()

    @property
    def is_declared(self) -> bool:
        """False while the practice has said nothing about hours."""
        return self.is_at_any_hour or bool(self.hours)

    def is_open(self, moment: datetime) -> bool:
        """True when somebody looks at that moment."""
        return self.is_at_any_hour or self.closes_at(moment) is not None

    def closes_at(self, moment: datetime) -> datetime | None:
        """The end of the window that the moment lies in; None when nobody looks, or when it never closes."""
        ends = [end for start, end in self._windows(self._day(moment)) if start <= moment < end]
        return max(ends, default=None)

    def next_opening(self, moment: datetime) -> datetime | None:
        """The first opening at or after the moment; None when no window opens within a year."""
        first = self._day(moment)
        for days in range(FURTHEST):
            for start, _end in self._windows(first + timedelta(days=days)):
                if start >= moment:
                    return start
        return None

    def counts_from(self, moment: datetime) -> datetime:
        """When the minutes begin: at once while somebody looks or nothing is declared, else at opening."""
        if not self.is_declared or self.is_open(moment):
            return moment
        return self.next_opening(moment) or moment

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(walltime.zone(self.zone)).date()

    def _windows(self, day: date) -> list[tuple[datetime, datetime]]:
        if any(first <= day.isoformat() <= last for first, last in self.closed):
            return []
        return sorted(
            (walltime.at(day, opens, self.zone), walltime.at(day, closes, self.zone))
            for weekday, opens, closes in self.hours
            if weekday == day.weekday()
        )


def watch_of(practice: Practice) -> Watch | None:
    """What the practice has declared; None while it has not."""
    return Watch.objects.filter(practice=practice).select_related("cover").first()


def looking_of(practice: Practice, watch: Watch | None = None) -> Looking:
    """The practice's hours, from `watch` when it is read already."""
    found = watch or watch_of(practice)
    if found is None:
        return Looking(practice.zone)
    return looking(practice.zone, is_at_any_hour=found.is_at_any_hour, hours=found.hours, closed=found.closed)


def looking(zone: str, *, is_at_any_hour: bool, hours: list[list[int]], closed: list[list[str]]) -> Looking:
    """The hours as kept in rows and files, as values."""
    return Looking(
        zone,
        is_at_any_hour,
        tuple((weekday, opens, closes) for weekday, opens, closes in hours),
        tuple((first, last) for first, last in closed),
    )


def declares_cover(practice: Practice) -> bool:
    """True where the practice declares when it looks and who is told when the therapist does not."""
    watch = watch_of(practice) if practice.is_monitored else None
    if watch is None or not looking_of(practice, watch).is_declared:
        return False
    return watch.cover_id is not None or bool(watch.outside_email)


def declared(practice: Practice) -> dict[str, Any]:
    """Everything that `actions.declare_watch` has kept, by the names of its form."""
    watch = watch_of(practice)
    return {
        "is_monitored": practice.is_monitored,
        "is_at_any_hour": watch.is_at_any_hour if watch else False,
        "hours": watch.hours if watch else [],
        "closed": watch.closed if watch else [],
        "cover": watch.cover_id if watch else None,
        "outside_name": watch.outside_name if watch else "",
        "outside_email": watch.outside_email if watch else "",
        "phone": practice.on_call_phone,
        "words": practice.after_hours_words,
    }


def clinicians_of(practice: Practice) -> list[User]:
    """Who may cover: the clinicians of the practice, by name."""
    held = Membership.objects.filter(practice=practice, role__in=CLINICIANS, ended_at=None)
    return list(User.objects.filter(pk__in=held.values("user")).order_by("name"))


def what_is_not_declared() -> str:
    """The doctor's words about practices that say that they watch, and not when; empty once all have."""
    rows = Practice.objects.filter(is_monitored=True).select_related("watch").order_by("name")
    watches = [(row, getattr(row, "watch", None)) for row in rows]
    silent = [row.name for row, one in watches if one is None or not looking_of(row, one).is_declared]
    if not silent:
        return ""
    names = some_names(silent)
    return f"{names} watches and has not declared its hours and cover: /desk/practice/watch/."


def some_names(names: Sequence[str]) -> str:
    """The first few by name, and how many more there are: an installation may hold thousands."""
    more = len(names) - MOST_NAMES
    return f"{', '.join(names[:MOST_NAMES])} and {more} more" if more > 0 else ", ".join(names)
