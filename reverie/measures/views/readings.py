"""What other roles may know of measures (access.py says which)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reverie.core import dates
from reverie.core.policy import Actor
from reverie.measures import access, presenters, queries


def risk_answer(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """The answer behind a concern, for whoever was told of it; nothing else of the form."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    concern, row = access.get_risk_answer(actor, concern_id)
    zone = row.practice.zone
    context = {
        "concern": concern,
        "said": presenters.risk_answers(row, queries.words_of(row)["answers"]),
        "when": dates.day_and_time(concern.raised_at, zone),
        "treats": row.treatment.therapist.user_id == actor.user_id,
        "row": row,
    }
    return render(request, "measures/risk_answer.html", context)


def status(request: HttpRequest) -> HttpResponse:
    """Whose forms are out, for the front desk."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = list(access.open_forms_of_practice(actor).select_related("practice"))
    zone = rows[0].practice.zone if rows else "UTC"
    return render(request, "measures/status.html", {"rows": presenters.forms_out(rows, zone)})


def aggregates(request: HttpRequest) -> HttpResponse:
    """Numbers of ten people and more, for owner and training director."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = list(access.summaries_visible_to(actor).select_related("practice"))
    counted_on = dates.day(rows[0].counted_at, rows[0].practice.zone) if rows else ""
    context = {"rows": [presenters.counted(row) for row in rows], "counted_on": counted_on}
    return render(request, "measures/aggregates.html", context)
