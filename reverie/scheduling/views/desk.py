"""The calendar on the desk: the week, and a new hour in it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reverie.accounts.models import Therapist
from reverie.core import clock, dates, zones
from reverie.core.layouts import actor_of
from reverie.core.policy import Actor
from reverie.scheduling import access, actions, queries
from reverie.scheduling.forms.appointment import BookForm, CallerForm
from reverie.scheduling.forms.fields import read_day, read_moment, read_zone
from reverie.scheduling.models import Appointment
from reverie.scheduling.presenters import pages, waiting
from reverie.scheduling.presenters import week as weeks

WAITING = 3
Refused = (actions.CannotBook, actions.CannotChange, actions.CannotHoldHours)


def week(request: HttpRequest) -> HttpResponse:
    """The standing week beneath, the actual week over it; beneath both who waits, and breaks ahead."""
    actor = actor_of(request)
    calendars = list(access.calendars_visible_to(actor))
    therapist = access.choose_calendar(actor, calendars, pages.chosen(request.GET))
    day = read_day(request.GET.get("from")) or clock.today(therapist.zone)
    holidays = list(access.holidays_of_calendar(therapist))
    found = queries.week_of(therapist, day - timedelta(days=day.weekday()), holidays=holidays)
    look = _look(request)
    free = [moment for one in found for moment in one.open]
    waits = queries.waiting_for(access.waits_visible_to(actor), therapist, free, most=1)
    context = {
        "page": weeks.page(therapist, found, look),
        "look": look,
        "therapist": therapist,
        "calendars": calendars,
        "may_keep": access.may_keep_practice(actor),
        "may_change": access.may_change_hours(actor, therapist),
        "waits": waiting.rows(waits[:WAITING], therapist.zone, initials=look.initials),
        "more_waits": len(waits) > WAITING,
        "holidays": pages.breaks(therapist, holidays),
    }
    return render(request, "scheduling/week.html", context)


def _look(request: HttpRequest) -> weeks.Look:
    """How the address says the week is to be shown; what it cannot mean is left out."""
    return weeks.Look(
        initials=request.GET.get("names") == "initials",
        as_table=request.GET.get("as") == "table",
        other=read_zone(request.GET.get("zone")),
    )


def appointment_new(request: HttpRequest) -> HttpResponse:
    """Arrange an hour with a client, or with two; what was typed comes back when it is not free."""
    actor = actor_of(request)
    therapist = access.get_calendar(actor, pages.chosen(request.GET), "appointment.book")
    form = BookForm(request.POST or None, zone=therapist.zone, initial=_wanted(request, therapist))
    clients = access.clients_to_book(actor, therapist)
    for name, rows in (("client", clients), ("partner", clients), ("room", access.rooms_of(therapist))):
        form.fields[name].queryset = rows  # type: ignore[attr-defined]
    return _booked(request, therapist, form, actions.book_appointment)


def appointment_caller(request: HttpRequest) -> HttpResponse:
    """Arrange an hour with somebody who calls and has no account; they can be asked in later."""
    actor = actor_of(request)
    therapist = access.get_calendar(actor, pages.chosen(request.GET), "appointment.book_caller")
    form = CallerForm(request.POST or None, zone=therapist.zone, initial=_wanted(request, therapist))
    form.fields["room"].queryset = access.rooms_of(therapist)  # type: ignore[attr-defined]
    return _booked(request, therapist, form, actions.book_caller)


def _wanted(request: HttpRequest, therapist: Therapist) -> dict[str, object]:
    wall = dates.local(read_moment(request.GET.get("start", "")) or clock.now(), therapist.zone)
    names = ("client", "minutes", "place")
    again = {name: request.GET[name] for name in names if request.GET.get(name)}
    return {"day": wall.date(), "start": wall.time(), **again}


def _booked(
    request: HttpRequest,
    therapist: Therapist,
    form: BookForm | CallerForm,
    act: Callable[..., Appointment],
) -> HttpResponse:
    actor = actor_of(request)
    if request.method == "POST" and form.is_valid():
        try:
            row = _arrange(form.wish(), act, therapist, actor)
            return redirect("scheduling:appointment", row.pk) if row else redirect("scheduling:week")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "form": form,
        "therapist": therapist,
        "zone": zones.zone_words(therapist.zone),
        "is_caller": isinstance(form, CallerForm),
        "may_call": access.may_book_caller(actor, therapist),
        "query": request.GET.urlencode(),
    }
    return render(request, "scheduling/appointment_new.html", context, status=422 if form.errors else 200)


def _arrange(
    wish: dict[str, Any], act: Callable[..., Appointment], therapist: Therapist, actor: Actor
) -> Appointment | None:
    """The hour that was asked for, or the first of a series; none where it begins beyond the horizon."""
    if "step_days" in wish:
        return queries.first_hour_of(actions.start_standing_hour(therapist=therapist, **wish, by=actor))
    done = actions.hold_appointment if "until" in wish else act
    return done(therapist=therapist, **wish, by=actor)
