"""The long strip: every hour of a treatment as a tick on a line of years, drawn on the server."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reverie.core import dates
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Break
from reverie.treatment.presenters.words import days_line
from reverie.treatment.queries.course import Tick

LEFT, RIGHT = 8.0, 1192.0
TOP, BOTTOM, MIDDLE = 30, 58, 44
HELD = {Appointment.TOOK_PLACE}
MISSED = {Appointment.CLIENT_ABSENT, Appointment.THERAPIST_ABSENT, Appointment.CANCELLED}
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
    """Days to x, linear from the first day to the last."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.days = first, max((last - first).days, 1)

    def x(self, day: date) -> float:
        """The place of a day."""
        return round(LEFT + (day - self.first).days / self.days * (RIGHT - LEFT), 1)


def strip(ticks: Sequence[Tick], breaks: Iterable[Break], first: date, today: date, zone: str) -> Strip:
    """The strip from `first` to today or, when hours are booked ahead, to the last of them."""
    days = [(dates.local(tick.start_at, zone).date(), tick.state) for tick in ticks]
    first = min([first, *(day for day, _state in days)])
    horizon = today + timedelta(days=56)
    days = [(day, state) for day, state in days if day <= horizon]
    last = max([today, *(day for day, _state in days)])
    scale = Scale(first, last)
    gaps = [row for row in breaks if row.first_day <= last and row.last_day >= first]
    return Strip(
        held="".join(f"M{scale.x(day)} {TOP}V{BOTTOM}" for day, state in days if state in HELD),
        missed="".join(_ring(scale.x(day)) for day, state in days if state in MISSED),
        ahead="".join(f"M{scale.x(day)} {BOTTOM - 8}V{BOTTOM}" for day, state in days if _is_ahead(state)),
        gaps=tuple(_gap(row, scale, last, zone) for row in gaps),
        labels=tuple(_labels(scale, last)),
        now=scale.x(today),
        says=_says(days, len(gaps)),
        months=tuple(_months(days)),
    )


def _is_ahead(state: str) -> bool:
    return state not in HELD | MISSED | {Appointment.MOVED}


def _ring(x: float) -> str:
    return f"M{x - 3.5:.1f} {MIDDLE}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0"


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


def _months(days: Iterable[tuple[date, str]]) -> Iterable[Month]:
    counted: dict[tuple[int, int], Counter[str]] = {}
    for day, state in days:
        kind = "held" if state in HELD else "missed" if state in MISSED else "ahead"
        if state != Appointment.MOVED:
            counted.setdefault((day.year, day.month), Counter())[kind] += 1
    for (year, month), counts in counted.items():
        label = date_format(date(year, month, 1), "F Y")
        yield Month(label, counts["held"], counts["missed"], counts["ahead"])


def _says(days: Sequence[tuple[date, str]], breaks: int) -> str:
    held = sum(state in HELD for _day, state in days)
    missed = sum(state in MISSED for _day, state in days)
    return _("{held} hours held, {missed} missed or called off, {breaks} breaks.").format(
        held=held, missed=missed, breaks=breaks
    )
