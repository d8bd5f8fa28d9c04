"""What a moving-in would do: its file read again, held against what is here. Nothing is written."""

from dataclasses import dataclass
from typing import Any

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import clock
from reverie.core.files import read_file
from reverie.core.sealing import KeyChain, keychain
from reverie.core.tables import Table, read_table
from reverie.interop.client_lines import ClientLine, guess_columns, keys_of, read_lines
from reverie.interop.models import MoveIn


@dataclass(frozen=True)
class ClientPlan:
    """The lines of a client list, each in one of three heaps."""

    table: Table
    columns: dict[str, str]
    ready: list[ClientLine]
    doubles: list[ClientLine]
    faulty: list[ClientLine]
    brings_doubles: bool

    @property
    def to_make(self) -> list[ClientLine]:
        """The lines that become clients, in the order of the file."""
        if not self.brings_doubles:
            return self.ready
        return sorted([*self.ready, *self.doubles], key=lambda line: line.line)


def words_of(move: MoveIn, chain: KeyChain | None = None) -> dict[str, Any]:
    """Name of the file and what is planned with it; a caller with many of them hands on one chain."""
    return move.words(chain or keychain(move.scope))


def client_plan(
    move: MoveIn, words: dict[str, Any] | None = None, chain: KeyChain | None = None
) -> ClientPlan:
    """What the client list of `move` would make, with the `words` of it and the key chain of the practice
    where the caller has them.
    """
    assert move.file is not None
    words, table = words or words_of(move), read_table(read_file(move.file, chain))
    columns = words.get("columns") or guess_columns(table.head)
    plan = plan_clients(table, columns, move.practice, made=set(_made(move)))
    return ClientPlan(*plan, brings_doubles=words.get("doubles") == "bring")


def plan_clients(
    table: Table, columns: dict[str, str], practice: Practice, *, made: set[Any]
) -> tuple[Table, dict[str, str], list[ClientLine], list[ClientLine], list[ClientLine]]:
    """The heaps of a table; `made` are clients that this very list made, no doubles of it."""
    lines = read_lines(table, columns, clock.today(practice.zone))
    known = _known_people(practice, made)
    for line in lines:
        if not line.faults and not line.double_of:
            keys = keys_of(line.name, line.values.get("email", ""), line.born_on)
            line.double_of = next((known[key] for key in keys if key in known), "")
    faulty = [line for line in lines if line.faults]
    doubles = [line for line in lines if not line.faults and line.double_of]
    ready = [line for line in lines if not line.faults and not line.double_of]
    return table, columns, ready, doubles, faulty


def _known_people(practice: Practice, made: set[Any]) -> dict[tuple[object, ...], str]:
    known: dict[tuple[object, ...], str] = {}
    for row in Client.objects.filter(practice=practice).only("name", "email", "born_on"):
        if row.pk not in made:
            for key in keys_of(row.name, row.email, row.born_on):
                known[key] = row.name
    return known


def _made(move: MoveIn) -> Any:
    return move.items.filter(model="accounts.client").values_list("object_id", flat=True)


def therapists_by_name(practice: Practice) -> dict[str, Therapist]:
    """Therapists of the practice by the ways a list may write them: whole name, or initial and last name."""
    found: dict[str, Therapist] = {}
    for row in Therapist.objects.filter(practice=practice, ended_at=None):
        folded = " ".join(row.name.casefold().split())
        first, _space, last = folded.rpartition(" ")
        for way in {folded, f"{first[:1]}. {last}", f"{last}, {first}"}:
            if way in found and found[way] != row:
                del found[way]  # two people: neither is guessed
            else:
                found[way] = row
    return found
