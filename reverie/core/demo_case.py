"""The packaged long case: an invented practice and therapy; each room's `demo.py` loads what it can.

    for hour in demo_case.case().hours:
        world.moment(hour.week, hour.weekday, hour.start)

`data/demo/long-case/README.md` says what each key means; the licence of the files is CC0-1.0.
"""

import csv
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from reverie.core import clock

FOLDER = Path(__file__).parent / "data" / "demo" / "long-case"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ZONE = "America/Los_Angeles"


class DamagedCase(ValueError):
    """A file of the packaged case that cannot be read; names the file."""


@dataclass(frozen=True)
class Hour:
    """One held session: `facts` are the keys above the text, `text` the hour itself."""

    facts: dict[str, Any]
    text: str

    @property
    def number(self) -> int:
        """1 to 60, or the number in a small case."""
        return int(self.facts["number"])

    @property
    def week(self) -> int:
        """Weeks since the first session."""
        return int(self.facts["week"])

    @property
    def weekday(self) -> str:
        """`mon` to `sun`."""
        return str(self.facts["weekday"])

    @property
    def start(self) -> str:
        """Wall time, `10:00`."""
        return str(self.facts["start"])

    @property
    def stop(self) -> str:
        """Wall time, `10:50`."""
        return str(self.facts["stop"])

    @property
    def moments(self) -> list[dict[str, Any]]:
        """The marked passages, in order."""
        return list(self.facts.get("moments", []))


@dataclass(frozen=True)
class Page:
    """One page of the client's own writing: `facts` above, `text` below."""

    number: int
    facts: dict[str, Any]
    text: str


@dataclass(frozen=True)
class Form:
    """One filled-in form: `answers` in item order, before `session` in `week`."""

    session: int
    week: int
    instrument: str
    answers: list[int]


@dataclass(frozen=True)
class Case:
    """Everything of the folder, parsed; `about` is case.toml, `small` is small-cases.toml."""

    about: dict[str, Any]
    hours: list[Hour]
    pages: list[Page]
    forms: list[Form]
    homework: list[dict[str, Any]]
    dream_codes: list[dict[str, str]]
    small: dict[str, Any]

    def frame_of(self, week: int) -> dict[str, Any]:
        """The frame of Elena's that was agreed last by that week."""
        frames: list[dict[str, Any]] = self.about["frame"]
        return [row for row in frames if row["from_week"] <= week][-1]

    def agreed_start(self, week: int, weekday: str) -> str:
        """At what wall time her hour of that weekday begins, as the frame of the week has it, or KeyError."""
        starts = {row["weekday"]: str(row["start"]) for row in self.frame_of(week)["hours"]}
        return starts[weekday]

    @property
    def theo_hours(self) -> list[Hour]:
        """The six sketched sessions of the short therapy, with its usual weekday and times."""
        theo = self.small["theo"]
        usual = {name: theo[name] for name in ("weekday", "start", "stop", "place")}
        return [Hour({**usual, **row}, str(row["body"]).strip()) for row in theo["sessions"]]


@dataclass
class DemoWorld:
    """What the rooms below have made so far, by the keys of the case (`elena`, `hanna`, `naomi`, `oona`, …).

    `sessions` has the client's key first: `world.sessions["elena", 12]`.
    """

    practice: Any = None
    users: dict[str, Any] = field(default_factory=dict)
    therapists: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Any] = field(default_factory=dict)
    actors: dict[str, Any] = field(default_factory=dict)
    treatments: dict[str, Any] = field(default_factory=dict)
    appointments: dict[tuple[str, int], Any] = field(default_factory=dict)
    sessions: dict[tuple[str, int], Any] = field(default_factory=dict)
    pages: dict[int, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    copy: int = 1
    first_tuesday: date = field(default_factory=lambda: first_tuesday())

    def mail(self, address: str) -> str:
        """The address of a person in this copy of the practice (`reverie demo --scale` makes several)."""
        name, _, domain = address.partition("@")
        return address if self.copy == 1 else f"{name}+{self.copy}@{domain}"

    def day(self, week: int, weekday: str) -> date:
        """The date of a weekday in week `week` of the long case."""
        return shift(week, weekday, self.first_tuesday)

    def moment(self, week: int, weekday: str, at: str, zone: str = ZONE) -> datetime:
        """The instant of a wall time (`10:00`) on that day."""
        return datetime.combine(self.day(week, weekday), time.fromisoformat(at), ZoneInfo(zone))


def first_tuesday() -> date:
    """The Tuesday of week 0 that puts the last held session on the latest Tuesday whose hour is over."""
    last = case().hours[-1]
    ends = clock.now().astimezone(ZoneInfo(ZONE)) - timedelta(minutes=1)
    day = ends.date() - timedelta(days=(ends.weekday() - WEEKDAYS.index(last.weekday)) % 7)
    if datetime.combine(day, time.fromisoformat(last.stop), ZoneInfo(ZONE)) > ends:
        day -= timedelta(days=7)
    return day - timedelta(weeks=last.week, days=WEEKDAYS.index(last.weekday) - 1)


def shift(week: int, weekday: str, first: date | None = None) -> date:
    """The date of `weekday` in `week`; weeks run from Monday to Sunday around their Tuesday."""
    monday = (first or first_tuesday()) - timedelta(days=1)
    return monday + timedelta(weeks=week, days=WEEKDAYS.index(weekday))


@cache
def case() -> Case:
    """The packaged case, read once. Raises DamagedCase when a file is missing or not in its form."""
    hours = [Hour(*_page(path)) for path in sorted((FOLDER / "sessions").glob("*.md"))]
    pages = [Page(int(path.stem), *_page(path)) for path in sorted((FOLDER / "journal").glob("*.md"))]
    about = _toml("case.toml")
    if len(hours) != about["sessions"] or len(pages) != about["journal_pages"]:
        raise DamagedCase(f"{FOLDER} does not hold all sessions and pages.")
    return Case(
        about=about,
        hours=hours,
        pages=pages,
        forms=[_form(row) for row in _csv("measures.csv")],
        homework=_toml("homework.toml")["homework"],
        dream_codes=_csv("dreams.csv"),
        small=_toml("small-cases.toml"),
    )


def _toml(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DamagedCase(f"{name}: {error}") from None


def _csv(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _form(row: dict[str, str]) -> Form:
    answers = [int(answer) for answer in row["answers"].split()]
    return Form(int(row["session"]), int(row["week"]), row["instrument"], answers)


def _page(path: Path) -> tuple[dict[str, Any], str]:
    """The keys between two lines of +++ and the text after them."""
    start, head, text = path.read_text(encoding="utf-8").partition("+++\n")[2].partition("\n+++\n")
    if not head:
        raise DamagedCase(f"{path.name}: no keys between +++ lines.")
    return tomllib.loads(start), text.strip()
