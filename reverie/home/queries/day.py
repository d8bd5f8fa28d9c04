"""The therapist's day: hours with what surrounds them, notes to sign, what arrived, what may be dangerous."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from reverie.accounts.models import Therapist
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.directory.access import inquiries_visible_to
from reverie.directory.models import Inquiry
from reverie.journal import queries as journal
from reverie.journal.queries import SharedPage
from reverie.measures import queries as measures
from reverie.measures.models import Administration
from reverie.record.models import Session
from reverie.record.queries.sessions import SessionCount, counts_of, unsigned_sessions
from reverie.safety import queries as safety
from reverie.safety.queries import OpenConcern
from reverie.scheduling.models import Appointment
from reverie.treatment.access import glasses_visible_to, treatments_visible_to
from reverie.treatment.models import Break, Plan, Treatment

BACK, AHEAD = timedelta(days=14), timedelta(days=7)
AGREED = {"client_agreed_at__isnull": False, "therapist_agreed_at__isnull": False}
NO_HOUR = {Appointment.CANCELLED, Appointment.MOVED, Appointment.HELD}


@dataclass(frozen=True)
class Hour:
    """One hour of the day with what is known about it."""

    appointment: Appointment
    treatment: Treatment | None
    session: Session | None
    count: SessionCount
    place: int
    of: int
    next_break: Break | None
    review_on: date | None = None


@dataclass(frozen=True)
class Day:
    """Everything the day page shows; `now` is the moment it was read."""

    therapist: Therapist
    day: date
    now: datetime
    hours: tuple[Hour, ...]
    coming: Appointment | None
    concerns: tuple[OpenConcern, ...]
    unsigned: tuple[Session, ...]
    unwritten: tuple[Appointment, ...]
    shared: tuple[SharedPage, ...]
    returned: tuple[Administration, ...] = field(default=())
    waiting: int = 0
    waiting_until: datetime | None = None
    has_emergency: bool = False
    since: datetime | None = None


def day_of(actor: Actor, wanted: date | None = None) -> Day | None:
    """The actor's own day in their zone, today or `wanted`; None when they hold no hours here.

    A fixed number of queries, whatever the day holds.
    """
    therapist = _therapist(actor)
    if therapist is None:
        return None
    now = clock.now()
    today = wanted or clock.today(therapist.zone)
    monday = _midnight(today - timedelta(days=today.weekday()), therapist.zone)
    week = monday, monday + timedelta(days=7)
    lately = now - BACK, now + AHEAD
    around = _appointments(therapist, week, lately)
    in_week = [row for row in around if week[0] <= row.start_at < week[1]]
    todays = [row for row in around if row.start_at.astimezone(ZoneInfo(therapist.zone)).date() == today]
    since = now - BACK
    return Day(
        therapist=therapist,
        day=today,
        now=now,
        hours=tuple(_hours(actor, todays, in_week, today)),
        coming=next((row for row in around if row.start_at > now), None),
        concerns=tuple(safety.open_concerns_for(actor)),
        unsigned=tuple(unsigned_sessions(actor)),
        unwritten=tuple(row for row in around if _is_unwritten(row, now)),
        shared=tuple(journal.shared_with(actor, since)[:8]),
        returned=tuple(measures.returned_since(actor, since).select_related("client")[:24]),
        waiting=therapist.waiting or 0,
        waiting_until=therapist.waiting_until,
        has_emergency=bool(therapist.has_emergency),
        since=_last_time(around, _midnight(clock.today(therapist.zone), therapist.zone)),
    )


def _therapist(actor: Actor) -> Any:
    """The actor as therapist, with what waits for them: requests, and an emergency to look at; one query."""
    rows = Therapist.objects.filter(practice_id=actor.practice_id, user_id=actor.user_id, ended_at=None)
    to_review = glasses_visible_to(actor).filter(reviewed_at=None).exclude(opened_by=actor.user_id)
    asked = inquiries_visible_to(actor).filter(
        profile__therapist=OuterRef("pk"), state__in=Inquiry.UNANSWERED
    )
    return rows.annotate(
        has_emergency=Exists(to_review),
        waiting=Subquery(asked.order_by().values("practice").annotate(n=Count("*")).values("n")),
        waiting_until=Subquery(asked.order_by("due_at").values("due_at")[:1]),
    ).first()


def _last_time(around: list[Appointment], today: datetime) -> datetime | None:
    """When the last hour before today was over: what came after it is new."""
    return max((row.end_at for row in around if row.end_at < today), default=None)


def _is_unwritten(row: Appointment, now: datetime) -> bool:
    return now - BACK < row.end_at <= now and not hasattr(row, "session")


def _appointments(therapist: Therapist, *spans: tuple[datetime, datetime]) -> list[Appointment]:
    within = Q(pk__in=[])
    for first, last in spans:
        within |= Q(start_at__gte=first, start_at__lt=last)
    rows = Appointment.objects.filter(within, therapist=therapist)
    rows = rows.exclude(state__in=NO_HOUR).select_related("client", "session")
    return list(rows.order_by("start_at"))


def _hours(actor: Actor, todays: list[Appointment], week: list[Appointment], today: date) -> list[Hour]:
    clients = {row.client_id for row in todays}
    led = treatments_visible_to(actor).filter(client_id__in=clients, therapist__user_id=actor.user_id)
    agreed = Plan.objects.filter(treatment=OuterRef("pk"), **AGREED).order_by("-number")
    led = led.annotate(review_on=Subquery(agreed.values("review_on")[:1]))
    treatments: dict[UUID, Any] = {row.client_id: row for row in led.order_by("started_on")}
    counts = counts_of(row.pk for row in treatments.values())
    breaks = _breaks([row.pk for row in treatments.values()], today)
    found = []
    for row in todays:
        treatment = treatments.get(row.client_id)
        same = [other.pk for other in week if other.client_id == row.client_id]
        found.append(
            Hour(
                appointment=row,
                treatment=treatment,
                session=getattr(row, "session", None),
                count=counts.get(treatment.pk, NOTHING) if treatment else NOTHING,
                place=same.index(row.pk) + 1 if row.pk in same else 1,
                of=len(same) or 1,
                next_break=breaks.get(treatment.pk) if treatment else None,
                review_on=treatment.review_on if treatment else None,
            )
        )
    return found


def _breaks(treatments: list[UUID], today: date) -> dict[UUID, Break]:
    rows = Break.objects.filter(treatment_id__in=treatments, first_day__gte=today)
    return {row.treatment_id: row for row in rows.order_by("-first_day")}


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


NOTHING = SessionCount(0, None)
