"""The long strip: every hour of a treatment as a tick on a line of years, drawn on the server."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reverie.scheduling.models import Appointment
from reverie.treatment.models import Break
from reverie.treatment.presenters.words import days_line
from reverie.treatment.queries.course import Hours

LEFT, RIGHT = 8.0, 1192.0
TOP, BOTTOM, MIDDLE = 30, 58, 44
RING = "a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0"
KINDS = {
    Appointment.TOOK_PLACE: "held",
    Appointment.CLIENT_ABSENT: "missed",
    Appointment.THERAPIST_ABSENT: "missed",
    Appointment.CANCELLED: "missed",
    Appointment.MOVED: "",
}
LONG = 1100
"""Days after which the table has a row a year instead of a row a month."""
LABELS_APART = 70.0


@dataclass(frozen=True)
class Gap:
    """A break as a shaded piece of the strip."""

    x: float
    width: float
    label: str


@dataclass(frozen=True)
class Label:
    """The name of a month or a year above its first day."""

    x: float
    text: str


@dataclass(frozen=True)
class Month:
    """One row of the table under the strip."""

    label: str
    held: int
    missed: int
    ahead: int


@dataclass(frozen=True)
class Strip:
    """What the template draws: three paths, shaded breaks, labels; and the same as sentences and table."""

    held: str
    missed: str
    ahead: str
    gaps: tuple[Gap, ...]
    labels: tuple[Label, ...]
    now: float
    says: str
    months: tuple[Month, ...]


class Scale:
    """Days to x, linear from the first day to the last; half a point is as fine as it is drawn."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.days = first, max((last - first).days, 1)
        self._start, self._step = first.toordinal(), (RIGHT - LEFT) / self.days

    def x(self, day: date) -> float:
        """The place of a day."""
        return round(2 * (LEFT + (day.toordinal() - self._start) * self._step)) / 2


def strip(hours: Hours, breaks: Iterable[Break], first: date, today: date, zone: str) -> Strip:
    """The strip from `first` to today or, when hours are booked ahead, to the last of them."""
    kinds = _by_kind(hours)
    first = min([first, *(min(days) for days in hours.values())])
    last = max([today, *(max(days) for days in hours.values())])
    scale = Scale(first, last)
    paths, counts = _paths(kinds, scale), {kind: len(days) for kind, days in kinds.items()}
    gaps = [row for row in breaks if row.first_day <= last and row.last_day >= first]
    return Strip(
        held=paths["held"],
        missed=paths["missed"],
        ahead=paths["ahead"],
        gaps=tuple(_gap(row, scale, last, zone) for row in gaps),
        labels=tuple(_labels(scale, last)),
        now=scale.x(today),
        says=_says(counts, len(gaps)),
        months=tuple(_rows(kinds, by_year=scale.days > LONG)),
    )


def _by_kind(hours: Hours) -> Hours:
    """The days as held, missed or ahead; an hour that was moved stands where it was moved to."""
    found: Hours = {"held": [], "missed": [], "ahead": []}
    for state, days in hours.items():
        kind = KINDS.get(state, "ahead")
        if kind:
            found[kind] += days
    return found


def _paths(kinds: Hours, scale: Scale) -> dict[str, str]:
    """One path a kind; hours that fall on one point are drawn once."""
    places = {kind: sorted({scale.x(day) for day in days}) for kind, days in kinds.items()}
    return {
        "held": "".join(f"M{x} {TOP}V{BOTTOM}" for x in places["held"]),
        "missed": "".join(f"M{x - 3.5:.1f} {MIDDLE}{RING}" for x in places["missed"]),
        "ahead": "".join(f"M{x} {BOTTOM - 8}V{BOTTOM}" for x in places["ahead"]),
    }


def _gap(row: Break, scale: Scale, last: date, zone: str) -> Gap:
    left, right = scale.x(max(row.first_day, scale.first)), scale.x(min(row.last_day, last))
    return Gap(left, round(max(right - left, 2.0), 1), days_line(row.first_day, row.last_day, zone))


def _labels(scale: Scale, last: date) -> Iterable[Label]:
    step = next(
        (step for step in (1, 2, 3, 6, 12) if step * 30.4 / scale.days * (RIGHT - LEFT) >= LABELS_APART), 12
    )
    day, latest = scale.first.replace(day=1), -LABELS_APART
    while day <= last:
        shown = max(day, scale.first)
        x = scale.x(shown)
        if (day.month - 1) % step == 0 and x - latest >= LABELS_APART and x <= RIGHT - 40:
            latest = x
            with_year = day.month == 1 or day <= scale.first
            yield Label(x, date_format(day, "M Y" if with_year else "M"))
        day = (day + timedelta(days=32)).replace(day=1)


def _rows(kinds: Hours, *, by_year: bool) -> Iterable[Month]:
    """The table: a row a month, or a year when the treatment is long."""
    counted = {
        kind: Counter((day.year, 0 if by_year else day.month) for day in days) for kind, days in kinds.items()
    }
    for year, month in sorted({key for counts in counted.values() for key in counts}):
        label = str(year) if by_year else date_format(date(year, month, 1), "F Y")
        yield Month(label, *(counted[kind][year, month] for kind in ("held", "missed", "ahead")))


def _says(counts: dict[str, int], breaks: int) -> str:
    return _("{held} hours held, {missed} missed or called off, {breaks} breaks.").format(
        held=counts["held"], missed=counts["missed"], breaks=breaks
    )
