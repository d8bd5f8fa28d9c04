"""What the day page asks for through the process door: where we left off."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from reverie.accounts.models import Client
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.process.access import clients_visible_to, note_reading, scope_of
from reverie.process.models import ProcessSheet
from reverie.process.queries.sheets import sheets_of
from reverie.process.queries.threads import ThreadRow, threads_of
from reverie.record.models import Session
from reverie.scheduling.models import Appointment


@dataclass(frozen=True)
class DayLine:
    """The last line the actor wrote to themselves about a client, and the threads that are open."""

    client: UUID
    carry_over: str
    sheet: ProcessSheet | None
    threads: list[ThreadRow]


def day_line(actor: Actor, about: UUID) -> DayLine | None:
    """The line for an appointment, a session or a client; None when there is nothing to say."""
    client = _client_of(actor, about)
    if client is None:
        return None
    chain = keychain(scope_of(actor, client.id))
    last = sheets_of(actor, client).first()
    words = last.words(chain) if last else {}
    open_threads = [row for row in threads_of(actor, client.id, chain) if row.stage != "eased"]
    open_threads.sort(key=lambda row: row.course.last.toordinal() if row.course.last else 0, reverse=True)
    if last is None and not open_threads:
        return None
    note_reading(actor, client)
    return DayLine(client.id, str(words.get("carry_over", "")), last, open_threads[:3])


def _client_of(actor: Actor, about: UUID) -> Client | None:
    booked = Appointment.objects.filter(Q(pk=about, practice_id=actor.practice_id)).values("client_id")
    held = Session.objects.filter(Q(pk=about, practice_id=actor.practice_id)).values("client_id")
    return clients_visible_to(actor).filter(Q(pk=about) | Q(pk__in=booked) | Q(pk__in=held)).first()
