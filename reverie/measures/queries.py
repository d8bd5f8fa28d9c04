"""Reads for pages: what is asked, what was answered, how it went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from reverie.accounts.models import Client, Practice
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.core.sealing import KeyChain, keychain
from reverie.instruments import scoring
from reverie.measures import access, fhir, questionnaires
from reverie.measures.models import Administration, ReferenceChoice, Schedule
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment
from reverie.treatment.queries import plan as plans
from reverie.treatment.queries.plan import PlanRead

UNDER_WAY = [Treatment.CONSULTATION, Treatment.ACTIVE, Treatment.ENDING]


@dataclass(frozen=True)
class Point:
    """One filled-in form on the course of an instrument."""

    id: UUID
    at: datetime
    status: str
    total: float | None
    prorated: float | None
    band: str | None
    is_risk: bool
    source: str
    released_at: datetime | None
    remark: str
    answers: tuple[int | None, ...]


@dataclass(frozen=True)
class Reference:
    """A reference set: how far a total must move for the change to be reliable, and whose figure that is.

    `sd` and `reliability` are known where the points were worked out from them (instruments.outcomes).
    """

    name: str
    points: float
    source: str
    sd: float | None = None
    reliability: float | None = None


def known_references(code: str) -> list[Reference]:
    """The reference sets of an instrument that somebody has seen at their source, the usual one first."""
    return [
        Reference(figure.note or figure.source.partition(";")[0], figure.value, figure.source)
        for figure in scoring.get(code).verified_figures()
        if figure.kind == "reliable change"
    ]


@dataclass(frozen=True)
class Course:
    """All filled-in forms of one instrument, oldest first; `chosen` is the therapist's reference set."""

    code: str
    points: tuple[Point, ...]
    chosen: Reference | None = None

    @property
    def reference(self) -> Reference | None:
        """The set by which change is read; None where none is verified and none was chosen."""
        return self.chosen or next(iter(known_references(self.code)), None)

    @property
    def scored(self) -> list[Point]:
        """The points that have a total, as the client answered themselves."""
        return [point for point in self.own if point.total is not None]

    @property
    def own(self) -> list[Point]:
        """The points that the client answered; what somebody else said for them is another measurement."""
        return [point for point in self.points if point.source != Administration.BY_PROXY]


def open_forms(actor: Actor) -> QuerySet[Administration]:
    """What a client is asked now, soonest due first."""
    rows = access.administrations_visible_to(actor).filter(Q(client__user_id=actor.user_id))
    return rows.filter(state__in=Administration.OPEN).order_by("due_at", "opens_at")


@dataclass(frozen=True)
class Asked:
    """An open form in plain words, for the client's first page; `is_held` when only they read the answers."""

    pk: UUID
    title: str
    is_held: bool
    therapist: str
    minutes: int


def asked_of(actor: Actor) -> list[Asked]:
    """What a client is asked now, soonest due first, in plain words."""
    return [
        Asked(
            pk=row.pk,
            title=str(questionnaires.title(row.instrument)),
            is_held=row.is_held,
            therapist=row.treatment.therapist.name,
            minutes=questionnaires.minutes(row.instrument),
        )
        for row in open_forms(actor)
    ]


def own_forms(actor: Actor) -> list[Administration]:
    """What a client has answered, latest first."""
    rows = access.answers_visible_to(actor).filter(Q(client__user_id=actor.user_id))
    return list(rows.filter(state=Administration.COMPLETED).order_by("-completed_at"))


def zone_of(actor: Actor) -> str:
    """The time zone of the client who asks."""
    client = Client.objects.filter(Q(user_id=actor.user_id, practice_id=actor.practice_id)).first()
    return client.zone if client else "UTC"


def own_courses(actor: Actor, chain: KeyChain | None = None) -> list[Course]:
    """What a client has answered, by form; totals only of what the therapist has let them see."""
    rows = sorted(own_forms(actor), key=_moment)
    return courses(rows, chain)


def returned_since(actor: Actor, since: datetime) -> QuerySet[Administration]:
    """Forms that the therapist's clients sent back since a moment, held ones left out (the day page)."""
    rows = access.answers_visible_to(actor).filter(Q(treatment__therapist__user_id=actor.user_id))
    return rows.filter(completed_at__gte=since, source=Administration.BY_CLIENT).order_by("-completed_at")


def words_of(row: Administration) -> dict[str, Any]:
    """The words of a form that access.py has let the actor read."""
    return row.words(keychain(row.scope))


def courses(rows: list[Administration], chain: KeyChain | None = None) -> list[Course]:
    """Filled-in forms by instrument, in the order of the instruments' first use; one key chain for all."""
    done = sorted(
        (row for row in rows if row.state == Administration.COMPLETED), key=lambda row: _moment(row)
    )
    if not done:
        return []
    chain = chain or keychain(done[0].scope)
    found: dict[str, list[Point]] = {}
    for row in done:
        found.setdefault(row.instrument, []).append(_point(row, chain))
    known = [_reference_of(row) for row in done if hasattr(row, "reference_id")]
    chosen = _by_instrument(known, chain) if known else chosen_references(done[0].client_id, chain)
    return [Course(code, tuple(points), chosen.get(code)) for code, points in found.items()]


def _reference_of(row: Any) -> ReferenceChoice | None:
    """The choice that `access.referenced` brought with a form."""
    if row.reference_id is None:
        return None
    owner = {"practice_id": row.practice_id, "client_id": row.client_id, "instrument": row.instrument}
    kept = {"id": row.reference_id, "version": row.reference_version, "sealed": row.reference_sealed}
    return ReferenceChoice(**owner, **kept)


def _by_instrument(choices: Iterable[ReferenceChoice | None], chain: KeyChain) -> dict[str, Reference]:
    latest = {row.instrument: row for row in choices if row is not None}
    return {code: Reference(**row.words(chain)) for code, row in latest.items()}


def chosen_references(client_id: UUID, chain: KeyChain) -> dict[str, Reference]:
    """Instrument -> the reference set chosen last for a client whom access.py has let the actor see."""
    return _by_instrument(ReferenceChoice.objects.filter(client_id=client_id).order_by("chosen_at"), chain)


def supervised(actor: Actor) -> QuerySet[Treatment]:
    """The treatments whose measures the actor reads as a formal supervisor, by therapist and client."""
    rows = access.supervised_treatments(actor).select_related("therapist", "client")
    return rows.order_by("therapist__name", "client__name")


def _point(row: Administration, chain: KeyChain) -> Point:
    words = row.words(chain)
    score = words["score"] or {}
    items = scoring.get(row.instrument).items
    return Point(
        id=row.id,
        at=_moment(row),
        status=row.score_status,
        total=score.get("total"),
        prorated=score.get("prorated"),
        band=score.get("band"),
        is_risk=scoring.RISK_FLAG in score.get("flags", []),
        source=row.source,
        released_at=row.released_at,
        remark=words["remark"],
        answers=tuple(words["answers"].get(str(item)) for item in range(1, items + 1)),
    )


def _moment(row: Administration) -> datetime:
    assert row.completed_at is not None
    return row.completed_at


def plan_of(treatment: Treatment, chain: KeyChain | None = None) -> PlanRead | None:
    """The plan in force of a treatment that access.py has let the actor see."""
    return plans.current_plan(plans.plans_of(treatment, chain or treatment.chain()))


def asked_before(schedule: Schedule) -> datetime | None:
    """The latest hour that the schedule's form was asked before."""
    rows = Administration.objects.filter(treatment=schedule.treatment, instrument=schedule.instrument)
    latest = rows.exclude(due_at=None).order_by("-due_at").first()
    return latest.due_at if latest else None


def asked_before_hour(treatment: Treatment, hour: Appointment) -> list[str]:
    """The forms that are asked before an hour already."""
    rows = Administration.objects.filter(treatment=treatment, appointment=hour)
    return list(rows.values_list("instrument", flat=True))


def running_schedules() -> list[Schedule]:
    """All schedules of treatments under way, for the job that asks: what has waited longest comes first."""
    asked = Administration.objects.filter(treatment=OuterRef("treatment"), instrument=OuterRef("instrument"))
    latest = asked.exclude(due_at=None).order_by("-due_at").values("due_at")[:1]
    rows = Schedule.objects.filter(stopped_at=None, treatment__state__in=UNDER_WAY)
    rows = rows.select_related("treatment__client", "treatment__therapist")
    return list(rows.annotate(last=Subquery(latest)).order_by(F("last").asc(nulls_first=True), "created_at"))


def practices_not_counted_in(moment: datetime) -> list[Practice]:
    """Practices with filled-in forms whose numbers are not of this month, by their own calendar."""
    rows = Practice.objects.filter(Exists(Administration.objects.filter(practice=OuterRef("pk"))))
    rows = rows.annotate(counted_at=Max("summary__counted_at"))
    return [row for row in rows if not row.counted_at or _month(row.counted_at, row) != _month(moment, row)]


def _month(moment: datetime, practice: Practice) -> tuple[int, int]:
    here = moment.astimezone(ZoneInfo(practice.zone))
    return here.year, here.month


def late_forms(before: datetime) -> QuerySet[Administration]:
    """Open forms whose hour was before a moment, for the job that lets them expire."""
    return Administration.objects.filter(
        state__in=[Administration.PLANNED, *Administration.OPEN], due_at__lt=before
    )


def forms_to_send() -> QuerySet[Administration]:
    """Planned forms whose moment has come, for the job that sends them."""
    return Administration.objects.filter(state=Administration.PLANNED, opens_at__lte=clock.now())


def schedules_of(treatment: Treatment) -> QuerySet[Schedule]:
    """What is asked regularly in a treatment that access.py has let the actor see."""
    return Schedule.objects.filter(treatment=treatment, stopped_at=None).order_by("instrument")


def fhir_bundle(rows: list[Administration]) -> dict[str, Any]:
    """The filled-in forms of one client as a FHIR Bundle."""
    done = [row for row in rows if row.state == Administration.COMPLETED]
    chain = keychain(done[0].scope) if done else None
    forms = [_filled(row, chain) for row in done] if chain else []
    return fhir.bundle(forms, clock.now())


def _filled(row: Administration, chain: KeyChain) -> fhir.FilledForm:
    words = row.words(chain)
    return fhir.FilledForm(
        id=row.id,
        code=row.instrument,
        client=row.client_id,
        answered_at=_moment(row),
        is_complete=row.score_status == "complete",
        answers={int(item): answer for item, answer in words["answers"].items()},
        total=(words["score"] or {}).get("total"),
        answered_by=words.get("answered_by", ""),
    )
