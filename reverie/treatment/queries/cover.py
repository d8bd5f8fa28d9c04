"""Who stands in for whom, and which records were opened in an emergency."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from reverie.accounts.models import Client, Therapist, User
from reverie.core import clock, policy
from reverie.core.policy import Actor
from reverie.safety.queries.plans import plan_words
from reverie.treatment.access import covers_visible_to, glasses_visible_to
from reverie.treatment.models import BreakGlass, Cover, Treatment, chain_of, latest_first
from reverie.treatment.queries.history import DiagnosisRead, diagnoses_of, last_place, particulars_of
from reverie.treatment.queries.plan import PlanRead, plans_of

SHOWN_FOR = timedelta(days=30)
"""How long the client's space says that the record was opened; the list of looks says so for good."""


@dataclass(frozen=True)
class GlassRead:
    """An opened record: who, when, why."""

    row: BreakGlass
    who: str
    reason: str
    is_open: bool


def covers_ahead(actor: Actor) -> QuerySet[Cover]:
    """Every cover the actor may see that has not ended, soonest first."""
    today = clock.now().date() - timedelta(days=1)
    rows = covers_visible_to(actor).filter(ended_at=None, last_day__gte=today)
    return rows.select_related("therapist", "colleague").order_by("first_day")


def glasses_to_review(actor: Actor) -> list[GlassRead]:
    """Records opened in an emergency that nobody has looked at since, for owner and therapist."""
    rows = glasses_visible_to(actor).filter(reviewed_at=None).exclude(opened_by=actor.user_id)
    return _read(rows.select_related("client"), clock.now())


def glasses_of_client(client: Client) -> list[GlassRead]:
    """For the client: what was opened lately, with who and why; theirs, and those they share with others."""
    rows = BreakGlass.objects.filter(concerning(client.pk), opened_at__gte=clock.now() - SHOWN_FOR)
    return _read(rows.select_related("client").distinct(), clock.now())


def concerning(client: Any) -> Q:
    """Openings of the record of `client` (a key or a reference), or of a unit to which they belong."""
    members = {"client__unit__members__person": client, "client__unit__members__left_on": None}
    return Q(client=client) | Q(**members)


def _read(rows: QuerySet[BreakGlass], now: datetime) -> list[GlassRead]:
    found = list(rows[:20])
    names = User.objects.in_bulk([row.opened_by for row in found]) if found else {}
    return [
        GlassRead(
            row,
            names[row.opened_by].name if row.opened_by in names else "",
            str(row.words(chain_of(row.client))["reason"]),
            row.is_open(now),
        )
        for row in found
    ]


@dataclass(frozen=True)
class OpenedRecord:
    """What helps in an emergency, unsealed."""

    glass: BreakGlass | None
    particulars: dict[str, str]
    place: dict[str, str]
    diagnoses: list[DiagnosisRead]
    plans: list[PlanRead]
    safety: dict[str, str]
    therapist: Therapist | None


def opened_record(client: Client, actor: Actor) -> OpenedRecord:
    """The parts of a record that somebody who stands in needs; the caller came through access."""
    chain = chain_of(client)
    led = Treatment.objects.filter(client=client).exclude(state=Treatment.ARCHIVED)
    treatment = latest_first(led.select_related("therapist")).first()
    safety_plan = client.safety_plans.order_by("-number").first()
    opened = BreakGlass.objects.filter(client=client, opened_by=actor.user_id)
    return OpenedRecord(
        glass=opened.order_by("-opened_at").first(),
        particulars=particulars_of(client, chain)[1],
        place=last_place(client, chain),
        diagnoses=diagnoses_of(client, chain),
        plans=plans_of(treatment, chain) if treatment else [],
        safety=plan_words(safety_plan) if safety_plan else {},
        therapist=treatment.therapist if treatment else None,
    )


def who_may_be_named(actor: Actor) -> tuple[list[Therapist], list[Therapist]]:
    """Who can be away (oneself; everybody for the owner), and who can stand in."""
    rows = Therapist.objects.filter(practice_id=actor.practice_id, ended_at=None).order_by("name")
    everybody = list(rows)
    if policy.allows(actor, "cover.set", {"practice"}):
        return everybody, everybody
    own = [row for row in everybody if row.user_id == actor.user_id]
    return own, [row for row in everybody if row.user_id != actor.user_id]
