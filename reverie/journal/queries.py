"""Reads for pages: what the client has written, what was shown to the therapist, what was invited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.core.sealing import ClientScope, KeyChain, keychain
from reverie.journal import access, archive
from reverie.journal.models import Draft, Entry, Homework, LibrarySheet, Share
from reverie.safety.queries.looking import declares_cover
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment

Row = TypeVar("Row", Entry, Draft, Homework)


@dataclass(frozen=True)
class OwnPage:
    """A page of the client who asks, with its words and whom it is shown to."""

    entry: Entry
    words: dict[str, Any]
    shares: list[Share]

    @property
    def beginning(self) -> str:
        """With what the page begins: its text, else the first part that says something."""
        parts = [said for _heading, said in self.words.get("parts", []) if said.strip()]
        return str(self.words.get("body") or next(iter(parts), ""))

    @property
    def open_share(self) -> Share | None:
        """The share that is not taken back, if any."""
        return next((share for share in self.shares if share.withdrawn_at is None), None)


@dataclass(frozen=True)
class SharedPage:
    """A page that a client has shown to the therapist who asks; without its words."""

    entry_id: UUID
    client: Client
    kind: str
    shared_at: datetime
    written_at: datetime
    is_read: bool


def pages(actor: Actor, limit: int | None = None) -> list[OwnPage]:
    """The client's own pages, latest first; two queries and one key chain, whatever their number."""
    shares = Prefetch("shares", Share.objects.select_related("therapist").order_by("-shared_at"))
    rows = list(access.own_entries(actor).prefetch_related(shares).order_by("-written_at")[:limit])
    chain = keychain(rows[0].scope) if rows else None
    return [_own_page(row, chain) for row in rows if chain]


def page(entry: Entry) -> OwnPage:
    """One page that access.py has let its client see."""
    return OwnPage(entry, words_of(entry), list(access.shares_of(entry)))


def _own_page(entry: Entry, chain: KeyChain) -> OwnPage:
    return OwnPage(entry, entry.words(chain), list(entry.shares.all()))


def words_of(row: Entry | Draft | Homework) -> dict[str, Any]:
    """The words of a row that access.py has let the actor read."""
    return row.words(keychain(row.scope))


def words_of_each(rows: Iterable[Row]) -> list[tuple[Row, dict[str, Any]]]:
    """Rows that access.py has let the actor read, each with its words; one key chain for all of a client."""
    chains: dict[ClientScope, KeyChain] = {}
    return [(row, row.words(chains.setdefault(row.scope, keychain(row.scope)))) for row in rows]


def drafts(actor: Actor) -> list[Draft]:
    """New pages that the client has begun and not finished."""
    return list(access.own_drafts(actor).filter(entry=None).order_by("-saved_at"))


def readers_of(client: Client) -> list[Therapist]:
    """The therapists who may be shown a page: those who treat the client now."""
    rows = Treatment.objects.filter(client=client).exclude(state__in=[Treatment.ARCHIVED, Treatment.ENDED])
    found = {row.therapist_id: row.therapist for row in rows.select_related("therapist__practice")}
    return sorted(found.values(), key=lambda therapist: therapist.name)


def offers_now(practice: Practice) -> bool:
    """True where the practice declares who covers after hours: only there a page can be shared at once."""
    return declares_cover(practice)


def next_hour(client: Client, therapist: Therapist) -> Appointment | None:
    """The next agreed hour of the two."""
    rows = Appointment.objects.filter(
        client=client, therapist=therapist, state=Appointment.CONFIRMED, start_at__gt=clock.now()
    )
    return rows.order_by("start_at").first()


def shared_with(actor: Actor, since: datetime | None = None) -> list[SharedPage]:
    """What arrived: pages shown to the therapist who asks, latest first, without a word of them."""
    rows = access.shares_visible_to(actor).order_by("-shared_at")
    if since is not None:
        rows = rows.filter(shared_at__gte=since)
    return [shared_page(share) for share in rows]


def shared_by(actor: Actor, client_id: UUID) -> list[SharedPage]:
    """The pages that one client has shown to the therapist who asks."""
    rows = access.shares_visible_to(actor).filter(client_id=client_id).order_by("-shared_at")
    return [shared_page(share) for share in rows]


def shared_page(share: Share) -> SharedPage:
    """A share that access.py has let the actor see, without a word of its page."""
    return SharedPage(
        entry_id=share.entry_id,
        client=share.client,
        kind=share.entry.kind,
        shared_at=share.shared_at,
        written_at=share.entry.written_at,
        is_read=share.read_at is not None,
    )


def invitations(actor: Actor) -> QuerySet[Homework]:
    """What the client is invited to and has not answered, soonest due first."""
    rows = access.homework_visible_to(actor).filter(state=Homework.GIVEN)
    return rows.filter(client__user=actor.user_id).order_by("due_at", "given_at")


def offered_sheets(actor: Actor) -> list[LibrarySheet]:
    """The practice's own sheets that are offered, oldest first."""
    return list(access.library_of(actor).filter(taken_out_at=None))


def everything(actor: Actor) -> list[archive.Page]:
    """All pages and drafts of the client who asks, oldest first, for the archive."""
    zone = ZoneInfo(access.get_writer(actor).zone)
    found = [
        (own.entry.written_at, own.entry.kind, own.words, False, _names(own.shares)) for own in pages(actor)
    ]
    drafts = words_of_each(access.own_drafts(actor))
    found += [(draft.saved_at, draft.kind, words, True, []) for draft, words in drafts]
    found.sort(key=lambda row: row[0])
    return [
        archive.Page(number, kind, is_draft, at.astimezone(zone), _said(words), names)
        for number, (at, kind, words, is_draft, names) in enumerate(found, start=1)
    ]


def _names(shares: list[Share]) -> list[str]:
    return [share.therapist.name for share in shares if share.withdrawn_at is None]


def _said(words: dict[str, Any]) -> dict[str, Any]:
    return {name: said for name, said in words.items() if name != "who"}
