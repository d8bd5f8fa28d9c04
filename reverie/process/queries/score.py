"""What the score is drawn from: a window of hours, what was marked in them, breaks, absences, measures."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.fields import UUIDField
from django.db.models.functions import Cast

from reverie.accounts.models import Client
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.measures import queries as measures
from reverie.measures.access import answers_visible_to
from reverie.process.access import scope_of
from reverie.process.models import ProcessSheet
from reverie.process.queries.summary import Entry, entries_of
from reverie.process.queries.threads import ThreadRow, threads_of
from reverie.record.models import Session
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Break

AT_ONCE = 80
"""Sessions in one window; older ones are a page away."""
BESIDE = timedelta(days=21)
"""How far before its first session a window reaches, so that a break before it is seen."""
HELD = "held"
ABSENT = [Appointment.CLIENT_ABSENT, Appointment.THERAPIST_ABSENT, Appointment.CANCELLED]


@dataclass(frozen=True)
class Hour:
    """An hour in the window: held (with its session and perhaps a sheet), or the way it was missed."""

    kind: str
    at: datetime
    on: date
    number: int | None = None
    session: UUID | None = None
    sheet: UUID | None = None


@dataclass(frozen=True)
class Score:
    """One window of a treatment; `earlier` and `later` are days to page to."""

    hours: list[Hour]
    missed: list[Hour]
    breaks: list[tuple[date, date]]
    threads: list[ThreadRow]
    entries: list[Entry]
    courses: list[measures.Course]
    earlier: date | None
    later: date | None


def score(actor: Actor, client: Client, until: date | None = None) -> Score:
    """The window of at most AT_ONCE sessions that ends with `until` (the latest without it)."""
    chain = keychain(scope_of(actor, client.id))
    hours = _hours(actor, client, until)
    held = [hour for hour in hours if hour.kind == HELD]
    window, rest = held[:AT_ONCE][::-1], held[AT_ONCE:]
    threads = threads_of(actor, client.id, chain)
    if not window:
        return Score([], [], [], threads, [], [], None, None)
    first, last = window[0].on, window[-1].on
    entries = entries_of(scope_of(actor, client.id), chain, range(first.year, last.year + 1))
    return Score(
        hours=window,
        missed=[hour for hour in hours if hour.kind != HELD and first - BESIDE <= hour.on <= last],
        breaks=_breaks(actor, client, first - BESIDE, last),
        threads=threads,
        entries=[entry for entry in entries if first <= entry.on <= last],
        courses=_courses(actor, client, first - BESIDE, last),
        earlier=rest[0].on if rest else None,
        later=last if until else None,
    )


def _hours(actor: Actor, client: Client, until: date | None) -> list[Hour]:
    """Held sessions and missed hours, latest first, in one query."""
    sheets = ProcessSheet.objects.filter(session=OuterRef("pk"), author_id=actor.user_id).values("id")[:1]
    with_actor = Q(client=client, therapist__user_id=actor.user_id)
    columns = ("how", "at", "which", "zone", "hour", "sheet")
    held = Session.objects.filter(with_actor).annotate(
        how=Value(HELD), at=F("started_at"), which=F("number"), hour=F("id"), sheet=Subquery(sheets)
    )
    nothing = Cast(Value(None), UUIDField())
    missed = Appointment.objects.filter(with_actor, state__in=ABSENT).annotate(
        how=F("state"), at=F("start_at"), which=Value(0), hour=nothing, sheet=nothing
    )
    if until is not None:
        end = datetime.combine(until + timedelta(days=1), datetime.min.time(), ZoneInfo(client.zone))
        held, missed = held.filter(at__lt=end), missed.filter(at__lt=end)
    rows = held.values_list(*columns).union(missed.values_list(*columns), all=True)
    return [
        Hour(kind, at, at.astimezone(ZoneInfo(zone)).date(), number or None, session, sheet)
        for kind, at, number, zone, session, sheet in rows.order_by("-at")[: AT_ONCE * 2]
    ]


def _breaks(actor: Actor, client: Client, first: date, last: date) -> list[tuple[date, date]]:
    rows = Break.objects.filter(
        Q(treatment__client=client, treatment__therapist__user_id=actor.user_id),
        last_day__gte=first,
        first_day__lte=last + timedelta(days=120),
    )
    return list(rows.values_list("first_day", "last_day"))


def _courses(actor: Actor, client: Client, first: date, last: date) -> list[measures.Course]:
    rows = answers_visible_to(actor).filter(
        client=client, completed_at__date__gte=first, completed_at__date__lte=last + timedelta(days=7)
    )
    return measures.courses(list(rows))
