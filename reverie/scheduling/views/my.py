"""A client's own hours."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core import zones
from reverie.core.layouts import actor_of
from reverie.core.policy import Actor
from reverie.scheduling import access, actions, queries
from reverie.scheduling.forms.appointment import RequestForm
from reverie.scheduling.forms.reminders import RemindersForm
from reverie.scheduling.models import Appointment
from reverie.scheduling.presenters import hour as words_of
from reverie.scheduling.presenters import my as mine


def my_sessions(request: HttpRequest) -> HttpResponse:
    """The next hours, the standing ones, breaks ahead, and hours to ask for."""
    client = access.get_own_client(actor_of(request))
    reminders = RemindersForm(initial={"hours_before": mine.hours_before(client)})
    context = {**mine.my_sessions(client), "reminders": reminders}
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
        context = {**words_of.hour(row, actor_zone(row, actor)), "late": mine.is_late(row)}
        return render(request, "scheduling/my_session_cancel.html", context)
    try:
        actions.cancel_appointment(appointment=row, side="client", by=actor)
        messages.success(request, _("Your hour is called off, and your therapist sees it."))
    except actions.CannotChange as refusal:
        messages.error(request, str(refusal))
    return redirect("scheduling:my-sessions")


def my_session_request(request: HttpRequest) -> HttpResponse:
    """Open hours of one's therapists; POST asks for one, which is kept until the therapist answers."""
    actor = actor_of(request)
    client = access.get_own_client(actor)
    therapists = queries.therapists_of(client)
    if request.method != "POST":
        found = [(one, mine.choices(one, client.zone)) for one in therapists]
        context = {"offers": [pair for pair in found if pair[1]], "zone": zones.zone_words(client.zone)}
        return render(request, "scheduling/my_session_request.html", context)
    form = RequestForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the hours that are shown."))
        return redirect("scheduling:my-session-request")
    therapist = next((one for one in therapists if one.id == form.cleaned_data["therapist"]), None)
    if therapist is None:
        raise Http404
    try:
        start_at = form.cleaned_data["start"]
        actions.request_open_hour(therapist=therapist, client=client, start_at=start_at, by=actor)
        messages.success(request, _("Asked for. The hour is kept for you until your therapist answers."))
    except actions.CannotBook as refusal:
        messages.error(request, str(refusal))
    return redirect("scheduling:my-sessions")


def my_session_move(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Another open hour in place of this one: at once, or asked for, as the therapist's terms say."""
    actor = actor_of(request)
    row = access.get_appointment_for(actor, appointment_id, "appointment.request")
    form = RequestForm(request.POST or None)
    if request.method != "POST":
        return render(request, "scheduling/my_session_move.html", mine.move(row, actor_zone(row, actor)))
    if not form.is_valid():
        messages.error(request, _("Choose one of the hours that are shown."))
        return redirect("scheduling:my-session-move", row.pk)
    try:
        new = actions.move_by_client(appointment=row, start_at=form.cleaned_data["start"], by=actor)
        messages.success(request, mine.moved(new))
    except (actions.CannotBook, actions.CannotChange) as refusal:
        messages.error(request, str(refusal))
    return redirect("scheduling:my-sessions")


def actor_zone(row: Appointment, actor: Actor) -> str:
    """The zone of whichever of the two is looking."""
    own = [one for one in row.people if one.user_id == actor.user_id]
    return own[0].zone if own else row.client.zone
