"""When a therapist can be booked: the weekly hours, other days, holidays."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from reverie.accounts.models import Therapist
from reverie.core.layouts import actor_of
from reverie.core.policy import Actor
from reverie.scheduling import access, actions
from reverie.scheduling.actions import CannotSetHours, OpenWindow
from reverie.scheduling.forms.availability import HolidayForm, OpenHoursForm, OtherDayForm
from reverie.scheduling.forms.calendars import BusyForm
from reverie.scheduling.forms.fields import read_day
from reverie.scheduling.models import Holiday
from reverie.scheduling.presenters import pages


def hours(request: HttpRequest) -> HttpResponse:
    """The weekly hours with a form to add to them; POST adds."""
    therapist = access.get_calendar(actor_of(request), pages.chosen(request.GET), "availability.write")
    form = OpenHoursForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        windows = [*_present(therapist), *form.windows()]
        if _tried(form, lambda: _set(request, therapist, windows)):
            messages.success(request, _("Kept. These hours can be booked from now on."))
            return back(therapist)
    return page(request, therapist, hours_form=form)


def hours_remove(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """Take one weekly window out."""
    therapist = access.get_calendar(actor_of(request), pages.chosen(request.GET), "availability.write")
    rule = access.get_weekly_window(therapist, rule_id)
    kept = _present(therapist, apart_from=rule.pk)
    _set(request, therapist, kept)
    messages.success(request, _("Taken out. Hours that are booked stay booked."))
    return back(therapist)


def hours_day(request: HttpRequest) -> HttpResponse:
    """Other hours on one day, or none."""
    actor = actor_of(request)
    therapist = access.get_calendar(actor, pages.chosen(request.GET), "availability.write")
    form = OtherDayForm(request.POST)
    if form.is_valid():
        day, windows = form.cleaned_data["day"], form.windows()
        if _tried(form, lambda: actions.set_day(therapist=therapist, day=day, windows=windows, by=actor)):
            messages.success(request, _("Kept for that day. Hours that are booked stay booked."))
            return back(therapist)
    return page(request, therapist, day_form=form)


def hours_day_clear(request: HttpRequest) -> HttpResponse:
    """Let the weekly hours hold on a day again."""
    actor = actor_of(request)
    therapist = access.get_calendar(actor, pages.chosen(request.GET), "availability.write")
    day = read_day(request.POST.get("day"))
    if day is not None:
        actions.clear_day(therapist=therapist, day=day, by=actor)
        messages.success(request, _("The weekly hours hold on that day again."))
    return back(therapist)


def holiday_announce(request: HttpRequest) -> HttpResponse:
    """Announce days without hours, once, to everybody whose hour lies in them."""
    actor = actor_of(request)
    therapist = access.get_calendar(actor, pages.chosen(request.GET), "holiday.announce")
    form = HolidayForm(request.POST)
    if form.is_valid():
        days = {"practice": therapist.practice, "therapist": therapist, **form.cleaned_data}
        if _tried(form, lambda: actions.announce_holiday(**days, by=actor)):
            messages.success(
                request, _("Announced. The hours in these days are called off, and clients see it.")
            )
            return back(therapist)
    return page(request, therapist, holiday_form=form)


def holiday_withdraw(request: HttpRequest, holiday_id: UUID) -> HttpResponse:
    """Work on announced days after all."""
    actor = actor_of(request)
    row = access.get_holiday(actor, holiday_id)
    assert row.therapist is not None
    take_back(request, row, actor)
    return back(row.therapist)


def take_back(request: HttpRequest, row: Holiday, actor: Actor) -> None:
    """Say what became of it; refused when the days are over."""
    try:
        actions.withdraw_holiday(holiday=row, by=actor)
        messages.success(
            request, _("Taken back. Hours that were called off stay so; arrange those again that are wanted.")
        )
    except CannotSetHours as refusal:
        messages.error(request, str(refusal))


def _present(therapist: Therapist, apart_from: UUID | None = None) -> list[OpenWindow]:
    rows = (
        therapist.availability_rules.exclude(pk=apart_from)
        if apart_from
        else therapist.availability_rules.all()
    )
    return [OpenWindow(r.weekday, r.start_minute, r.end_minute, r.mode, r.grid_minutes) for r in rows]


def _set(request: HttpRequest, therapist: Therapist, windows: list[OpenWindow]) -> None:
    actions.set_availability(therapist=therapist, windows=windows, by=actor_of(request))


def _tried(form: Form, act: Callable[[], object]) -> bool:
    """Do the act; a refusal becomes the form's error."""
    try:
        act()
    except CannotSetHours as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def back(therapist: Therapist) -> HttpResponse:
    return redirect(f"{reverse('scheduling:hours')}?therapist={therapist.id}")


def page(request: HttpRequest, therapist: Therapist, **tried: Form) -> HttpResponse:
    """All of it on one page; a form that was refused comes back with what was typed."""
    forms = {
        "hours_form": OpenHoursForm(), "day_form": OtherDayForm(), "holiday_form": HolidayForm(),
        "busy_form": BusyForm(), **tried,
    }  # fmt: skip
    context = {
        **pages.hours(therapist, list(access.holidays_of_calendar(therapist))),
        "busy": pages.busy(access.busy_calendars_of(therapist), therapist.zone),
        **forms,
    }
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "scheduling/hours.html", context, status=status)
