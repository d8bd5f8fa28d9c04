"""Concerns, for the people who look after them."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core import dates
from reverie.core.policy import Actor
from reverie.safety import access, actions, presenters, queries
from reverie.safety.forms import AssessmentForm
from reverie.safety.models import Concern
from reverie.safety.queries.concerns import assessment_of, steps_of
from reverie.safety.queries.plans import latest_number


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def concerns(request: HttpRequest) -> HttpResponse:
    """Everything open that the actor must look at."""
    zone = queries.zone_of(_actor(request))
    rows = [
        (row, dates.day_and_time(row.raised_at, zone)) for row in queries.open_concerns_for(_actor(request))
    ]
    silence = presenters.silence_words(request)
    return render(request, "safety/concerns.html", {"rows": rows, "silence": silence})


def concern(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """One concern: what happened, who was told, what to do."""
    row = access.get_concern_for_reading(_actor(request), concern_id)
    return render(request, "safety/concern.html", _concern_page(request, row, AssessmentForm()))


def concern_acknowledge(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Say that the actor looks after it; nobody further is told."""
    row = access.get_concern_for(_actor(request), concern_id, "concern.acknowledge")
    try:
        actions.acknowledge_concern(concern=row, by=_actor(request))
        messages.success(request, _("You look after this now. Nobody further is told."))
    except actions.CannotAcknowledge as refusal:
        messages.error(request, str(refusal))
    return redirect("safety:concern", concern_id)


def concern_clear(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Close a concern with an assessment."""
    row = access.get_concern_for(_actor(request), concern_id, "concern.clear")
    form = AssessmentForm(request.POST)
    if not form.is_valid():
        return render(request, "safety/concern.html", _concern_page(request, row, form), status=422)
    try:
        actions.clear_concern(concern=row, assessment=form.assessment(), by=_actor(request))
        messages.success(request, _("Closed. Your assessment is kept in the record."))
    except actions.CannotClear as refusal:
        messages.error(request, str(refusal))
    return redirect("safety:concern", concern_id)


def _concern_page(request: HttpRequest, row: Concern, form: AssessmentForm) -> dict[str, object]:
    practice = row.practice
    relations = access.relations_to(_actor(request), row)
    assessment = assessment_of(row) if access.may_clear(_actor(request), relations) else {}
    return {
        "concern": row,
        "raised": dates.day_and_time(row.raised_at, practice.zone),
        "acknowledged": row.acknowledged_at and dates.day_and_time(row.acknowledged_at, practice.zone),
        "cleared": row.cleared_at and dates.day_and_time(row.cleared_at, practice.zone),
        "kind": presenters.kind_words(row),
        "steps": presenters.steps(steps_of(row), row, practice),
        "plan_number": latest_number(row.client),
        "country": queries.country(practice.country),
        "may_clear": access.may_clear(_actor(request), relations),
        "assessment": assessment,
        "judgment": presenters.judgment_words(assessment.get("judgment", "")),
        "form": form,
    }
