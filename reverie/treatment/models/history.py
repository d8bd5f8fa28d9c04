"""A life as it is told: stage by stage, and the people who matter in it. Part of the record."""

from django.db import models

from reverie.accounts.models import Client
from reverie.core import clock
from reverie.core.models import SealedModel

SIDES = [("client", "client"), ("therapist", "therapist")]


class HistoryPart(SealedModel):
    """What one side wrote about one stage of the client's life; the newest number counts. Words: `text`."""

    STAGES = ["origins", "first_relationships", "childhood", "adolescence", "adulthood"]

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="history_parts")
    stage = models.CharField(max_length=24, choices=[(stage, stage) for stage in STAGES])
    side = models.CharField(max_length=10, choices=SIDES)
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)
    by = models.UUIDField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "stage", "side", "number"], name="history_part_number_once"
            )
        ]


class ImportantPerson(SealedModel):
    """Somebody in the client's life. Words: `name`, `who` (to the client), `years`, `about`."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="important_people")
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=10, choices=SIDES)
    taken_off_at = models.DateTimeField(null=True)
    taken_off_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["client", "number"], name="important_person_number_once"),
            models.CheckConstraint(
                condition=models.Q(taken_off_at=None, taken_off_by=None)
                | models.Q(taken_off_at__isnull=False, taken_off_by__isnull=False),
                name="important_person_taken_off_at_with_by",
            ),
        ]


class PersonLink(SealedModel):
    """How two of these people are related, read from `one` to `other`. Words: `kind`, one of KINDS.

    A fact of the family; what the two feel about each other belongs to the process space.
    """

    KINDS = ["parent", "partner", "former_partner", "sibling", "grandparent", "friend", "colleague", "other"]

    one = models.ForeignKey(ImportantPerson, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(ImportantPerson, on_delete=models.CASCADE, related_name="links_back")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="person_link_once"),
            models.CheckConstraint(
                condition=~models.Q(one=models.F("other")), name="person_link_between_two"
            ),
        ]
