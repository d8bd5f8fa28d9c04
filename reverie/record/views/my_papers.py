"""The client's papers, what was given out of their record, and their wish for a copy."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.file_response import as_attachment
from reverie.core.files import read_file
from reverie.core.layouts import actor_of
from reverie.record import access, actions
from reverie.record.forms import OwnPaperForm, WishForm
from reverie.record.models import AccessRequest
from reverie.record.presenters import papers as shown
from reverie.record.queries import papers as queries
from reverie.record.views.keeping import accounting
from reverie.record.views.papers import keep
from reverie.treatment import access as treatments


def my_papers(request: HttpRequest) -> HttpResponse:
    """The papers that I may read, and a place to hand one in."""
    actor = actor_of(request)
    client = treatments.get_own_treatment_for_reading(actor).client
    form = OwnPaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and keep(form, client, actor):
        messages.success(request, _("Handed in. Your therapist can read it."))
        return redirect("record:my-papers")
    rows = shown.paper_rows(queries.papers_of(client, for_client=True), client.zone)
    context = {"rows": rows, "form": form}
    return render(request, "record/my_papers.html", context, status=422 if form.errors else 200)


def my_contacts(request: HttpRequest) -> HttpResponse:
    """The calls and letters that stand in my record."""
    client = treatments.get_own_treatment_for_reading(actor_of(request)).client
    rows = shown.contact_rows(queries.contacts_of(client))
    return render(request, "record/my_contacts.html", {"rows": rows})


def my_paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """One of my papers, to be saved."""
    row = access.get_paper_for(actor_of(request), paper_id, "paper.see_own", reads=True)
    return as_attachment(read_file(row.stored), name=queries.name_of(row), kind=row.stored.kind)


def my_disclosures(request: HttpRequest) -> HttpResponse:
    """What was given out of my record, to whom and what for; how long it is kept; my wish for a copy."""
    client = treatments.get_own_treatment_for_reading(actor_of(request)).client
    context = accounting(client) | {"form": WishForm()}
    return render(request, "record/my_disclosures.html", context)


def my_access_request(request: HttpRequest) -> HttpResponse:
    """I would like to have my record, or take that wish back."""
    actor = actor_of(request)
    client = treatments.get_own_treatment(actor).client
    form = WishForm(request.POST)
    try:
        if "take_back" in request.POST:
            row = AccessRequest.objects.filter(client=client, state=AccessRequest.OPEN).first()
            if row is not None:
                actions.answer_access(request=row, state=AccessRequest.TAKEN_BACK, answer="", by=actor)
            messages.success(request, _("Taken back."))
        elif form.is_valid():
            actions.ask_for_access(client=client, wish=form.cleaned_data["wish"], by=actor)
            messages.success(request, _("Asked. You have an answer within 30 days."))
    except actions.CannotAnswer as refusal:
        messages.error(request, str(refusal))
    return redirect("record:my-disclosures")
