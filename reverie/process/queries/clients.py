"""Reads for the pages behind the process door."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery

from reverie.accounts.models import Client
from reverie.core.policy import Actor
from reverie.process.access import clients_visible_to, sheets_visible_to
from reverie.process.queries.score import Score, score


@dataclass(frozen=True)
class ClientPage:
    """One client behind the process door."""

    client: Client
    score: Score


def clients_of(actor: Actor) -> QuerySet[Client]:
    """Clients with `sheet_count` and `last_kept`, by name."""
    own = sheets_visible_to(actor).filter(client=OuterRef("pk")).order_by().values("client")
    return (
        clients_visible_to(actor)
        .annotate(
            sheet_count=Subquery(own.annotate(n=Count("id")).values("n")),
            last_kept=Subquery(own.annotate(last=Max("created_at")).values("last")),
        )
        .order_by("name")
    )


def client_page(actor: Actor, client: Client, until: date | None, show: int) -> ClientPage:
    """The score of a window of hours, with threads and free-standing sheets."""
    return ClientPage(client=client, score=score(actor, client, until, show))
