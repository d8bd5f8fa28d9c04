"""The client's pages: the plan, the frame, the texts to sign."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from reverie.core import clock
from reverie.core.layouts import actor_of
from reverie.treatment import access, actions
from reverie.treatment.forms import ConsentForm, FitForm, RemarkForm
from reverie.treatment.presenters import pages
from reverie.treatment.queries import plan as plans
from reverie.treatment.queries.texts import consent_texts

Refused = (
    actions.CannotPlan,
    actions.CannotAgree,
    actions.CannotFrame,
    actions.CannotKeepHours,
    actions.CannotStep,
)


def my_plan(request: HttpRequest) -> HttpResponse:
    """What I came for, and how it has been going."""
    treatment = access.get_own_treatment_for_reading(actor_of(request))
    context = pages.my_plan(treatment) | {"remark_form": RemarkForm(), "fit_form": FitForm()}
    return render(request, "treatment/my_plan.html", context)


def my_plan_agree(request: HttpRequest) -> HttpResponse:
    """I agree to the version that waits for me."""
    actor = actor_of(request)
    treatment = access.get_own_treatment(actor)
    waiting = treatment.plans.filter(client_agreed_at=None, therapist_agreed_at__isnull=False)
    plan = get_object_or_404(waiting.order_by("-number")[:1])
    return _attempt(request, lambda: actions.agree_plan(plan=plan, by=actor), _("You have agreed to it."))


def my_frame_agree(request: HttpRequest) -> HttpResponse:
    """I agree to the frame that was proposed."""
    actor = actor_of(request)
    treatment = access.get_own_treatment(actor)
    frame = get_object_or_404(treatment.frames, client_agreed_at=None, therapist_agreed_at__isnull=False)
    done = _("You have agreed to it. Your hours are held for you.")
    return _attempt(request, lambda: actions.agree_frame(frame=frame, by=actor), done)


def my_fit(request: HttpRequest) -> HttpResponse:
    """My answer whether I want to work with this therapist."""
    actor = actor_of(request)
    treatment = access.get_own_treatment(actor)
    answer = str(request.POST.get("answer", ""))
    act = actions.answer_fit
    return _attempt(request, lambda: act(treatment=treatment, answer=answer, by=actor), _("Kept."))


def my_goal_remark(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """What I say about a goal now."""
    actor = actor_of(request)
    treatment = access.get_own_treatment(actor)
    goal = get_object_or_404(treatment.goals, pk=goal_id)
    form = RemarkForm(request.POST)
    if form.is_valid():
        on = clock.today(treatment.client.zone)
        act = actions.remark_on_goal
        return _attempt(
            request, lambda: act(goal=goal, **form.cleaned_data, on=on, by=actor), _("Kept on your plan.")
        )
    context = pages.my_plan(treatment) | {"remark_form": form, "remark_goal": goal.pk, "fit_form": FitForm()}
    return render(request, "treatment/my_plan.html", context, status=422)


def my_consents(request: HttpRequest) -> HttpResponse:
    """The texts I have signed, and those that wait."""
    actor = actor_of(request)
    treatment = access.get_own_treatment(actor)
    if request.method == "POST":
        form = ConsentForm(request.POST, kinds=list(consent_texts()))
        kinds = form.cleaned_data["kinds"] if form.is_valid() else []
        try:
            actions.sign_consents(treatment=treatment, kinds=kinds, by=actor)
            messages.success(request, _("Signed. You can take it back at any time."))
        except actions.CannotConsent as refusal:
            messages.error(request, str(refusal))
        return redirect("treatment:my-consents")
    reads = plans.consents_of(treatment, clock.today(treatment.client.zone))
    return render(request, "treatment/my_consents.html", {"consents": reads, "treatment": treatment})


def my_consent_revoke(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """I take a signature back."""
    actor = actor_of(request)
    treatment = access.get_own_treatment(actor)
    consent = get_object_or_404(treatment.consents.select_related("treatment__client"), pk=consent_id)
    try:
        actions.revoke_consent(consent=consent, by=actor)
        messages.success(request, _("Taken back. Your therapist sees that it no longer holds."))
    except actions.CannotConsent as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:my-consents")


def _attempt(request: HttpRequest, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
        messages.success(request, done)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:my-plan")
