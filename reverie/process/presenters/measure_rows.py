"""One measure under the score: its line to scale, cut-off and reliable change where they are verified."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from reverie.instruments import catalog
from reverie.measures.queries import Course, Reference
from reverie.process.presenters.marks import circle, n

HEIGHT, GAP = 112, 40


@dataclass(frozen=True)
class MeasureRow:
    """Path data and words of one measure; `labels` are (x, y, words, class) at the left."""

    name: str
    line: str
    dots: str
    axis: str
    cut: str
    cut_words: tuple[str, str] | None
    band: tuple[str, str] | None
    values: list[tuple[str, str, str]]
    labels: list[tuple[str, str, str, str]]
    note: str


def measure_row(
    course: Course, x: Callable[[date], float], zone: str, y: float, width: int
) -> tuple[MeasureRow | None, float]:
    """The row of a course, beginning below `y`, and where the next begins; None without a total."""
    points = course.scored
    if not points:
        return None, y
    instrument = catalog.get(course.code)
    low, high = float(instrument.total_min or 0), float(instrument.total_max or 1)
    top, bottom = y + GAP, y + GAP + HEIGHT

    def height(value: float) -> float:
        return bottom - (value - low) / (high - low) * HEIGHT

    places = [
        (
            x(point.at.astimezone(ZoneInfo(zone)).date()),
            height(float(point.total or 0)),
            float(point.total or 0),
        )
        for point in points
    ]
    places = [place for place in places if place[0] >= 0]
    if not places:
        return None, y
    cut, change = _verified(course.code, "caseness"), course.reference
    row = MeasureRow(
        name=instrument.name,
        line=" ".join(f"{n(left)},{n(up)}" for left, up, _value in places),
        dots="".join(circle(left, up, 4) for left, up, _value in places),
        axis=f"M0 {n(top)}H{width - 70}M0 {n(bottom)}H{width - 70}",
        cut=f"M0 {n(height(cut))}H{width - 70}" if cut is not None else "",
        cut_words=(str(width - 66), n(height(cut) + 4)) if cut is not None else None,
        band=_band(places[0][2], change, instrument.direction == "higher", height, (top, bottom)),
        values=_spread([(left, up - 9, f"{value:g}") for left, up, value in places]),
        labels=_labels(instrument.name, (low, high), (top, bottom)),
        note=_note(instrument.name, places[0][2], cut, change),
    )
    return row, bottom


def _labels(
    name: str, ends: tuple[float, float], limits: tuple[float, float]
) -> list[tuple[str, str, str, str]]:
    low, high = ends
    top, bottom = limits
    return [
        ("12", n(top + 22), name, "t-strong"),
        ("118", n(top + 4), f"{high:g}", "t-end"),
        ("118", n(bottom + 4), f"{low:g}", "t-end"),
    ]


def _spread(values: list[tuple[float, float, str]]) -> list[tuple[str, str, str]]:
    """Values that have room beside the one before, and say something new."""
    found, last, said = [], -99.0, ""
    for left, up, words in values:
        if left - last >= 22 and (words != said or left - last >= 160):
            found.append((n(left), n(up), words))
            last, said = left, words
    return found


def _verified(code: str, kind: str) -> float | None:
    found = [known.value for known in catalog.get(code).verified_figures() if known.kind == kind]
    return float(found[0]) if found else None


def _band(
    first: float,
    change: Reference | None,
    up: bool,
    height: Callable[[float], float],
    limits: tuple[float, float],
) -> tuple[str, str] | None:
    """The range that differs reliably, for the better, from the first total of the window."""
    if change is None:
        return None
    edge = height(first + change.points if up else first - change.points)
    begin, end = (limits[0], edge) if up else (edge, limits[1])
    return (n(begin), n(end - begin)) if limits[0] <= edge <= limits[1] else None


def _note(name: str, first: float, cut: float | None, change: Reference | None) -> str:
    parts = []
    if cut is not None:
        parts.append(_("Cut-off on %(name)s: %(cut)g.") % {"name": name, "cut": cut})
    if change is not None:
        words = _(
            "Reliable change is %(change).3g points (%(by)s); the wash marks what differs reliably "
            "from %(first)g."
        )
        parts.append(words % {"change": change.points, "by": change.name, "first": first})
    return " ".join(parts)
