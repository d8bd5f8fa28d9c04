"""Limits, transfers and summaries, unsealed for who came through access."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from reverie.accounts.models import Therapist
from reverie.core import clock
from reverie.core.sealing import KeyChain
from reverie.scheduling.models import Appointment
from reverie.treatment.models import EndingSummary, Limit, Transfer, Treatment
from reverie.treatment.queries.texts import approaches


@dataclass(frozen=True)
class Worded:
    """A row with its words."""

    row: Any
    words: dict[str, str]


def limits_of(treatment: Treatment, chain: KeyChain) -> list[Worded]:
    """Every limit, the newest first."""
    rows = Limit.objects.filter(treatment=treatment).order_by("-number")
    return [Worded(row, row.words(chain)) for row in rows]


def open_limit(treatment: Treatment) -> Limit | None:
    """The newest limit while the client has not agreed to it; an older one never waits any more."""
    row = treatment.limits.order_by("-number").first()
    return row if row is not None and row.client_agreed_at is None else None


def first_limit(treatment: Treatment) -> dict[str, int]:
    """What the form of a limit starts with: the number that the approach usually has."""
    approach = approaches().get(treatment.approach)
    return {"sessions": approach.default_sessions} if approach and approach.default_sessions else {}


def transfers_of(treatment: Treatment, chain: KeyChain) -> list[Worded]:
    """Every transfer, the newest first."""
    rows = Transfer.objects.filter(treatment=treatment).select_related("to").order_by("-created_at")
    return [Worded(row, row.words(chain)) for row in rows]


def colleagues_of(treatment: Treatment) -> list[Therapist]:
    """Who else works in the practice."""
    rows = Therapist.objects.filter(practice_id=treatment.practice_id, ended_at=None)
    return list(rows.exclude(pk=treatment.therapist_id).order_by("name"))


def summaries_of(treatment: Treatment) -> QuerySet[EndingSummary]:
    """The summary of a treatment, as a queryset of at most one."""
    return EndingSummary.objects.filter(treatment=treatment)


def summary_of(treatment: Treatment, chain: KeyChain) -> Worded | None:
    """The summary with its words; None while there is none."""
    row = summaries_of(treatment).select_related("treatment").first()
    return Worded(row, row.words(chain)) if row else None


def hours_left(treatment: Treatment) -> int:
    """How many hours are arranged from now to the last day."""
    rows = Appointment.objects.filter(
        client_id=treatment.client_id,
        therapist_id=treatment.therapist_id,
        start_at__gt=clock.now(),
        state__in=Appointment.OPEN,
    )
    if treatment.last_day is not None:
        after = treatment.last_day + timedelta(days=1)
        rows = rows.filter(wall_start__date__lt=after)
    return rows.count()
