"""Who waits, what was offered to them, and which free hours would suit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from reverie.accounts.models import Client, Therapist
from reverie.core import clock
from reverie.scheduling.models import Offer, Wait


@dataclass(frozen=True)
class Waiting:
    """One who waits: the open offer, if there is one, and free hours that would suit."""

    wait: Wait
    offer: Offer | None
    fitting: Sequence[datetime]


def waiting_for(
    waits: QuerySet[Wait], therapist: Therapist, free: Iterable[datetime], *, most: int = 3
) -> list[Waiting]:
    """Those of `waits` who wait for the therapist or for anybody, longest first; two queries.

    `free` are the therapist's free hours, as UTC starts.
    """
    moments = sorted(free)
    open_offers = Prefetch(
        "offers",
        queryset=Offer.objects.filter(answer="").select_related("appointment"),
        to_attr="open_offers",
    )
    found = []
    for wait in waits.order_by("created_at").prefetch_related(open_offers):
        if wait.therapist_id in {None, therapist.pk}:
            offers: list[Offer] = wait.open_offers
            fitting = [one for one in moments if wait.suits_at(one)][:most]
            found.append(Waiting(wait, offers[0] if offers else None, fitting))
    return found


def own_wait(client: Client) -> Wait | None:
    """The client's place on the waiting list."""
    return Wait.objects.filter(client=client, ended_at=None).select_related("therapist").first()


def open_offers_of(client: Client) -> list[Offer]:
    """Hours that are kept for the client until they answer."""
    rows = Offer.objects.filter(wait__client=client, answer="", until__gt=clock.now())
    return list(rows.select_related("appointment__therapist"))
