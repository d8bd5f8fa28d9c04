"""A client's own hours."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.layouts import actor_of
from reverie.scheduling import access, actions, queries
from reverie.scheduling.forms.appointment import RequestForm
from reverie.scheduling.forms.reminders import RemindersForm
from reverie.scheduling.presenters import pages


def my_sessions(request: HttpRequest) -> HttpResponse:
    """The next hours, the standing ones, breaks ahead, and hours to ask for."""
    client = access.get_own_client(actor_of(request))
    reminders = RemindersForm(initial={"hours_before": pages.hours_before(client)})
    context = {**pages.my_sessions(client), "reminders": reminders}
    return render(request, "scheduling/my_sessions.html", context)


def my_session_reminders(request: HttpRequest) -> HttpResponse:
    """How long before one is reminded, or never."""
    actor = actor_of(request)
    client = access.get_own_client(actor)
    form = RemindersForm(request.POST)
    if form.is_valid():
        actions.choose_reminders(client=client, **form.choice(), by=actor)
        messages.success(request, _("Kept."))
    else:
        messages.error(request, _("Choose how long before you want to be reminded."))
    return redirect("scheduling:my-sessions")


def my_session_cancel(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Call one of one's own hours off; GET asks once more and says what the notice means."""
    actor = actor_of(request)
    row = access.get_appointment_for(actor, appointment_id, "appointment.cancel_own")
    if request.method != "POST":
        context = {**pages.appointment(row, row.client.zone), "late": pages.is_late(row)}
        return render(request, "scheduling/my_session_cancel.html", context)
    try:
        actions.cancel_appointment(appointment=row, side="client", by=actor)
        messages.success(request, _("Your hour is called off, and your therapist sees it."))
    except actions.CannotChange as refusal:
        messages.error(request, str(refusal))
    return redirect("scheduling:my-sessions")


def my_session_request(request: HttpRequest) -> HttpResponse:
    """Ask for one of the open hours; it is kept for you until your therapist answers."""
    actor = actor_of(request)
    client = access.get_own_client(actor)
    form = RequestForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the hours that are shown."))
        return redirect("scheduling:my-sessions")
    therapist = next(
        (t for t in queries.therapists_of(client) if t.id == form.cleaned_data["therapist"]), None
    )
    if therapist is None:
        raise Http404
    start_at = form.cleaned_data["start"]
    try:
        actions.request_open_hour(therapist=therapist, client=client, start_at=start_at, by=actor)
        messages.success(request, _("Asked for. The hour is kept for you until your therapist answers."))
    except actions.CannotBook as refusal:
        messages.error(request, str(refusal))
    return redirect("scheduling:my-sessions")
