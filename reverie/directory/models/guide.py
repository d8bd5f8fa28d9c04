"""The practice's own versions of the guides, and who has read them as a clinician.

The texts that Reverie comes with are files (`data/guides`); a row stands only for what a practice changed.
"""

import hashlib

from django.db import models

from reverie.accounts.models import Practice
from reverie.core.models import BaseModel


class GuideEdition(BaseModel):
    """One version of one guide as a practice wrote it; the newest is shown, none is ever changed."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="guide_editions")
    slug = models.SlugField(max_length=60)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300)
    text = models.TextField(max_length=40_000)
    sources = models.JSONField(default=list, blank=True)
    change = models.CharField(max_length=200)
    based_on = models.PositiveSmallIntegerField()
    author_name = models.CharField(max_length=120)
    written_by = models.UUIDField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "slug", "number"], name="guide_edition_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="guide_edition_counts_from_one"),
        ]


class GuideReview(BaseModel):
    """A clinician of the practice has read exactly this text; another text is not reviewed by it."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="guide_reviews")
    slug = models.SlugField(max_length=60)
    text_hash = models.CharField(max_length=64)
    reviewer_name = models.CharField(max_length=200)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-reviewed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "slug", "text_hash", "reviewed_by"],
                condition=models.Q(withdrawn_at=None),
                name="guide_review_once",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="guide_review_withdrawn_at_with_by",
            ),
        ]


def text_hash(title: str, summary: str, text: str, sources: list[str]) -> str:
    """SHA-256 over everything that a reviewer vouches for."""
    return hashlib.sha256("\x1f".join([title, summary, text, *sources]).encode()).hexdigest()
