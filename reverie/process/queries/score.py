"""What the score is drawn from: a window of hours, what was marked in them, breaks, absences, measures."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.fields import CharField, DateTimeField, UUIDField
from django.db.models.functions import Cast, Coalesce, Concat, Lag

from reverie.accounts.models import Client
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.measures import queries as measures
from reverie.measures.access import answers_visible_to, referenced
from reverie.process.access import scope_of, sheets_visible_to
from reverie.process.models import ProcessSheet
from reverie.process.queries.summary import NO_DAYS, Entry, summaries_of
from reverie.process.queries.threads import ThreadRow, rows_of
from reverie.record.models import Session
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Break, Frame

ZOOM = (20, 40, 80)
AT_ONCE = ZOOM[-1]
"""Sessions in one window; older ones are a page away."""
MISSED = {
    Session.ABSENT: Appointment.CLIENT_ABSENT,
    Session.THERAPIST_ABSENT: Appointment.THERAPIST_ABSENT,
}
"""Sessions that nobody held, and as what an hour missed is called; one without a session says it itself."""
BESIDE = timedelta(days=21)
"""How far before its first session a window reaches, so that a break before it is seen."""
HELD, BREAK, FREE, FRAME = "held", "break", "free", "frame"
ABSENT = [Appointment.CLIENT_ABSENT, Appointment.THERAPIST_ABSENT, Appointment.CANCELLED]


@dataclass(frozen=True)
class Hour:
    """An hour held (with its session, perhaps a sheet), one missed, a break, a frame, or a free sheet.

    What was `said` of a frame is what it agreed and, before that, what the one before it had agreed.

    A held one knows when the first of all began, and when the window after the present one ends, so that
    paging needs no question of its own.
    """

    kind: str
    at: datetime
    on: date
    ends: date
    number: int | None = None
    session: UUID | None = None
    sheet: UUID | None = None
    began: datetime | None = None
    later: datetime | None = None
    said: str = ""


@dataclass(frozen=True)
class FrameChange:
    """The day from which another frame held, and what was other: hours, place, fee, rule."""

    on: date
    what: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """One window of a treatment; `earlier` and `later` are days to page to, `years` those it lasted."""

    hours: list[Hour]
    missed: list[Hour]
    breaks: list[tuple[date, date]]
    free: list[Hour]
    threads: list[ThreadRow]
    entries: list[Entry]
    courses: list[measures.Course]
    earlier: date | None
    later: date | None
    show: int = AT_ONCE
    frames: list[FrameChange] = field(default_factory=list)
    years: list[int] = field(default_factory=list)


def score(actor: Actor, client: Client, until: date | None = None, show: int = AT_ONCE) -> Score:
    """The window of at most `show` sessions that ends with `until` (the latest without it)."""
    scope = scope_of(actor, client.id)
    chain = keychain(scope)
    hours = _hours(actor, client, until, show)
    held = [hour for hour in hours if hour.kind == HELD]
    window, rest = held[:show][::-1], held[show:]
    first, last = (window[0].on, window[-1].on) if window else (date.max, date.min)
    entries, threads = summaries_of(scope, chain, (first, last) if window else NO_DAYS)
    return Score(
        hours=window,
        missed=[hour for hour in hours if hour.kind in ABSENT and first - BESIDE <= hour.on <= last]
        if window
        else [],
        breaks=[(hour.on, hour.ends) for hour in hours if hour.kind == BREAK and hour.ends >= first],
        free=[hour for hour in hours if hour.kind == FREE],
        threads=rows_of(threads),
        entries=entries,
        courses=_courses(actor, client, first - BESIDE, last) if window else [],
        earlier=rest[0].on if rest else None,
        later=_day(window[0].later, client.zone) if window else None,
        show=show,
        frames=frame_changes(hours, first - BESIDE, last + BESIDE) if window else [],
        years=_years(window, last) if rest or until else [],
    )


FRAME_PARTS = ("hours", "place", "fee", "rule")
"""What of a frame can be other, in the order in which `_frames` writes it."""


def frame_changes(hours: list[Hour], first: date, last: date) -> list[FrameChange]:
    """From which days within the stretch another frame held, and what was other."""
    found = []
    for hour in reversed(hours):
        before, _line, after = hour.said.partition("\n")
        pairs = zip(FRAME_PARTS, before.split("|"), after.split("|"), strict=False)
        what = tuple(part for part, was, now in pairs if was != now)
        if hour.kind == FRAME and before and what and first <= hour.on <= last:
            found.append(FrameChange(hour.on, what))
    return found


def _years(window: list[Hour], last: date) -> list[int]:
    """The years to page to, from the first session to this year."""
    began = window[0].began if window else None
    return list(range(began.year, max(last.year, clock.now().year) + 1)) if began else []


def _day(moment: datetime | None, zone: str) -> date | None:
    return moment.astimezone(ZoneInfo(zone)).date() if moment else None


DAYS = {BREAK, FRAME}
"""What begins with a day, not with a moment."""
COLUMNS = ("how", "at", "until", "which", "zone", "hour", "sheet", "first", "next", "said")


def _hours(actor: Actor, client: Client, until: date | None, show: int) -> list[Hour]:
    """Held sessions, missed hours, breaks and free-standing sheets, latest first, in one query."""
    first, *others = [rows.values_list(*COLUMNS) for rows in _kinds_of_hour(actor, client, until, show)]
    rows = first.union(*others, all=True).order_by("-at")[: show * 2]
    return [
        Hour(
            kind=how,
            at=at,
            on=at.astimezone(ZoneInfo(zone)).date() if how not in DAYS else at.date(),
            ends=ends.astimezone(ZoneInfo(zone)).date() if how not in DAYS else ends.date(),
            number=number or None,
            session=session,
            sheet=sheet,
            began=began,
            later=later,
            said=said,
        )
        for how, at, ends, number, zone, session, sheet, began, later, said in rows
    ]


NOTHING, ZERO = Cast(Value(None), UUIDField()), Value(0)
NEVER = Cast(Value(None), DateTimeField())


def _kinds_of_hour(actor: Actor, client: Client, until: date | None, show: int) -> list[QuerySet[Any]]:
    """The five parts of the union, each with COLUMNS."""
    ours = Q(client=client, therapist__user_id=actor.user_id)
    planned = Break.objects.order_by().filter(
        Q(treatment__client=client, treatment__therapist__user_id=actor.user_id)
    )
    blank = {"which": ZERO, "hour": NOTHING, "first": NEVER, "next": NEVER, "said": Value("")}
    zone, end = Value(client.zone), None
    if until is not None:
        end = datetime.combine(until + timedelta(days=1), datetime.min.time(), ZoneInfo(client.zone))
    found: list[QuerySet[Any]] = [
        _sessions(actor, ours, end, show),
        Appointment.objects.filter(ours, state__in=ABSENT, session=None).annotate(
            how=F("state"), at=F("start_at"), until=F("end_at"), sheet=NOTHING, **blank
        ),
        planned.annotate(
            how=Value(BREAK), at=_as_time("first_day"), until=_as_time("last_day"), zone=zone
        ).annotate(sheet=NOTHING, **blank),
        sheets_visible_to(actor)
        .filter(client=client, session=None)
        .annotate(how=Value(FREE), at=F("created_at"), until=F("created_at"), zone=zone)
        .annotate(sheet=F("id"), **blank),
        _frames(actor, client)
        .annotate(how=Value(FRAME), at=_as_time("valid_from"), until=_as_time("valid_from"), sheet=NOTHING)
        .annotate(**{**blank, "said": Concat("before", Value("\n"), "agreed")}),
    ]
    if end is None:
        return found
    return [rows.filter(Q(at__lt=end)) for rows in found]


def _sessions(actor: Actor, ours: Q, end: datetime | None, show: int) -> QuerySet[Any]:
    """The part of the union that holds sessions, with the author's sheet of each."""
    sheets = ProcessSheet.objects.filter(session=OuterRef("pk"), author_id=actor.user_id).values("id")[:1]
    earliest = Session.objects.order_by().filter(ours).values("client").annotate(first=Min("started_at"))
    missed = [When(attendance=was, then=Value(kind)) for was, kind in MISSED.items()]
    return Session.objects.filter(ours).annotate(
        how=Case(*missed, default=Value(HELD)),
        at=F("started_at"),
        until=F("stopped_at"),
        which=F("number"),
        hour=F("id"),
        sheet=Subquery(sheets),
        first=Subquery(earliest.values("first")),
        next=_next(ours, end, show) if end else NEVER,
        said=Value(""),
    )


def _frames(actor: Actor, client: Client) -> QuerySet[Any]:
    """The frames that both had agreed to, each with what it agreed and what the one before it had."""
    agreed = Concat(
        *[part for name in ("hours", "zone") for part in (Cast(name, CharField()), Value(" "))],
        *[Value("|"), "setting", Value("|"), Cast("fee_cents", CharField()), "currency"],
        *[Value("|"), "absence_rule", Cast("notice_hours", CharField())],
        output_field=CharField(),
    )
    rows = Frame.objects.filter(
        treatment__client=client,
        treatment__therapist__user_id=actor.user_id,
        client_agreed_at__isnull=False,
        therapist_agreed_at__isnull=False,
    ).annotate(agreed=agreed)
    order = [F("valid_from"), F("number")]
    return rows.annotate(before=Window(Lag("agreed"), partition_by=[F("treatment")], order_by=order))


def _next(ours: Q, end: datetime, show: int) -> Coalesce:
    """When the last session of the window after `end` began; none when nothing comes after it."""
    after = Session.objects.filter(ours, started_at__gte=end).exclude(attendance__in=MISSED)
    full = after.order_by("started_at").values("started_at")[show - 1 : show]
    rest = after.order_by().values("client").annotate(last=Max("started_at")).values("last")
    return Coalesce(Subquery(full), Subquery(rest))


def _as_time(day: str) -> Cast:
    return Cast(day, DateTimeField())


def _courses(actor: Actor, client: Client, first: date, last: date) -> list[measures.Course]:
    rows = answers_visible_to(actor).filter(
        client=client, completed_at__date__gte=first, completed_at__date__lte=last + timedelta(days=7)
    )
    return measures.courses(list(referenced(rows)))
