"""What an author hands over to supervision: what would leave, what has left, whether the client agrees."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from reverie.accounts.models import Client
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.core.sealing import KeyChain, keychain
from reverie.process.access import handed_visible_to, scope_of, sheets_visible_to
from reverie.process.disguise import (
    Alias,
    Pieces,
    Replaced,
    Suspect,
    disguise,
    plain,
    replaced,
    suspects,
    text_of,
)
from reverie.process.models import AliasMap, Handed
from reverie.process.models.handing import PREPARING
from reverie.supervision.access import copies_visible_to, own_supervisions
from reverie.supervision.models import CopyWords, Line, PresentedCopy
from reverie.treatment.models import Treatment
from reverie.treatment.queries.history import people_of
from reverie.treatment.queries.plan import consents_of

CONSENT = "supervision"
"""The text that a client signs before anything about them is presented (treatment/data/consents)."""
MINE = "T"
"""The letter of the author's own lines; it names nobody."""


@dataclass(frozen=True)
class Leaving:
    """Exactly what would leave, in pieces: title, question, lines as (speaker, words); and what to look at.

    `suspects` count title and question as places 0 and 1, then speaker and words of each line in turn.
    """

    title: Pieces
    question: Pieces
    lines: tuple[tuple[Pieces, Pieces], ...]
    replaced: tuple[Replaced, ...]
    suspects: tuple[Suspect, ...]

    @property
    def words(self) -> CopyWords:
        """As the reader would get it."""
        lines = tuple(Line(text_of(who), text_of(said)) for who, said in self.lines)
        return CopyWords(text_of(self.title), text_of(self.question), lines)

    @property
    def seal(self) -> str:
        """A digest of these words: what was looked at is what is presented, or it is looked at again."""
        return hashlib.sha256(json.dumps(self.words.as_dict(), sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class HandedRow:
    """One handing over with its words, and the copy once it is out; None when that was destroyed."""

    row: Handed
    words: dict[str, Any]
    copy: PresentedCopy | None

    @property
    def is_preparing(self) -> bool:
        """True while nothing has left."""
        return bool(self.words["state"] == PREPARING)


def pairs_of(rows: Iterable[dict[str, str]]) -> list[Alias]:
    """Sealed pairs as aliases."""
    return [Alias(row["original"], row["alias"]) for row in rows]


def leaving_of(words: dict[str, Any], written: str) -> Leaving:
    """What would leave of a handing over as it stands; `written` is the author's text around the lines."""
    pairs = pairs_of(words["aliases"])
    by_hand = [*pairs, *(Alias(pair.alias, pair.alias) for pair in pairs)]
    title, question = (disguise(words[name], by_hand) for name in ("title", "question"))
    lines = tuple((disguise(row["who"], pairs), disguise(row["text"], pairs)) for row in words["lines"])
    places = [title, question]
    for row, (who, said) in zip(words["lines"], lines, strict=True):
        places += [() if row["who"] == MINE else who, said]
    known = [*words["known"], *(pair.original for pair in pairs)]
    said_here = [said for _who, said in lines]
    changed = [row for row in replaced([title, question, *said_here]) if row.original != row.alias]
    return Leaving(title, question, lines, tuple(changed), tuple(suspects(places, known, written)))


def written_around(actor: Actor, words: dict[str, Any]) -> str:
    """The texts of the sheets that the lines come from; one query besides the key's."""
    rows = sheets_visible_to(actor).in_bulk({UUID(line["sheet"]) for line in words["lines"] if line["sheet"]})
    return "\n".join(row.words(keychain(row.scope()))["body"] for row in rows.values())


def alias_map_of(actor: Actor, client_id: UUID) -> list[dict[str, str]]:
    """The pairs that the author kept for a client; empty before the first time."""
    scope = scope_of(actor, client_id)
    owner = Q(practice_id=scope.practice, author_id=scope.author, client_id=client_id)
    row = AliasMap.objects.filter(owner).first()
    return list(row.words(keychain(scope))["pairs"]) if row else []


def people_around(actor: Actor, client: Client) -> list[tuple[str, str]]:
    """The client and the people of their life on the list, whom an author might name: (name, who that is)."""
    treatment = Treatment.objects.filter(client=client, therapist__user_id=actor.user_id).first()
    found = [(client.name, "")]
    if treatment is not None:
        rows = people_of(client, treatment.chain())
        found += [(row.words["name"], row.words["who"]) for row in rows]
    return found


def names_in(people: Iterable[tuple[str, str]]) -> list[str]:
    """Whole names, and each part of them that is written with a capital."""
    found: dict[str, None] = {}
    for name, _who in people:
        parts = [
            part for part in plain(name).replace(",", " ").split() if part[0].isupper() and len(part) > 1
        ]
        found |= dict.fromkeys([plain(name), *parts])
    return [name for name in found if name.strip()]


def suggested(people: Sequence[tuple[str, str]], lines: Iterable[str]) -> list[dict[str, str]]:
    """Pairs to begin with: the client, and whoever of the list is named in the lines, by who they are."""
    text, found = "\n".join(lines), dict[str, str]()
    for place, (name, who) in enumerate(people):
        alias = f"[{who or 'somebody'}]" if place else "the client"
        for part in names_in([(name, who)]):
            is_said = any(piece.original for piece in disguise(text, [Alias(part, alias)]))
            if is_said or (not place and part == name.split()[0]):
                found.setdefault(part, alias)
    return [{"original": original, "alias": alias} for original, alias in found.items()]


def has_agreed(actor: Actor, client: Client) -> bool:
    """True while the client agrees, in a treatment that the actor leads, that passages are presented."""
    rows = Treatment.objects.filter(client=client, therapist__user_id=actor.user_id)
    today = clock.today(client.zone)
    return any(
        read.text.kind == CONSENT and read.signed is not None
        for treatment in rows.select_related("client")
        for read in consents_of(treatment, today)
    )


def own_readers(actor: Actor) -> list[tuple[str, str]]:
    """To whom the actor may present now: id of the supervision, and the supervisor's name."""
    rows = own_supervisions(actor).select_related("supervisor").order_by("starts_on", "id")
    return [(str(row.pk), row.supervisor.name) for row in rows]


def handed_of(actor: Actor, client: Client, chain: KeyChain) -> list[HandedRow]:
    """Everything the author handed over or prepares about a client, latest first; with its copies."""
    rows = list(handed_visible_to(actor).filter(client=client).order_by("-created_at"))
    words = {row.id: row.words(chain) for row in rows}
    copies = {
        str(copy.pk): copy for copy in _copies(actor, [held.get("copy", "") for held in words.values()])
    }
    return [HandedRow(row, words[row.id], copies.get(words[row.id].get("copy", ""))) for row in rows]


def handed_row(actor: Actor, row: Handed) -> HandedRow:
    """One handing over with its words and its copy."""
    words = row.words(keychain(row.scope()))
    return HandedRow(row, words, next(iter(_copies(actor, [words.get("copy", "")])), None))


def _copies(actor: Actor, keys: Iterable[str]) -> list[PresentedCopy]:
    """The actor's own copies of these ids; no query when there is none to look for."""
    ids = [UUID(key) for key in keys if key]
    if not ids:
        return []
    rows = copies_visible_to(actor).filter(author_id=actor.user_id, pk__in=ids)
    return list(rows.select_related("supervision__supervisor", "practice"))
