"""Passages that the author set aside to bring to supervision."""

from typing import Any

from reverie.accounts.models import Client
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.process.access import moments_visible_to, scope_of
from reverie.process.queries.summary import Entry, summaries_of


def set_aside_of(actor: Actor, client: Client) -> list[tuple[Entry, dict[str, Any]]]:
    """The moments set aside of a client with their words, latest first; two queries besides the key's."""
    scope = scope_of(actor, client.id)
    chain = keychain(scope)
    entries = [entry for entry in summaries_of(scope, chain)[0] if entry.codes.get("set_aside")]
    rows = moments_visible_to(actor).in_bulk([entry.moment for entry in entries])
    return [(entry, rows[entry.moment].words(chain)) for entry in reversed(entries) if entry.moment in rows]
