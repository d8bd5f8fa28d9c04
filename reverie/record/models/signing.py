"""What a signature stands under: the canonical form of a note with the facts of its session."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from reverie.record.models.contact import Contact
from reverie.record.models.note import Addendum, ProgressNote
from reverie.record.models.review import Review
from reverie.record.models.session import Session

FORM = "reverie/note/2"
"""2: every column of the signed rows, the moments of keeping included."""


def name_under(name: str, title: str = "") -> str:
    """Name and title as they stand under a signature."""
    return ", ".join(part for part in (name, title) if part)


def note_hash(
    note: ProgressNote,
    session: Session,
    words: dict[str, Any],
    reviews: Sequence[tuple[Review, dict[str, Any]]] = (),
) -> str:
    """SHA-256 of everything that the signature of a note binds: facts, words, signer and moment.

    `reviews`: each turn between author and supervisor with its words; a note without any has none in it.
    """
    turns = {"reviews": [_review(row, said) for row, said in reviews]} if reviews else {}
    return _hash(
        turns
        | {
            "form": FORM,
            "note": str(note.pk),
            "template": note.template,
            "words": words,
            "signed_at": _moment(note.signed_at),
            "signed_by": str(note.signed_by),
            "signer": note.signer,
            "is_late_entry": note.is_late_entry,
            "version": note.version,
            "saved_at": _moment(note.saved_at),
            "last_save": str(note.last_save or ""),
            "created_at": _moment(note.created_at),
            "session": facts(session),
        }
    )


def addendum_hash(addendum: Addendum, words: dict[str, Any]) -> str:
    """SHA-256 of an addendum together with the hash of the note it belongs to."""
    return _hash(
        {
            "form": FORM,
            "addendum": str(addendum.pk),
            "note": addendum.note.content_hash,
            "number": addendum.number,
            "kind": addendum.kind,
            "created_at": _moment(addendum.created_at),
            "words": words,
            "signed_at": _moment(addendum.signed_at),
            "signed_by": str(addendum.signed_by),
            "signer": addendum.signer,
        }
    )


def contact_hash(contact: Contact, words: dict[str, Any]) -> str:
    """SHA-256 of an entry between the hours: facts, words, signer and moment."""
    kept = ("kind", "is_incoming", "minutes", "zone", "signer", "is_late_entry")
    moments = ("created_at", "at", "signed_at")
    return _hash(
        {name: getattr(contact, name) for name in kept}
        | {name: _moment(getattr(contact, name)) for name in moments}
        | {
            "form": FORM,
            "contact": str(contact.pk),
            "practice": str(contact.practice_id),
            "client": str(contact.client_id),
            "therapist": str(contact.therapist_id),
            "corrects": str(contact.corrects_id or ""),
            "signed_by": str(contact.signed_by),
            "version": contact.version,
            "words": words,
        }
    )


def facts(session: Session) -> dict[str, Any]:
    """The facts of a session in a form that does not depend on the machine."""
    return {
        "session": str(session.pk),
        "practice": str(session.practice_id),
        "treatment": str(session.treatment_id),
        "client": str(session.client_id),
        "therapist": str(session.therapist_id),
        "appointment": str(session.appointment_id or ""),
        "number": session.number,
        "started_at": _moment(session.started_at),
        "stopped_at": _moment(session.stopped_at),
        "zone": session.zone,
        "place": session.place,
        "attendance": session.attendance,
        "late_minutes": session.late_minutes,
        "created_at": _moment(session.created_at),
        "locked_at": _moment(session.locked_at),
        "locked_by": str(session.locked_by or ""),
        # Added later: a session of two people hashes as it always did.
        **({"participants": sorted(session.participants)} if session.participants else {}),
    }


def _review(row: Review, words: dict[str, Any]) -> dict[str, Any]:
    names = ("created_at", "asked_at", "answered_at")
    moments = {name: _moment(getattr(row, name)) for name in names}
    return row.under_the_signature(words) | moments


def _moment(at: datetime | None) -> str:
    # UTC to the microsecond, the same from every database.
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else ""


def _hash(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
