"""A life as told, on the desk: stages, important people, and a version made for paper."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from reverie.core.layouts import actor_of
from reverie.treatment import access, actions
from reverie.treatment.forms import HistoryForm, LinkForm, PersonForm
from reverie.treatment.presenters import history as pages
from reverie.treatment.queries import history


def client_history(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The stages with what each side wrote, and the people in them."""
    treatment = access.get_treatment_for(actor_of(request), client_id, "history.complete", reads=True)
    context = pages.history(treatment)
    forms = {"person_form": PersonForm(), "link_form": LinkForm(people=context["people"])}
    return render(request, "treatment/client_history.html", context | forms)


def client_history_print(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The same for paper."""
    treatment = access.get_treatment_for(actor_of(request), client_id, "history.complete", reads=True)
    return render(request, "treatment/client_history_print.html", pages.history(treatment))


def client_history_write(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The therapist completes the stages; what was changed elsewhere meanwhile is shown, nothing is lost."""
    actor = actor_of(request)
    reads = request.method == "GET"
    treatment = access.get_treatment_for(actor, client_id, "history.complete", reads=reads)
    context = pages.history(treatment)
    form = HistoryForm(request.POST or None, stages=context["stages"], side="therapist")
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_history(treatment=treatment, texts=form.texts(), seen=form.seen(), by=actor)
        except actions.CannotWriteHistory as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept."))
            return redirect("treatment:client-history", client_id)
    context |= {"form": form, "rows": pages.beside(form, context["stages"], "client")}
    return render(request, "treatment/client_history_write.html", context, status=422 if form.errors else 200)


def client_person(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Put somebody on the list; without a name the form comes back as it was typed."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "history.complete")
    form = PersonForm(request.POST)
    if form.is_valid():
        actions.name_person(treatment=treatment, person=form.words(), by=actor)
        messages.success(request, _("Kept on the list."))
        return redirect("treatment:client-history", client_id)
    context = pages.history(treatment)
    forms = {"person_form": form, "link_form": LinkForm(people=context["people"])}
    return render(request, "treatment/client_history.html", context | forms, status=422)


def client_person_off(request: HttpRequest, client_id: UUID, person_id: UUID) -> HttpResponse:
    """Take somebody off the list."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "history.complete")
    person = get_object_or_404(treatment.client.important_people, pk=person_id)
    try:
        actions.take_person_off(person=person, treatment=treatment, by=actor)
        messages.success(request, _("Taken off the list."))
    except actions.CannotWriteHistory as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:client-history", client_id)


def client_link(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Say how two people of the list are related."""
    actor = actor_of(request)
    treatment = access.get_treatment_for(actor, client_id, "history.complete")
    people = history.people_of(treatment.client, treatment.chain())
    form = LinkForm(request.POST, people=people)
    by_id = {str(read.row.pk): read.row for read in people}
    try:
        if form.is_valid():
            data = form.cleaned_data
            ends = {"one": by_id[data["one"]], "other": by_id[data["other"]]}
            actions.link_people(treatment=treatment, kind=data["kind"], **ends, by=actor)
            messages.success(request, _("Kept."))
        else:
            messages.error(request, _("Choose two people of the list and how they are related."))
    except actions.CannotWriteHistory as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:client-history", client_id)
