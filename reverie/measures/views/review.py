"""A review for both: plan, goals, how the client answered, and what they want to say about it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.policy import Actor
from reverie.measures import access, actions, presenters, queries
from reverie.measures.forms import SayingForm


def my_review(request: HttpRequest) -> HttpResponse:
    """The client's side: words alone, and a place for their own."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    treatment = access.get_own_treatment_for_review(actor)
    zone = treatment.client.zone
    form = SayingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_for_review(treatment=treatment, words=form.cleaned_data["said"], by=actor)
            messages.success(request, _("Kept for your review."))
            return redirect("measures:my-review")
        except actions.CannotSay as error:
            form.add_error("said", str(error))
    chain = treatment.chain()
    plan, courses = queries.plan_of(treatment, chain), queries.own_courses(actor, chain)
    found = [presenters.over_time(course, zone, with_figures=False) for course in courses]
    context = {
        "treatment": treatment,
        "form": form,
        "plan": presenters.plan(plan, zone),
        "goals": presenters.goals(plan, zone),
        "forms": [course for course in found if course is not None],
        "sayings": presenters.sayings(access.own_sayings(actor), zone, chain),
    }
    return render(request, "measures/my_review.html", context, status=422 if form.errors else 200)


def saying_take_back(request: HttpRequest, pk: UUID) -> HttpResponseRedirect:
    """Take back what was said for a review and not read yet."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        actions.take_back_saying(saying=access.get_own_saying(actor, pk), by=actor)
        messages.success(request, _("Taken back, unread."))
    except actions.CannotSay as error:
        messages.error(request, str(error))
    return redirect("measures:my-review")


def client_review(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The therapist's side: the same plan and goals, the figures, and what the client wants to say."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    treatment = access.get_treatment_for_measuring(actor, client_id, "measure.see_figures")
    chain = treatment.chain()
    courses = queries.courses(access.read_forms_of(actor, treatment).readable, chain)
    plan = queries.plan_of(treatment, chain)
    zone = treatment.therapist.zone
    context = {
        "treatment": treatment,
        "plan": presenters.plan(plan, zone),
        "goals": presenters.goals(plan, zone),
        "figures": [presenters.figures(course) for course in courses],
        "falls": presenters.falls(courses, zone),
        "sources": presenters.sources(courses),
    }
    return render(request, "measures/client_review.html", context)


def client_said(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """What the client wants to say, as a part of that page; from now on it has been read."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    treatment = access.get_treatment_for_measuring(actor, client_id, "measure.see_figures")
    rows = access.read_sayings_of(actor, treatment)
    context = {"sayings": presenters.sayings(rows, treatment.therapist.zone)}
    return render(request, "measures/client_said.html", context)
