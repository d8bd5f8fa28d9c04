"""What of an author's notes has left, and why."""

from datetime import datetime
from typing import Any

from reverie.accounts.models import Client
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.process.access import authorizations_visible_to, scope_of


def handings_of(actor: Actor, client: Client) -> list[tuple[datetime, dict[str, Any]]]:
    """The archives that the actor made of a client, latest first: when, and the words sealed then."""
    chain = keychain(scope_of(actor, client.id))
    rows = authorizations_visible_to(actor).filter(client=client).order_by("-created_at")
    return [(row.created_at, row.words(chain)) for row in rows]
