"""One person's record and a folder of papers, held against the clients that are here. Nothing is written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reverie.accounts.models import Client
from reverie.core.files import read_file
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.interop.client_lines import keys_of
from reverie.interop.foreign_records import ForeignRecord, read_record
from reverie.interop.models import BroughtAlong, MoveIn
from reverie.treatment import access as treatments

MOST_CHOICES = 200
"""So many people stand in one list to choose from."""


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


class Names:
    """The clients of a practice by the words of their names: a title is held against a few, not all."""

    def __init__(self, clients: Sequence[Client]) -> None:
        self.clients = list(clients)
        self.by_id = {str(row.pk): row for row in clients}
        self.words = {row.pk: _words_in(row.name) for row in clients if row.name}
        self.by_word: dict[str, list[Client]] = {}
        self.by_email: dict[str, list[Client]] = {}
        self.by_initials: dict[str, list[Client]] = {}
        self.by_name: dict[str, list[Client]] = {}
        for row in clients:
            for word in self.words.get(row.pk, ()):
                self.by_word.setdefault(word, []).append(row)
            if row.email:
                self.by_email.setdefault(row.email.casefold(), []).append(row)
            self.by_name.setdefault(" ".join(row.name.casefold().split()), []).append(row)
            self.by_initials.setdefault(row.initials.casefold(), []).append(row)

    def of_paper(self, title: str) -> str:
        """The id of the client whose every name stands in the title, the longest of several; "" if unsure."""
        words = _words_in(title)
        found = {row.pk: self.words[row.pk] for row in self._near(words) if self.words[row.pk] <= words}
        same = [pk for pk, own in found.items() if not any(own < other for other in found.values())]
        return str(same[0]) if len(same) == 1 else ""

    def of_hour(self, title: str) -> str:
        """The same for an hour: by address first, then by a name or initials that are the whole title."""
        folded = title.casefold().strip()
        found = [row for word in ADDRESS.findall(folded) for row in self.by_email.get(word.rstrip("."), ())]
        same = list({row.pk: row for row in found}.values())
        same = same or self.by_name.get(" ".join(folded.split()), [])
        same = same or self.by_initials.get(folded.replace(".", "").replace(" ", ""), [])
        return str(same[0].pk) if len(same) == 1 else self.of_paper(title)

    def choices(self, title: str, chosen: str) -> list[tuple[str, str]]:
        """Whom a title may mean (id, name): everybody, or in a large practice who shares a word with it."""
        rows = self.clients
        if len(rows) > MOST_CHOICES:
            near = {str(row.pk): row for row in self._near(_words_in(title))}
            near |= {chosen: self.by_id[chosen]} if chosen in self.by_id else {}
            rows = sorted(near.values(), key=lambda row: row.name)[:MOST_CHOICES]
        return [(str(row.pk), row.name) for row in rows]

    def _near(self, words: set[str]) -> list[Client]:
        return [row for word in words for row in self.by_word.get(word, ())]


ADDRESS = re.compile(r"[^\s<>()\[\]\",;:]+@[^\s<>()\[\]\",;:]+")


def _words_in(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.casefold()))


def words_beside(rows: Sequence[BroughtAlong]) -> list[dict[str, object]]:
    """The words of each thing that came along with one client, unsealed with one chain."""
    chain = keychain(rows[0].scope) if rows else None
    return [row.words(chain) for row in rows if chain is not None]
