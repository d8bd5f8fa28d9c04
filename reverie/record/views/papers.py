"""Calls, letters and papers of a client, on the desk."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.file_response import as_attachment
from reverie.core.files import read_file
from reverie.core.layouts import actor_of
from reverie.record import access, actions
from reverie.record.forms import ContactForm, PaperForm
from reverie.record.presenters import pages
from reverie.record.presenters import papers as shown
from reverie.record.queries import papers as queries
from reverie.record.queries.sessions import is_whole, read_note
from reverie.treatment import access as treatments


def client_contacts(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """What happened between the hours; an entry is signed as it is kept, and put right by a further one."""
    actor, reads = actor_of(request), request.method == "GET"
    verb = "contact.read" if reads else "contact.write"
    treatment = treatments.get_treatment_for(actor, client_id, verb, reads=reads)
    found = queries.contacts_of(treatment.client)
    wrong = queries.chosen(found, request.GET.get("corrects") or request.POST.get("corrects"))
    form = ContactForm(request.POST or None, initial=ContactForm.initial_of(wrong) if wrong else {})
    if not reads and form.is_valid():
        try:
            words = form.words(treatment.therapist.zone)
            corrects = wrong.row if wrong else None
            actions.keep_contact(treatment=treatment, contact=words, corrects=corrects, by=actor)
            messages.success(request, _("Kept, under your signature."))
            return redirect("record:client-contacts", client_id)
        except actions.CannotKeepContact as refusal:
            form.add_error(None, str(refusal))
    context = {"client": treatment.client, "form": form, "rows": shown.contact_rows(found)}
    context["wrong"] = shown.contact_row(wrong) if wrong else None
    return render(request, "record/client_contacts.html", context, status=422 if form.errors else 200)


def contact_print(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """A letter or the note of a call, for paper."""
    row = access.get_contact_for(actor_of(request), contact_id, "contact.read")
    context = {"client": row.client, "entry": shown.contact_row(queries.read_contact(row))}
    return render(request, "record/contact_print.html", context)


def client_papers(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The papers of a client; a new one is kept by what it is, not by what it is called."""
    actor, reads = actor_of(request), request.method == "GET"
    client = access.get_client_of(actor, client_id, "paper.read" if reads else "paper.add", reads=reads)
    form = PaperForm(request.POST or None, request.FILES or None)
    if not reads and form.is_valid() and keep(form, client, actor):
        messages.success(request, _("Kept."))
        return redirect("record:client-papers", client_id)
    rows = shown.paper_rows(queries.papers_of(client), client.zone)
    context = {"client": client, "form": form, "rows": rows}
    return render(request, "record/client_papers.html", context, status=422 if form.errors else 200)


def paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """The file itself, always to be saved and never shown inside a page."""
    row = access.get_paper_for(actor_of(request), paper_id, "paper.read", reads=True)
    return as_attachment(read_file(row.stored), name=queries.name_of(row), kind=row.stored.kind)


def paper_show(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Let the client read a paper."""
    actor = actor_of(request)
    row = access.get_paper_for(actor, paper_id, "paper.add")
    try:
        actions.show_paper(paper=row, by=actor)
        messages.success(request, _("The client can read it now."))
    except actions.CannotKeepPaper as refusal:
        messages.error(request, str(refusal))
    return redirect("record:client-papers", row.client_id)


def paper_take_out(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Take a paper out of the lists; it stays in the record and in every copy of it."""
    actor = actor_of(request)
    row = access.get_paper_for(actor, paper_id, "paper.add")
    try:
        actions.take_out_paper(paper=row, by=actor)
        messages.success(request, _("Taken out of the list; it stays in the record."))
    except actions.CannotKeepPaper as refusal:
        messages.error(request, str(refusal))
    return redirect("record:client-papers", row.client_id)


def session_print(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """A session with its signed note, for paper."""
    row = access.get_session_for(actor_of(request), session_id, "session.open", reads=True)
    read = read_note(row)
    if read is None or not read.note.is_signed:
        messages.error(request, _("There is no signed note to print yet."))
        return redirect("record:session-note", row.pk)
    context = {
        "session": row,
        "client": row.client,
        "facts": pages.facts_line(row),
        "read": read,
        "signature": pages.signature_line(read.note, row.zone),
        "is_whole": is_whole(read),
        "is_withdrawn": pages.is_withdrawn(read),
        "addenda": pages.addenda_rows(read, row.zone),
    }
    return render(request, "record/session_print.html", context)


def keep(form: PaperForm, client: object, actor: object) -> bool:
    """Keep what was handed in; what is wrong with it comes back in the form."""
    data = form.cleaned_data
    try:
        actions.add_paper(
            client=client,  # type: ignore[arg-type]
            title=data["title"],
            name=data["file"].name,
            content=data["file"].read(),
            is_shown=data.get("is_shown", False),
            by=actor,  # type: ignore[arg-type]
        )
        return True
    except actions.CannotKeepPaper as refusal:
        form.add_error(None, str(refusal))
        return False
