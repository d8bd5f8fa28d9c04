"""Messages without clinical words: written into the outbox with the act, sent by the jobs.

    mail.post(key=f"reminder:{appointment.id}:24h", to=…, subject=…, body=…, practice=…)

Without mail settings a message waits in the practice's list, where somebody copies it and hands it over.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import QuerySet

from reverie.core import audit, clock, jobs, policy
from reverie.core.models import OutboxMessage
from reverie.core.policy import Actor

STALE = timedelta(days=2)
"""A message that has waited this long is not sent any more by itself: its hour is over."""


class CannotHandOver(Exception):
    """Why a message cannot be marked as handed over, as one plain sentence."""


def post(*, key: str, to: str, subject: str, body: str, practice: UUID | None = None) -> None:
    """Put one message into the outbox; a second call with the same `key` changes nothing.

    Runs in the caller's transaction. `subject` and `body` carry no clinical word, and no name of the work.
    """
    message = OutboxMessage(key=key, to=to, subject=subject, body=body, practice=practice)
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    if is_set_up():
        jobs.enqueue("core.send_message", key=f"mail:{key}", payload={"key": key})


def is_set_up() -> bool:
    """True when REVERIE_MAIL_URL says where mail goes."""
    return bool(settings.MAIL["backend"])


def send(key: str) -> bool:
    """Send one waiting message; False when it was sent, handed over, or nothing can send it.

    Raises what the mail server answers; the job tries again. A crash right after the server took the
    message sends it once more under the same Message-ID, by which mailboxes know a double.
    """
    message = OutboxMessage.objects.filter(key=key, sent_at=None, handed_over_at=None).first()
    if message is None or not is_set_up():
        return False
    connection = get_connection(str(settings.MAIL["backend"]), **settings.MAIL["options"])
    headers = {"Message-ID": _message_id(message), "Auto-Submitted": "auto-generated"}
    letter = EmailMessage(message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.to])
    letter.extra_headers, letter.connection = headers, connection
    try:
        letter.send()
    except Exception as error:
        OutboxMessage.objects.filter(pk=message.pk).update(
            attempts=message.attempts + 1, error=type(error).__name__
        )
        raise
    OutboxMessage.objects.filter(pk=message.pk).update(
        attempts=message.attempts + 1, sent_at=clock.now(), error=""
    )
    return True


def _message_id(message: OutboxMessage) -> str:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return f"<{message.id.hex}@{domain}>"


def send_later_what_waits() -> None:
    """Queue what waits and is fresh: mail was set up after it was written, or its tries were used up."""
    fresh = OutboxMessage.objects.filter(
        sent_at=None, handed_over_at=None, created_at__gt=clock.now() - STALE
    )
    for key in fresh.values_list("key", flat=True) if is_set_up() else ():
        jobs.enqueue("core.send_message", key=f"mail:{key}:{clock.now():%Y%m%d%H}", payload={"key": key})


def messages_visible_to(actor: Actor) -> QuerySet[OutboxMessage]:
    """The practice's messages that nobody sent or handed over, newest first; none for the others."""
    if not policy.allows(actor, "message.list", {"practice"}) or actor.practice_id is None:
        return OutboxMessage.objects.none()
    waiting = OutboxMessage.objects.filter(practice=actor.practice_id, sent_at=None, handed_over_at=None)
    return waiting.order_by("-created_at")


@transaction.atomic
def hand_over(*, message: OutboxMessage, by: Actor) -> None:
    """Mark a message as given to its reader by other means. Raises CannotHandOver when it went already."""
    changed = OutboxMessage.objects.filter(pk=message.pk, sent_at=None, handed_over_at=None).update(
        handed_over_at=clock.now()
    )
    if not changed:
        raise CannotHandOver("This message was sent or handed over already.")
    audit.record(by=by, verb="hand_over", on=message)
