"""How a thread ran: pure functions over summary entries.

*Working through* is our own definition, published in docs/clinical and on the thread's page: the thread comes
back in at least three sessions after its first interpretation, and something about it changes, the share of
positive responses in its episodes by a quarter or its mean defense level by half a level.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from reverie.process.models.kinds import level_of
from reverie.process.queries.summary import Entry

WORKING_THROUGH = {"sessions": 3, "valence": 0.25, "level": 0.5}


@dataclass(frozen=True)
class Course:
    """Dates and counts of one thread; `dates` holds the days of named, eased and reopened."""

    first: date | None = None
    last: date | None = None
    named: date | None = None
    interpreted: date | None = None
    worked_since: date | None = None
    eased: tuple[date, ...] = ()
    reopened: tuple[date, ...] = ()
    sessions: int = 0
    moments: int = 0
    returns: int = 0

    def packed(self) -> dict[str, Any]:
        """The course as the thread's sealed words hold it."""
        return {
            name: [day.isoformat() for day in value]
            if isinstance(value, tuple)
            else value.isoformat()
            if isinstance(value, date)
            else value
            for name, value in self.__dict__.items()
        }

    @classmethod
    def unpacked(cls, words: dict[str, Any]) -> "Course":
        """The course that `packed` made; an empty one for a thread without moments."""
        found: dict[str, Any] = dict(words)
        for name in ("first", "last", "named", "interpreted", "worked_since"):
            found[name] = date.fromisoformat(words[name]) if words.get(name) else None
        for name in ("eased", "reopened"):
            found[name] = tuple(date.fromisoformat(day) for day in words.get(name, ()))
        return cls(**found)


@dataclass
class Tally:
    """Defense levels and valences of a stretch of a thread."""

    levels: list[int] = field(default_factory=list)
    valences: list[str] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        """Count one moment."""
        if entry.kind == "defense" and (level := level_of(entry.codes)):
            self.levels.append(level)
        self.valences += [entry.codes[key] for key in ("valence_ro", "valence_rs") if entry.codes.get(key)]

    def level(self) -> float | None:
        """Overall defensive functioning here, 1 to 7; None without a coded defense."""
        return sum(self.levels) / len(self.levels) if self.levels else None

    def positive(self) -> float | None:
        """Share of positive responses, 0 to 1; None without a coded response."""
        return self.valences.count("+") / len(self.valences) if self.valences else None


def course_of(thread: UUID, entries: Sequence[Entry]) -> Course:
    """The course of a thread from all entries that carry it, oldest first."""
    mine = [entry for entry in entries if thread in entry.threads]
    if not mine:
        return Course()
    step = {name: _days(thread, mine, name) for name in ("named", "interpreted", "eased", "reopened")}
    interpreted = step["interpreted"][0] if step["interpreted"] else None
    sessions = len({entry.sheet for entry in mine})
    return Course(
        first=mine[0].on,
        last=mine[-1].on,
        named=step["named"][0] if step["named"] else None,
        interpreted=interpreted,
        worked_since=worked_since(mine, interpreted),
        eased=tuple(step["eased"]),
        reopened=tuple(step["reopened"]),
        sessions=sessions,
        moments=len(mine),
        returns=sessions - 1,
    )


def _days(thread: UUID, entries: Sequence[Entry], step: str) -> list[date]:
    return sorted({entry.on for entry in entries if step in entry.steps.get(thread, ())})


def worked_since(entries: Sequence[Entry], interpreted: date | None) -> date | None:
    """The day from which a thread counts as worked through; None when it does not (yet)."""
    if interpreted is None:
        return None
    before, after, sessions = Tally(), Tally(), set()
    for entry in entries:
        if entry.on <= interpreted:
            before.add(entry)
            continue
        after.add(entry)
        sessions.add(entry.sheet)
        if len(sessions) >= WORKING_THROUGH["sessions"] and _changed(before, after):
            return entry.on
    return None


def _changed(before: Tally, after: Tally) -> bool:
    return _differ(before.positive(), after.positive(), WORKING_THROUGH["valence"]) or _differ(
        before.level(), after.level(), WORKING_THROUGH["level"]
    )


def _differ(left: float | None, right: float | None, least: float) -> bool:
    return left is not None and right is not None and abs(left - right) >= least


def stage_of(course: Course) -> str:
    """Where a thread stands: noticed, named, interpreted, worked_through, eased, reopened."""
    if course.reopened and (not course.eased or course.reopened[-1] >= course.eased[-1]):
        return "reopened"
    if course.eased:
        return "eased"
    for day, stage in ((course.worked_since, "worked_through"), (course.interpreted, "interpreted")):
        if day:
            return stage
    return "named" if course.named else "noticed"
