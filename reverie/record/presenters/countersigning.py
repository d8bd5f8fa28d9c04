"""The queues of notes that two people sign, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reverie.core import dates
from reverie.record.models import Countersigner, Review
from reverie.record.queries.countersigning import Waiting


@dataclass(frozen=True)
class QueueRow:
    """One note of a queue."""

    session: object
    head: str
    title: str
    state: str = ""
    kind: str = "open"
    reason: str = ""


@dataclass(frozen=True)
class NamedRow:
    """One supervisor who countersigns for one therapist."""

    row: Countersigner
    words: str
    since: str


def waiting_rows(reviews: Iterable[Review]) -> list[QueueRow]:
    """What waits for a supervisor: whose note, of which hour, since when."""
    found = []
    for review in reviews:
        session, zone = review.note.session, review.supervisor.zone
        since = _("{who}, ready since {day}").format(
            who=session.therapist.name, day=dates.day(review.asked_at, zone)
        )
        found.append(QueueRow(session, since, _title(review, zone)))
    return found


def own_rows(rows: Iterable[Waiting]) -> list[QueueRow]:
    """What the author waits for, and what came back."""
    found = []
    for waiting in rows:
        review = waiting.review
        if review is None:
            continue
        session = waiting.note.session
        came_back = review.state == Review.RETURNED
        state = _("To be revised") if came_back else _("Waits for {who}").format(who=review.supervisor.name)
        head = dates.day(review.answered_at or review.asked_at, session.zone)
        kind = "risk" if came_back else "open"
        found.append(QueueRow(session, head, _title(review, session.zone), state, kind, waiting.reason))
    return found


def named_rows(rows: Iterable[Countersigner]) -> list[NamedRow]:
    """Who countersigns for whom."""
    words = _("{supervisor} signs the notes of {therapist} too")
    return [
        NamedRow(
            row,
            words.format(supervisor=row.supervisor.name, therapist=row.therapist.name),
            _("since {day}").format(day=dates.day(row.starts_on, row.therapist.zone)),
        )
        for row in rows
    ]


def _title(review: Review, zone: str) -> str:
    session = review.note.session
    return _("{client}, session {number}, {day}").format(
        client=session.client.name, number=session.number, day=dates.day(session.started_at, zone)
    )
