"""Entries between the hours: kept once, signed at once, put right by a further entry."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.record.models import Contact
from reverie.record.models.signing import contact_hash, name_under
from reverie.treatment.models import Treatment

LATE_AFTER_DAYS = 7
LONGEST_MINUTES = 12 * 60


class CannotKeepContact(Exception):
    """One plain sentence for the user: why this contact cannot be written down."""


@dataclass(frozen=True)
class ContactWords:
    """A contact as it is told: `at` aware, `minutes` where it lasted."""

    kind: str
    is_incoming: bool
    at: datetime
    person: str
    text: str
    subject: str = ""
    minutes: int | None = None


@transaction.atomic
def keep_contact(
    *, treatment: Treatment, contact: ContactWords, corrects: Contact | None = None, by: Actor
) -> Contact:
    """Write down a contact under the signature of the therapist. Raises CannotKeepContact."""
    trouble = _trouble(treatment, contact, corrects, by)
    if trouble:
        raise CannotKeepContact(trouble)
    now, therapist = clock.now(), treatment.therapist
    row = Contact(
        practice_id=treatment.practice_id,
        client=treatment.client,
        therapist=therapist,
        corrects=corrects,
        kind=contact.kind,
        is_incoming=contact.is_incoming,
        at=contact.at,
        minutes=contact.minutes,
        zone=therapist.zone,
        signed_at=now,
        signed_by=by.user_id,
        signer=name_under(by.name, therapist.title),
        is_late_entry=(now - contact.at).days > LATE_AFTER_DAYS,
    )
    words = {name: getattr(contact, name).strip() for name in ("person", "subject", "text")}
    row.seal_words(row.chain(), words)
    row.content_hash = contact_hash(row, words)
    row.save(force_insert=True)
    detail = {"hash": row.content_hash, "kind": row.kind, "words": row.digest()}
    audit.record(by=by, verb="keep_contact", on=row, client=row.client_id, detail=detail)
    return row


def _trouble(treatment: Treatment, contact: ContactWords, corrects: Contact | None, by: Actor) -> str:
    if by.user_id is None or by.user_id != treatment.therapist.user_id:
        return _("Only the client’s therapist writes down a contact.")
    if contact.kind not in Contact.KINDS:
        return _("Choose whether it was a call, a letter, a message or a meeting.")
    if not contact.person.strip() or not contact.text.strip():
        return _("Write down with whom it was, and what it was about.")
    if contact.at > clock.now():
        return _("This contact has not taken place yet.")
    if contact.minutes is not None and contact.minutes > LONGEST_MINUTES:
        return _("A contact does not last longer than twelve hours.")
    if corrects is not None and corrects.client_id != treatment.client_id:
        return _("The entry that this puts right is another client’s.")
    return ""
