"""Who may take a copy of whose record, and who may bring over what another system kept."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404

from reverie.accounts.models import Client, Practice
from reverie.core import audit, policy
from reverie.core.policy import Actor
from reverie.interop.models import BroughtAlong, MoveIn, PracticeCopy, PracticeCopyFile
from reverie.treatment import access as treatments


def get_client_for_export(actor: Actor, client_id: UUID) -> Client:
    """A client whom the actor treats. Raises Http404 when invisible, PermissionDenied when refused."""
    client = treatments.get_treatment_for(actor, client_id, "treatment.open").client
    if not policy.allows(actor, "export.make", {"treating"}):
        raise PermissionDenied
    return client


def get_own_client(actor: Actor) -> Client:
    """The client who asks for their own copy. Raises Http404 for anybody else."""
    return treatments.get_own_treatment(actor).client


def moves_visible_to(actor: Actor) -> QuerySet[MoveIn]:
    """What was brought over, the newest first: the practice's lists for its owner and front desk, a record of
    one person for the therapist who brought it.
    """
    seen = Q(pk=None)
    if policy.allows(actor, "move_in.keep", {"practice"}):
        seen |= ~Q(kind=MoveIn.RECORD)
    if policy.allows(actor, "record_in.keep", {"own"}):
        seen |= Q(begun_by=actor.user_id, kind=MoveIn.RECORD)
    return MoveIn.objects.filter(seen, practice=actor.practice_id).order_by("-created_at")


def get_move(actor: Actor, move_id: UUID, *, kind: str = "") -> MoveIn:
    """One of them, of that kind. Raises Http404 when invisible."""
    row = moves_visible_to(actor).select_related("practice", "file").filter(pk=move_id).first()
    if row is None or kind not in {"", row.kind}:
        raise Http404
    return row


def look_at_lines(actor: Actor, move: MoveIn) -> None:
    """Write down that its lines are looked at: they say who somebody is, and a record what they had."""
    with transaction.atomic():
        audit.record(by=actor, verb="read", on=move)


def get_practice_for_moving(actor: Actor, kind: str = "") -> Practice:
    """The practice into which somebody brings things of that kind. Raises Http404 for everybody else."""
    if not any(may_bring(actor, each) for each in ([kind] if kind else MoveIn.KINDS)):
        raise Http404
    return Practice.objects.get(pk=actor.practice_id)


def may_bring(actor: Actor, kind: str) -> bool:
    """True when the actor brings over things of this kind."""
    if kind == MoveIn.RECORD:
        return policy.allows(actor, "record_in.keep", {"own"})
    return policy.allows(actor, "move_in.keep", {"practice"})


def get_practice_for_copy(actor: Actor) -> Practice:
    """The practice whose lists the actor takes along. Raises Http404."""
    if not policy.allows(actor, "practice_copy.make", {"practice"}):
        raise Http404
    return Practice.objects.get(pk=actor.practice_id)


def copies_visible_to(actor: Actor) -> QuerySet[PracticeCopy]:
    """The copies of the practice, the newest first."""
    if not policy.allows(actor, "practice_copy.make", {"practice"}):
        return PracticeCopy.objects.none()
    rows = PracticeCopy.objects.filter(practice=actor.practice_id).prefetch_related("files__stored")
    return rows.order_by("-created_at")


def get_copy(actor: Actor, copy_id: UUID) -> PracticeCopy:
    """One of them. Raises Http404."""
    row = copies_visible_to(actor).filter(pk=copy_id).first()
    if row is None:
        raise Http404
    return row


def get_copy_file(actor: Actor, copy_id: UUID, number: int) -> PracticeCopyFile:
    """One of its files; that it was taken is written down. Raises Http404."""
    rows = get_copy(actor, copy_id).files.select_related("stored__body", "copy")
    row = rows.filter(number=number).first()
    if row is None:
        raise Http404
    with transaction.atomic():
        detail = {"file": number, "rows": row.rows}
        audit.record(
            by=actor, verb="take_practice_copy", on=row.copy, practice=row.copy.practice_id, detail=detail
        )
    return row


def brought_along_visible_to(actor: Actor) -> QuerySet[BroughtAlong]:
    """What came with the clients whom the actor treats, the newest first."""
    if not policy.allows(actor, "brought_along.read", {"treating"}):
        return BroughtAlong.objects.none()
    rows = BroughtAlong.objects.filter(client__in=treatments.clients_treated_by(actor))
    return rows.select_related("client", "file").order_by("-created_at")


def get_client_for_brought_along(actor: Actor, client_id: UUID) -> Client:
    """The client whose things are looked at; the look is written down. Raises Http404."""
    if not policy.allows(actor, "brought_along.read", {"treating"}):
        raise Http404
    client = treatments.clients_treated_by(actor).filter(pk=client_id).first()
    if client is None:
        raise Http404
    with transaction.atomic():
        audit.record(by=actor, verb="read", on=client, client=client.pk)
    return client


def get_brought_along_for_reading(
    actor: Actor, client_id: UUID, brought_id: UUID, *, with_file: bool = False
) -> BroughtAlong:
    """One of the things; the look is written down. Raises Http404."""
    rows = brought_along_visible_to(actor).filter(pk=brought_id, client=client_id)
    row = rows.select_related("client", "file__body").first()
    if row is None or (with_file and row.file is None):
        raise Http404
    with transaction.atomic():
        audit.record(by=actor, verb="read", on=row, client=client_id)
    return row
