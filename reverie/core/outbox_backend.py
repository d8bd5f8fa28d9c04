"""Django's and allauth's own mail goes through the outbox too, so that one list holds every message."""

from collections.abc import Sequence
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from reverie.core import mail


class OutboxBackend(BaseEmailBackend):
    """Writes each message into the outbox instead of sending it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """The number of messages taken in; part of the caller's transaction."""
        taken = 0
        for letter in email_messages:
            for reader in letter.recipients():
                key, subject = f"letter:{uuid4()}", str(letter.subject)
                mail.post(key=key, to=reader, subject=subject, body=str(letter.body))
                taken += 1
        return taken
