"""Cover by insurers: the desk's pages and the client's own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Practice
from reverie.billing import access, actions
from reverie.billing.forms.coverage import CoverageForm, DeskCoverageForm, InsurerForm
from reverie.billing.models import Coverage
from reverie.billing.presenters.coverage import coverage_row
from reverie.billing.queries import coverage as reads
from reverie.core import policy
from reverie.core.file_response import as_picture
from reverie.core.files import file_name, read_file
from reverie.core.layouts import actor_of


def coverage(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """What a client is covered by; the front desk adds and checks."""
    actor = actor_of(request)
    if request.method == "POST":
        client, relations = access.get_client_and_relations(actor, client_id, "coverage.write")
        form = DeskCoverageForm(request.POST, request.FILES, practice=client.practice_id)
        if _wrote(request, client, form, None):
            return redirect("billing:coverage", client_id)
        return _desk(request, client, relations, form)
    client, relations = access.get_client_and_relations(actor, client_id, "coverage.read", reads=True)
    return _desk(request, client, relations, DeskCoverageForm(practice=client.practice_id))


def coverage_change(request: HttpRequest, coverage_id: UUID) -> HttpResponse:
    """One cover as it was stated, to be changed."""
    actor = actor_of(request)
    row = access.get_card_for(actor, coverage_id, "coverage.change")
    read = reads.CoverageRead(row, row.words(row.chain()), 0)
    form = DeskCoverageForm(
        request.POST or None, request.FILES or None, practice=row.practice_id, coverage=read
    )
    if request.method == "POST" and _wrote(request, row.client, form, row):
        return redirect("billing:coverage", row.client_id)
    context = {"form": form, "row": row, "client": row.client}
    return render(request, "billing/coverage_change.html", context, status=422 if form.errors else 200)


def coverage_check(request: HttpRequest, coverage_id: UUID) -> HttpResponse:
    """Somebody of the practice looked at the card, or asked the insurer."""
    actor = actor_of(request)
    row = access.get_coverage_for(actor, coverage_id, "coverage.change")
    try:
        actions.check_coverage(coverage=row, by=actor)
        messages.success(request, _("Checked."))
    except actions.CannotCover as refusal:
        messages.error(request, str(refusal))
    return redirect("billing:coverage", row.client_id)


def coverage_card(request: HttpRequest, coverage_id: UUID, side: str) -> HttpResponse:
    """One side of the card, as it was handed in."""
    row = access.get_card_for(actor_of(request), coverage_id, "coverage.read")
    return _card(row, side)


def insurers(request: HttpRequest) -> HttpResponse:
    """The insurers that clients can name."""
    actor = actor_of(request)
    practice = Practice.objects.get(pk=access.require(actor, "insurer.write"))
    form = InsurerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_insurer(practice=practice, **form.cleaned_data, by=actor)
        except actions.CannotCover as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The insurer is in the list."))
            return redirect("billing:insurers")
    context = {"form": form, "rows": reads.insurers(practice.pk)}
    return render(request, "billing/insurers.html", context, status=422 if form.errors else 200)


def insurer_end(request: HttpRequest, insurer_id: UUID) -> HttpResponse:
    """An insurer goes out of the list."""
    actor = actor_of(request)
    try:
        actions.end_insurer(insurer=access.get_insurer_for(actor, insurer_id), by=actor)
        messages.success(request, _("Out of the list. Covers that name it stay."))
    except actions.CannotCover as refusal:
        messages.error(request, str(refusal))
    return redirect("billing:insurers")


def my_coverage(request: HttpRequest) -> HttpResponse:
    """My insurance, as I state it; the practice looks at it."""
    client = access.get_own_client(actor_of(request))
    form = CoverageForm(request.POST or None, request.FILES or None, practice=client.practice_id)
    if request.method == "POST" and _wrote(request, client, form, None):
        return redirect("billing:my-coverage")
    context = {
        "form": form,
        "rows": _rows(client),
        "has_insurers": reads.insurers(client.practice_id).exists(),
    }
    return render(request, "billing/my_coverage.html", context, status=422 if form.errors else 200)


def my_coverage_change(request: HttpRequest, coverage_id: UUID) -> HttpResponse:
    """What I stated before, to be changed; what the practice added stays."""
    actor = actor_of(request)
    row = access.get_coverage_for(actor, coverage_id, "coverage.state_own")
    read = reads.CoverageRead(row, row.words(row.chain()), 0)
    form = CoverageForm(request.POST or None, request.FILES or None, practice=row.practice_id, coverage=read)
    if request.method == "POST" and _wrote(request, row.client, form, row):
        return redirect("billing:my-coverage")
    context = {"form": form, "row": row}
    return render(request, "billing/my_coverage_change.html", context, status=422 if form.errors else 200)


def my_coverage_card(request: HttpRequest, coverage_id: UUID, side: str) -> HttpResponse:
    """One side of my card."""
    row = access.get_coverage_for(actor_of(request), coverage_id, "coverage.state_own")
    return _card(row, side)


def _wrote(request: HttpRequest, client: Client, form: CoverageForm, before: Coverage | None) -> bool:
    """True when what was typed is kept; else the form says why."""
    if not form.is_valid():
        return False
    words = form.words()
    if before is not None and "authorisation" not in form.fields:
        words["authorisation"] = before.words(before.chain())["authorisation"]
    try:
        actions.write_coverage(
            client=client, cover=form.cover(before), words=words, coverage=before, pictures=form.pictures(),
            by=actor_of(request),
        )  # fmt: skip
    except actions.CannotCover as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Kept. Somebody of the practice will look at it."))
    return True


def _desk(request: HttpRequest, client: Client, relations: set[str], form: CoverageForm) -> HttpResponse:
    context: dict[str, Any] = {"client": client, "rows": _rows(client), "form": form}
    context["may_write"] = policy.allows(actor_of(request), "coverage.write", relations)
    return render(request, "billing/coverage.html", context, status=422 if form.errors else 200)


def _rows(client: Client) -> list[dict[str, Any]]:
    practice = client.practice
    found = reads.coverages_of(client)
    several = any(read.row.order > 1 for read in found)
    return [coverage_row(read, practice.currency, practice.zone, has_several=several) for read in found]


def _card(row: Coverage, side: str) -> HttpResponse:
    stored = {"front": row.front, "back": row.back}.get(side)
    if stored is None:
        raise Http404
    return as_picture(read_file(stored), name=file_name(stored), kind=stored.kind)
