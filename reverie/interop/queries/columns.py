"""Which columns of the people, places and files beside a record are written into a copy, and why not all.

Of the rows of the record itself every column is written (`record.py`); what is sealed comes as words.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.billing.models import Insurer
from reverie.core.models import FileBody, StoredFile

COPIED: dict[type[Model], tuple[str, ...]] = {
    Client: ("id", "created_at", "name", "pronouns", "email", "phone", "zone", "born_on"),
    Practice: ("id", "name", "zone", "country", "currency"),
    Therapist: ("id", "user_id", "name", "title", "zone"),
    User: ("id", "name"),
    Insurer: ("id", "name", "payer_id", "is_in_network"),
    StoredFile: ("id", "created_at", "purpose", "kind", "size", "sha256", "kept_by"),
    FileBody: (),
}

KNOWN_BY = "known by where the row stands in the copy"
OF_THE_PRACTICE = "the practice's own affair"
OF_THE_ACCOUNT = "belongs to a person's account, which no copy opens"
NOT_COPIED: dict[str, str] = {
    "accounts.client.practice_id": KNOWN_BY,
    "accounts.client.user_id": OF_THE_ACCOUNT,
    "accounts.practice.created_at": OF_THE_PRACTICE,
    "accounts.practice.address": "stands on the papers of the practice",
    "accounts.practice.phone": "stands on the papers of the practice",
    "accounts.practice.is_monitored": OF_THE_PRACTICE,
    "accounts.practice.after_hours_words": OF_THE_PRACTICE,
    "accounts.practice.on_call_name": OF_THE_PRACTICE,
    "accounts.practice.on_call_phone": OF_THE_PRACTICE,
    "accounts.therapist.created_at": OF_THE_PRACTICE,
    "accounts.therapist.practice_id": KNOWN_BY,
    "accounts.therapist.ended_at": OF_THE_PRACTICE,
    "accounts.user.created_at": OF_THE_ACCOUNT,
    "accounts.user.email": OF_THE_ACCOUNT,
    "accounts.user.pronouns": OF_THE_ACCOUNT,
    "accounts.user.zone": OF_THE_ACCOUNT,
    "accounts.user.language": OF_THE_ACCOUNT,
    "accounts.user.theme": OF_THE_ACCOUNT,
    "accounts.user.password": OF_THE_ACCOUNT,
    "accounts.user.last_login": OF_THE_ACCOUNT,
    "accounts.user.is_active": OF_THE_ACCOUNT,
    "accounts.user.is_password_long": OF_THE_ACCOUNT,
    "billing.insurer.created_at": OF_THE_PRACTICE,
    "billing.insurer.practice_id": KNOWN_BY,
    "billing.insurer.ended_at": OF_THE_PRACTICE,
    "billing.insurer.ended_by": OF_THE_PRACTICE,
    "core.storedfile.practice": KNOWN_BY,
    "core.storedfile.client": KNOWN_BY,
    "core.storedfile.version": "counts how often the name was sealed",
    "core.storedfile.sealed": "comes as its name",
    "core.filebody.id": KNOWN_BY,
    "core.filebody.created_at": "stands with the file",
    "core.filebody.file_id": KNOWN_BY,
    "core.filebody.version": "counts how often the bytes were sealed",
    "core.filebody.sealed": "comes as a file under papers/",
}
"""Columns of these that are in no copy, with the reason."""


def copied(row: Model) -> dict[str, Any]:
    """What a copy says of somebody or something beside the record."""
    return {name: plain(getattr(row, name)) for name in COPIED[type(row)]}


def plain(value: Any) -> Any:
    """A value as JSON knows it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value
