"""Passages that the author set aside to bring to supervision."""

from typing import Any
from uuid import UUID

from reverie.accounts.models import Client
from reverie.core.policy import Actor
from reverie.core.sealing import KeyChain, keychain
from reverie.process.access import moments_visible_to, scope_of
from reverie.process.models import Moment
from reverie.process.models.moment import GONE
from reverie.process.queries.summary import Entry, summaries_of


def set_aside_of(
    actor: Actor, client: Client, chain: KeyChain | None = None
) -> list[tuple[Entry, dict[str, Any]]]:
    """The moments set aside of a client with their words, latest first; two queries besides the key's.

    `chain` when it is open already.
    """
    scope = scope_of(actor, client.id)
    chain = chain or keychain(scope)
    entries = [entry for entry in summaries_of(scope, chain)[0] if entry.codes.get("set_aside")]
    rows = moments_visible_to(actor).in_bulk([entry.moment for entry in entries])
    return [(entry, rows[entry.moment].words(chain)) for entry in reversed(entries) if entry.moment in rows]


def set_aside_among(actor: Actor, client: Client, wanted: list[str]) -> list[tuple[Moment, dict[str, Any]]]:
    """Those of the wanted moments (ids as text) that are set aside, in the order of their making."""
    chain = keychain(scope_of(actor, client.id))
    keys = [UUID(key) for key in wanted if is_uuid(key)]
    rows = moments_visible_to(actor).filter(client=client, pk__in=keys).select_related("sheet__client")
    held = [(row, row.words(chain)) for row in rows.order_by("created_at")]
    return [(row, words) for row, words in held if words.get("set_aside") and not words.get(GONE)]


def is_uuid(text: str) -> bool:
    """True when the text is an id."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
