"""The coded dreams of a client as series: those told in the hours, and each table that the author brought."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from reverie.accounts.models import Client
from reverie.core.policy import Actor
from reverie.core.sealing import KeyChain, keychain
from reverie.process.access import scope_of, series_visible_to, sheets_visible_to
from reverie.process.models import DreamReport
from reverie.process.queries.summary import Entry, entries_of

TOLD = "told"
Coded = tuple[str, str, str]


@dataclass(frozen=True)
class CodedSeries:
    """Codes of some dreams. `key` is `told`, or the id of a series that was brought; `name` is its own."""

    key: str
    name: str
    rows: tuple[Coded, ...]

    @property
    def dreams(self) -> int:
        """How many dreams there are."""
        return len({dream for dream, _scale, _code in self.rows})


def coded_series(actor: Actor, client: Client) -> list[CodedSeries]:
    """The told dreams first, even if none is coded, then the tables by name; three queries and the key's."""
    scope = scope_of(actor, client.id)
    chain = keychain(scope)
    sheets = sheets_visible_to(actor).filter(client=client)
    reports = [row.words(chain) for row in DreamReport.objects.filter(sheet__in=sheets)]
    codes = {UUID(words["moment"]): words["codes"] for words in reports if words["codes"]}
    told = tuple(_told(entries_of(scope, chain), codes))
    return [CodedSeries(TOLD, "", told), *_brought(actor, client, chain)]


def _told(entries: list[Entry], codes: dict[UUID, list[dict[str, str]]]) -> Iterator[Coded]:
    """A dream is called by its session's number, or “free”; further ones of the same hour get -2, -3."""
    seen: Counter[str] = Counter()
    for entry in entries:
        if entry.moment not in codes:
            continue
        hour = str(entry.number) if entry.number else "free"
        seen[hour] += 1
        dream = hour if seen[hour] == 1 else f"{hour}-{seen[hour]}"
        for code in codes[entry.moment]:
            yield dream, code["scale"], code["code"]


def _brought(actor: Actor, client: Client, chain: KeyChain) -> list[CodedSeries]:
    found = []
    for row in series_visible_to(actor).filter(client=client):
        words = row.words(chain)
        rows = tuple((dream, scale, code) for dream, scale, code in words["rows"])
        found.append(CodedSeries(str(row.id), words["name"], rows))
    return sorted(found, key=lambda series: series.name)
