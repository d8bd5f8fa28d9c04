"""Help, the page after an answer, concerns, and the approval of words."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from reverie.core import dates
from reverie.core.policy import Actor
from reverie.safety import access, actions, presenters, queries
from reverie.safety.forms import ApprovalForm, AssessmentForm
from reverie.safety.models import Concern
from reverie.safety.queries.concerns import assessment_of, latest_concern_of, steps_of
from reverie.safety.queries.wordings import approvals, text_keys

FIVE_MINUTES = "public, max-age=300"


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def help_now(request: HttpRequest) -> HttpResponse:
    """Where help is. Uses no request, no session and no database, so that it works when nothing else does."""
    page = render_to_string("safety/help_now.html", presenters.help_page())
    return HttpResponse(page, headers={"Cache-Control": FIVE_MINUTES})


def my_after_answer(request: HttpRequest) -> HttpResponse:
    """What a client reads right after an answer that raised a concern."""
    client = access.own_client(_actor(request))
    context = presenters.after_answer_page(client, latest_concern_of(client))
    return render(request, "safety/my_after_answer.html", context)


def concerns(request: HttpRequest) -> HttpResponse:
    """Everything open that the actor must look at."""
    zone = queries.zone_of(_actor(request))
    rows = [
        (row, dates.day_and_time(row.raised_at, zone)) for row in queries.open_concerns_for(_actor(request))
    ]
    return render(request, "safety/concerns.html", {"rows": rows})


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
    return {
        "concern": row,
        "raised": dates.day_and_time(row.raised_at, practice.zone),
        "acknowledged": row.acknowledged_at and dates.day_and_time(row.acknowledged_at, practice.zone),
        "cleared": row.cleared_at and dates.day_and_time(row.cleared_at, practice.zone),
        "kind": presenters.kind_words(row),
        "steps": presenters.steps(steps_of(row), row, practice),
        "country": queries.country(practice.country),
        "may_clear": access.may_clear(_actor(request), relations),
        "assessment": assessment_of(row) if access.may_clear(_actor(request), relations) else {},
        "form": form,
    }


def wording(request: HttpRequest) -> HttpResponse:
    """The sentences for people in danger, and who approved them for this practice."""
    practice = access.practice_of_owner(_actor(request))
    form = ApprovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.approve_wording(practice=practice, **form.cleaned_data, by=_actor(request))
            messages.success(request, _("Recorded."))
        except actions.CannotApprove as refusal:
            messages.error(request, str(refusal))
        return redirect("safety:wording")
    known = approvals(practice)
    texts = [(key, queries.wording(key), known.get(key)) for key in text_keys()]
    return render(request, "safety/wording.html", {"texts": texts, "form": form})
