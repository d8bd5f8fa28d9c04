"""A client's cover in words, and how many of the authorised sessions are left."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from reverie.accounts.models import Client
from reverie.billing.models import Charge, Coverage, Insurer, money_chain

FAR = Value(date(9999, 12, 31))
"""The end of a cover that has none."""


@dataclass(frozen=True)
class CoverageRead:
    """A cover with its words, and how many sessions were used of those authorised."""

    row: Coverage
    words: dict[str, Any]
    used: int

    @property
    def left(self) -> int | None:
        """Authorised sessions that are left; None where none were counted out."""
        return left_of(self.row, self.used)


def left_of(row: Coverage, used: int) -> int | None:
    """Authorised sessions less those used, never below 0."""
    return None if row.authorised_sessions is None else max(row.authorised_sessions - used, 0)


def insurers(practice: UUID) -> QuerySet[Insurer]:
    """The practice's insurers, by name."""
    return Insurer.objects.filter(practice_id=practice, ended_at=None)


def coverages_of(client: Client) -> list[CoverageRead]:
    """The client's covers, the newest first, unsealed with one chain."""
    chain = money_chain(client)
    rows = _counted(Coverage.objects.filter(client=client)).select_related("insurer", "front", "back")
    return [CoverageRead(row, row.words(chain), row.used) for row in rows]


def in_force(client: Client, day: date, order: int = Coverage.FIRST) -> Coverage | None:
    """The cover that pays first (or second) on a day: of several the one that began last."""
    rows = Coverage.objects.filter(client=client, order=order, starts_on__lte=day)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=day))
    return rows.select_related("insurer", "client").order_by("-starts_on", "-created_at").first()


def running_out(clients: QuerySet[Client], today: date) -> list[tuple[Coverage, int]]:
    """Covers in force of which one authorised session is left, or none; with how many. One query."""
    rows = _counted(Coverage.objects.filter(client__in=clients, authorised_sessions__isnull=False))
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)
    rows = rows.filter(used__gte=F("authorised_sessions") - 1).select_related("client", "insurer")
    return [(row, left_of(row, row.used) or 0) for row in rows.order_by("client__name")]


def _counted(rows: QuerySet[Coverage]) -> Any:
    """Each cover with `used`: the sessions held since the day from which authorised ones count."""
    held = Charge.objects.filter(client=OuterRef("client"), kind=Charge.SESSION)
    held = held.filter(on__gte=OuterRef("authorised_from"))
    until = held.filter(on__lte=Coalesce(OuterRef("ends_on"), FAR)).order_by().values("client")
    return rows.annotate(used=Coalesce(Subquery(until.annotate(count=Count("pk")).values("count")), 0))
