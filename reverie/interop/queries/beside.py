"""One person's record and a folder of papers, held against the clients that are here. Nothing is written."""

import re
from dataclasses import dataclass

from reverie.accounts.models import Client
from reverie.core.files import read_file
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.interop.client_lines import keys_of
from reverie.interop.foreign_records import ForeignRecord, read_record
from reverie.interop.models import BroughtAlong, MoveIn
from reverie.treatment import access as treatments


@dataclass(frozen=True)
class RecordPlan:
    """What was read, one's own clients to choose from, and who of them it seems to be."""

    record: ForeignRecord
    clients: list[Client]
    guess: str


def record_plan(move: MoveIn, actor: Actor) -> RecordPlan:
    """What the record of `move` would become."""
    assert move.file is not None
    record = read_record(read_file(move.file))
    clients = list(treatments.clients_treated_by(actor).order_by("name"))
    wanted = set(keys_of(record.name, record.email, record.born_on))
    same = [row for row in clients if wanted & set(keys_of(row.name, row.email, row.born_on))]
    return RecordPlan(record, clients, str(same[0].pk) if len(same) == 1 else "new")


def clients_of_practice(move: MoveIn) -> list[Client]:
    """Whom a paper can belong to."""
    return list(Client.objects.filter(practice=move.practice_id).order_by("name"))


def whose_paper(name: str, clients: list[Client]) -> str:
    """The id of the one client whose every name stands in the file's name; "" for none or several."""
    words = set(re.findall(r"[^\W\d_]+", name.casefold()))
    same = [
        row for row in clients if row.name and set(re.findall(r"[^\W\d_]+", row.name.casefold())) <= words
    ]
    return str(same[0].pk) if len(same) == 1 else ""


def _words_in(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.casefold()))


def words_beside(row: BroughtAlong) -> dict[str, object]:
    """The words of one thing that came along."""
    return row.words(keychain(row.scope))
