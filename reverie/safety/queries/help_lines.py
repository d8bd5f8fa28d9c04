"""The help lines and the practice's own words, read from files: they answer when no database does."""

import json
import logging
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from reverie.safety.queries.looking import Looking, looking

log = logging.getLogger("reverie.safety")
DATA = Path(__file__).parent.parent / "data"
DEFAULT_COUNTRY = "US"


@dataclass(frozen=True)
class Line:
    """One public line; `dial` is empty where one can only write, `text` where one can only call."""

    name: str
    how: str
    how_short: str
    number: str
    hours: str
    dial: str = ""
    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class Country:
    """A country's emergency number and its verified lines, the first one for the line of every page."""

    code: str
    name: str
    emergency: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class PracticeHelp:
    """What the set-up published about a practice, as it stands in `help.json`."""

    id: str
    name: str
    country: str
    after_hours_words: str = ""
    is_monitored: bool = False
    on_call_name: str = ""
    on_call_phone: str = ""
    zone: str = "UTC"
    is_at_any_hour: bool = False
    hours: list[list[int]] = field(default_factory=list)
    closed: list[list[str]] = field(default_factory=list)

    @property
    def looking(self) -> Looking:
        """When somebody looks, as it was published."""
        return looking(self.zone, is_at_any_hour=self.is_at_any_hour, hours=self.hours, closed=self.closed)


@cache
def countries() -> dict[str, Country]:
    """Every country of the data file, with its verified lines alone."""
    raw = tomllib.loads((DATA / "crisis_lines.toml").read_text(encoding="utf-8"))
    return {code: _country(code, entry) for code, entry in raw.items()}


def _country(code: str, entry: dict[str, Any]) -> Country:
    lines = tuple(_line(line) for line in entry["lines"] if line["verified"])
    return Country(code, entry["name"], entry["emergency"], lines)


def _line(line: dict[str, Any]) -> Line:
    return Line(**{key: line[key] for key in Line.__dataclass_fields__ if key in line})


def country(code: str) -> Country:
    """The lines of a country; one that we do not know has neither lines nor an emergency number."""
    return countries().get(code, Country(code, "", "", ()))


def help_file() -> Path:
    """Where the set-up publishes the practice's own words."""
    return Path(settings.HOME) / "help.json"


def published() -> dict[str, PracticeHelp]:
    """Id of a practice -> what was published, read again when the file changed.

    Empty when it is missing or damaged.
    """
    path = help_file()
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError) as error:
        log.warning("%s cannot be read: %s", path, type(error).__name__)
        return {}


_last: tuple[Path, int, dict[str, PracticeHelp]] | None = None


def _read(path: Path, changed: int) -> dict[str, PracticeHelp]:
    global _last
    if _last is None or _last[:2] != (path, changed):
        rows = json.loads(path.read_text(encoding="utf-8"))["practices"]
        _last = (path, changed, {row["id"]: PracticeHelp(**row) for row in rows})
    return _last[2]


def help_of(practice_id: UUID | None = None) -> PracticeHelp | None:
    """What a practice published; without an id, that of the only practice here."""
    rows = published()
    if practice_id is None:
        return next(iter(rows.values())) if len(rows) == 1 else None
    return rows.get(str(practice_id))
