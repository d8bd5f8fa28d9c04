"""The only doors to the client's writing.

Own pages: the client alone. Shared pages: the one therapist named on an open share, once it has opened
(at once, or when the next agreed hour after the sharing has begun), while they treat the client. Nothing
here says that any other page exists.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from reverie.accounts.models import Client, Practice
from reverie.core import audit, clock, policy
from reverie.core.policy import Actor
from reverie.journal.models import Draft, Entry, Homework, LibrarySheet, Share
from reverie.scheduling.models import Appointment
from reverie.treatment.access import get_treatment_for
from reverie.treatment.models import Treatment

NO_HOUR = [Appointment.HELD, Appointment.REQUESTED, Appointment.CANCELLED, Appointment.MOVED]


# -- the client's own -------------------------------------------------------------------------------


def get_writer(actor: Actor) -> Client:
    """The client who asks. Raises Http404 for anybody else."""
    if not policy.allows(actor, "entry.write", {"own"}):
        raise Http404
    oneself = Q(user_id=actor.user_id, practice_id=actor.practice_id)
    client = Client.objects.filter(oneself).select_related("practice").first()
    if client is None:
        raise Http404
    return client


def own_entries(actor: Actor) -> QuerySet[Entry]:
    """The pages that the client who asks has written."""
    if not policy.allows(actor, "entry.write", {"own"}):
        return Entry.objects.none()
    own = Q(client__user_id=actor.user_id, practice_id=actor.practice_id)
    return Entry.objects.filter(own).select_related("client", "practice")


def own_drafts(actor: Actor) -> QuerySet[Draft]:
    """The pages that the client who asks is writing."""
    if not policy.allows(actor, "entry.write", {"own"}):
        return Draft.objects.none()
    return Draft.objects.filter(Q(client__user_id=actor.user_id, practice_id=actor.practice_id))


def get_own_entry(actor: Actor, entry_id: UUID) -> Entry:
    """A page of the client who asks; Http404 otherwise. One's own reading is not written down."""
    entry = own_entries(actor).filter(pk=entry_id).first()
    if entry is None:
        raise Http404
    return entry


def shares_of(entry: Entry) -> QuerySet[Share]:
    """Whom a page of one's own was shown to, latest first."""
    return entry.shares.select_related("therapist").order_by("-shared_at")


# -- shared pages -----------------------------------------------------------------------------------


def shares_visible_to(actor: Actor) -> QuerySet[Share]:
    """The open shares whose pages the actor may read now."""
    roles = policy.roles_for(actor, "entry.read", "shared")
    if not roles or actor.practice_id is None:
        return Share.objects.none()
    treating = Treatment.objects.filter(
        client_id=OuterRef("client_id"), therapist_id=OuterRef("therapist_id")
    ).exclude(state=Treatment.ARCHIVED)
    hour_has_begun = Appointment.objects.filter(
        client_id=OuterRef("client_id"),
        therapist_id=OuterRef("therapist_id"),
        start_at__gt=OuterRef("shared_at"),
        start_at__lte=clock.now(),
    ).exclude(state__in=NO_HOUR)
    theirs = Q(therapist__user_id=actor.user_id, practice_id=actor.practice_id, withdrawn_at=None)
    open_now = Q(mode=Share.NOW) | Exists(hour_has_begun)
    rows = Share.objects.filter(theirs, Exists(treating), open_now)
    return rows.select_related("entry", "client", "therapist")


def get_shared_for_reading(actor: Actor, entry_id: UUID) -> Share:
    """The open share of a page, and one audited read. Raises Http404 when there is none for the actor."""
    share = shares_visible_to(actor).filter(entry_id=entry_id).first()
    if share is None:
        raise Http404
    with transaction.atomic():
        # The client may have taken it back since the line above: the row decides, under a lock.
        locked = Share.objects.select_for_update().filter(pk=share.pk, withdrawn_at=None)
        if not locked.update(read_at=F("read_at") if share.read_at else clock.now()):
            raise Http404
        detail = {"digest": share.entry.digest()}
        audit.record(by=actor, verb="read", on=share.entry, client=share.client_id, detail=detail)
    return share


def get_treatment_for_shared(actor: Actor, client_id: UUID, action: str) -> Treatment:
    """The client's treatment in which the actor may do `action`; Http404 when it is invisible."""
    return get_treatment_for(actor, client_id, action)


# -- the practice's library ---------------------------------------------------------------------------


def practice_of_library(actor: Actor, action: str) -> Practice:
    """The practice whose library the actor may read or write. Raises Http404 for anybody else."""
    if actor.practice_id is None or not policy.allows(actor, action, {"practice"}):
        raise Http404
    return Practice.objects.get(pk=actor.practice_id)


def library_of(actor: Actor) -> QuerySet[LibrarySheet]:
    """The practice's own sheets, oldest first, those that were taken out as well."""
    if actor.practice_id is None or not policy.allows(actor, "homework_library.read", {"practice"}):
        return LibrarySheet.objects.none()
    return LibrarySheet.objects.filter(practice_id=actor.practice_id).order_by("created_at")


def get_library_sheet(actor: Actor, sheet_id: UUID) -> LibrarySheet:
    """A sheet that the actor may change; Http404 otherwise."""
    row = library_of(actor).filter(pk=sheet_id).select_related("practice").first()
    if row is None or not policy.allows(actor, "homework_library.write", {"practice"}):
        raise Http404
    return row


# -- homework ---------------------------------------------------------------------------------------


def homework_visible_to(actor: Actor) -> QuerySet[Homework]:
    """Invitations of one's own, or those given in a treatment that one leads."""
    seen = Q(pk__in=[])
    if policy.roles_for(actor, "homework.read", "own"):
        seen |= Q(client__user_id=actor.user_id)
    if policy.roles_for(actor, "homework.read", "treating"):
        seen |= Q(treatment__therapist__user_id=actor.user_id) & ~Q(treatment__state=Treatment.ARCHIVED)
    rows = Homework.objects.filter(seen, Q(practice_id=actor.practice_id))
    return rows.select_related("client", "treatment__therapist")


def get_homework_for(actor: Actor, homework_id: UUID, action: str) -> Homework:
    """An invitation on which the actor may do `homework.<verb>`; the act is audited. Else Http404."""
    row = homework_visible_to(actor).filter(pk=homework_id).first()
    if row is None:
        raise Http404
    own = {"own"} if row.client.user_id == actor.user_id else set()
    treating = {"treating"} if row.treatment.therapist.user_id == actor.user_id else set()
    if not policy.allows(actor, action, own | treating):
        raise Http404
    return row


def find_own_homework(actor: Actor, homework_id: str) -> Homework | None:
    """The client's own invitation that a new page is written for; None for anything else."""
    rows = homework_visible_to(actor).filter(Q(client__user_id=actor.user_id))
    return next((row for row in rows if str(row.id) == homework_id), None) if homework_id else None


def read_homework_of(actor: Actor, treatment: Treatment) -> list[Homework]:
    """The invitations of a treatment, latest first, and one audited read."""
    rows = list(homework_visible_to(actor).filter(treatment=treatment).order_by("-given_at"))
    with transaction.atomic():
        detail = {"homework": len(rows)}
        audit.record(by=actor, verb="read", on=treatment, client=treatment.client_id, detail=detail)
    return rows
