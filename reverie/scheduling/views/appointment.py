"""One hour on the desk: read, confirm, decline, move, place, call off, say who came."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core import dates
from reverie.core.layouts import actor_of
from reverie.core.policy import Actor
from reverie.scheduling import access, actions, queries
from reverie.scheduling.forms.appointment import CallOffForm, MoveForm, PlaceForm, WhoCameForm
from reverie.scheduling.forms.fields import minute_of
from reverie.scheduling.forms.reminders import RemindersForm
from reverie.scheduling.models import Appointment
from reverie.scheduling.presenters import hour as words_of

Refused = (actions.CannotBook, actions.CannotChange, actions.CannotHoldHours)


def appointment(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """One hour: when, where, how it stands, and what can be done with it."""
    row = access.get_appointment_for_reading(actor_of(request), appointment_id)
    return _page(request, row)


def appointment_confirm(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Say yes to an hour that was held or asked for."""
    told = bool(request.POST.get("is_told"))
    return _act(request, appointment_id, _("The hour is booked."), told, actions.confirm_appointment)


def appointment_decline(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Say no to an hour that was asked for."""
    told = bool(request.POST.get("is_told"))
    return _act(request, appointment_id, _("Declined."), told, actions.decline_request)


def _act(
    request: HttpRequest, appointment_id: UUID, done: str, told: bool, act: Callable[..., object]
) -> HttpResponse:
    actor = actor_of(request)
    row = access.get_appointment_for(actor, appointment_id, "appointment.change")
    try:
        act(appointment=row, is_told=told, by=actor)
        messages.success(request, f"{done} {_told(told, row)}")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("scheduling:appointment", appointment_id)


def _told(told: bool, row: Appointment) -> str:
    if told and not any(one.user_id or one.email for one in row.people):
        return _("There is no address, so nobody has been written to.")
    return _("The client has been written to.") if told else _("Nobody has been written to.")


def appointment_cancel(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Call an hour off, or it and every later one, for the client, the therapist or the practice."""
    actor = actor_of(request)
    row = access.get_appointment_for(actor, appointment_id, "appointment.change")
    form = CallOffForm(request.POST)
    if not form.is_valid():
        return _page(request, row, status=422, cancel_form=form)
    try:
        _call_off(row, form, actor)
        told = form.cleaned_data["is_told"]
        messages.success(request, f"{_('The hour is called off.')} {_told(told, row)}")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("scheduling:appointment", appointment_id)


def _call_off(row: Appointment, form: CallOffForm, actor: Actor) -> None:
    facts = {"side": form.cleaned_data["side"], "is_told": form.cleaned_data["is_told"], "by": actor}
    if form.cleaned_data["which"] == "following" and row.standing_hour is not None:
        last = (row.planned_day or row.wall_day) - timedelta(days=1)
        actions.end_standing_hour(standing_hour=row.standing_hour, last_day=last, **facts)
    else:
        actions.cancel_appointment(appointment=row, **facts)


def appointment_attended(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Say how an hour went: in one word, or person by person."""
    actor = actor_of(request)
    row = access.get_appointment_for(actor, appointment_id, "appointment.change")
    form = WhoCameForm(request.POST, people=row.people)
    try:
        if state := request.POST.get("state", ""):
            actions.record_attendance(appointment=row, state=state, by=actor)
        elif form.is_valid():
            actions.record_who_came(appointment=row, people=form.came(), by=actor)
        else:
            return _page(request, row, status=422, came_form=form)
        messages.success(request, _("Kept."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("scheduling:appointment", appointment_id)


def appointment_place(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Say where an hour is held: office and room, online or phone and its link."""
    actor = actor_of(request)
    row = access.get_appointment_for(actor, appointment_id, "appointment.change")
    form = PlaceForm(request.POST, practice=row.practice)
    if form.is_valid():
        try:
            actions.change_place(appointment=row, **form.cleaned_data, by=actor)
            messages.success(request, _("Kept. Nobody has been written to."))
            return redirect("scheduling:appointment", appointment_id)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _page(request, row, status=422, place_form=form)


def appointment_reminders(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Whether this hour's client is reminded of hours, for somebody who says so by phone."""
    actor = actor_of(request)
    row = access.get_appointment_for(actor, appointment_id, "appointment.change")
    form = RemindersForm(request.POST)
    if form.is_valid():
        actions.choose_reminders(client=row.client, **form.choice(), by=actor)
        messages.success(request, _("Kept."))
    return redirect("scheduling:appointment", appointment_id)


def appointment_move(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Move this hour, it and every later one, or all from a date; a refusal comes back as it was typed."""
    actor = actor_of(request)
    row = access.get_appointment_for(actor, appointment_id, "appointment.change")
    form = _move_form(row, request)
    if form.is_valid():
        try:
            moved = _move(row, form, actor)
            messages.success(request, f"{_moved(row, form)} {_told(form.cleaned_data['is_told'], row)}")
            return redirect("scheduling:appointment", moved.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _page(request, row, status=422, form=form)


def _moved(row: Appointment, form: MoveForm) -> str:
    if form.cleaned_data["which"] == "this" or row.standing_hour is None:
        return _("Moved.")
    return _("The weekly hour is moved. Where a frame was agreed, its new version waits for both to agree.")


def _move_form(row: Appointment, request: HttpRequest | None = None) -> MoveForm:
    wall = dates.local(row.start_at, row.zone)
    initial = {"day": wall.date(), "start": wall.time(), "which": "this"}
    data = request.POST if request else None
    form = MoveForm(data, zone=row.zone, usual=row.minutes, initial=initial)
    if row.standing_hour is None:
        form.fields["which"].required = False
        form.fields["which"].disabled = True
    return form


def _move(row: Appointment, form: MoveForm, actor: Actor) -> Appointment:
    """The hour as it is afterwards: the moved one, or the first of the new series."""
    data = form.cleaned_data
    facts = {"minutes": data["minutes"], "is_told": data["is_told"], "by": actor}
    if data["which"] not in {"following", "from"} or row.standing_hour is None:
        return actions.move_appointment(appointment=row, start_at=form.moment(), **facts)
    first, since = data["day"], None
    if data["which"] == "from":
        since = data["from_day"]
        first = since + timedelta(days=(first.weekday() - since.weekday()) % 7)
    series = actions.change_standing_hour(
        standing_hour=row.standing_hour, first_day=first, start_minute=minute_of(data["start"]),
        from_day=since, **facts,
    )  # fmt: skip
    return series.appointments.order_by("start_at").first() or row


def _page(request: HttpRequest, row: Appointment, status: int = 200, **tried: Form) -> HttpResponse:
    """The page, with the forms of what can be done now; one that was refused as it was typed."""
    facts = words_of.hour(row, row.therapist.zone)
    where = queries.where_to_join(row)
    forms: dict[str, Any] = {}
    if facts["can_attend"]:
        forms["came_form"] = WhoCameForm(people=row.people, initial=words_of.came(row))
    if facts["can_change"]:
        choice = queries.reminder_choice_of(row.client)
        forms["form"], forms["cancel_form"] = _move_form(row), CallOffForm()
        forms["place_form"] = PlaceForm(practice=row.practice, initial=words_of.place_of(row, where))
        forms["reminders"] = RemindersForm(
            initial={"hours_before": choice.hours_before if choice.is_on else 0}
        )
    context = {**facts, "link": where.link, **forms, **tried}
    return render(request, "scheduling/appointment.html", context, status=status)
