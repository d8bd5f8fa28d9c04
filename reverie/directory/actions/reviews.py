"""Reviews: given by whom attended, counted with consent, withdrawn at once, switched off as a whole."""

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.directory.access import has_attended
from reverie.directory.models import Review, ReviewSwitch
from reverie.directory.models.review import ANSWERS


class CannotReview(Exception):
    """One plain sentence: why a review was not kept."""


@transaction.atomic
def give_review(*, client: Client, therapist: Therapist, answers: dict[str, str], by: Actor) -> Review:
    """Keep a client's answers, not yet counted in public. Raises CannotReview."""
    if not has_attended(client, therapist):
        raise CannotReview(_("There is no hour with this therapist that took place."))
    if any(answers.get(field) not in known for field, known in ANSWERS.items()):
        raise CannotReview(_("Choose one answer for each question."))
    given = {field: answers[field] for field in ANSWERS}
    known = Review.objects.select_for_update().filter(client=client, therapist=therapist).first()
    review = known or Review(client=client, therapist=therapist, practice_id=client.practice_id)
    for field, answer in given.items():
        setattr(review, field, answer)
    review.consented_at = None  # other answers, another consent
    review.save()
    audit.record(by=by, verb="give_review", on=review, client=client.pk)
    return review


@transaction.atomic
def publish_review(*, review: Review, by: Actor) -> Review:
    """The client's consent, a step of its own: from now on the answers are counted in public."""
    review.consented_at = clock.now()
    review.save(update_fields=["consented_at"])
    audit.record(by=by, verb="publish_review", on=review, client=review.client_id)
    return review


@transaction.atomic
def withdraw_review(*, review: Review, by: Actor) -> None:
    """Take the answers away, at once and without a trace on the page."""
    audit.record(by=by, verb="withdraw_review", on=review, client=review.client_id)
    review.delete()


@transaction.atomic
def switch_reviews(*, practice: Practice, therapist: Therapist | None, is_on: bool, by: Actor) -> None:
    """Show all reviews or none, of one therapist or (None) of the whole practice; never a selection."""
    rows = ReviewSwitch.objects.filter(practice=practice, therapist=therapist)
    if is_on:
        rows.delete()
    elif not rows.exists():
        ReviewSwitch.objects.create(practice=practice, therapist=therapist)
    on = therapist if therapist is not None else practice
    audit.record(by=by, verb="switch_reviews", on=on, detail={"is_on": is_on})
