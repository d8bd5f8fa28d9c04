"""The geometry of one instrument's course: a line drawn on the server, time to scale.

Values are strings in SVG units, ready for a template; colors come from the chart's classes.
"""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from reverie.instruments import scoring
from reverie.measures.queries import Course, Point

WIDTH, TOP, BOTTOM, LEFT, RIGHT = 640, 26, 266, 44, 630
INSET = 20
ROOM_FOR_A_VALUE = 26
ROOM_FOR_A_MONTH = 52


@dataclass(frozen=True)
class Mark:
    """A dot with its value; `label_y` is empty where the value has no room."""

    x: str
    y: str
    value: str
    label_y: str


@dataclass(frozen=True)
class Rule:
    """A horizontal line with its number or name."""

    y: str
    text_y: str
    words: str


@dataclass(frozen=True)
class Line:
    """Everything of the drawing. `band` is (y, height) of the values reliably better than the first."""

    marks: tuple[Mark, ...]
    path: str
    rules: tuple[Rule, ...]
    cut: Rule | None
    band: tuple[str, str] | None
    months: tuple[tuple[str, str], ...]


def draw(course: Course, zone: str, cut: float | None, reliable: float | None) -> Line | None:
    """The line of a course with at least two totals; None otherwise. Cut and reliable change if verified."""
    points = course.scored
    if len(points) < 2:
        return None
    low, high = _range(course.code, points)
    xs = _places([point.at.astimezone(ZoneInfo(zone)).date() for point in points])
    ys = [_height(float(point.total or 0), low, high) for point in points]
    return Line(
        marks=tuple(_marks(points, xs, ys)),
        path=" ".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True)),
        rules=tuple(_rules(low, high)),
        cut=_rule(cut, low, high) if cut is not None else None,
        band=_band(course, reliable, low, high),
        months=tuple(_months(points, xs, zone)),
    )


def _range(code: str, points: list[Point]) -> tuple[float, float]:
    """From the instrument's lowest total to the next five above the highest seen, its highest at most."""
    instrument = scoring.get(code)
    low, most = float(instrument.total_min or 0), float(instrument.total_max or 0)
    seen = max(float(point.total or 0) for point in points)
    return low, min(most, max(low + 10, 5 * (seen // 5 + 1)))


def _height(value: float, low: float, high: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low)


def _places(days: list[date]) -> list[float]:
    span = max((days[-1] - days[0]).days, 1)
    room = RIGHT - LEFT - 2 * INSET
    return [LEFT + INSET + room * (day - days[0]).days / span for day in days]


def _marks(points: list[Point], xs: list[float], ys: list[float]) -> list[Mark]:
    marks, free_from = [], 0.0
    for place, (point, x, y) in enumerate(zip(points, xs, ys, strict=True)):
        is_last = place == len(points) - 1
        has_room = x >= free_from and (is_last or xs[-1] - x >= ROOM_FOR_A_VALUE)
        free_from = x + ROOM_FOR_A_VALUE if has_room else free_from
        falls = place + 1 < len(ys) and ys[place + 1] < y
        label_y = f"{y + 23 if falls else y - 11:.1f}" if has_room else ""
        marks.append(Mark(f"{x:.1f}", f"{y:.1f}", f"{point.total:g}", label_y))
    return marks


def _rules(low: float, high: float) -> list[Rule]:
    steps = range(-5 * (-int(low) // 5), int(high) + 1, 5)
    return [_rule(float(step), low, high) for step in steps]


def _rule(value: float, low: float, high: float) -> Rule:
    y = _height(value, low, high)
    return Rule(f"{y:.1f}", f"{y + 4:.1f}", f"{value:g}")


def _band(course: Course, reliable: float | None, low: float, high: float) -> tuple[str, str] | None:
    if reliable is None:
        return None
    first = float(course.scored[0].total or 0)
    is_lower = scoring.get(course.code).direction == "lower"
    edge = first - reliable if is_lower else first + reliable
    if not low <= edge <= high:
        return None
    top = _height(edge if is_lower else high, low, high)
    bottom = _height(low if is_lower else edge, low, high)
    return f"{top:.1f}", f"{bottom - top:.1f}"


def _months(points: list[Point], xs: list[float], zone: str) -> list[tuple[str, str]]:
    labels: list[tuple[str, str]] = []
    last_word, free_from = "", 0.0
    for point, x in zip(points, xs, strict=True):
        word = date_format(point.at.astimezone(ZoneInfo(zone)), "M")
        if word != last_word and x >= free_from:
            labels.append((f"{x:.1f}", word))
            last_word, free_from = word, x + ROOM_FOR_A_MONTH
    return labels
