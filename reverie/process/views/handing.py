"""Passages on their way to a supervisor: chosen, disguised, looked at, presented, taken back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from reverie.core import clock
from reverie.core.layouts import actor_of
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.process import access, actions
from reverie.process.forms import HandingForm
from reverie.process.models import Handed
from reverie.process.presenters.handing import choices_of, copy_context, leaving_context, said_in, state_of
from reverie.process.presenters.sheet import head
from reverie.process.queries.aside import set_aside_among
from reverie.process.queries.handing import (
    HandedRow,
    handed_row,
    has_agreed,
    leaving_of,
    own_readers,
    written_around,
)
from reverie.process.queries.sheets import marked_page

PRESENT = "process_sheet.present"
USUAL = timedelta(days=14)


def copy_choose(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """The lines of a sheet, to choose from; what the hour did with the author is chosen by itself."""
    actor = actor_of(request)
    row = access.get_sheet_for(actor, sheet_id, PRESENT, is_read=True)
    found = choices_of(marked_page(row))
    picked = [place for place in range(len(found.all)) if str(place) in request.POST.getlist("line")]
    trouble = ""
    if request.method == "POST":
        try:
            lines = [found.all[place] for place in picked]
            handed = actions.begin_handing(client=row.client, lines=lines, by=actor)
            return redirect("process:copy-prepare", handed.id)
        except actions.CannotHandOver as error:
            trouble = str(error)
    spoken = list(enumerate(found.spoken))
    own = list(enumerate(found.own, len(found.spoken)))
    context = {**head(row), "spoken": spoken, "own": own, "picked": picked, "trouble": trouble}
    return render(request, "process/copy_choose.html", context, status=422 if trouble else 200)


def copy_begin(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Begin a copy of passages that were set aside."""
    actor = actor_of(request)
    client = access.get_client_for(actor, client_id, PRESENT)
    lines: list[actions.Said] = []
    for moment, held in set_aside_among(actor, client, request.POST.getlist("moment")):
        words = moment.sheet.words(keychain(moment.scope()))
        lines += said_in(words, moment.id, held, moment.sheet_id)
    try:
        handed = actions.begin_handing(client=client, lines=lines, by=actor)
    except actions.CannotHandOver as error:
        messages.error(request, str(error))
        return redirect("process:aside", client_id)
    return redirect("process:copy-prepare", handed.id)


def copy_prepare(request: HttpRequest, handed_id: UUID) -> HttpResponse:
    """Aliases and lines, and exactly what leaves; looking keeps what was typed, presenting hands it over."""
    actor = actor_of(request)
    is_read = request.method != "POST"
    row = access.get_handed_for(actor, handed_id, PRESENT, is_read=is_read)
    held = handed_row(actor, row)
    if not held.is_preparing:
        return redirect("process:copy", handed_id)
    if is_read:
        return _prepare_page(request, held, _form(actor, held))
    form = _form(actor, held, request.POST)
    if form.is_valid():
        try:
            return redirect(_next(request, actor, row, form))
        except actions.CannotHandOver as error:
            form.add_error(None, str(error))
    return _prepare_page(request, handed_row(actor, _fresh(actor, row)), form, status=422)


def _form(actor: Actor, held: HandedRow, data: Any = None) -> HandingForm:
    usual = clock.today(held.row.client.zone) + USUAL
    return HandingForm(data, words=held.words, readers=own_readers(actor), usual=usual)


def _next(request: HttpRequest, actor: Actor, row: Handed, form: HandingForm) -> str:
    """Keep what was typed; present it when that was asked. The address to go to."""
    kept = actions.keep_handing(handed=row, words=form.words(), by=actor)
    if request.POST.get("step") != "present":
        return f"{request.path}#leaves"
    row = actions.present(handed=kept, seen=form.cleaned_data["seen"], by=actor)
    words = state_of(handed_row(actor, row).copy, row.client.zone)[0]
    messages.success(request, _("%s. Nobody else reads it, and you can take it back.") % words)
    return reverse("process:copy", args=[row.id])


def _fresh(actor: Actor, row: Handed) -> Handed:
    return access.get_handed_for(actor, row.id, PRESENT)


def _prepare_page(
    request: HttpRequest, held: HandedRow, form: HandingForm, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    leaving = leaving_of(held.words, written_around(actor, held.words))
    context = {
        **leaving_context(leaving, [*held.words["looked"], *form.looked()]),
        "client": held.row.client,
        "handed": held.row,
        "form": form,
        "has_agreed": has_agreed(actor, held.row.client),
    }
    return render(request, "process/copy_prepare.html", context, status=status)


def copy(request: HttpRequest, handed_id: UUID) -> HttpResponse:
    """What left, beside what it stood for; its author alone sees this page."""
    actor = actor_of(request)
    row = access.get_handed_for(actor, handed_id, PRESENT, is_read=True)
    held = handed_row(actor, row)
    if held.is_preparing:
        return redirect("process:copy-prepare", handed_id)
    zone = row.client.zone
    context = {**copy_context(held, zone), "client": row.client, "handed": row}
    return render(request, "process/copy.html", context)


def copy_take_back(request: HttpRequest, handed_id: UUID) -> HttpResponse:
    """Take a presented copy back."""
    row = access.get_handed_for(actor_of(request), handed_id, PRESENT)
    try:
        actions.take_back(handed=row, by=actor_of(request))
        messages.success(request, _("Taken back. The supervisor cannot open it any more."))
    except actions.CannotHandOver as error:
        messages.error(request, str(error))
    return redirect("process:copy", handed_id)


def copy_drop(request: HttpRequest, handed_id: UUID) -> HttpResponse:
    """Leave what is being made ready; the map of aliases stays."""
    row = access.get_handed_for(actor_of(request), handed_id, PRESENT)
    try:
        actions.drop_handing(handed=row, by=actor_of(request))
        messages.success(request, _("Left. Nothing was presented; what stands for what is kept."))
    except actions.CannotHandOver as error:
        messages.error(request, str(error))
    return redirect("process:aside", row.client_id)
