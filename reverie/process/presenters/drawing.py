"""The parts of the score's drawing, in SVG units and words, ready for the template."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from reverie.process.presenters.measure_rows import MeasureRow
from reverie.process.queries.score import Hour

COLUMN, INSET = 24, 24
"""Width of a session's column (the smallest target), and what stands free before the first."""
PER_DAY = COLUMN / 7


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
    passages: list["Passage"]
    level: str
    values: list[str]
    is_session: bool = True

    @property
    def kinds(self) -> str:
        """What was marked, each kind once."""
        return ", ".join(dict.fromkeys(passage.kind for passage in self.passages))


@dataclass
class Passage:
    """One marked passage of a session: where it opens, its words in the table, its rows in the drawing."""

    moment: UUID
    kind: str
    words: str
    rows: str


@dataclass
class Happening:
    """A line of the table that is no session: a break, a missed hour, another frame."""

    on: date
    day: str
    words: str
    is_session: bool = False


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
    frames: str = ""
    places: dict[str | UUID, str] = field(default_factory=dict)
    happenings: list[Happening] = field(default_factory=list)
    measures: list[MeasureRow] = field(default_factory=list)
    hidden_threads: int = 0

    def lines(self) -> list[Column | Happening]:
        """The lines of the table, latest first."""
        held: list[Column | Happening] = [*self.columns, *self.happenings]
        return sorted(held, key=_day_of, reverse=True)


def _day_of(line: Column | Happening) -> date:
    return line.hour.on if isinstance(line, Column) else line.on


class Scale:
    """Days to x, in SVG units: a week is a column wide, and where hours are closer, time stretches."""

    def __init__(self, hours: list[Hour]) -> None:
        self.days, self.places = [hours[0].on], [float(INSET)]
        for hour in hours[1:]:
            gap = (hour.on - self.days[-1]).days
            if gap > 0:
                self.days.append(hour.on)
                self.places.append(self.places[-1] + max(COLUMN, gap * PER_DAY))
        self.width = int(self.places[-1] + 92)

    def x(self, day: date) -> float:
        """The middle of a day's column; between two hours in proportion."""
        place = bisect_right(self.days, day) - 1
        if place < 0:
            return self.places[0] + (day - self.days[0]).days * PER_DAY
        passed = (day - self.days[place]).days
        if place + 1 == len(self.days):
            return self.places[place] + passed * PER_DAY
        share = passed / (self.days[place + 1] - self.days[place]).days
        return self.places[place] + share * (self.places[place + 1] - self.places[place])
