"""What clients say about reaching a therapist: fixed questions on access, no words, no treatment."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.models import BaseModel

QUESTIONS = {
    "answered": (
        _("How soon was your first question answered?"),
        [
            ("day", _("Within a day")),
            ("three_days", _("Within three days")),
            ("week", _("Within a week")),
            ("longer", _("It took longer")),
            ("never", _("It was not answered")),
        ],
    ),
    "as_offered": (
        _("Was the hour as it had been offered?"),
        [("yes", _("Yes")), ("moved", _("It had to be moved")), ("no", _("No"))],
    ),
    "on_time": (_("Did it begin on time?"), [("yes", _("Yes")), ("no", _("No"))]),
    "fee_clear": (_("Was the fee clear beforehand?"), [("yes", _("Yes")), ("no", _("No"))]),
    "easy_to_reach": (
        _("Was the place or the link easy to reach?"),
        [("yes", _("Yes")), ("no", _("No"))],
    ),
}
"""Field -> the question and its answers. There is no field for words, and there never will be one."""


class Review(BaseModel):
    """One client's answers about one therapist; counted in public only with consent, and never dated."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="reviews")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="reviews")
    answered = models.CharField(max_length=12, choices=QUESTIONS["answered"][1])
    as_offered = models.CharField(max_length=12, choices=QUESTIONS["as_offered"][1])
    on_time = models.CharField(max_length=12, choices=QUESTIONS["on_time"][1])
    fee_clear = models.CharField(max_length=12, choices=QUESTIONS["fee_clear"][1])
    easy_to_reach = models.CharField(max_length=12, choices=QUESTIONS["easy_to_reach"][1])
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
