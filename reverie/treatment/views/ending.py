"""The limit of time, a transfer, the phase of ending and its summary."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from reverie.core import clock
from reverie.core.layouts import actor_of
from reverie.treatment import access, actions
from reverie.treatment.forms import EndingForm, LimitForm, TransferForm
from reverie.treatment.models import Limit, Treatment
from reverie.treatment.presenters import ending as pages
from reverie.treatment.queries import ending as reads

Refused = (actions.CannotEnd, actions.CannotAgree, actions.CannotStep, actions.CannotKeepHours)


def client_limit(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Propose how many sessions, until when, with which focus."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "ending.write", reads=request.method == "GET")
    form = LimitForm(request.POST or None, initial=reads.first_limit(treatment))
    if request.method == "POST" and form.is_valid():
        terms = {name: form.cleaned_data[name] for name in ("sessions", "last_day")}
        try:
            actions.propose_limit(treatment=treatment, **terms, words=form.words(), by=actor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Proposed. It holds once the client has agreed."))
            return redirect("treatment:client-limit", client_id)
    context = pages.limits(treatment) | {"form": form}
    return render(request, "treatment/client_limit.html", context, status=422 if form.errors else 200)


def client_limit_agree(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Write down that the client agreed to the limit in the session."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "ending.write")
    limit = _open_limit(treatment)
    try:
        actions.agree_limit(limit=limit, in_session=True, by=actor)
        messages.success(request, _("The limit is agreed."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:client-limit", client_id)


def my_limit_agree(request: HttpRequest) -> HttpResponse:
    """I agree to the number of sessions and the last day."""
    actor = actor_of(request)
    treatment = access.get_own_treatment(actor)
    limit = _open_limit(treatment)
    try:
        actions.agree_limit(limit=limit, by=actor)
        messages.success(request, _("You have agreed to it."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:my-ending")


def _open_limit(treatment: Treatment) -> Limit:
    limit = reads.open_limit(treatment)
    if limit is None:
        raise Http404
    return limit


def client_transfer(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Propose that a colleague goes on; what goes along and what never does."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "ending.write", reads=request.method == "GET")
    form = TransferForm(request.POST or None, colleagues=reads.colleagues_of(treatment))
    if request.method == "POST" and form.is_valid():
        to = form.colleagues[form.cleaned_data["to"]]
        try:
            actions.propose_transfer(treatment=treatment, to=to, letter=form.cleaned_data["letter"], by=actor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("treatment:client-transfer", client_id)
    context = pages.transfer(treatment) | {"form": form}
    return render(request, "treatment/client_transfer.html", context, status=422 if form.errors else 200)


def client_transfer_step(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The client agreed in the session; or it is withdrawn; or it is done today."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "ending.write")
    row = get_object_or_404(treatment.transfers, done_on=None, withdrawn_at=None)
    step = request.POST.get("step")
    try:
        if step == "agree":
            actions.agree_transfer(transfer=row, in_session=True, by=actor)
        elif step == "withdraw":
            actions.withdraw_transfer(transfer=row, by=actor)
        elif step == "complete":
            on = clock.today(treatment.therapist.zone)
            actions.complete_transfer(transfer=row, on=on, by=actor)
        messages.success(request, _("Written down."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:client-transfer", client_id)


def my_transfer_agree(request: HttpRequest) -> HttpResponse:
    """I agree that a colleague goes on with me."""
    actor = actor_of(request)
    treatment = access.get_own_treatment(actor)
    row = get_object_or_404(treatment.transfers, done_on=None, withdrawn_at=None, client_agreed_at=None)
    try:
        actions.agree_transfer(transfer=row, by=actor)
        messages.success(request, _("You have agreed to it."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:my-ending")


def client_ending(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The phase of ending: how many hours are left, and the summary, a draft until it is signed."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "ending.write", reads=request.method == "GET")
    context = pages.ending(treatment)
    form = EndingForm(request.POST or None, initial=context["words"] | {"version": context["version"]})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.write_ending(treatment=treatment, words=form.cleaned_data, version=version, by=actor)
        except actions.EndingChanged as refusal:
            form = EndingForm(request.POST.dict() | {"version": context["version"]})
            form.add_error(None, str(refusal))
            context |= {"kept": context["parts"]}
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The draft is kept."))
            return redirect("treatment:client-ending", client_id)
    context |= {"form": form}
    return render(request, "treatment/client_ending.html", context, status=422 if form.errors else 200)


def client_ending_sign(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Sign the summary; it no longer changes."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "ending.write")
    summary = get_object_or_404(reads.summaries_of(treatment))
    version = str(request.POST.get("version", ""))
    try:
        read = int(version) if version.isdecimal() and len(version) < 10 else 0
        actions.sign_ending(summary=summary, version=read, by=actor)
        messages.success(request, _("Signed."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:client-ending", client_id)


def client_ending_print(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The summary for paper."""
    treatment = access.get_treatment_for(actor_of(request), client_id, "ending.write", reads=True)
    return render(request, "treatment/client_ending_print.html", pages.ending(treatment))


def my_ending(request: HttpRequest) -> HttpResponse:
    """What is agreed about time and the end, what waits for me, and the summary once it is signed."""
    treatment = access.get_own_treatment_for_reading(actor_of(request))
    return render(request, "treatment/my_ending.html", pages.my_ending(treatment))
