"""What a practice adds as files, without code: TOML below REVERIE_HOME, over the files that ship.

A file that cannot be read is left out and named in one sentence; nothing else stops.
"""

import logging
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from django.conf import settings

LOG = logging.getLogger(__name__)
WORDS = {str: "words in quotes", int: "a whole number", bool: "true or false"}
Made = TypeVar("Made")
Read = Callable[[Mapping[str, Any]], Made]


class CannotRead(ValueError):
    """What is wrong with a file, as the second half of a sentence: "it has no “name”"."""


def read_all(
    kind: str, shipped: Path, read: Read[Made], key: Callable[[Made], str]
) -> MappingProxyType[str, Made]:
    """key -> what each file of `kind` holds: those in `shipped` first, then the practice's own, by name.

    Of two with one key the later one counts.
    """
    found: dict[str, Made] = {}
    for path in (*_files(shipped), *_files(settings.HOME / kind)):
        try:
            one = read(_row(path))
        except CannotRead as error:
            LOG.warning("%s is left out: %s", path, error)
            continue
        found[key(one)] = one
    return MappingProxyType(found)


def faults(kinds: Mapping[str, Read[Any]]) -> str:
    """What is wrong with the practice's own files, a sentence for each; empty when nothing is."""
    said = [
        f"{kind}/{path.name} is left out: {error}."
        for kind, read in kinds.items()
        for path in _files(settings.HOME / kind)
        if (error := _fault(path, read))
    ]
    return " ".join([*said, "docs/reference/practice-files.md says what a file holds."] if said else [])


def made(kind: type[Made], row: object) -> Made:
    """A table of a file as the dataclass `kind`; CannotRead says what is wrong with which key."""
    if not isinstance(row, Mapping):
        raise CannotRead("a table of keys is missing")
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    for name in row:
        if name not in known:
            raise CannotRead(f"“{name}” is no key of such a file")
    for name, field in known.items():
        if name not in row and field.default is MISSING:
            raise CannotRead(f"it has no “{name}”")
    hints = get_type_hints(kind)
    return kind(**{name: _value(name, hints[name], value) for name, value in row.items()})


def _value(name: str, hint: Any, value: object) -> Any:
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise CannotRead(f"“{name}” must be a list")
        return tuple(_value(name, get_args(hint)[0], one) for one in value)
    if is_dataclass(hint):
        return made(hint, value)  # type: ignore[arg-type]
    if type(value) is not hint:
        raise CannotRead(f"“{name}” must be {WORDS[hint]}")
    return value


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("*.toml"))


def _row(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CannotRead(f"it is no TOML ({error})") from None
    except UnicodeDecodeError:
        raise CannotRead("it is not written in UTF-8") from None
    except OSError as error:
        raise CannotRead(f"it cannot be opened ({error.strerror})") from None


def _fault(path: Path, read: Read[Any]) -> str:
    try:
        read(_row(path))
    except CannotRead as error:
        return str(error)
    return ""
