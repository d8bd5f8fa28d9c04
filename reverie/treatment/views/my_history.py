"""The client's side: the beginning of a history, intake forms, whom to call, joining a remote hour."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from reverie.core.layouts import actor_of
from reverie.treatment import access, actions
from reverie.treatment.forms import (
    HistoryForm,
    IntakeAnswersForm,
    JoinForm,
    ParticularsForm,
    PersonForm,
)
from reverie.treatment.models import Intake
from reverie.treatment.presenters import history as pages
from reverie.treatment.queries import history


def my_history(request: HttpRequest) -> HttpResponse:
    """What I would like my therapist to know of my life, as far as I care to begin."""
    actor = actor_of(request)
    treatment = access.get_own_treatment(actor)
    context = pages.history(treatment)
    form = HistoryForm(request.POST or None, stages=context["stages"], side="client")
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_history(treatment=treatment, texts=form.texts(), seen=form.seen(), by=actor)
        except actions.CannotWriteHistory as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept. Your therapist can read it."))
            return redirect("treatment:my-history")
    context |= {
        "form": form,
        "rows": pages.beside(form, context["stages"], "therapist"),
        "person_form": PersonForm(),
    }
    return render(request, "treatment/my_history.html", context, status=422 if form.errors else 200)


def my_person(request: HttpRequest) -> HttpResponse:
    """I put somebody on the list of people who matter."""
    actor = actor_of(request)
    treatment = access.get_own_treatment(actor)
    form = PersonForm(request.POST)
    if form.is_valid():
        actions.name_person(treatment=treatment, person=form.words(), by=actor)
        messages.success(request, _("Kept on the list."))
        return redirect("treatment:my-history")
    context = pages.history(treatment)
    own = HistoryForm(None, stages=context["stages"], side="client")
    context |= {"form": own, "rows": pages.beside(own, context["stages"], "therapist"), "person_form": form}
    return render(request, "treatment/my_history.html", context, status=422)


def my_person_off(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """I take somebody off the list."""
    actor = actor_of(request)
    treatment = access.get_own_treatment(actor)
    person = get_object_or_404(treatment.client.important_people, pk=person_id)
    try:
        actions.take_person_off(person=person, treatment=treatment, by=actor)
        messages.success(request, _("Taken off the list."))
    except actions.CannotWriteHistory as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:my-history")


def my_intakes(request: HttpRequest) -> HttpResponse:
    """The forms my therapist asked me to fill in."""
    treatment = access.get_own_treatment(actor_of(request))
    reads = history.intakes_of(treatment.client, treatment.chain())
    return render(request, "treatment/my_intakes.html", {"intakes": reads})


def my_intake(request: HttpRequest, intake_id: UUID) -> HttpResponse:
    """One form: kept as often as I like, read by my therapist once I hand it in."""
    actor = actor_of(request)
    treatment = access.get_own_treatment(actor)
    intake = get_object_or_404(treatment.client.intakes, pk=intake_id)
    read = history.own_intake(intake, treatment.chain())
    form = IntakeAnswersForm(request.POST or None, read=read)
    if request.method == "POST" and form.is_valid():
        send = bool(request.POST.get("send"))
        try:
            actions.answer_intake(intake=intake, answers=form.cleaned_data, send=send, by=actor)
            messages.success(request, _("Handed in.") if send else _("Kept. Only you can read it so far."))
        except actions.CannotTell as refusal:
            messages.error(request, str(refusal))
        return redirect("treatment:my-intake", intake_id)
    context = {"form": form, "read": read, "is_sent": intake.state == Intake.SENT}
    return render(request, "treatment/my_intake.html", context, status=422 if form.errors else 200)


def my_particulars(request: HttpRequest) -> HttpResponse:
    """Whom to call, what I take, who prescribes it."""
    actor = actor_of(request)
    treatment = access.get_own_treatment(actor)
    row, words = history.particulars_of(treatment.client, treatment.chain())
    form = ParticularsForm(request.POST or None, initial=words)
    if request.method == "POST" and form.is_valid():
        actions.tell_particulars(treatment=treatment, words=form.cleaned_data, by=actor)
        messages.success(request, _("Kept. Your therapist can read it."))
        return redirect("treatment:my-particulars")
    context = {"form": form, "told": row, "client": treatment.client}
    return render(request, "treatment/my_particulars.html", context, status=422 if form.errors else 200)


def my_join(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Where am I, and which number brings help there: asked each time, then the way in is shown."""
    actor = actor_of(request)
    appointment = access.get_own_appointment(actor, appointment_id)
    context = pages.join(appointment)
    form = JoinForm(request.POST or None, initial=context["last"])
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_join(appointment=appointment, **form.cleaned_data, by=actor)
        except actions.CannotTell as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("treatment:my-join", appointment_id)
    context |= {"form": form}
    return render(request, "treatment/my_join.html", context, status=422 if form.errors else 200)
