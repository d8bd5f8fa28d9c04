"""The calendar on the desk: the week, one appointment, a new one."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.accounts.models import Therapist
from reverie.core import clock, dates
from reverie.core.layouts import actor_of
from reverie.scheduling import access, actions, queries
from reverie.scheduling.forms.appointment import BookForm, MoveForm
from reverie.scheduling.forms.fields import minute_of, read_day, read_moment
from reverie.scheduling.models import Appointment
from reverie.scheduling.presenters import pages, words
from reverie.scheduling.presenters import week as weeks

Refused = (actions.CannotBook, actions.CannotChange, actions.CannotHoldHours)


def week(request: HttpRequest) -> HttpResponse:
    """The standing week beneath, the actual week over it."""
    actor = actor_of(request)
    calendars = list(access.calendars_visible_to(actor))
    therapist = access.choose_calendar(actor, calendars, pages.chosen(request.GET))
    day = read_day(request.GET.get("from")) or clock.today(therapist.zone)
    found = queries.week_of(therapist, day - timedelta(days=day.weekday()))
    initials = request.GET.get("names") == "initials"
    context = {
        "page": weeks.page(therapist, found, initials=initials),
        "therapist": therapist,
        "calendars": calendars,
        "may_change": access.may_change_hours(actor, therapist),
        "initials": initials,
        "as_table": request.GET.get("as") == "table",
        "holidays": pages.breaks(therapist, access.holidays_of_calendar(therapist)),
    }
    return render(request, "scheduling/week.html", context)


def appointment(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """One hour: when, where, how it stands, and what can be done with it."""
    row = access.get_appointment_for_reading(actor_of(request), appointment_id)
    return _appointment_page(request, row, _move_form(row))


def appointment_confirm(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Say yes to an hour that was held or asked for."""
    actor = actor_of(request)
    row = access.get_appointment_for(actor, appointment_id, "appointment.change")
    try:
        actions.confirm_appointment(appointment=row, by=actor)
        messages.success(request, _("The hour is booked."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("scheduling:appointment", appointment_id)


def appointment_cancel(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Call an hour off, for the client or for the therapist."""
    actor = actor_of(request)
    row = access.get_appointment_for(actor, appointment_id, "appointment.change")
    side = "client" if request.POST.get("side") == "client" else "therapist"
    try:
        actions.cancel_appointment(appointment=row, side=side, by=actor)
        messages.success(request, _("The hour is called off. Nobody has been written to."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("scheduling:appointment", appointment_id)


def appointment_attended(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Say how an hour went."""
    actor = actor_of(request)
    row = access.get_appointment_for(actor, appointment_id, "appointment.change")
    try:
        actions.record_attendance(appointment=row, state=request.POST.get("state", ""), by=actor)
        messages.success(request, _("Kept."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("scheduling:appointment", appointment_id)


def appointment_move(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Move this hour, or this and every later one; a refusal comes back with what was typed."""
    actor = actor_of(request)
    row = access.get_appointment_for(actor, appointment_id, "appointment.change")
    form = _move_form(row, request)
    if form.is_valid():
        try:
            return redirect("scheduling:appointment", _move(row, form, actor).pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _appointment_page(request, row, form, status=422)


def appointment_new(request: HttpRequest) -> HttpResponse:
    """Arrange an hour with a client; what was typed comes back when it is not free."""
    actor = actor_of(request)
    therapist = access.get_calendar(actor, pages.chosen(request.GET), "appointment.book")
    start = read_moment(request.GET.get("start", "")) or clock.now()
    wall = dates.local(start, therapist.zone)
    form = BookForm(
        request.POST or None, zone=therapist.zone, initial={"day": wall.date(), "start": wall.time()}
    )
    form.fields["client"].queryset = access.clients_to_book(actor, therapist)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wish = {name: data[name] for name in ("client", "minutes", "place")}
        try:
            row = actions.book_appointment(therapist=therapist, start_at=form.moment(), **wish, by=actor)
            return redirect("scheduling:appointment", row.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _new_page(request, therapist, form)


def _move_form(row: Appointment, request: HttpRequest | None = None) -> MoveForm:
    wall = dates.local(row.start_at, row.zone)
    initial = {"day": wall.date(), "start": wall.time(), "which": "this"}
    form = MoveForm(request.POST if request else None, zone=row.zone, initial=initial)
    if row.standing_hour is None:
        form.fields["which"].required = False
        form.fields["which"].disabled = True
    return form


def _move(row: Appointment, form: MoveForm, actor: object) -> Appointment:
    """The hour as it is afterwards: the moved one, or the first of the new series."""
    if form.cleaned_data["which"] != "following" or row.standing_hour is None:
        return actions.move_appointment(appointment=row, start_at=form.moment(), by=actor)  # type: ignore[arg-type]
    day, start = form.cleaned_data["day"], form.cleaned_data["start"]
    series = actions.change_standing_hour(
        standing_hour=row.standing_hour, first_day=day, start_minute=minute_of(start), by=actor,  # type: ignore[arg-type]
    )  # fmt: skip
    return series.appointments.order_by("start_at").first() or row


def _appointment_page(
    request: HttpRequest, row: Appointment, form: MoveForm, status: int = 200
) -> HttpResponse:
    context = {**pages.appointment(row, row.therapist.zone), "form": form}
    return render(request, "scheduling/appointment.html", context, status=status)


def _new_page(request: HttpRequest, therapist: Therapist, form: BookForm) -> HttpResponse:
    context = {"form": form, "therapist": therapist, "zone": words.zone_words(therapist.zone)}
    return render(request, "scheduling/appointment_new.html", context, status=422 if form.errors else 200)
