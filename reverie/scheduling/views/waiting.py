"""The waiting list on the desk, and a client's own place on it."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from reverie.accounts.models import Therapist
from reverie.core import clock
from reverie.core.layouts import actor_of
from reverie.core.policy import Actor
from reverie.scheduling import access, actions, queries
from reverie.scheduling.forms.fields import read_moment
from reverie.scheduling.forms.waiting import DeskWaitForm, WaitForm
from reverie.scheduling.models import Wait
from reverie.scheduling.presenters import pages
from reverie.scheduling.presenters import waiting as lines

Refused = (actions.CannotBook, actions.CannotWait, actions.CannotChange)
AHEAD = timedelta(weeks=4)


def waiting(request: HttpRequest) -> HttpResponse:
    """Who waits for a therapist, longest first, with free hours to offer; POST puts somebody on the list."""
    actor = actor_of(request)
    therapist = access.get_calendar(actor, pages.chosen(request.GET), "wait.keep")
    form = _form(request, actor, therapist)
    if request.method == "POST" and form.is_valid():
        whom = therapist if form.cleaned_data["whom"] == "this" else None
        try:
            actions.join_waiting_list(
                client=form.cleaned_data["client"], therapist=whom, **form.terms(), by=actor
            )
            messages.success(request, _("On the waiting list."))
            return back(therapist)
        except actions.CannotWait as refusal:
            form.add_error(None, str(refusal))
    free = queries.open_hours([therapist], clock.now(), clock.now() + AHEAD, minutes=50)[therapist.id]
    found = queries.waiting_for(access.waits_visible_to(actor), therapist, free)
    context = {"form": form, "therapist": therapist, "rows": lines.rows(found, therapist.zone)}
    return render(request, "scheduling/waiting.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, actor: Actor, therapist: Therapist) -> DeskWaitForm:
    form = DeskWaitForm(request.POST or None)
    form.fields["client"].queryset = access.clients_to_book(actor, therapist)  # type: ignore[attr-defined]
    form.fields["whom"].choices = [  # type: ignore[attr-defined]
        ("this", therapist.name), ("anybody", _("anybody of the practice")),
    ]  # fmt: skip
    return form


def back(therapist: Therapist) -> HttpResponse:
    return redirect(f"{reverse('scheduling:waiting')}?therapist={therapist.id}")


def waiting_offer(request: HttpRequest, wait_id: UUID) -> HttpResponse:
    """Offer a free hour to somebody who waits: it is kept for them, and they are written to."""
    actor = actor_of(request)
    wait = access.get_wait(actor, wait_id)
    therapist = access.get_calendar(actor, pages.chosen(request.GET), "wait.keep")
    start = read_moment(request.POST.get("start", ""))
    if start is None:
        messages.error(request, _("Choose one of the hours that are shown."))
        return back(therapist)
    hour = actions.FreeHour(therapist, start, wait.minutes, wait.place or "office")
    try:
        actions.offer_hour(wait=wait, hour=hour, by=actor)
        messages.success(request, _("Offered. The hour is kept until they answer, or the time is over."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return back(therapist)


def waiting_end(request: HttpRequest, wait_id: UUID) -> HttpResponse:
    """Take somebody off the list."""
    actor = actor_of(request)
    wait = access.get_wait(actor, wait_id)
    therapist = access.get_calendar(actor, pages.chosen(request.GET), "wait.keep")
    _leave(request, wait, actor, _("Off the waiting list."))
    return back(therapist)


def _leave(request: HttpRequest, wait: Wait, actor: Actor, done: str) -> None:
    try:
        actions.leave_waiting_list(wait=wait, by=actor)
        messages.success(request, done)
    except Refused as refusal:
        messages.error(request, str(refusal))


def my_offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Take an offered hour, or let it go to the next."""
    actor = actor_of(request)
    offer = access.get_own_offer(actor, offer_id)
    try:
        if request.POST.get("answer") == "yes":
            actions.take_offer(offer=offer, by=actor)
            messages.success(request, _("The hour is yours."))
        else:
            actions.decline_offer(offer=offer, by=actor)
            messages.success(request, _("Let go. You stay on the waiting list."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("scheduling:my-sessions")


def my_wait(request: HttpRequest) -> HttpResponse:
    """Put oneself on the waiting list: days and times that would suit."""
    actor = actor_of(request)
    client = access.get_own_client(actor)
    form = WaitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        therapists = queries.therapists_of(client)
        whom = therapists[0] if len(therapists) == 1 else None
        try:
            actions.join_waiting_list(client=client, therapist=whom, **form.terms(), by=actor)
            messages.success(request, _("Kept. When an hour becomes free that suits, you hear of it."))
            return redirect("scheduling:my-sessions")
        except actions.CannotWait as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "wait": queries.own_wait(client)}
    return render(request, "scheduling/my_wait.html", context, status=422 if form.errors else 200)


def my_wait_end(request: HttpRequest) -> HttpResponse:
    """Wait no longer."""
    actor = actor_of(request)
    _leave(request, access.get_own_wait(actor), actor, _("You are not waiting any more."))
    return redirect("scheduling:my-sessions")
