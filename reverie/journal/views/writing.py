"""Writing: choose, write, keep."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.policy import Actor
from reverie.journal import access, actions, presenters, queries
from reverie.journal.forms import EntryForm, as_fields
from reverie.journal.models import KINDS
from reverie.journal.views import desk as writing_desk
from reverie.journal.views.desk import Desk


def write(request: HttpRequest) -> HttpResponse:
    """The ways in: what can be written, what was begun, what was invited."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    client = access.get_writer(actor)
    context = {
        "doors": presenters.doors(),
        "begun": [presenters.begun(draft, client.zone) for draft in queries.drafts(actor)],
        "invited": presenters.invitations(queries.invitations(actor), client.zone),
        "recent": [presenters.row(own, client.zone) for own in queries.pages(actor, limit=3)],
    }
    return render(request, "journal/write.html", context)


def write_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A new page of one kind, or the one of this kind that was begun."""
    return _write(request, _new(request, slug))


def edit_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A finished page, written again."""
    return _write(request, _again(request, pk))


def keep(request: HttpRequest, slug: str) -> JsonResponse:
    """Keep the draft of a new page."""
    return writing_desk.keep(request, _new(request, slug))


def keep_edit(request: HttpRequest, pk: UUID) -> JsonResponse:
    """Keep the draft of a page that is written again."""
    return writing_desk.keep(request, _again(request, pk))


def throw_draft(request: HttpRequest, slug: str) -> HttpResponseRedirect:
    """Drop a page that was begun."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    desk = _new(request, slug)
    actions.throw_away_draft(client=desk.client, kind=desk.kind, by=actor)
    messages.success(request, _("Thrown away."))
    return redirect("journal:write")


def _write(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = desk.form(_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            entry = desk.finish(form, request.actor)  # type: ignore[attr-defined]
            return redirect("journal:page", pk=entry.id)
        except (actions.CannotKeep, actions.CannotShare) as error:
            form.add_error(None, str(error))
        except actions.ChangedElsewhere as changed:
            return _both(request, desk, form, changed)
    return render(request, "journal/write_page.html", desk.context(form))


def _both(
    request: HttpRequest, desk: Desk, form: EntryForm, changed: actions.ChangedElsewhere
) -> HttpResponse:
    """Show the other text beside the form; "Done" once more keeps what stands in the form."""
    data = request.POST.copy()
    data["version"] = str(changed.draft.version)
    form = desk.form(data)
    form.is_valid()
    theirs = as_fields(changed.theirs)
    form.add_error(None, str(changed))
    return render(request, "journal/write_page.html", desk.context(form) | {"theirs": theirs}, status=409)


def _new(request: HttpRequest, slug: str) -> Desk:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    kind = slug.replace("-", "_")
    if kind not in KINDS:
        raise Http404
    client = access.get_writer(actor)
    return Desk(client, kind, homework=access.find_own_homework(actor, request.GET.get("for", "")))


def _again(request: HttpRequest, pk: UUID) -> Desk:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    entry = access.get_own_entry(actor, pk)
    return Desk(entry.client, entry.kind, entry=entry)


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is empty; None when nothing was."""
    return request.POST if request.method == "POST" else None
