"""One presented copy: read by its author and its reader, with what both say in its margin."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from reverie.core.layouts import actor_of
from reverie.core.policy import Actor
from reverie.supervision import access, actions, queries
from reverie.supervision import presenters as shown
from reverie.supervision.forms import RemarkForm
from reverie.supervision.models import PresentedCopy


def copy(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """The copy line by line; GET may name the line to speak of (`?line=2`), POST says it."""
    actor = actor_of(request)
    if request.method != "POST":
        row = access.get_copy_for_reading(actor, copy_id)
        return _page(request, actor, row, initial={"line": request.GET.get("line", "")})
    row = access.get_copy_for(actor, copy_id, "presented_copy.remark")
    form = RemarkForm(request.POST, words=queries.words_of(actor, row))
    if form.is_valid():
        try:
            remark = actions.say_remark(copy=row, **form.cleaned_data, by=actor)
            messages.success(request, _("Said. Both of you read it here."))
            return redirect(f"{request.path}#r-{remark.pk}")
        except actions.CannotSay as refusal:
            form.add_error(None, str(refusal))
    access.note_reading(actor, [row])
    return _page(request, actor, row, form=form)


def copy_take_back(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """The author takes a copy back: from this moment its reader opens it no more."""
    actor = actor_of(request)
    row = access.get_copy_for(actor, copy_id, "presented_copy.withdraw")
    try:
        actions.withdraw_copy(copy=row, by=actor)
        name = row.supervision.supervisor.name
        messages.success(request, _("Taken back. {name} cannot open it any more.").format(name=name))
    except actions.CannotPresent as refusal:
        messages.error(request, str(refusal))
    return redirect("supervision:copy", row.pk)


def remark_take_back(request: HttpRequest, remark_id: UUID) -> HttpResponse:
    """Take back what one said; the words come back into the form, to be said anew or left."""
    actor = actor_of(request)
    remark = access.get_own_remark(actor, remark_id)
    words = queries.remark_words(actor, remark)
    try:
        actions.take_back_remark(remark=remark, by=actor)
        messages.success(request, _("Taken back. Your words are in the form below until you leave the page."))
    except actions.CannotSay as refusal:
        messages.error(request, str(refusal))
        return redirect("supervision:copy", remark.copy_id)
    row = access.get_copy_for_reading(actor, remark.copy_id)
    return _page(request, actor, row, initial=words)


def _page(
    request: HttpRequest,
    actor: Actor,
    row: PresentedCopy,
    *,
    form: RemarkForm | None = None,
    initial: dict[str, Any] | None = None,
) -> HttpResponse:
    zone, today = access.here(actor)
    reading = queries.reading_of(actor, row, today)
    state, mark = shown.state_of(reading, zone)
    context = {
        "reading": reading,
        "pair": row.supervision,
        "other": shown.other_name(reading),
        "lines": shown.lines_of(reading, zone),
        "whole": shown.on_the_whole(reading, zone),
        "reads": shown.reads_of(reading, zone),
        "state": state,
        "mark": mark,
        "form": form or RemarkForm(words=reading.words, initial=initial),
        "here": reverse("supervision:copy", args=[row.pk]),
    }
    return render(request, "supervision/copy.html", context, status=422 if form and form.errors else 200)
