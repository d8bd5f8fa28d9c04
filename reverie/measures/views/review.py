"""A review for both: what the client came for, how they answered, and where they say it stands."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reverie.core.policy import Actor
from reverie.measures import access, presenters, queries


def my_review(request: HttpRequest) -> HttpResponse:
    """The client's side: words alone."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    treatment = access.get_own_treatment_for_review(actor)
    zone = treatment.client.zone
    found = [presenters.over_time(course, zone, with_figures=False) for course in queries.own_courses(actor)]
    context = {
        "treatment": treatment,
        "goals": presenters.goals(queries.plan_of(treatment), zone),
        "forms": [form for form in found if form is not None],
    }
    return render(request, "measures/my_review.html", context)


def client_review(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The therapist's side: the same goals, with the figures beside them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    treatment = access.get_treatment_for_measuring(actor, client_id, "measure.see_figures")
    chain = treatment.chain()
    courses = queries.courses(access.read_forms_of(actor, treatment).readable, chain)
    zone = treatment.therapist.zone
    context = {
        "treatment": treatment,
        "goals": presenters.goals(queries.plan_of(treatment, chain), zone),
        "figures": [presenters.figures(course) for course in courses],
        "falls": presenters.falls(courses, zone),
        "sources": presenters.sources(courses),
    }
    return render(request, "measures/client_review.html", context)
