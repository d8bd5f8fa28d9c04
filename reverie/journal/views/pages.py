"""The client's finished pages."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.file_response import as_attachment
from reverie.core.policy import Actor
from reverie.journal import access, actions, presenters, queries
from reverie.journal.forms import ShareForm
from reverie.journal.views.desk import who_may_read


def pages(request: HttpRequest) -> HttpResponse:
    """Everything the client has written, latest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    client = access.get_writer(actor)
    context = {
        "pages": [presenters.row(own, client.zone) for own in queries.pages(actor)],
        "begun": [presenters.begun(draft, client.zone) for draft in queries.drafts(actor)],
    }
    return render(request, "journal/pages.html", context)


def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One page, who can read it, and taking it back."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    own = queries.page(access.get_own_entry(actor, pk))
    zone = own.entry.client.zone
    tag, kind = presenters.standing(own.open_share)
    context = {
        "own": own,
        "row": presenters.row(own, zone),
        "tag": tag,
        "tag_kind": kind,
        "shares": [presenters.share_line(share, zone) for share in own.shares],
        "share_form": ShareForm(who_may_read(own.entry.client, with_only_me=False)),
    }
    return render(request, "journal/page.html", context)


def share(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    """Share a finished page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    entry = access.get_own_entry(actor, pk)
    form = ShareForm(who_may_read(entry.client, with_only_me=False), request.POST)
    therapist, mode = form.reader(queries.readers_of(entry.client)) if form.is_valid() else (None, "")
    if therapist is None:
        messages.error(request, _("Choose who can read this page, and from when."))
        return redirect("journal:page", pk=pk)
    try:
        actions.share_entry(entry=entry, therapist=therapist, mode=mode, by=actor)
    except actions.CannotShare as error:
        messages.error(request, str(error))
    return redirect("journal:page", pk=pk)


def take_back(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    """Take a shared page back."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    own = queries.page(access.get_own_entry(actor, pk))
    try:
        if own.open_share is None:
            raise actions.CannotTakeBack(_("This page is not shared."))
        actions.take_back(share=own.open_share, by=actor)
        messages.success(request, _("Taken back. Only you can read this page now."))
    except actions.CannotTakeBack as error:
        messages.error(request, str(error))
    return redirect("journal:page", pk=pk)


def throw_page(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    """Delete a page for good."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actions.throw_away(entry=access.get_own_entry(actor, pk), by=actor)
    messages.success(request, _("Thrown away."))
    return redirect("journal:pages")


def take_along(request: HttpRequest) -> HttpResponse:
    """Everything the client wrote, as a zip of text and JSON."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    raw = actions.export_pages(client=access.get_writer(actor), by=actor)
    return as_attachment(raw, name="pages.zip", kind="zip")
