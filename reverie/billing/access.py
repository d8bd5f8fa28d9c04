"""The only doors to money.

`treating`: the actor leads a treatment of the client that is not archived; `own`: the client asks about
themselves; `practice`: the row belongs to the practice the actor works in.
"""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from reverie.accounts.models import Client
from reverie.billing.models import Charge, Claim, Coverage, Document, Insurer, LedgerEntry, ServiceCode
from reverie.core import audit, policy
from reverie.core.policy import Actor
from reverie.treatment.access import clients_treated_by, relations_to, with_leading


def require(actor: Actor, action: str) -> UUID:
    """The actor's practice, when the table lets them do `action` there; Http404 otherwise."""
    if actor.practice_id is None or not policy.allows(actor, action, {"practice"}):
        raise Http404
    return UUID(str(actor.practice_id))


def clients_visible_to(actor: Actor, action: str = "account.open") -> QuerySet[Client]:
    """The clients whose account the actor may open (or do another `action` on)."""
    seen = Q(pk__in=[])
    if policy.roles_for(actor, action, "practice"):
        seen |= Q(practice_id=actor.practice_id)
    if policy.roles_for(actor, action, "treating"):
        seen |= Q(pk__in=clients_treated_by(actor).values("pk"))
    if policy.roles_for(actor, action, "own"):
        seen |= Q(user_id=actor.user_id)
    return Client.objects.filter(seen, practice_id=actor.practice_id)


def get_client_for(actor: Actor, client_id: UUID, action: str, *, reads: bool = False) -> Client:
    """The client for `object.verb`; with `reads`, one audited read of the account.

    Raises Http404 when the account is invisible, PermissionDenied when the verb is refused on it.
    """
    return get_client_and_relations(actor, client_id, action, reads=reads)[0]


def get_client_and_relations(
    actor: Actor, client_id: UUID, action: str, *, reads: bool = False
) -> tuple[Client, set[str]]:
    """The same, with how the actor stands to the client, for a page that asks what more may be done."""
    rows = Client.objects.select_related("practice", "addressee").filter(pk=client_id)
    client = with_leading(actor, rows.annotate(treatment_count=Count("treatments"))).first()
    if client is None:
        raise Http404
    relations = relations_to(actor, client)
    if not policy.allows(actor, action, relations):
        if policy.allows(actor, "account.open", relations):
            raise PermissionDenied
        raise Http404
    if reads:
        with transaction.atomic():
            audit.record(by=actor, verb="read_account", on=client, client=client.pk)
    return client, relations


def get_own_client(actor: Actor) -> Client:
    """The client who asks, in this practice; Http404 when there is none."""
    rows = Client.objects.select_related("practice").filter(practice_id=actor.practice_id)
    client = rows.filter(user_id=actor.user_id).first() if actor.is_signed_in else None
    if client is None:
        raise Http404
    return client


def charges_visible_to(actor: Actor, action: str = "charge.read") -> QuerySet[Charge]:
    """The charges of the clients for whom the actor may do `action`."""
    rows = Charge.objects.filter(client__in=clients_visible_to(actor, action))
    return rows.select_related("client", "therapist", "practice")


def get_charge_for(actor: Actor, charge_id: UUID, action: str) -> Charge:
    """The charge for `object.verb`; Http404 when it is not theirs to see."""
    charge = charges_visible_to(actor, action).filter(pk=charge_id).first()
    if charge is None:
        raise Http404
    return charge


def documents_visible_to(actor: Actor) -> QuerySet[Document]:
    """The issued documents that the actor may read."""
    rows = Document.objects.filter(client__in=clients_visible_to(actor, "document.read"))
    return rows.select_related("client__practice")


def get_document_for_reading(actor: Actor, document_id: UUID) -> Document:
    """An issued document, and one audited read; else Http404."""
    document = documents_visible_to(actor).filter(pk=document_id).first()
    if document is None:
        raise Http404
    with transaction.atomic():
        audit.record(by=actor, verb="read", on=document, client=document.client_id)
    return document


def get_invoice_for(actor: Actor, document_id: UUID, action: str) -> Document:
    """An invoice to be corrected; Http404 when there is none or it is not theirs to correct."""
    rows = Document.objects.filter(kind=Document.INVOICE, client__in=clients_visible_to(actor, action))
    document = rows.select_related("client__practice").filter(pk=document_id).first()
    if document is None:
        raise Http404
    return document


def get_entry_for(actor: Actor, entry_id: UUID, action: str) -> LedgerEntry:
    """An entry of an account on which the actor may do `action`; else Http404."""
    rows = LedgerEntry.objects.filter(client__in=clients_visible_to(actor, action))
    entry = rows.select_related("client__practice").filter(pk=entry_id).first()
    if entry is None:
        raise Http404
    return entry


def get_code_for(actor: Actor, code_id: UUID) -> ServiceCode:
    """A line of the practice's own list that is in use; Http404 otherwise."""
    practice = require(actor, "letterhead.write")
    code = ServiceCode.objects.filter(practice_id=practice, ended_at=None, pk=code_id).first()
    if code is None:
        raise Http404
    return code


def get_coverage_for(actor: Actor, coverage_id: UUID, action: str) -> Coverage:
    """A cover of a client for whom the actor may do `action`; else Http404."""
    rows = Coverage.objects.filter(client__in=clients_visible_to(actor, action))
    rows = rows.select_related("client__practice", "insurer", "front", "back")
    coverage = rows.filter(pk=coverage_id).first()
    if coverage is None:
        raise Http404
    return coverage


def get_card_for(actor: Actor, coverage_id: UUID, action: str) -> Coverage:
    """A cover whose card is looked at; the look is written down. Raises Http404."""
    coverage = get_coverage_for(actor, coverage_id, action)
    with transaction.atomic():
        audit.record(by=actor, verb="read", on=coverage, client=coverage.client_id)
    return coverage


def get_insurer_for(actor: Actor, insurer_id: UUID) -> Insurer:
    """An insurer of the practice's list; Http404 otherwise."""
    practice = require(actor, "insurer.write")
    insurer = Insurer.objects.filter(practice_id=practice, ended_at=None, pk=insurer_id).first()
    if insurer is None:
        raise Http404
    return insurer


def claims_visible_to(actor: Actor) -> QuerySet[Claim]:
    """The practice's claims, for those who write them."""
    return Claim.objects.filter(client__in=clients_visible_to(actor, "claim.write"))


def get_claim_for(actor: Actor, claim_id: UUID, *, reads: bool = False) -> Claim:
    """A claim of the practice; with `reads`, one audited read. Http404 otherwise."""
    rows = claims_visible_to(actor).select_related(
        "client", "practice", "coverage__insurer", "second__insurer", "after"
    )
    claim = rows.filter(pk=claim_id).first()
    if claim is None:
        raise Http404
    if reads:
        with transaction.atomic():
            audit.record(by=actor, verb="read", on=claim, client=claim.client_id)
    return claim
