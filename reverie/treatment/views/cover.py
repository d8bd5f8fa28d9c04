"""Standing in for a colleague, and a record opened in an emergency."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.layouts import actor_of
from reverie.treatment import access, actions
from reverie.treatment.forms import CoverForm, GlassForm
from reverie.treatment.presenters import cover as pages
from reverie.treatment.queries import cover as reads


def covers(request: HttpRequest) -> HttpResponse:
    """Who stands in for whom, whose clients that makes reachable, and setting it."""
    actor = actor_of(request)
    absent, colleagues = reads.who_may_be_named(actor)
    form = CoverForm(request.POST or None, absent=absent, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_cover(**form.terms(), by=actor)
        except actions.CannotCover as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept. It ends by itself."))
            return redirect("treatment:covers")
    context = pages.covers(actor) | {"form": form}
    return render(request, "treatment/covers.html", context, status=422 if form.errors else 200)


def cover_end(request: HttpRequest, cover_id: UUID) -> HttpResponse:
    """Nobody stands in any more."""
    actor = actor_of(request)
    try:
        actions.end_cover(cover=access.get_cover_for_ending(actor, cover_id), by=actor)
        messages.success(request, _("Ended."))
    except actions.CannotCover as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:covers")


def glass_break(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Say why; then this one record is open for an hour, and everybody concerned is told."""
    actor = actor_of(request)
    client = access.get_client_to_open(actor, client_id)
    form = GlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.break_glass(client=client, reason=form.cleaned_data["reason"], by=actor)
        except actions.CannotOpen as refusal:
            form.add_error("reason", str(refusal))
        else:
            return redirect("treatment:glass", client_id)
    context = {"form": form, "client": client}
    return render(request, "treatment/glass_break.html", context, status=422 if form.errors else 200)


def glass(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """What somebody who stands in needs in an emergency, while it is open."""
    actor = actor_of(request)
    if access.is_treating(actor, client_id):
        return redirect("treatment:client", client_id)
    client = access.get_opened_client(actor, client_id)
    return render(request, "treatment/glass.html", pages.opened(client, actor))


def glass_review(request: HttpRequest, glass_id: UUID) -> HttpResponse:
    """I have looked at why a record was opened."""
    actor = actor_of(request)
    try:
        actions.review_glass(glass=access.get_glass_for_review(actor, glass_id), by=actor)
        messages.success(request, _("Kept: it was looked at."))
    except actions.CannotOpen as refusal:
        messages.error(request, str(refusal))
    return redirect("treatment:covers")


def my_opened(request: HttpRequest) -> HttpResponse:
    """Who opened my record in an emergency lately, and why."""
    client = access.get_own_treatment(actor_of(request)).client
    return render(request, "treatment/my_opened.html", {"rows": pages.own_lines(client)})
