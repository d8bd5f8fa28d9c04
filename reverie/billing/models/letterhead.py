"""Who bills and who is billed: letterhead, service codes, therapists' numbers, addresses."""

from django.db import models
from django.db.models import F, Q

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.models import BaseModel, SealedModel
from reverie.core.sealing import ClientScope, KeyChain, PracticeScope, keychain


class Letterhead(SealedModel):
    """What stands at the head of every document of a practice; hours are charged from `starts_on` on.

    Words (sealed, a tax number may be a person's): `name`, `street`, `city`, `state`, `postal_code`, `phone`,
    `tax_id`, `npi` (of the practice, where it has one), `terms` (how and until when one pays).
    """

    practice = models.OneToOneField(Practice, on_delete=models.PROTECT, related_name="letterhead")
    starts_on = models.DateField()
    tax_name = models.CharField(max_length=40, blank=True)
    tax_basis_points = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tax_basis_points=0) | ~Q(tax_name=""), name="letterhead_tax_has_a_name"
            ),
            models.CheckConstraint(condition=Q(tax_basis_points__lt=10_000), name="letterhead_tax_rate"),
        ]

    def chain(self) -> KeyChain:
        """The practice's own keys."""
        return keychain(PracticeScope(self.practice_id))


class ServiceCode(BaseModel):
    """One line of the list that a practice typed in itself: code, label in its words, minutes, fee.

    A line is never changed: it is ended, and another one begins. `is_first` is for first meetings.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="service_codes")
    code = models.CharField(max_length=12)
    label = models.CharField(max_length=80)
    from_minutes = models.PositiveSmallIntegerField()
    to_minutes = models.PositiveSmallIntegerField(null=True)
    is_first = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["is_first", "from_minutes", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_minutes=None) | Q(to_minutes__gte=F("from_minutes")),
                name="service_code_minutes_in_order",
            ),
            models.UniqueConstraint(
                fields=["practice", "code", "is_first"], condition=Q(ended_at=None), name="service_code_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="service_code_ended_at_with_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class TherapistNumbers(BaseModel):
    """A therapist's numbers as insurers know them: NPI, taxonomy code, licence in words."""

    therapist = models.OneToOneField(Therapist, on_delete=models.PROTECT, related_name="numbers")
    npi = models.CharField(max_length=10, blank=True)
    taxonomy = models.CharField(max_length=10, blank=True)
    licence = models.CharField(max_length=120, blank=True)


class Addressee(SealedModel):
    """To whom a client's documents go.

    Words: `first_name`, `last_name`, `street`, `city`, `state`, `postal_code`, `sex` (F, M, U).
    """

    client = models.OneToOneField(Client, on_delete=models.PROTECT, related_name="addressee")

    def chain(self) -> KeyChain:
        """The keys of the client's record."""
        return keychain(ClientScope(self.client.practice_id, self.client_id, "record"))
