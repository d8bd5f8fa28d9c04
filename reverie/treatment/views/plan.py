"""Plan and progress on the desk: read, draft, write, agree."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from reverie.core import clock
from reverie.core.layouts import actor_of
from reverie.core.policy import Actor
from reverie.treatment import access, actions
from reverie.treatment.forms import GoalForm, PlanForm, ReviewForm
from reverie.treatment.models import Plan
from reverie.treatment.presenters import pages
from reverie.treatment.queries import plan as plans

Refused = (actions.CannotPlan, actions.CannotAgree)


def client_plan(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Goals, how they move, and what was written together."""
    treatment = access.get_treatment_for(actor_of(request), client_id, "treatment.open", reads=True)
    today = clock.today(treatment.therapist.zone)
    return render(request, "treatment/client_plan.html", pages.plan(treatment, today))


def client_plan_print(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The plan in force for paper."""
    treatment = access.get_treatment_for(actor_of(request), client_id, "treatment.open", reads=True)
    today = clock.today(treatment.therapist.zone)
    return render(request, "treatment/client_plan_print.html", pages.plan(treatment, today))


def client_plan_review(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Look at the plan together: what was agreed beside now; then it goes on, or the next version begins."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "plan.write", reads=request.method == "GET")
    today = clock.today(treatment.therapist.zone)
    context = pages.review(treatment, today)
    current = context["current"]
    if current is None:
        messages.error(request, _("No plan is agreed yet."))
        return redirect("treatment:client-plan", client_id)
    form = ReviewForm(request.POST or None, goals=current.goals, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            drafts = _look(form, current.plan, actor)
            messages.success(request, _("Kept: you looked at the plan together."))
            return redirect("treatment:client-plan-write" if drafts else "treatment:client-plan", client_id)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context |= {"form": form}
    return render(request, "treatment/client_plan_review.html", context, status=422 if form.errors else 200)


def _look(form: ReviewForm, plan: Plan, actor: Actor) -> bool:
    """Keep the review; True when the next version is written."""
    drafts = form.cleaned_data["then"] == "draft"
    with transaction.atomic():
        actions.review_plan(plan=plan, **form.terms(), by=actor)
        if drafts:
            actions.draft_plan(treatment=plan.treatment, by=actor)
    return bool(drafts)


def client_plan_draft(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Begin the next version."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "plan.write")
    try:
        actions.draft_plan(treatment=treatment, by=actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("treatment:client-plan", client_id)
    return redirect("treatment:client-plan-write", client_id)


def client_plan_write(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Write the draft: words, goals, the day of the next review."""
    actor = actor_of(request)
    reads = request.method == "GET"
    treatment = access.get_treatment_for(actor, client_id, "plan.write", reads=reads)
    chain = treatment.chain()
    read = plans.open_plan(plans.plans_of(treatment, chain))
    if read is None or not read.plan.is_draft:
        return redirect("treatment:client-plan", client_id)
    form = PlanForm(request.POST or None, approach=treatment.approach)
    form.initial = form.initial_of(read.words) | {"review_on": read.plan.review_on}
    if request.method == "POST" and form.is_valid():
        words = form.words()
        actions.write_plan(plan=read.plan, words=words, review_on=form.cleaned_data["review_on"], by=actor)
        messages.success(request, _("The draft is kept."))
        return redirect("treatment:client-plan-write", client_id)
    context = {"form": form, "goal_form": GoalForm(), "draft": read, "client": treatment.client}
    return render(request, "treatment/client_plan_write.html", context, status=422 if form.errors else 200)


def client_goal(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Put a goal on the draft, or take one off."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "plan.write")
    draft = get_object_or_404(treatment.plans, client_agreed_at=None, therapist_agreed_at=None)
    form = GoalForm(request.POST)
    try:
        if request.POST.get("drop"):
            goal = get_object_or_404(draft.goals, number=request.POST["drop"])
            actions.drop_goal(plan=draft, goal=goal, by=actor)
        elif form.is_valid():
            actions.add_goal(plan=draft, goal=actions.GoalWords(**form.cleaned_data), by=actor)
        else:
            messages.error(request, _("Write the goal in the client's words first."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:client-plan-write", client_id)


def client_plan_agree(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The therapist agrees to the version that waits, or writes down the client's yes."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "plan.agree")
    plan = treatment.plans.order_by("-number").first()
    try:
        if plan is not None:
            in_session = request.POST.get("side") == "client"
            actions.agree_plan(plan=plan, in_session=in_session, by=actor)
            messages.success(request, _("Kept."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:client-plan", client_id)
