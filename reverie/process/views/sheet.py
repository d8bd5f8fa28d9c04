"""A sheet: read, written, carried over, destroyed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core import clock
from reverie.core.layouts import actor_of
from reverie.core.sealing import keychain
from reverie.process import access, actions
from reverie.process.forms import WORDS, CarryForm, CheckForm, DraftForm, MarkForm, SheetForm
from reverie.process.models import ProcessSheet
from reverie.process.presenters.pages import page_lines
from reverie.process.presenters.sheet import head, reading_context, versions_context, writing_context
from reverie.process.queries.pages import pages_of
from reverie.process.queries.sheets import draft_words, sheet_page, taken_away, versions_of
from reverie.treatment.queries.course import lens_of


def sheet(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """The reading page with its marks; a sheet without kept words goes on to writing."""
    actor = actor_of(request)
    row = access.get_sheet_for_reading(actor, sheet_id)
    page = sheet_page(row)
    if not page.words["body"]:
        return redirect("process:sheet-write", sheet_id)
    form = MarkForm(threads=page.threads)
    marked = request.GET.get("marked", "")
    context = reading_context(page, form, marked, in_columns="columns" in request.GET)
    context["unmarked"] = taken_away(row, request.GET.get("unmarked", ""))
    context["pages"] = page_lines(pages_of(actor, row, page.words.get("pages", [])), row.client.zone)
    context["check"] = CheckForm(initial=page.words.get("check", {}), auto_id="check-%s")
    return render(request, "process/sheet.html", context)


def session_sheet(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The sheet of a session: opened if there is one, offered if there is none."""
    actor = actor_of(request)
    session = access.get_session_for(actor, session_id, "process_sheet.write")
    client = session.client
    row = access.sheets_visible_to(actor).filter(session=session).first()
    if request.method == "POST":
        row = actions.open_sheet(client=client, session=session, by=actor)
        return redirect("process:sheet-write", row.id)
    if row is not None:
        return redirect("process:sheet", row.id)
    return render(request, "process/session_sheet.html", {"client": client, "session": session})


def sheet_open(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Begin a free-standing sheet about a client."""
    actor = actor_of(request)
    client = access.get_client_for(actor, client_id, "process_sheet.write")
    row = actions.open_sheet(client=client, title=request.POST.get("title", "")[:120], by=actor)
    return redirect("process:sheet-write", row.id)


def sheet_write(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """The writing desk: goes on with the draft; POST keeps it."""
    actor = actor_of(request)
    if request.method == "POST":
        return _keep(request, access.get_sheet_for(actor, sheet_id, "process_sheet.write"))
    row = access.get_sheet_for_reading(actor, sheet_id)
    words, version = draft_words(row, keychain(row.scope()))
    form = SheetForm(initial={**words, "version": version, "kept": words.get("kept", row.version)})
    context = writing_context(row, form, version, lens=lens_of(actor, row.client_id))
    return render(request, "process/sheet_write.html", context)


def _keep(request: HttpRequest, row: ProcessSheet) -> HttpResponse:
    form = SheetForm(request.POST)
    theirs: dict[str, Any] = {}
    if form.is_valid():
        try:
            actions.keep_sheet(
                sheet=row,
                words=form.sheet_words(),
                based_on=form.cleaned_data["kept"] or row.version,
                by=actor_of(request),
            )
            if form.cleaned_data["danger"]:
                return redirect("safety:screener", row.client_id)
            return redirect("process:sheet", row.id)
        except actions.CannotKeep as error:
            form.add_error("body", str(error))
        except actions.ChangedElsewhere as error:
            form.add_error(None, str(error))
            theirs = error.theirs
            form.data = {**request.POST.dict(), "kept": str(error.version)}
    lens = lens_of(actor_of(request), row.client_id)
    context = writing_context(row, form, form.data.get("version") or 0, theirs, lens)
    return render(request, "process/sheet_write.html", context, status=422)


def sheet_draft(request: HttpRequest, sheet_id: UUID) -> JsonResponse:
    """Autosave (core/js/autosave.js says the form of question and answer)."""
    actor = actor_of(request)
    row = access.get_sheet_for(actor, sheet_id, "process_sheet.write")
    form = DraftForm(request.POST)
    if not form.is_valid():
        return JsonResponse(
            {"error": " ".join(str(line) for lines in form.errors.values() for line in lines)}, status=400
        )
    try:
        draft = actions.save_draft(
            sheet=row,
            changed=form.changed(),
            save=form.cleaned_data["save_id"],
            based_on=form.cleaned_data["version"] or 0,
            by=actor,
        )
    except actions.CannotKeep as error:
        return JsonResponse({"error": str(error)}, status=400)
    except actions.ChangedElsewhere as error:
        theirs = {name: error.theirs.get(name, "") for name in WORDS}
        return JsonResponse({"theirs": theirs, "version": error.version}, status=409)
    return JsonResponse({"saved_at": clock.now().isoformat(), "version": draft.version})


def sheet_print(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """The sheet on paper, on purpose, and written down as that; no other page of the room prints."""
    row = access.get_sheet_for_printing(actor_of(request), sheet_id)
    words = row.words(keychain(row.scope()))
    return render(request, "process/sheet_print.html", {**head(row, words), "words": words})


def sheet_versions(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """The words as they stood before."""
    row = access.get_sheet_for_reading(actor_of(request), sheet_id)
    return render(request, "process/sheet_versions.html", versions_context(row, versions_of(row)))


def sheet_carry(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """Keep the line to oneself for the next hour."""
    actor = actor_of(request)
    row = access.get_sheet_for(actor, sheet_id, "process_sheet.write")
    form = CarryForm(request.POST)
    if form.is_valid():
        actions.carry_over(sheet=row, line=form.cleaned_data["carry_over"], by=actor)
        messages.success(request, _("Kept for the next hour."))
    else:
        messages.error(request, _("The line is longer than 2,000 characters and was not kept."))
    return redirect("process:sheet", sheet_id)


def sheet_check(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """Keep the check after the hour."""
    actor = actor_of(request)
    row = access.get_sheet_for(actor, sheet_id, "process_sheet.write")
    form = CheckForm(request.POST)
    if form.is_valid():
        actions.keep_check(sheet=row, answers=form.answers(), by=actor)
        messages.success(request, _("Kept, for you alone."))
    else:
        messages.error(request, _("Choose one of the answers for each word; nothing was changed."))
    return redirect("process:sheet", sheet_id)


def sheet_destroy(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """Ask, then destroy a sheet with everything on it."""
    actor = actor_of(request)
    row = access.get_sheet_for(actor, sheet_id, "process_sheet.destroy", is_read=request.method == "GET")
    if request.method == "POST":
        actions.destroy_sheet(sheet=row, by=actor)
        messages.success(request, _("The sheet is destroyed."))
        return redirect("process:client", row.client_id)
    return render(request, "process/sheet_destroy.html", writing_context(row, None, 0))
