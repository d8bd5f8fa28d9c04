"""The only doors to process rows: their author's. For everybody else they do not exist.

Reads of a sheet, a thread or a client's whole process space are audited, by the author too.
"""

from typing import TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from reverie.accounts.models import Client
from reverie.core import audit, policy
from reverie.core.policy import Actor
from reverie.core.sealing import NoteScope
from reverie.process.models import (
    Authorization,
    DreamSeries,
    Formulation,
    Handed,
    Moment,
    ProcessSheet,
    Thread,
)
from reverie.process.models.owned import OwnedModel
from reverie.record.models import Session
from reverie.treatment.access import is_treating
from reverie.treatment.models import Treatment

Row = TypeVar("Row", bound=OwnedModel)


def own(actor: Actor) -> Q:
    """The rows that the actor wrote in the present practice."""
    return Q(practice_id=actor.practice_id, author_id=actor.user_id)


def _mine(actor: Actor, model: type[Row], verb: str = "read") -> QuerySet[Row]:
    if not policy.roles_for(actor, f"process_sheet.{verb}", "author"):
        return model._default_manager.none()
    return model._default_manager.filter(own(actor))


def sheets_visible_to(actor: Actor) -> QuerySet[ProcessSheet]:
    """The sheets that the actor wrote; nobody sees another's."""
    return _mine(actor, ProcessSheet)


def threads_visible_to(actor: Actor) -> QuerySet[Thread]:
    """The threads that the actor follows."""
    return _mine(actor, Thread)


def moments_visible_to(actor: Actor) -> QuerySet[Moment]:
    """The passages that the actor marked."""
    return _mine(actor, Moment)


def formulations_visible_to(actor: Actor) -> QuerySet[Formulation]:
    """The formulations that the actor wrote."""
    return _mine(actor, Formulation)


def series_visible_to(actor: Actor) -> QuerySet[DreamSeries]:
    """The series of dream codes that the actor brought."""
    return _mine(actor, DreamSeries)


def authorizations_visible_to(actor: Actor) -> QuerySet[Authorization]:
    """What the actor wrote down of notes that left."""
    return _mine(actor, Authorization, "export")


def handed_visible_to(actor: Actor) -> QuerySet[Handed]:
    """What the actor prepares for supervision, or presented; nobody sees another's, its reader neither."""
    return _mine(actor, Handed)


def clients_visible_to(actor: Actor) -> QuerySet[Client]:
    """The clients about whom the actor keeps sheets, or whom the actor treats."""
    if not policy.roles_for(actor, "process_sheet.read", "author"):
        return Client.objects.none()
    treated = Treatment.objects.filter(Q(client=OuterRef("pk"), therapist__user_id=actor.user_id))
    written = sheets_visible_to(actor).filter(client=OuterRef("pk"))
    seen = Q(Exists(treated.exclude(state=Treatment.ARCHIVED))) | Q(Exists(written))
    return Client.objects.filter(seen, Q(practice_id=actor.practice_id))


def scope_of(actor: Actor, client_id: UUID) -> NoteScope:
    """The keys of the actor's own notes on a client. Raises Http404 for nobody."""
    if actor.user_id is None or actor.practice_id is None:
        raise Http404
    return NoteScope(actor.practice_id, actor.user_id, client_id, actor.user_id)


def get_sheet_for_reading(actor: Actor, sheet_id: UUID) -> ProcessSheet:
    """The sheet with its client and session, and one audited read. Raises Http404 unless one's own."""
    return get_sheet_for(actor, sheet_id, "process_sheet.read", is_read=True)


def get_sheet_for_printing(actor: Actor, sheet_id: UUID) -> ProcessSheet:
    """The sheet for paper, which leaves the room: a link of its own in the audit. Raises Http404."""
    sheet = get_sheet_for(actor, sheet_id, "process_sheet.export")
    with transaction.atomic():
        audit.record(by=actor, verb="print", on=sheet, client=sheet.client_id)
    return sheet


def get_sheet_for(actor: Actor, sheet_id: UUID, action: str, *, is_read: bool = False) -> ProcessSheet:
    """The sheet for `object.verb`; the action that follows is audited by itself, showing it is a read.

    Raises Http404 unless it is one's own, PermissionDenied when the table refuses the verb.
    """
    sheet = sheets_visible_to(actor).select_related("client", "session").filter(pk=sheet_id).first()
    if sheet is None:
        raise Http404
    _ask(actor, action)
    if is_read:
        note_reading(actor, sheet)
    return sheet


def get_moment_for(actor: Actor, moment_id: UUID, action: str, *, is_read: bool = False) -> Moment:
    """The moment with its sheet for `object.verb`; showing it is an audited read. Raises Http404."""
    rows = moments_visible_to(actor).select_related("sheet__client", "sheet__session")
    moment = rows.filter(pk=moment_id).first()
    if moment is None:
        raise Http404
    _ask(actor, action)
    if is_read:
        note_reading(actor, moment)
    return moment


def get_thread_for_reading(actor: Actor, thread_id: UUID) -> Thread:
    """The thread with its client, and one audited read. Raises Http404 unless one's own."""
    thread = get_thread_for(actor, thread_id, "process_sheet.read")
    note_reading(actor, thread)
    return thread


def get_thread_for(actor: Actor, thread_id: UUID, action: str) -> Thread:
    """The thread for `object.verb`. Raises Http404 unless one's own."""
    thread = threads_visible_to(actor).select_related("client").filter(pk=thread_id).first()
    if thread is None:
        raise Http404
    _ask(actor, action)
    return thread


def get_series_for(actor: Actor, series_id: UUID, action: str) -> DreamSeries:
    """The series of dream codes with its client, for `object.verb`. Raises Http404 unless one's own."""
    series = series_visible_to(actor).select_related("client").filter(pk=series_id).first()
    if series is None:
        raise Http404
    _ask(actor, action)
    return series


def get_handed_for(actor: Actor, handed_id: UUID, action: str, *, is_read: bool = False) -> Handed:
    """What is handed over, with its client, for `object.verb`. Raises Http404 unless one's own."""
    row = handed_visible_to(actor).select_related("client").filter(pk=handed_id).first()
    if row is None:
        raise Http404
    _ask(actor, action)
    if is_read:
        note_reading(actor, row)
    return row


def get_client_for_reading(actor: Actor, client_id: UUID) -> Client:
    """The client behind the process door, and one audited read. Raises Http404 for anybody else."""
    client = clients_visible_to(actor).filter(pk=client_id).first()
    if client is None:
        raise Http404
    note_reading(actor, client)
    return client


def get_client_for(actor: Actor, client_id: UUID, action: str, *, is_read: bool = False) -> Client:
    """The client for `object.verb` in the process space. Raises Http404 unless treated or written about."""
    client = clients_visible_to(actor).filter(pk=client_id).first()
    if client is None:
        raise Http404
    _ask(actor, action)
    if is_read:
        note_reading(actor, client)
    return client


def get_session_for(actor: Actor, session_id: UUID, action: str) -> Session:
    """The session that a sheet may be about, with its client. Raises Http404 unless the client is visible."""
    rows = Session.objects.filter(Q(pk=session_id, practice_id=actor.practice_id)).select_related("client")
    session = rows.filter(client__in=clients_visible_to(actor)).first()
    if session is None:
        raise Http404
    _ask(actor, action)
    return session


def note_reading(actor: Actor, row: ProcessSheet | Moment | Thread | Handed | Client) -> None:
    """One audited read of a row whose words a page or a fragment shows."""
    client = row.id if isinstance(row, Client) else row.client_id
    with transaction.atomic():
        audit.record(
            by=actor, verb="read_process" if isinstance(row, Client) else "read", on=row, client=client
        )


def note_search(actor: Actor, client: Client | None) -> None:
    """One audited read of all sheets that a search goes through; what was looked for is kept nowhere."""
    with transaction.atomic():
        audit.record(by=actor, verb="search_process", on=client, client=client.id if client else None)


def may_open_sheet(actor: Actor, client: Client) -> bool:
    """True when the actor treats the client, or already keeps a sheet about them."""
    if not policy.allows(actor, "process_sheet.write", {"author"}) or client.practice_id != actor.practice_id:
        return False
    return is_treating(actor, client.id) or sheets_visible_to(actor).filter(client=client).exists()


def _ask(actor: Actor, action: str) -> None:
    if not policy.allows(actor, action, {"author"}):
        raise PermissionDenied
