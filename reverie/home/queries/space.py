"""The client's space: the next hour, what may be done before it, what was written, who has looked."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery

from reverie.accounts.models import Client
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.core.sealing import ClientScope, keychain
from reverie.journal import queries as journal
from reverie.journal.models import Homework
from reverie.journal.queries import OwnPage
from reverie.measures import queries as measures
from reverie.measures.queries import Asked
from reverie.record.models import Session
from reverie.scheduling.models import Appointment
from reverie.treatment.access import treatments_visible_to
from reverie.treatment.models import Break, BreakGlass, Intake, Treatment, latest_first
from reverie.treatment.queries.cover import SHOWN_FOR, concerning
from reverie.treatment.queries.plan import goals_in_words

PAGES = 3
NEW_FOR = timedelta(days=7)
"""How long the front page says that a note can be read."""
AHEAD = {Appointment.CONFIRMED, Appointment.REQUESTED, Appointment.HELD}


@dataclass(frozen=True)
class Space:
    """Everything the client's front page shows."""

    client: Client
    treatment: Treatment | None
    next_hour: Appointment | None
    next_break: tuple[date, date] | None
    asked: tuple[Asked, ...]
    invited: tuple[Homework, ...]
    pages: tuple[OwnPage, ...]
    goals: tuple[str, ...]


def space_of(actor: Actor) -> Space | None:
    """The space of the client who asks; None when the practice sees no such client."""
    treatment = _treatment(actor)
    client = treatment.client if treatment else _client(actor)
    if client is None:
        return None
    chain = keychain(ClientScope(client.practice_id, client.pk, "record"))
    return Space(
        client=client,
        treatment=treatment,
        next_hour=next_hour_of(client),
        next_break=_next_break(treatment),
        asked=tuple(measures.asked_of(actor)[:3]),
        invited=tuple(journal.invitations(actor)[:3]),
        pages=tuple(journal.pages(actor, PAGES)),
        goals=tuple(goals_in_words(treatment, chain)) if treatment else (),
    )


def next_hour_of(client: Client) -> Appointment | None:
    """The next hour that is agreed or asked for."""
    rows = Appointment.objects.filter(client=client, end_at__gt=clock.now(), state__in=AHEAD)
    return rows.select_related("therapist").order_by("start_at").first()


def _treatment(actor: Actor) -> Treatment | None:
    """The latest treatment, with the next break, an open form and a record opened lately, in one query."""
    told = Break.objects.filter(
        treatment=OuterRef("pk"), told_on__isnull=False, last_day__gte=clock.now().date()
    )
    first = told.order_by("first_day")
    since = clock.now() - SHOWN_FOR
    opened = BreakGlass.objects.filter(concerning(OuterRef("client")), opened_at__gte=since)
    lately = {"note__released_at__lte": clock.now(), "note__released_at__gt": clock.now() - NEW_FOR}
    shown = Session.objects.filter(client=OuterRef("client"), **lately).order_by("-note__released_at")
    forms = Intake.objects.filter(client=OuterRef("client")).exclude(state=Intake.SENT).order_by("asked_at")
    rows = treatments_visible_to(actor).filter(client__user_id=actor.user_id)
    rows = rows.annotate(
        break_first=Subquery(first.values("first_day")[:1]),
        break_last=Subquery(first.values("last_day")[:1]),
        glass_at=Subquery(opened.order_by("-opened_at").values("opened_at")[:1]),
        note_of=Subquery(shown.values("pk")[:1]),
        note_day=Subquery(shown.values("started_at")[:1]),
        intake_id=Subquery(forms.values("pk")[:1]),
    ).select_related("client__practice", "therapist")
    return latest_first(rows).first()


def _client(actor: Actor) -> Client | None:
    rows = Client.objects.filter(user_id=actor.user_id, practice_id=actor.practice_id)
    return rows.select_related("practice").first()


def _next_break(treatment: Treatment | None) -> tuple[date, date] | None:
    first = getattr(treatment, "break_first", None)
    return (first, treatment.break_last) if first else None  # type: ignore[union-attr]
