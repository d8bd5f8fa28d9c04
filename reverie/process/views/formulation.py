"""A client's formulation: read, compared with the one before, revised."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.layouts import actor_of
from reverie.core.sealing import keychain
from reverie.process import access, actions
from reverie.process.forms import FormulationForm
from reverie.process.presenters.formulation import formulation_context
from reverie.process.queries.formulation import ground_of, latest, sheets_by_number, versions_of
from reverie.treatment.queries.course import lens_of


def formulation(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The latest version, or the one asked for, with what changed in it."""
    actor = actor_of(request)
    client = access.get_client_for_reading(actor, client_id)
    chain = keychain(access.scope_of(actor, client_id))
    context = formulation_context(
        client,
        versions_of(actor, client, chain),
        (request.GET.get("version", ""), request.GET.get("since", "")),
        sheets_by_number(actor, client),
        lens_of(actor, client.pk),
        ground_of(actor, client, chain),
    )
    return render(request, "process/formulation.html", context)


def formulation_revise(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Write the next version, beginning with the words of the last."""
    actor = actor_of(request)
    is_read = request.method != "POST"
    client = access.get_client_for(actor, client_id, "process_sheet.write", is_read=is_read)
    sheets = sheets_by_number(actor, client)
    context = {"client": client, "lens": lens_of(actor, client.pk)}
    if is_read:
        form = FormulationForm(versions=versions_of(actor, client), sheets=sheets)
        return render(request, "process/formulation_revise.html", {**context, "form": form})
    form = FormulationForm(request.POST, versions=[], sheets=sheets)
    if form.is_valid():
        try:
            number = form.cleaned_data["based_on"]
            actions.revise_formulation(client=client, words=form.words(), based_on=number, by=actor)
            return redirect("process:formulation", client_id)
        except actions.CannotRevise as error:
            form.add_error(None, str(error))
    return render(request, "process/formulation_revise.html", {**context, "form": form}, status=422)


def moment_evidence(request: HttpRequest, moment_id: UUID) -> HttpResponse:
    """Tie a moment to a claim of the latest formulation."""
    actor = actor_of(request)
    moment = access.get_moment_for(actor, moment_id, "process_sheet.write")
    row = latest(actor, moment.client_id)
    claim = request.POST.get("claim", "")
    try:
        if row is None or not (claim.isdecimal() and len(claim) < 6):
            raise actions.CannotRevise(_("Choose a claim of the formulation first."))
        actions.add_evidence(formulation=row, claim=int(claim), moment=moment, by=actor)
    except actions.CannotRevise as error:
        messages.error(request, str(error))
        return redirect("process:moment", moment_id)
    return redirect("process:formulation", moment.client_id)
