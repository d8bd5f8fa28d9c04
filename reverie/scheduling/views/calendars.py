"""Calendars outside: the address for a calendar program, and busy times that are brought in."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reverie.accounts.models import Client, Therapist
from reverie.core.file_response import as_attachment
from reverie.core.layouts import actor_of
from reverie.scheduling import access, actions, queries
from reverie.scheduling.forms.calendars import BusyForm, FeedForm
from reverie.scheduling.presenters import feed as feed_file
from reverie.scheduling.presenters import pages
from reverie.scheduling.views.hours import back, page


def calendar_links(request: HttpRequest) -> HttpResponse:
    """The addresses under which one's own hours can be read; POST makes a new one and shows it once."""
    actor = actor_of(request)
    allowed = access.feeds_allowed(actor)
    form, address = FeedForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid() and form.cleaned_data["whose"] in allowed:
        _feed, token = actions.make_feed(**form.cleaned_data, by=actor)
        address = settings.URL + reverse("scheduling:feed", args=[token])
    found = queries.feeds_of(actor.user_id, actor.practice_id)
    context = {
        "links": [pages.feed(whose, found.get(whose)) for whose in allowed],
        "address": address,
        "made": form.cleaned_data["whose"] if address else "",
        "layout": "layouts/desk.html" if actor.is_staff else "layouts/my.html",
    }
    return render(request, "scheduling/calendar_links.html", context)


def calendar_link_end(request: HttpRequest, feed_id: UUID) -> HttpResponse:
    """Take an address back: it answers no more."""
    actor = actor_of(request)
    actions.end_feed(feed=access.get_own_feed(actor, feed_id), by=actor)
    messages.success(request, _("Taken back. Whoever has the address reads nothing any more."))
    return redirect("scheduling:calendar-links")


def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar file of a secret address; 404 for an unknown one and for one that was taken back."""
    found = queries.open_feed(token)
    person = queries.person_of(found) if found is not None else None
    if found is None or person is None:
        raise Http404
    data = _file_of(found, person)
    actions.note_reading(found)
    response = as_attachment(data, name="calendar.ics", kind="calendar")
    response["X-Robots-Tag"] = "noindex"
    return response


def _file_of(found: object, person: Therapist | Client) -> bytes:
    return feed_file.calendar(found, queries.feed_hours(person))  # type: ignore[arg-type]


def busy_bring(request: HttpRequest) -> HttpResponse:
    """Take over the busy times of a calendar file; a refusal names the line."""
    actor = actor_of(request)
    therapist = access.get_calendar(actor, pages.chosen(request.GET), "availability.write")
    form = BusyForm(request.POST, request.FILES)
    if form.is_valid():
        name, data = form.cleaned_data["name"], form.cleaned_data["file"].read()
        try:
            done = actions.bring_busy_times(therapist=therapist, name=name, data=data, by=actor)
            messages.success(request, _taken_over(done))
            return back(therapist)
        except actions.CannotShareCalendar as refusal:
            form.add_error("file", str(refusal))
    return page(request, therapist, busy_form=form)


def _taken_over(done: actions.Brought) -> str:
    words = ngettext("{n} busy time is kept free.", "{n} busy times are kept free.", done.count)
    return " ".join([words.format(n=done.count), *(f"{note}." for note in done.notes)])


def busy_drop(request: HttpRequest, calendar_id: UUID) -> HttpResponse:
    """Forget a brought-in calendar."""
    actor = actor_of(request)
    calendar = access.get_busy_calendar(actor, calendar_id)
    actions.drop_busy_times(calendar=calendar, by=actor)
    messages.success(request, _("Forgotten. Its times can be booked again."))
    return back(calendar.therapist)
