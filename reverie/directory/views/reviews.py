"""A client's answers about reaching a therapist, and the switches of therapist and practice."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.layouts import actor_of
from reverie.directory import access
from reverie.directory.actions.reviews import (
    CannotReview,
    give_review,
    publish_review,
    switch_reviews,
    withdraw_review,
)
from reverie.directory.forms.reviews import ReviewForm
from reverie.directory.models.review import ANSWERS
from reverie.directory.presenters.reviews import QUESTIONS


def my_reviews(request: HttpRequest) -> HttpResponse:
    """The therapists with whom an hour took place, and what one said of reaching them."""
    return render(request, "directory/my_reviews.html", {"rows": access.reviewable_by(actor_of(request))})


def my_review(request: HttpRequest, treatment_id: UUID) -> HttpResponse:
    """Answer the questions; the answers are counted only after a consent of its own."""
    actor = actor_of(request)
    client, therapist, review = access.get_reviewable(actor, treatment_id)
    initial = {field: getattr(review, field) for field in ANSWERS} if review else {}
    form = ReviewForm(request.POST or None, initial=initial, questions=QUESTIONS)
    if request.method == "POST" and form.is_valid():
        try:
            give_review(client=client, therapist=therapist, answers=form.cleaned_data, by=actor)
            return redirect("directory:my-review", treatment_id)
        except CannotReview as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "therapist": therapist, "review": review, "treatment_id": treatment_id}
    return render(request, "directory/my_review.html", context, status=422 if form.errors else 200)


def my_review_publish(request: HttpRequest, treatment_id: UUID) -> HttpResponse:
    """Consent to the answers being counted on the public page."""
    actor = actor_of(request)
    review = access.get_own_review(actor, treatment_id)
    publish_review(review=review, by=actor)
    messages.success(request, _("Counted from now on. You can withdraw it here at any time."))
    return redirect("directory:my-review", treatment_id)


def my_review_withdraw(request: HttpRequest, treatment_id: UUID) -> HttpResponse:
    """Take one's answers away."""
    actor = actor_of(request)
    withdraw_review(review=access.get_own_review(actor, treatment_id), by=actor)
    messages.success(request, _("Withdrawn. Your answers are deleted."))
    return redirect("directory:my-reviews")


def profile_reviews(request: HttpRequest) -> HttpResponse:
    """The therapist's switch: all reviews or none."""
    actor = actor_of(request)
    mine = access.get_own_therapist(actor)
    switch_reviews(practice=mine.practice, therapist=mine, is_on="show" in request.POST, by=actor)
    return redirect("directory:profile")


def practice_reviews(request: HttpRequest) -> HttpResponse:
    """The practice's switch for everybody."""
    actor = actor_of(request)
    practice = access.get_practice_for_reviews(actor)
    if request.method == "POST":
        switch_reviews(practice=practice, therapist=None, is_on="show" in request.POST, by=actor)
        return redirect("directory:practice-reviews")
    context = {"is_on": access.are_reviews_on_in(practice)}
    return render(request, "directory/practice_reviews.html", context)
