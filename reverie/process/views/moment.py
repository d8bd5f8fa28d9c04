"""Marking passages."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from reverie.core.layouts import actor_of
from reverie.core.sealing import keychain
from reverie.process import access, actions
from reverie.process.forms import NEW, ChangeForm, MarkForm, on_thread
from reverie.process.models import Moment, ProcessSheet
from reverie.process.models.moment import GONE
from reverie.process.presenters.handing import handed_lines
from reverie.process.presenters.moment import aside_rows, change_initial, moment_context, places_of
from reverie.process.presenters.sheet import reading_context
from reverie.process.queries.aside import set_aside_of
from reverie.process.queries.formulation import claims_of
from reverie.process.queries.handing import handed_of
from reverie.process.queries.sheets import sheet_page, thread_titles


def sheet_mark(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """Mark a passage; on trouble the page comes back with the form as it was filled in."""
    actor = actor_of(request)
    row = access.get_sheet_for(actor, sheet_id, "process_sheet.write")
    form = MarkForm(request.POST, threads=thread_titles(actor, row.client_id))
    places: list[tuple[str, str]] = []
    if form.is_valid():
        try:
            return redirect(_address(row, _mark(request, row, form)))
        except actions.WordsOccurTwice as error:
            form.add_error("words", str(error))
            places = places_of(row, error.places)
        except (actions.CannotMark, actions.CannotChangeThread) as error:
            form.add_error("words", str(error))
    page = sheet_page(row)
    return render(request, "process/sheet.html", reading_context(page, form, "", places), status=422)


def _mark(request: HttpRequest, row: ProcessSheet, form: MarkForm) -> Moment:
    actor, mark = actor_of(request), form.mark()
    with transaction.atomic():
        if form.cleaned_data["thread"] == NEW:
            title = form.cleaned_data["new_thread"]
            thread = actions.open_thread(client=row.client, title=title, by=actor)
            mark = on_thread(mark, thread.id, form.cleaned_data["step"] or "noticed")
        return actions.mark_moment(sheet=row, mark=mark, by=actor)


def _address(row: ProcessSheet, moment: Moment) -> str:
    return f"{reverse('process:sheet', args=[row.id])}?marked={moment.id}#p-{moment.id}"


def moment(request: HttpRequest, moment_id: UUID) -> HttpResponse:
    """A moment by itself: say more, say otherwise, set the passage anew."""
    actor = actor_of(request)
    is_read = request.method != "POST"
    row = access.get_moment_for(actor, moment_id, "process_sheet.write", is_read=is_read)
    chain = keychain(row.scope())
    threads = thread_titles(actor, row.client_id, chain)
    if is_read:
        if row.words(chain).get(GONE):
            return redirect(_taken_away(row))
        form = ChangeForm(initial=change_initial(row), threads=threads)
        context = {**moment_context(row, form, threads), "claims": claims_of(actor, row.client_id, chain)}
        return render(request, "process/moment.html", context)
    form = ChangeForm(request.POST, threads=threads)
    if form.is_valid():
        try:
            _change(request, row, form)
            return redirect(_address(row.sheet, row))
        except (actions.CannotMark, actions.CannotChangeThread) as error:
            form.add_error("words", str(error))
    return render(request, "process/moment.html", moment_context(row, form, threads), status=422)


def _change(request: HttpRequest, row: Moment, form: ChangeForm) -> None:
    actor, mark = actor_of(request), form.mark()
    with transaction.atomic():
        if form.cleaned_data["thread"] == NEW:
            title = form.cleaned_data["new_thread"]
            mark = on_thread(mark, actions.open_thread(client=row.client, title=title, by=actor).id, "")
        actions.change_moment(moment=row, mark=mark, by=actor)


def moment_unmark(request: HttpRequest, moment_id: UUID) -> HttpResponse:
    """Take a mark away; the sheet offers to bring it back."""
    actor = actor_of(request)
    row = access.get_moment_for(actor, moment_id, "process_sheet.write")
    with suppress(actions.CannotMark):  # sent twice: it is away, and can be brought back
        actions.unmark(moment=row, by=actor)
    return redirect(_taken_away(row))


def _taken_away(row: Moment) -> str:
    """The sheet, which offers to bring the mark back."""
    return f"{reverse('process:sheet', args=[row.sheet_id])}?unmarked={row.id}"


def moment_restore(request: HttpRequest, moment_id: UUID) -> HttpResponse:
    """Bring back the mark that was taken away last."""
    actor = actor_of(request)
    row = access.get_moment_for(actor, moment_id, "process_sheet.write")
    try:
        actions.restore(moment=row, by=actor)
    except actions.CannotMark as error:
        messages.error(request, str(error))
    return redirect(_address(row.sheet, row))


def moment_aside(request: HttpRequest, moment_id: UUID) -> HttpResponse:
    """Set a moment aside for supervision, or take it back."""
    actor = actor_of(request)
    row = access.get_moment_for(actor, moment_id, "process_sheet.write")
    is_aside = request.POST.get("aside") == "yes"
    try:
        actions.set_aside(moment=row, is_aside=is_aside, by=actor)
        words = _("Set aside. Nobody sees it by that.") if is_aside else _("Taken back.")
        messages.success(request, words)
    except actions.CannotMark as error:
        messages.error(request, str(error))
    return redirect("process:moment", moment_id)


def aside(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """What of a client is set aside for supervision, being made ready, and presented."""
    actor = actor_of(request)
    client = access.get_client_for_reading(actor, client_id)
    chain = keychain(access.scope_of(actor, client.id))
    rows = aside_rows(set_aside_of(actor, client, chain), client.zone)
    preparing, out = handed_lines(handed_of(actor, client, chain), client.zone)
    context = {"client": client, "rows": rows, "preparing": preparing, "out": out}
    return render(request, "process/aside.html", context)
