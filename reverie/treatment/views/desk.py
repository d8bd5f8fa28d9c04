"""The therapist's pages of a treatment."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from reverie.core import clock
from reverie.core.layouts import actor_of
from reverie.treatment import access, actions
from reverie.treatment.forms import BreakForm, FitForm, FrameForm, StepForm
from reverie.treatment.presenters import pages
from reverie.treatment.queries import course
from reverie.treatment.queries.texts import approaches

Refused = (
    actions.CannotStep,
    actions.CannotAgree,
    actions.CannotFrame,
    actions.CannotKeepHours,
    actions.CannotPlanBreak,
)


def clients(request: HttpRequest) -> HttpResponse:
    """The people whom the therapist sees."""
    return render(request, "treatment/clients.html", pages.clients(course.caseload(actor_of(request))))


def client(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """One client: the long strip, and the doors to treatment, process and affairs."""
    treatment = access.get_treatment_for(actor_of(request), client_id, "treatment.open", reads=True)
    return render(request, "treatment/client.html", pages.client(treatment))


def client_step(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Take one step of the treatment; a refusal is said on the client's page."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "treatment.write")
    form = StepForm(request.POST)
    try:
        if form.is_valid():
            actions.take_step(treatment=treatment, **form.cleaned_data, by=actor)
            messages.success(request, _("Written down."))
        else:
            messages.error(request, _("Choose the day on which this step is taken."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:client", client_id)


def client_approach(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Choose the lens through which the two work."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "treatment.write")
    try:
        approach = request.POST.get("approach", "")
        actions.choose_approach(treatment=treatment, approach=approach, by=actor)
        messages.success(request, _("Kept. The plan has its headings from the next draft on."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:client", client_id)


def client_fit(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The therapist's answer whether it fits, or the client's as told in the session."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "treatment.write")
    form = FitForm(request.POST)
    try:
        if form.is_valid():
            actions.answer_fit(treatment=treatment, **form.cleaned_data, by=actor)
            messages.success(request, _("Kept."))
        else:
            messages.error(request, _("Choose yes, no or not yet."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:client", client_id)


def client_frame(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Propose a frame; what was typed comes back with the reason when it does not fit."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "frame.write")
    frames = course.frames_of(treatment, treatment.started_on)
    latest = frames.all[-1] if frames.all else None
    form = FrameForm(request.POST or None, initial=FrameForm.initial_of(latest))
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_frame(treatment=treatment, terms=form.terms(treatment), by=actor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The frame is proposed. It holds once the client has agreed."))
            return redirect("treatment:client", client_id)
    lens = None if latest else approaches().get(treatment.approach)
    context = {"form": form, "treatment": treatment, "client": treatment.client, "lens": lens}
    return render(request, "treatment/client_frame.html", context, status=422 if form.errors else 200)


def client_frame_agree(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Write down that the client agreed in the session, or say yes to what the front desk wrote down."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "frame.agree")
    frame = get_object_or_404(treatment.frames, client_agreed_at=None)
    in_session = request.POST.get("side") != "therapist"
    try:
        frame = actions.agree_frame(frame=frame, in_session=in_session, by=actor)
        done = _("The frame is agreed, and its hours are held in the calendar.")
        messages.success(request, done if frame.is_agreed else _("Kept. It waits for the client’s yes."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:client", client_id)


def client_break(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Plan a break; the client does not see it before being told."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "treatment.write")
    form = BreakForm(request.POST)
    try:
        if form.is_valid():
            actions.plan_break(treatment=treatment, **form.cleaned_data, by=actor)
            messages.success(request, _("The break is planned. It is shown once you have told it."))
        else:
            messages.error(request, _("Give the first and the last day of the break."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:client", client_id)


def client_break_told(request: HttpRequest, client_id: UUID, break_id: UUID) -> HttpResponse:
    """Mark that the client has been told of a break."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "treatment.write")
    row = get_object_or_404(treatment.breaks, pk=break_id)
    try:
        actions.tell_break(row=row, on=clock.today(treatment.therapist.zone), by=actor)
        messages.success(request, _("Kept: the client has been told."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:client", client_id)
