"""Couples, families and groups: one client in the records, several people with dated membership."""

from django.db import models

from reverie.accounts.models import Client
from reverie.core.models import BaseModel


class Unit(BaseModel):
    """A client that is more than one person; the joint record is the unit's."""

    COUPLE, FAMILY, GROUP = "couple", "family", "group"
    KINDS = [COUPLE, FAMILY, GROUP]

    client = models.OneToOneField(Client, on_delete=models.PROTECT, related_name="unit")
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in KINDS])


class UnitMember(BaseModel):
    """One person in a unit, from one day on and perhaps to another.

    After leaving, the joint plan stays readable to them only where everybody agreed to that.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="unit_memberships")
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    may_read_on = models.BooleanField(default=False)

    class Meta:
        ordering = ["joined_on", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "person"], condition=models.Q(left_on=None), name="unit_member_once"
            ),
            models.CheckConstraint(
                condition=models.Q(left_on=None) | models.Q(left_on__gte=models.F("joined_on")),
                name="unit_member_left_after_joining",
            ),
        ]
