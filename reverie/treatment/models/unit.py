"""Couples, families and groups: one client in the records, several people with dated membership."""

from django.db import models

from reverie.accounts.models import Client
from reverie.core import clock
from reverie.core.models import BaseModel, SealedModel


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


class CopyAsked(SealedModel):
    """That a copy of a joint record is to be given out; everybody who comes says yes first.

    Words: `recipient`, `purpose`. `closed_at`: it was given out, or it was withdrawn.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="copies_asked")
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.UUIDField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    is_given = models.BooleanField(default=False)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(closed_at=None), name="copy_asked_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, closed_by=None, is_given=False)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False),
                name="copy_asked_closed_at_with_by",
            ),
        ]


class CopyAnswer(BaseModel):
    """What one person of a unit says to a copy; the newest of each counts."""

    asked = models.ForeignKey(CopyAsked, on_delete=models.CASCADE, related_name="answers")
    member = models.ForeignKey(UnitMember, on_delete=models.CASCADE, related_name="copy_answers")
    is_yes = models.BooleanField()
    # `in_session`: said in the hour and written down by the therapist.
    how = models.CharField(max_length=12, default="self", choices=[("self", "self"), ("in_session", "told")])
    at = models.DateTimeField(default=clock.now)
    by = models.UUIDField()

    class Meta:
        ordering = ["at", "created_at"]
