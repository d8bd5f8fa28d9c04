"""What comes in and what leaves: transcripts, the author's archive, single lines into the record."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core.file_response import as_attachment
from reverie.core.layouts import actor_of
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.process import access, actions
from reverie.process.forms import ExportForm, MoveForm, SpeakersForm, TranscriptForm, packed_turns
from reverie.process.models import ProcessSheet
from reverie.process.presenters.leaving import earlier_lines, hour_choices, lines_of
from reverie.process.presenters.sheet import head
from reverie.process.queries.leaving import handings_of
from reverie.process.queries.record import note_fields
from reverie.process.queries.sheets import hours_without_sheet
from reverie.process.transcripts import CannotReadTranscript, Transcript
from reverie.record.access import get_session_for
from reverie.record.models import Session


def client_export(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The author's notes on a client as a closed file, with a record of why they leave."""
    actor = actor_of(request)
    is_read = request.method == "GET"
    client = access.get_client_for(actor, client_id, "process_sheet.export", is_read=is_read)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            words = {"passphrase": form.cleaned_data["passphrase"], "handing": form.handing()}
            found = actions.export_notes(client=client, by=actor, **words)
            return as_attachment(found.data, name="notes.reverie", kind="closed")
        except actions.CannotExport as error:
            form.add_error(None, str(error))
    status = 422 if form.errors else 200
    context = {
        "client": client,
        "form": form,
        "earlier": earlier_lines(handings_of(actor, client), client.zone),
    }
    return render(request, "process/client_export.html", context, status=status)


def client_import(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """A transcript: read, its letters looked at, its speakers named, kept as a sheet."""
    actor = actor_of(request)
    client = access.get_client_for(actor, client_id, "process_sheet.write")
    if request.POST.get("turns"):
        return _named(request, client)
    form = TranscriptForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "process/client_import.html", {"client": client, "form": form}, status=status)
    return _who_is_who(request, client, form.cleaned_data["file"])


def _who_is_who(request: HttpRequest, client: Client, found: Transcript) -> HttpResponse:
    initial = {"turns": packed_turns(found), "was": found.encoding, "encoding": found.encoding}
    hours = hour_choices(hours_without_sheet(actor_of(request), client), client.zone)
    form = SpeakersForm(heard=found, hours=hours, initial=initial)
    context = {"client": client, "form": form, "transcript": found}
    return render(request, "process/client_import_named.html", context)


def _named(request: HttpRequest, client: Client) -> HttpResponse:
    actor = actor_of(request)
    hours = hour_choices(hours_without_sheet(actor, client), client.zone)
    form = SpeakersForm(request.POST, hours=hours)
    if "again" in request.POST:
        try:
            return _who_is_who(request, client, form.again())
        except CannotReadTranscript as error:
            form.add_error("encoding" if "encoding" in form.fields else None, str(error))
    elif form.is_valid():
        try:
            return redirect("process:sheet", _kept(client, form, actor).id)
        except (actions.CannotKeep, actions.CannotOpen) as error:
            form.add_error(None, str(error))
    context = {"client": client, "form": form, "transcript": form.transcript()}
    return render(request, "process/client_import_named.html", context, status=422)


def _kept(client: Client, form: SpeakersForm, actor: Actor) -> ProcessSheet:
    letters, names = form.letters(client.name)
    chosen = form.cleaned_data["hour"]
    session = access.get_session_for(actor, UUID(chosen), "process_sheet.write") if chosen else None
    return actions.import_transcript(
        client=client, session=session, transcript=form.transcript(), letters=letters, names=names, by=actor
    )


def sheet_move(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    """Lines into the record: chosen, worded anew and seen before they go."""
    actor = actor_of(request)
    row = access.get_sheet_for(actor, sheet_id, "process_sheet.write", is_read=True)
    if row.session_id is None:
        raise Http404
    session = get_session_for(actor, row.session_id, "note.write")
    lines = lines_of(row.words(keychain(row.scope())))
    picked = [place for place in range(len(lines)) if str(place) in request.POST.getlist("line")]
    is_last = request.POST.get("step") == "move"
    form = MoveForm(
        request.POST if is_last else None,
        lines=[lines[place] for place in picked],
        fields=note_fields(session.id),
    )
    if is_last and form.is_valid() and _moved(request, row, session, form):
        return redirect("process:sheet", sheet_id)
    context = {**head(row), "lines": list(enumerate(lines)), "picked": picked, "form": form}
    return render(request, "process/sheet_move.html", context, status=422 if form.errors else 200)


def _moved(request: HttpRequest, row: ProcessSheet, session: Session, form: MoveForm) -> bool:
    try:
        count = actions.move_to_record(
            sheet=row,
            session=session,
            lines=form.worded(),
            field=form.cleaned_data["field"],
            by=actor_of(request),
        )
    except actions.CannotMove as error:
        form.add_error(None, str(error))
        return False
    one, many = (
        _("One line is in the draft of the progress note."),
        _("%(n)s lines are in the draft of the note."),
    )
    messages.success(request, one if count == 1 else many % {"n": count})
    return True
