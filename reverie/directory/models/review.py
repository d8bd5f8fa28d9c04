"""What clients say about reaching a therapist: fixed questions on access, no words, no treatment."""

from django.db import models
from django.db.models import Q

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.models import BaseModel

ANSWERS = {
    "answered": ("day", "three_days", "week", "longer", "never"),
    "as_offered": ("yes", "moved", "no"),
    "on_time": ("yes", "no"),
    "fee_clear": ("yes", "no"),
    "easy_to_reach": ("yes", "no"),
}
"""Field -> the answers it may hold; the words are the presenter's. No field for words, and never one."""


def answers_of(field: str) -> list[tuple[str, str]]:
    """The answers of a field as choices."""
    return [(answer, answer) for answer in ANSWERS[field]]


class Review(BaseModel):
    """One client's answers about one therapist; counted in public only with consent, and never dated."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="reviews")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="reviews")
    answered = models.CharField(max_length=12, choices=answers_of("answered"))
    as_offered = models.CharField(max_length=12, choices=answers_of("as_offered"))
    on_time = models.CharField(max_length=12, choices=answers_of("on_time"))
    fee_clear = models.CharField(max_length=12, choices=answers_of("fee_clear"))
    easy_to_reach = models.CharField(max_length=12, choices=answers_of("easy_to_reach"))
    consented_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["therapist", "client"], name="review_once"),
            models.CheckConstraint(condition=~Q(answered=""), name="review_answered"),
        ]


class ReviewSwitch(BaseModel):
    """Reviews are off for this therapist, or, without one, for the whole practice."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE)
    therapist = models.OneToOneField(Therapist, on_delete=models.CASCADE, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice"], condition=Q(therapist=None), name="reviewswitch_of_practice"
            )
        ]
