"""With whom one thinks about the work: the room's first page, a supervision begun, one of them, its end."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core import policy
from reverie.core.layouts import actor_of
from reverie.measures.queries import supervised
from reverie.supervision import access, actions, queries
from reverie.supervision import presenters as shown
from reverie.supervision.forms import BeginForm


def home(request: HttpRequest) -> HttpResponse:
    """The supervisions of both sides, the practice's hours for who answers for them, measures one reads."""
    actor = actor_of(request)
    zone, today = access.here(actor)
    rows = shown.pair_rows(queries.pairs_of(actor, today), zone)
    context = {
        "mine": [row for row in rows if row.pair.is_own],
        "theirs": [row for row in rows if not row.pair.is_own],
        "may_begin": policy.may_ever(actor, "supervision.begin"),
        "may_hold": policy.may_ever(actor, "supervision.hold"),
        "may_total": policy.may_ever(actor, "supervision_hours.total"),
        "totals": shown.total_rows(queries.totals(actor, today.year)),
        "year": today.year,
        "treatments": supervised(actor),
        "signs": policy.may_ever(actor, "countersigning.see"),
    }
    return render(request, "supervision/home.html", context)


def begin(request: HttpRequest) -> HttpResponse:
    """Who brings their work chooses to whom."""
    actor = actor_of(request)
    supervisors = access.supervisors_for(actor)
    _zone, today = access.here(actor)
    form = BeginForm(request.POST or None, supervisors=supervisors, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.begin_supervision(**form.cleaned_data, by=actor)
            messages.success(request, _("It has begun. Nothing is shown until you present a copy."))
            return redirect("supervision:pair", row.pk)
        except actions.CannotSupervise as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "has_supervisors": supervisors.exists()}
    return render(request, "supervision/begin.html", context, status=422 if form.errors else 200)


def pair(request: HttpRequest, supervision_id: UUID) -> HttpResponse:
    """One supervision: its copies and its hours, for either of the two."""
    actor = actor_of(request)
    row = access.get_supervision_for(actor, supervision_id, "supervision.see")
    zone, today = access.here(actor)
    found = next(each for each in queries.pairs_of(actor, today) if each.row.pk == row.pk)
    return render(request, "supervision/pair.html", {"row": shown.pair_row(found, zone)})


def pair_end(request: HttpRequest, supervision_id: UUID) -> HttpResponse:
    """Either of the two ends it; every copy of it closes to its reader."""
    actor = actor_of(request)
    row = access.get_supervision_for(actor, supervision_id, "supervision.end")
    try:
        actions.end_supervision(supervision=row, by=actor)
        messages.success(request, _("This supervision has ended. Its copies are closed to the supervisor."))
    except actions.CannotSupervise as refusal:
        messages.error(request, str(refusal))
    return redirect("supervision:pair", row.pk)
