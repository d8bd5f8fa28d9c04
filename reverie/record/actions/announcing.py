"""Telling clients that a note can be read now: a letter without content, once a day at most."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.core import clock, dates, mail
from reverie.record.models import ProgressNote

LATELY = timedelta(days=2)
"""What could be read for longer is not announced any more."""


@transaction.atomic
def announce_notes() -> int:
    """Write to every client who can read a note since lately; how many there are. Twice is once."""
    now = clock.now()
    shown = ProgressNote.objects.filter(released_at__gt=now - LATELY, released_at__lte=now)
    notes = shown.exclude(session__client__user=None).select_related("session__client__user")
    told = set()
    for note in notes:
        client, at = note.session.client, note.released_at
        if client.user is None or at is None:
            continue
        mail.post(
            key=f"note_shown:{client.pk}:{dates.local(at, client.zone).date()}",
            to=client.user.email,
            subject=_("Please sign in"),
            body=_("There is something new to read in your space. Sign in to see it."),
            practice=client.practice_id,
        )
        told.add(client.pk)
    return len(told)
