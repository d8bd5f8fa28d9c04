"""Walks the audit chain and holds it against the anchors; streams, so that a million links are no burden."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from reverie.core import anchors, audit
from reverie.core.anchors import Damage
from reverie.core.models import AuditEvent, AuditHead

CHUNK = 5_000


@dataclass(frozen=True)
class Fault:
    """The first bad place of a chain: the link's number and row id (None where the row is gone)."""

    number: int
    row: int | None
    what: str


@dataclass
class Chain:
    """What was found out about one practice's chain."""

    practice: UUID
    links: int = 0
    unanchored: int = 0
    fault: Fault | None = None

    @property
    def is_whole(self) -> bool:
        """True when nothing is wrong with it."""
        return self.fault is None


@dataclass
class Report:
    """What was found out about the whole installation."""

    chains: list[Chain] = field(default_factory=list)
    damage: list[Damage] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """True when every chain and every anchor is."""
        return not self.damage and all(chain.is_whole for chain in self.chains)


def verify(folder: Path | None = None) -> Report:
    """Walk every chain; `folder` holds the anchors when they were kept elsewhere."""
    found, damage = anchors.read(folder)
    anchored: dict[UUID, dict[int, str]] = {}
    for anchor in found:
        anchored.setdefault(anchor.practice, {})[anchor.count] = anchor.hash
    heads = {head.practice: head for head in AuditHead.objects.all()}
    walkers = {practice: Walker(practice, anchored.get(practice, {})) for practice in {*heads, *anchored}}
    for row in _rows():
        practice = row[1]
        if practice not in walkers:
            walkers[practice] = Walker(practice, {})
        walkers[practice].step(row)
    chains = [walkers[practice].end(heads.get(practice)) for practice in sorted(walkers, key=str)]
    return Report(chains, damage)


def _rows() -> Iterator[tuple[Any, ...]]:
    columns = ("id", "practice", *audit.HASHED, "previous", "hash")
    rows = AuditEvent.objects.order_by("practice", "number").values_list(*columns)
    return rows.iterator(chunk_size=CHUNK)


class Walker:
    """One pass along one chain; remembers the first fault and stops judging there."""

    def __init__(self, practice: UUID, anchored: dict[int, str]) -> None:
        self.chain = Chain(practice)
        self.anchored = anchored
        self._previous = anchors.START
        self._name = str(practice)

    def step(self, row: tuple[Any, ...]) -> None:
        """Judge one link: (id, practice, *hashed columns, previous, hash)."""
        row_id, _, *values, previous, found = row
        number = values[0]
        self.chain.links += 1
        if self.chain.fault is not None:
            return
        expected = self.chain.links
        if number != expected:
            self._fault(expected, None, f"link {expected} is missing")
        elif previous != self._previous:
            self._fault(number, row_id, "does not continue the link before it")
        elif hashlib.sha256(previous.encode() + audit.canonical(self._name, *values)).hexdigest() != found:
            self._fault(number, row_id, "was changed")
        elif self.anchored.get(number, found) != found:
            self._fault(number, row_id, "is not the link that was anchored")
        self._previous = found

    def _fault(self, number: int, row: int | None, what: str) -> None:
        self.chain.fault = Fault(number, row, what)

    def end(self, head: AuditHead | None) -> Chain:
        """Judge the end: nothing anchored may be missing, and the head must be the last link's."""
        chain, last = self.chain, max(self.anchored, default=0)
        chain.unanchored = max(chain.links - last, 0)
        if chain.fault is not None:
            return chain
        if chain.links < last:
            self._fault(chain.links + 1, None, f"the chain ends here, but {last} links were anchored")
        elif head is None:
            self._fault(chain.links, None, "the chain has no head")
        elif (head.count, head.hash) != (chain.links, self._previous):
            self._fault(chain.links + 1, None, f"the chain ends here, but its head counts {head.count} links")
        return chain
