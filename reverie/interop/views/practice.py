"""The practice takes along its lists, hours and sums."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.file_response import as_attachment
from reverie.core.files import read_file
from reverie.core.layouts import actor_of
from reverie.interop import access, actions, presenters
from reverie.interop.queries.halts import was_given_up


def practice_copies(request: HttpRequest) -> HttpResponse:
    """What such a copy holds, those that were made, and the way to make one."""
    actor = actor_of(request)
    practice = access.get_practice_for_copy(actor)
    rows = [
        presenters.copy_row(copy, practice.zone, given_up=was_given_up("copy", copy.pk))
        for copy in access.copies_visible_to(actor)[:10]
    ]
    at_work = next((row for row in rows if row.is_at_work), None)
    return render(request, "interop/practice_copies.html", {"rows": rows, "at_work": at_work})


def practice_copy_begin(request: HttpRequest) -> HttpResponse:
    """Begin one."""
    actor = actor_of(request)
    try:
        actions.begin_practice_copy(practice=access.get_practice_for_copy(actor), by=actor)
    except actions.CannotCopy as refusal:
        messages.error(request, str(refusal))
    return redirect("interop:practice-copies")


def practice_copy_file(request: HttpRequest, copy_id: UUID, number: int) -> HttpResponse:
    """One of its files, to be saved; that it was taken is written down."""
    file = access.get_copy_file(actor_of(request), copy_id, number)
    return as_attachment(read_file(file.stored), name=file.name, kind="text")


def practice_copy_forget(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Throw it away."""
    actor = actor_of(request)
    actions.forget_practice_copy(copy=access.get_copy(actor, copy_id), by=actor)
    messages.success(request, _("The copy is thrown away."))
    return redirect("interop:practice-copies")
