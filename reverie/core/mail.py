"""Messages without clinical words: written into the outbox with the act, sent by the jobs."""

from uuid import UUID

from reverie.core.models import OutboxMessage


def post(*, key: str, to: str, subject: str, body: str, practice: UUID | None = None) -> None:
    """Put one message into the outbox; a second call with the same `key` changes nothing.

    Runs in the caller's transaction. Without mail settings the message waits in the practice's list.
    """
    message = OutboxMessage(key=key, to=to, subject=subject, body=body, practice=practice)
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
