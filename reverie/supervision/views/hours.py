"""The hours of a supervision: logged, answered, taken out, and the log on paper."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.layouts import actor_of
from reverie.core.policy import Actor
from reverie.supervision import access, actions, queries
from reverie.supervision import presenters as shown
from reverie.supervision.forms import AnswerForm, HourForm
from reverie.supervision.models import REASON_WORDS, Supervision


def hours(request: HttpRequest, supervision_id: UUID) -> HttpResponse:
    """The log of one supervision; who brings their work adds to it, the supervisor answers."""
    actor = actor_of(request)
    row = access.get_supervision_for(actor, supervision_id, "supervision_hours.read")
    form = HourForm(request.POST or None)
    if request.method == "POST":
        row = access.get_supervision_for(actor, supervision_id, "supervision_hours.log")
        if form.is_valid():
            try:
                actions.log_hour(supervision=row, **form.cleaned_data, by=actor)
                name = row.supervisor.name
                messages.success(request, _("Logged. It waits for {name} to confirm it.").format(name=name))
                return redirect(request.path)
            except actions.CannotLog as refusal:
                form.add_error(None, str(refusal))
    context = _log(actor, row) | {"form": form, "reasons": REASON_WORDS}
    return render(request, "supervision/hours.html", context, status=422 if form.errors else 200)


def hours_print(request: HttpRequest, supervision_id: UUID) -> HttpResponse:
    """The log for paper: the confirmed hours, who confirmed them and when, and the sum."""
    actor = actor_of(request)
    row = access.get_supervision_for(actor, supervision_id, "supervision_hours.read")
    return render(request, "supervision/hours_print.html", _log(actor, row))


def hour_answer(request: HttpRequest, hour_id: UUID) -> HttpResponse:
    """The supervisor confirms an hour, or returns it with a reason."""
    actor = actor_of(request)
    row = access.get_hour_for(actor, hour_id, "supervision_hours.confirm")
    form = AnswerForm(request.POST)
    try:
        if not form.is_valid():
            raise actions.CannotConfirm(_("Choose whether the hour is confirmed or goes back."))
        if form.cleaned_data["does"] == "return":
            actions.return_hour(hour=row, reason=form.cleaned_data["reason"], by=actor)
            messages.success(request, _("The hour is back with who logged it."))
        else:
            actions.confirm_hour(hour=row, by=actor)
            messages.success(request, _("Confirmed. It stays in the log as it is."))
    except actions.CannotConfirm as refusal:
        messages.error(request, str(refusal))
    return redirect("supervision:hours", row.supervision_id)


def hour_take_out(request: HttpRequest, hour_id: UUID) -> HttpResponse:
    """Who logged an hour takes it out again, as long as it is not confirmed."""
    actor = actor_of(request)
    row = access.get_hour_for(actor, hour_id, "supervision_hours.log")
    try:
        actions.take_out_hour(hour=row, by=actor)
        messages.success(request, _("Taken out of the log."))
    except actions.CannotLog as refusal:
        messages.error(request, str(refusal))
    return redirect("supervision:hours", row.supervision_id)


def _log(actor: Actor, row: Supervision) -> dict[str, object]:
    zone, today = access.here(actor)
    found = queries.hours_of(actor, row)
    confirmed = [hour for hour in found if hour.state == hour.CONFIRMED]
    held = queries.held_of(found, today.year)
    return {
        "pair": row,
        "kind": shown.kind_word(row.kind),
        "is_own": row.supervisee_id == actor.user_id,
        "rows": shown.hour_rows(found, zone),
        "confirmed": shown.hour_rows(reversed(confirmed), zone),
        "sum": shown.length(sum(hour.minutes for hour in confirmed)),
        "words": shown.hours_words(held, row.supervisor.name),
        "today": today,
    }
