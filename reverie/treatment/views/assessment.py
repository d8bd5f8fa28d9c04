"""On the desk: whom to call and what is taken, intake forms, diagnoses."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from reverie.core import clock
from reverie.core.layouts import actor_of
from reverie.treatment import access, actions
from reverie.treatment.forms import DeskParticularsForm, DiagnosisForm
from reverie.treatment.presenters import history as pages
from reverie.treatment.presenters import people
from reverie.treatment.queries import codes


def client_particulars(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Whom to call, what is taken, who prescribes it: as told, with the day; and the intake forms."""
    actor = actor_of(request)
    reads = request.method == "GET"
    treatment = access.get_treatment_for(actor, client_id, "particulars.write", reads=reads)
    context = pages.particulars(treatment)
    called = {"name": treatment.client.name, "pronouns": treatment.client.pronouns}
    form = DeskParticularsForm(request.POST or None, initial=context["words"] | called)
    if request.method == "POST" and form.is_valid():
        actions.tell_particulars(treatment=treatment, words=form.cleaned_data, by=actor)
        messages.success(request, _("Kept as told today."))
        return redirect("treatment:client-particulars", client_id)
    context |= {"form": form}
    return render(request, "treatment/client_particulars.html", context, status=422 if form.errors else 200)


def client_intakes(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The intake forms that were asked, with the answers of those handed in."""
    treatment = access.get_treatment_for(actor_of(request), client_id, "intake.ask", reads=True)
    return render(request, "treatment/client_intakes.html", pages.intakes(treatment))


def client_intake_ask(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Put one form before the client."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "intake.ask")
    try:
        actions.ask_intake(treatment=treatment, kind=request.POST.get("kind", ""), by=actor)
        messages.success(request, _("The form waits in the client’s space."))
    except actions.CannotTell as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:client-intakes", client_id)


def client_diagnosis(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The diagnoses, and a form to give one."""
    actor = actor_of(request)
    reads = request.method == "GET"
    treatment = access.get_treatment_for(actor, client_id, "diagnosis.give", reads=reads)
    form = DiagnosisForm(request.POST or None, initial={"on": clock.today(treatment.therapist.zone)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_diagnosis(treatment=treatment, **form.cleaned_data, by=actor)
        except actions.CannotDiagnose as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept in the record."))
            return redirect("treatment:client-diagnosis", client_id)
    context = pages.diagnoses(treatment) | {"form": form}
    return render(request, "treatment/client_diagnosis.html", context, status=422 if form.errors else 200)


def client_diagnosis_find(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Look for a code; what is looked for is never part of the address."""
    treatment = access.get_treatment_for(actor_of(request), client_id, "diagnosis.give", reads=True)
    wanted = request.POST.get("find", "")
    context = pages.diagnoses(treatment) | {"wanted": wanted, "found": codes.search_codes(wanted)}
    context["form"] = DiagnosisForm(initial={"on": clock.today(treatment.therapist.zone)})
    return render(request, "treatment/client_diagnosis.html", context | {"is_search": True})


def client_diagnosis_end(request: HttpRequest, client_id: UUID, diagnosis_id: UUID) -> HttpResponse:
    """The diagnosis no longer stands from today."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "diagnosis.give")
    row = get_object_or_404(treatment.client.diagnoses, pk=diagnosis_id)
    try:
        actions.end_diagnosis(diagnosis=row, on=clock.today(treatment.therapist.zone), by=actor)
        messages.success(request, _("Ended. It stays in the record."))
    except actions.CannotDiagnose as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:client-diagnosis", client_id)


def client_consents(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """What the client has signed, what still waits, what was taken back or has run out."""
    treatment = access.get_treatment_for(actor_of(request), client_id, "consent.see", reads=True)
    return render(request, "treatment/client_consents.html", people.consents(treatment))
