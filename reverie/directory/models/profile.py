"""What therapists say of themselves, and apart from it what the practice has checked."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from reverie.accounts.models import Practice, Therapist
from reverie.core.change_number import ChangeNumber
from reverie.core.models import BaseModel, StoredFile


def one_person() -> list[str]:
    """Whom everybody sees who has not said otherwise."""
    return ["individual"]


def adults() -> list[str]:
    """The ages of everybody who has not said otherwise."""
    return ["adults"]


class Profile(BaseModel):
    """A therapist's public page: opt-in, in their own words, gone when not confirmed in time.

    Money is in cents of the practice's currency; lists hold codes of `data/*.toml` or names. `npi` and
    `taxonomy` (NUCC) are the numbers by which other systems know the therapist; `most_clients` is the
    caseload from which on `is_full` closes the page by itself, as `has_room` does by hand. `is_intake`: asked
    by people who do not know whom to ask, with or without room.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    therapist = models.OneToOneField(Therapist, on_delete=models.PROTECT, related_name="profile")
    slug = models.SlugField(max_length=60, unique=True)
    licence_kind = models.CharField(max_length=80, blank=True)
    statement = models.TextField(max_length=4000)
    training = models.JSONField(default=list, blank=True)
    approaches = models.JSONField(default=list)
    concerns = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    insurers = models.JSONField(default=list, blank=True)
    places = models.JSONField(default=list)
    formats = models.JSONField(default=one_person)
    ages = models.JSONField(default=adults)
    accessibility = models.JSONField(default=list, blank=True)
    npi = models.CharField(max_length=10, blank=True)
    taxonomy = models.CharField(max_length=10, blank=True)
    photograph = models.OneToOneField(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")
    fee_first_cents = models.PositiveIntegerField()
    fee_cents = models.PositiveIntegerField()
    sliding_from_cents = models.PositiveIntegerField(null=True, blank=True)
    sliding_to_cents = models.PositiveIntegerField(null=True, blank=True)
    sliding_open = models.PositiveSmallIntegerField(default=0)
    gives_receipts = models.BooleanField(default=True)
    consultation_minutes = models.PositiveSmallIntegerField(default=50)
    waiting_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    is_listed = models.BooleanField(default=False)
    has_room = models.BooleanField(default=True)
    most_clients = models.PositiveSmallIntegerField(null=True, blank=True)
    is_full = models.BooleanField(default=False)
    is_intake = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField()
    change = ChangeNumber()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sliding_from_cents=None, sliding_to_cents=None)
                | models.Q(sliding_from_cents__lte=models.F("sliding_to_cents")),
                name="profile_sliding_from_with_to",
            ),
            models.CheckConstraint(
                condition=models.Q(is_full=False) | models.Q(most_clients__isnull=False),
                name="profile_full_of_a_caseload",
            ),
        ]
        indexes = [
            models.Index(
                fields=["practice", "slug"], condition=models.Q(is_intake=True), name="profile_intake"
            )
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def takes_people(self) -> bool:
        """True while there is room for somebody new."""
        return self.has_room and not self.is_full

    def save(self, *, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Every change is numbered, so that a search that keeps a copy of the page sees it."""
        named = None if update_fields is None else {*update_fields, "change"}
        super().save(update_fields=named, **kwargs)


class Credential(BaseModel):
    """A licence: what the therapist states, and apart from it who checked it, when and against what."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="credentials")
    jurisdiction = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=40)
    valid_until = models.DateField()
    is_online_only = models.BooleanField(default=False)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.UUIDField(null=True)
    verified_against = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verified_at=None, verified_by=None)
                | models.Q(verified_at__isnull=False, verified_by__isnull=False),
                name="credential_verified_at_with_by",
            ),
            models.UniqueConstraint(
                fields=["profile", "jurisdiction", "kind", "number"], name="credential_once"
            ),
        ]

    def save(self, **kwargs: Any) -> None:
        """A licence is part of what a search looks for: the profile is numbered anew."""
        super().save(**kwargs)
        self.profile.save(update_fields=[])
