"""Coded dreams as figures: series that were brought, their indicators, and a colleague's codes beside."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from reverie.core.file_response import as_attachment
from reverie.core.layouts import actor_of
from reverie.instruments.coders import compare
from reverie.process import access, actions
from reverie.process.forms.dream_series import BesideForm, SeriesForm
from reverie.process.presenters.dream_beside import beside_context
from reverie.process.presenters.dream_figures import choices_of, chosen, figures_context
from reverie.process.queries.dream_series import coded_series


def dream_figures(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The indicators of one series of coded dreams, grey where there are too few."""
    actor = actor_of(request)
    client = access.get_client_for_reading(actor, client_id)
    norm = request.GET.get("norm", "")
    norm = norm if norm in ("male", "female") else ""
    series = coded_series(actor, client)
    context = figures_context(client, series, request.GET.get("series", ""), norm)
    return render(request, "process/dream_figures.html", context)


def dream_load(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Bring a table of codes; it is kept as a series, sealed like everything here."""
    actor = actor_of(request)
    client = access.get_client_for(actor, client_id, "process_sheet.write")
    form = SeriesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            row = actions.keep_series(client=client, name=found["name"], rows=found["file"], by=actor)
            return redirect(f"{reverse('process:dream-figures', args=[client_id])}?series={row.id}")
        except actions.CannotKeepSeries as error:
            form.add_error("file", str(error))
    status = 422 if form.errors else 200
    return render(request, "process/dream_load.html", {"client": client, "form": form}, status=status)


def dream_take(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The codes of one series as a table to hand to a colleague: no word of a dream is in it."""
    actor = actor_of(request)
    client = access.get_client_for(actor, client_id, "process_sheet.export")
    series = chosen(coded_series(actor, client), request.POST.get("series", ""))
    try:
        table = actions.take_codes(client=client, series=series, by=actor)
    except actions.CannotTakeCodes as error:
        messages.error(request, str(error))
        return redirect("process:dream-figures", client_id)
    return as_attachment(table.encode(), name="codes.csv", kind="csv")


def dream_drop(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Remove a series of codes."""
    actor = actor_of(request)
    series = access.get_series_for(actor, series_id, "process_sheet.destroy")
    actions.drop_series(series=series, by=actor)
    messages.success(request, _("The series of codes is gone."))
    return redirect("process:dream-figures", series.client_id)


def dream_beside(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """A colleague's codes of the same dreams beside one's own; read, compared, shown and not kept."""
    actor = actor_of(request)
    client = access.get_client_for_reading(actor, client_id)
    series = coded_series(actor, client)
    form = BesideForm(
        request.POST or None,
        request.FILES or None,
        series=choices_of(series),
        initial={"mine": chosen(series, "").key},
    )
    context = {"client": client, "form": form}
    if request.method == "POST" and form.is_valid():
        mine = chosen(series, form.cleaned_data["mine"])
        context |= beside_context(compare(mine.rows, form.cleaned_data["file"]))
    return render(request, "process/dream_beside.html", context, status=422 if form.errors else 200)
