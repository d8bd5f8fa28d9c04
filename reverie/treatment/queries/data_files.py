"""The data files of one kind: those that ship, and those a practice has put into its own folder."""

import logging
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

DATA = Path(__file__).parent.parent / "data"
LOG = logging.getLogger(__name__)


def files_of(kind: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each readable file of `kind` (approaches, consents, intakes), shipped ones first, by name.

    A practice's own stand in REVERIE_HOME/<kind>; one that cannot be read is named in the log and left out.
    """
    for folder in (DATA / kind, settings.HOME / kind):
        for path in sorted(folder.glob("*.toml")):
            try:
                yield path, tomllib.loads(path.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
                LOG.warning("%s cannot be read and is left out: %s", path, error)


def unreadable(kinds: Iterable[str]) -> Iterator[str]:
    """The names of a practice's own files that are no TOML at all."""
    for kind in kinds:
        for path in sorted((settings.HOME / kind).glob("*.toml")):
            try:
                tomllib.loads(path.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
                yield path.name
