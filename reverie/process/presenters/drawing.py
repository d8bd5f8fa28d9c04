"""The parts of the score's drawing, in SVG units and words, ready for the template."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from reverie.process.presenters.measure_rows import MeasureRow
from reverie.process.queries.score import Hour

COLUMN, INSET = 24, 24
"""Width of a session's column (the smallest target), and what stands free before the first."""


@dataclass(frozen=True)
class Text:
    """A word in the drawing."""

    x: str
    y: str
    words: str
    css: str = ""


@dataclass
class Layer:
    """Paths of one ink: class -> path data."""

    ink: str
    paths: dict[str, str] = field(default_factory=lambda: defaultdict(str))

    def items(self) -> list[tuple[str, str]]:
        """(class, path data) in the order in which they are drawn."""
        return sorted(self.paths.items(), key=lambda item: not item[0].startswith("s "))


@dataclass
class Column:
    """One session: where it is, what it says to a screen reader, and its line of the table."""

    hour: Hour
    x: str
    left: str
    label: str
    day: str
    threads: str
    kinds: str
    level: str
    values: list[str]


@dataclass
class Drawing:
    """Everything of the score, ready for the template."""

    width: int
    height: int = 0
    columns: list[Column] = field(default_factory=list)
    labels: list[Text] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    gaps: list[tuple[str, str]] = field(default_factory=list)
    hatch: str = ""
    axes: str = ""
    ruptures: str = ""
    measures: list[MeasureRow] = field(default_factory=list)
    hidden_threads: int = 0


class Scale:
    """Days to x, in SVG units; a session's column is at least COLUMN wide."""

    def __init__(self, hours: list[Hour], first: date) -> None:
        days = [hour.on for hour in hours]
        closest = min((max(1, (b - a).days) for a, b in pairwise(days)), default=7)
        self.first = first
        self.per_day = COLUMN / min(7, closest)
        self.width = int(self.x(days[-1]) + 92)

    def x(self, day: date) -> float:
        """The middle of a day's column."""
        return INSET + (day - self.first).days * self.per_day
