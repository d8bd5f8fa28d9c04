"""The only doors to sessions and notes.

`treating`: the actor leads a treatment of the client that is not archived; `author`: the actor held the
session. A client sees the facts of their own sessions, and notes once these are released.
"""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from reverie.accounts.models import Client, Therapist
from reverie.core import audit, clock, policy
from reverie.core.policy import Actor
from reverie.record.models import AccessRequest, Contact, Countersigner, Paper, Review, Session
from reverie.scheduling.models import Appointment
from reverie.treatment import access as treatments
from reverie.treatment.models import Treatment


def sessions_visible_to(actor: Actor) -> QuerySet[Session]:
    """The sessions whose facts the actor may read, with the people in them."""
    seen = Q(pk__in=[])
    if policy.roles_for(actor, "session.read", "own"):
        seen |= Q(client__user_id=actor.user_id)
    if policy.roles_for(actor, "session.read", "author"):
        seen |= Q(therapist__user_id=actor.user_id) & ~Q(treatment__state=Treatment.ARCHIVED)
    if policy.roles_for(actor, "session.read", "treating"):
        led = Treatment.objects.filter(client_id=OuterRef("client_id"), therapist__user_id=actor.user_id)
        # What was held after a treatment ended is the successor's, not theirs who had led it.
        in_time = Q(ended_on=None) | Q(ended_on__gte=OuterRef("started_at__date"))
        seen |= Q(Exists(led.filter(in_time).exclude(state=Treatment.ARCHIVED)))
    rows = Session.objects.filter(seen, practice_id=actor.practice_id)
    return rows.select_related("client", "therapist", "treatment", "practice")


def sessions_opened_by(actor: Actor) -> QuerySet[Session]:
    """The signed sessions in records that the actor has open in an emergency now; drafts are never opened."""
    if not policy.allows(actor, "glass.read", {"covering"}):
        return Session.objects.none()
    rows = Session.objects.filter(client__in=treatments.clients_covered_by(actor), locked_at__isnull=False)
    return rows.filter(practice_id=actor.practice_id).select_related("client", "therapist", "note")


def get_opened_session(actor: Actor, session_id: UUID) -> Session:
    """A signed session in a record that is open in an emergency, and one audited read. Raises Http404."""
    session = sessions_opened_by(actor).filter(pk=session_id).first()
    if session is None:
        raise Http404
    with transaction.atomic():
        audit.record(by=actor, verb="read", on=session, client=session.client_id, detail={"emergency": True})
    return session


def get_session_for(actor: Actor, session_id: UUID, action: str, *, reads: bool = False) -> Session:
    """The session for `object.verb`; with `reads`, one audited read of it and its note.

    Raises Http404 when it is invisible, PermissionDenied when the table refuses the verb on it.
    """
    rows = sessions_visible_to(actor).select_related("note", "appointment")
    session = rows.filter(pk=session_id).first()
    if session is None:
        raise Http404
    if not policy.allows(actor, action, relations_to(actor, session)):
        raise PermissionDenied
    if reads:
        with transaction.atomic():
            audit.record(by=actor, verb="read", on=session, client=session.client_id)
    return session


def get_own_session_for_reading(actor: Actor, session_id: UUID) -> Session:
    """The client's own session, with its note when it is released; one audited read."""
    session = get_session_for(actor, session_id, "session.read", reads=True)
    if session.client.user_id != actor.user_id:
        raise Http404
    return session


def get_appointment_for_session(actor: Actor, appointment_id: UUID) -> Appointment:
    """The actor's own appointment with a client whom they treat, to begin its session. Raises Http404."""
    rows = Appointment.objects.filter(practice_id=actor.practice_id, therapist__user_id=actor.user_id)
    rows = rows.annotate(is_treated=Exists(treatments.led_by(actor).filter(client=OuterRef("client"))))
    appointment = rows.select_related("client", "therapist").filter(pk=appointment_id).first()
    relations = {"treating"} if appointment is not None and appointment.is_treated else set()
    if appointment is None or not policy.allows(actor, "session.begin", relations):
        raise Http404
    return appointment


def find_session_of(actor: Actor, appointment_id: UUID) -> Session | None:
    """The session that came of an appointment, where the actor may read it; its own page audits the read."""
    return sessions_visible_to(actor).filter(appointment=appointment_id).first()


def reviews_asked_of(actor: Actor) -> QuerySet[Review]:
    """The turns in which this supervisor was asked to sign a note with its author."""
    if not policy.roles_for(actor, "note.countersign", "supervisee"):
        return Review.objects.none()
    rows = Review.objects.filter(supervisor_id=actor.user_id, note__session__practice_id=actor.practice_id)
    return rows.select_related("note__session__client", "note__session__therapist", "supervisor")


def supervised_by(actor: Actor) -> QuerySet[Therapist]:
    """Whom the actor formally supervises: those whose notes the practice named them to countersign, today."""
    begun = clock.today("Etc/GMT+12")  # where a day begins last, so that no supervision begins too early
    named = Countersigner.objects.filter(supervisor_id=actor.user_id, practice_id=actor.practice_id)
    return Therapist.objects.filter(countersigners__in=named.filter(ended_at=None, starts_on__lte=begun))


def get_review_for(actor: Actor, session_id: UUID, *, reads: bool = False) -> Review:
    """The open turn of a note that waits for this supervisor, else Http404; `reads`: one audited read."""
    review = reviews_asked_of(actor).filter(note__session_id=session_id, answered_at=None).first()
    if review is None:
        raise Http404
    if reads:
        session = review.note.session
        with transaction.atomic():
            audit.record(by=actor, verb="read", on=session, client=session.client_id)
    return review


def relations_to(actor: Actor, session: Session) -> set[str]:
    """How the actor stands to a visible session: `own`, `author`, `treating`."""
    found = set()
    if session.client.user_id == actor.user_id:
        found.add("own")
    if session.therapist.user_id == actor.user_id:
        found.add("author")
    if found != {"own"}:
        # Visible to staff means: held or treated by them (sessions_visible_to).
        found.add("treating")
    return found


def get_client_of(actor: Actor, client_id: UUID, action: str, *, reads: bool = False) -> Client:
    """The client, for a list of entries about them or a new one; with `reads`, one audited read."""
    return treatments.get_treatment_for(actor, client_id, action, reads=reads).client


def get_contact_for(actor: Actor, contact_id: UUID, action: str) -> Contact:
    """One entry between the hours, and one audited read. Raises Http404, PermissionDenied."""
    row = (
        Contact.objects.filter(pk=contact_id, practice_id=actor.practice_id).select_related("client").first()
    )
    if row is None:
        raise Http404
    treatments.get_treatment_for(actor, row.client_id, action)
    _note_read(actor, row, row.client_id)
    return row


def get_paper_for(actor: Actor, paper_id: UUID, action: str, *, reads: bool = False) -> Paper:
    """One paper of a client whom the actor treats, or is; the client sees what is shown to them."""
    rows = Paper.objects.filter(pk=paper_id, practice_id=actor.practice_id).select_related("client", "stored")
    row = rows.first()
    if row is None:
        raise Http404
    treatment = treatments.get_treatment_for(actor, row.client_id, action)
    if treatment.client.user_id == actor.user_id and (row.shown_at is None or row.taken_out_at is not None):
        raise Http404
    if reads:
        _note_read(actor, row, row.client_id)
    return row


def get_request_for(actor: Actor, request_id: UUID) -> AccessRequest:
    """A wish for a copy that the actor may answer. Raises Http404."""
    rows = AccessRequest.objects.filter(pk=request_id, practice_id=actor.practice_id)
    row = rows.select_related("client").first()
    if row is None:
        raise Http404
    relations = treatments.relations_to(actor, row.client)
    if not policy.allows(actor, "access_request.answer", relations):
        raise Http404
    return row


def _note_read(actor: Actor, row: Contact | Paper, client_id: UUID) -> None:
    with transaction.atomic():
        audit.record(by=actor, verb="read", on=row, client=client_id)
