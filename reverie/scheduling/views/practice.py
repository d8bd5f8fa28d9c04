"""What holds for a calendar or the whole practice: terms, rooms, days without hours."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice, Therapist
from reverie.core.layouts import actor_of
from reverie.scheduling import access, actions, queries
from reverie.scheduling.forms.availability import PracticeHolidayForm, RoomForm, TermsForm
from reverie.scheduling.presenters import pages, words
from reverie.scheduling.views.hours import take_back


def hours_terms(request: HttpRequest) -> HttpResponse:
    """What clients may do with an hour, offers to who waits, the link for hours online."""
    actor = actor_of(request)
    therapist = access.get_calendar(actor, pages.chosen(request.GET), "availability.write")
    form = TermsForm(request.POST or None, initial=_present(therapist) if request.method != "POST" else None)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        link = facts.pop("link")
        try:
            actions.set_terms_and_link(therapist=therapist, link=link, **facts, by=actor)
            messages.success(request, _("Kept."))
            return redirect(f"{reverse('scheduling:hours-terms')}?therapist={therapist.id}")
        except (actions.CannotSetHours, actions.CannotChange) as refusal:
            form.add_error("link" if isinstance(refusal, actions.CannotChange) else None, str(refusal))
    context = {"form": form, "therapist": therapist}
    return render(request, "scheduling/hours_terms.html", context, status=422 if form.errors else 200)


def _present(therapist: Therapist) -> dict[str, object]:
    terms = queries.terms_of(therapist)
    found = {name: getattr(terms, name) for name in ("moving", "is_offering", "offer_hours")}
    return {**found, "link": queries.link_of(therapist)}


def rooms(request: HttpRequest) -> HttpResponse:
    """The practice's rooms; POST adds one."""
    actor = actor_of(request)
    practice = access.get_own_practice(actor)
    form = RoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_room(practice=practice, name=form.cleaned_data["name"], by=actor)
            messages.success(request, _("Added. Hours can be held in it from now on."))
            return redirect("scheduling:rooms")
        except actions.CannotSetHours as refusal:
            form.add_error("name", str(refusal))
    context = {"form": form, "rooms": practice.rooms.order_by("name")}
    return render(request, "scheduling/rooms.html", context, status=422 if form.errors else 200)


def room_rename(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Another name for a room."""
    actor = actor_of(request)
    room = access.get_room(actor, room_id)
    try:
        actions.rename_room(room=room, name=request.POST.get("name", ""), by=actor)
        messages.success(request, _("Kept."))
    except actions.CannotSetHours as refusal:
        messages.error(request, str(refusal))
    return redirect("scheduling:rooms")


def holidays(request: HttpRequest) -> HttpResponse:
    """Days on which the practice sees nobody: whom it concerns is shown first, one confirmation announces."""
    actor = actor_of(request)
    practice = access.get_own_practice(actor)
    form = PracticeHolidayForm(request.POST or None)
    concerned, days = None, {}
    if request.method == "POST" and form.is_valid():
        days = {name: form.cleaned_data[name] for name in ("first_day", "last_day")}
        if form.cleaned_data["is_seen"] and _announced(request, form, practice, days):
            return redirect("scheduling:holidays")
        concerned = None if form.errors else queries.concerned_by_holiday(practice, **days)
    context = {
        "form": form,
        "concerned": concerned,
        "days": words.days(*days.values()) if concerned is not None else "",
        "ahead": pages.practice_breaks(practice),
    }
    return render(request, "scheduling/holidays.html", context, status=422 if form.errors else 200)


def holidays_withdraw(request: HttpRequest, holiday_id: UUID) -> HttpResponse:
    """The practice works on announced days after all."""
    actor = actor_of(request)
    take_back(request, access.get_holiday(actor, holiday_id, of_practice=True), actor)
    return redirect("scheduling:holidays")


def _announced(
    request: HttpRequest, form: PracticeHolidayForm, practice: Practice, days: dict[str, date]
) -> bool:
    told = form.cleaned_data["is_told"]
    try:
        actions.announce_holiday(
            practice=practice, therapist=None, **days, is_told=told, by=actor_of(request)
        )
    except actions.CannotSetHours as refusal:
        form.add_error(None, str(refusal))
        return False
    done = _("Announced. The hours in these days are called off, and clients see it.")
    more = _("Everybody concerned has been written to.") if told else _("Nobody has been written to.")
    messages.success(request, f"{done} {more}")
    return True
