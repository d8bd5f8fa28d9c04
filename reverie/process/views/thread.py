"""A thread's page and what can be done with a thread."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.layouts import actor_of
from reverie.process import access, actions
from reverie.process.forms import CornerForm, SplitForm, ThreadForm
from reverie.process.models import Moment, Thread
from reverie.process.presenters.thread import passages_of, thread_context
from reverie.process.queries import thread_page


def thread(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """The trail of a thread, with the words that were said."""
    return _page(request, access.get_thread_for_reading(actor_of(request), thread_id))


def _page(request: HttpRequest, row: Thread, form: Any = None, split: Any = None) -> HttpResponse:
    """The page, with a form that came back."""
    page = thread_page(row)
    context = {
        **thread_context(page, row.client.zone),
        "client": row.client,
        "form": form or ThreadForm(initial=page.thread.words),
        "split": split or SplitForm(passages=passages_of(page)),
    }
    return render(request, "process/thread.html", context, status=422 if form or split else 200)


def thread_keep(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """Give the thread another name, person or sentence."""
    actor = actor_of(request)
    row = access.get_thread_for(actor, thread_id, "process_sheet.write")
    form = ThreadForm(request.POST)
    if form.is_valid():
        try:
            actions.name_thread(thread=row, by=actor, **form.cleaned_data)
            return redirect("process:thread", thread_id)
        except actions.CannotChangeThread as error:
            form.add_error("title", str(error))
    return _page(request, row, form)


def thread_corner(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """Fill one corner of a triangle."""
    actor = actor_of(request)
    row = access.get_thread_for(actor, thread_id, "process_sheet.write")
    form = CornerForm(request.POST, passages=passages_of(thread_page(row)))
    if not form.is_valid():
        messages.error(request, _("Words of at most 300 characters fit into a corner; nothing was changed."))
        return redirect("process:thread", thread_id)
    chosen = form.cleaned_data.pop("moment")
    moment: Moment | None = None
    if chosen:
        moment = access.get_moment_for(actor, UUID(chosen), "process_sheet.write")
    try:
        actions.place_corner(thread=row, moment=moment, by=actor, **form.cleaned_data)
    except actions.CannotChangeThread as error:
        messages.error(request, str(error))
    return redirect("process:thread", thread_id)


def thread_merge(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """Let this thread run on in another."""
    return _joined(request, thread_id, "into", actions.merge_threads)


def thread_part(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """Undo a merge: a thread that joined this one stands by itself again."""
    return _joined(request, thread_id, "merged", actions.part_again)


def _joined(request: HttpRequest, thread_id: UUID, name: str, act: Any) -> HttpResponse:
    """Do something with this thread and the other that was chosen under `name`."""
    actor = actor_of(request)
    row = access.get_thread_for(actor, thread_id, "process_sheet.write")
    try:
        other = access.get_thread_for(actor, UUID(request.POST.get(name, "")), "process_sheet.write")
        kept = act(thread=row, by=actor, **{name: other})
    except ValueError:
        messages.error(request, _("Choose the other thread first."))
        return redirect("process:thread", thread_id)
    except actions.CannotChangeThread as error:
        messages.error(request, str(error))
        return redirect("process:thread", thread_id)
    return redirect("process:thread", kept.id)


def thread_split(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """Let some of its moments be a thread of their own."""
    actor = actor_of(request)
    row = access.get_thread_for(actor, thread_id, "process_sheet.write")
    form = SplitForm(request.POST, passages=passages_of(thread_page(row)))
    if form.is_valid():
        try:
            title, moments = form.cleaned_data["title"], form.chosen()
            new = actions.split_thread(thread=row, moments=moments, title=title, by=actor)
            return redirect("process:thread", new.id)
        except actions.CannotChangeThread as error:
            form.add_error("moments", str(error))
    return _page(request, row, split=form)
