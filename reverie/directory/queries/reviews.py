"""What the public page says of reviews: counts of answers, or why there are none."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from reverie.accounts.models import Therapist
from reverie.directory.models import Review, ReviewSwitch
from reverie.directory.models.review import ANSWERS

FEWEST = 5
"""Below so many consenting clients an answer could point at one of them."""


@dataclass(frozen=True)
class Counted:
    """Whether reviews are on, how many clients answered (None below FEWEST), and field -> answer -> count."""

    is_on: bool
    clients: int | None
    counts: dict[str, Counter[str]]


def are_on(therapist: Therapist) -> bool:
    """False when the therapist or the practice switched reviews off."""
    of_practice = Q(practice=therapist.practice_id, therapist=None)
    return not ReviewSwitch.objects.filter(of_practice | Q(therapist=therapist)).exists()


def counted(therapist: Therapist) -> Counted:
    """The answers that clients let be counted, without who and when."""
    if not are_on(therapist):
        return Counted(is_on=False, clients=None, counts={})
    rows = list(Review.objects.filter(therapist=therapist, consented_at__isnull=False).values(*ANSWERS))
    if len(rows) < FEWEST:
        return Counted(is_on=True, clients=None, counts={})
    return Counted(True, len(rows), {field: Counter(row[field] for row in rows) for field in ANSWERS})
