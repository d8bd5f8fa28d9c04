"""The audit chain: each act adds a link in its own transaction; nothing is changed afterwards.

    audit.record(by=actor, verb="sign", on=session, client=session.client_id, detail={"note": note.digest()})

`detail` holds names of fields, digests, counts and ids, never words. Reads of clinical rows are acts
too: `audit.record(by=actor, verb="read", …)`, written by the room's access.py.
"""

import hashlib
import json
from datetime import UTC
from typing import Any
from uuid import UUID

from django.db import models, transaction

from reverie.core import clock, trips
from reverie.core.models import AuditEvent, AuditHead
from reverie.core.policy import Actor

quote = json.encoder.encode_basestring_ascii
ENCODER = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), sort_keys=True)
MOVE_ON = f"UPDATE {AuditHead._meta.db_table} SET count = %s, hash = %s WHERE practice = %s"  # noqa: S608
INSTALLATION = UUID(int=0)
"""The chain of acts that belong to no practice (set-up, sign-in of unknown people)."""


class AnonymousAct(Exception):
    """An act without an actor is refused."""


def record(
    *,
    by: Actor,
    verb: str,
    on: models.Model | None = None,
    practice: UUID | None = None,
    client: UUID | None = None,
    detail: dict[str, Any] | None = None,
    head: AuditHead | None = None,
) -> AuditEvent:
    """Append one link to the practice's chain; must run inside the transaction of the act.

    `head` is the chain's head where this transaction has locked and read it, and added nothing since but
    through it: it moves on with the link.
    Raises AnonymousAct when `by` names nobody, TransactionManagementError outside a transaction.
    """
    if not by.name_in_audit:
        raise AnonymousAct("Nobody is named as the actor.")
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An audit link belongs into the transaction of its act.")
    chain = practice or by.practice_id or INSTALLATION
    if head is None or head.practice != chain:
        head = _locked_head(chain)
    event = AuditEvent(
        practice=chain,
        number=head.count + 1,
        at=clock.now().astimezone(UTC),
        actor=by.name_in_audit,
        role=by.role_in_audit,
        verb=verb,
        object_type=on._meta.label_lower if on is not None else "",
        object_id=str(on.pk) if on is not None else "",
        client=client,
        detail=json.loads(ENCODER.encode(detail or {})),
        previous=head.hash,
    )
    event.hash = link_hash(event)
    _append(event)
    head.count, head.hash = event.number, event.hash
    return event


def _append(event: AuditEvent) -> None:
    """Both statements are the same for every act of the installation: written out, not built each time."""
    trips.insert(event)
    database = transaction.get_connection()
    chain = AuditEvent._meta.get_field("practice").get_db_prep_save(event.practice, database)
    with database.cursor() as cursor:
        cursor.execute(MOVE_ON, [event.number, event.hash, chain])


def _locked_head(chain: UUID) -> AuditHead:
    heads = AuditHead.objects.select_for_update().filter(practice=chain)
    head = heads.first()
    if head is None:  # the first act of all; two of them may meet here
        AuditHead.objects.bulk_create([AuditHead(practice=chain)], ignore_conflicts=True)
        head = heads.get()
    return head


HASHED = ("number", "at", "actor", "role", "verb", "object_type", "object_id", "client", "detail")
"""The columns that a link's hash covers, beside its practice and the hash before it."""


def canonical(practice: str, *values: Any) -> bytes:
    """The bytes of a link that its hash covers: canonical JSON of `practice` and the HASHED columns."""
    number, at, actor, role, verb, object_type, object_id, client, detail = values
    # Written out rather than left to the encoder: a million links are walked in seconds.
    client_words = f'"{client}"' if client else "null"
    detail_words = ENCODER.encode(detail) if detail else "{}"
    return (
        f'{{"actor":{quote(actor)},"at":"{at.isoformat()}","client":{client_words},"detail":{detail_words},'
        f'"number":{number},"object_id":{quote(object_id)},"object_type":{quote(object_type)},'
        f'"practice":"{practice}","role":{quote(role)},"verb":{quote(verb)}}}'
    ).encode()


def link_hash(event: AuditEvent) -> str:
    """SHA-256 over the previous hash and the link's canonical form."""
    values = [getattr(event, name) for name in HASHED]
    return hashlib.sha256(event.previous.encode() + canonical(str(event.practice), *values)).hexdigest()
