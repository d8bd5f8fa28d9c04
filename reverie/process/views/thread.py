"""A thread's page and what can be done with a thread."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.layouts import actor_of
from reverie.process import access, actions
from reverie.process.forms import CornerForm, ThreadForm
from reverie.process.presenters.thread import thread_context
from reverie.process.queries import thread_page


def thread(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """The trail of a thread, with the words that were said."""
    actor = actor_of(request)
    row = access.get_thread_for_reading(actor, thread_id)
    page = thread_page(row)
    form = ThreadForm(initial=page.thread.words)
    context = {"client": row.client, "form": form, **thread_context(page, row.client.zone)}
    return render(request, "process/thread.html", context)


def thread_keep(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """Give the thread another name or sentence."""
    actor = actor_of(request)
    row = access.get_thread_for(actor, thread_id, "process_sheet.write")
    form = ThreadForm(request.POST)
    if form.is_valid():
        try:
            actions.name_thread(thread=row, by=actor, **form.cleaned_data)
            return redirect("process:thread", thread_id)
        except actions.CannotChangeThread as error:
            form.add_error("title", str(error))
    context = {"client": row.client, "form": form, **thread_context(thread_page(row), row.client.zone)}
    return render(request, "process/thread.html", context, status=422)


def thread_corner(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """Fill one corner of a triangle."""
    actor = actor_of(request)
    row = access.get_thread_for(actor, thread_id, "process_sheet.write")
    form = CornerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Words of at most 300 characters fit into a corner; nothing was changed."))
        return redirect("process:thread", thread_id)
    try:
        actions.place_corner(thread=row, by=actor, **form.cleaned_data)
    except actions.CannotChangeThread as error:
        messages.error(request, str(error))
    return redirect("process:thread", thread_id)


def thread_merge(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """Let this thread run on in another."""
    actor = actor_of(request)
    row = access.get_thread_for(actor, thread_id, "process_sheet.write")
    try:
        other = access.get_thread_for(actor, UUID(request.POST.get("into", "")), "process_sheet.write")
        into = actions.merge_threads(thread=row, into=other, by=actor)
    except ValueError:
        messages.error(request, _("Choose the thread that it runs on in."))
        return redirect("process:thread", thread_id)
    except actions.CannotChangeThread as error:
        messages.error(request, str(error))
        return redirect("process:thread", thread_id)
    return redirect("process:thread", into.id)
