"""The free-time plane of a therapist as it is stored."""

from django.db import models

from reverie.accounts.models import Therapist
from reverie.core.change_number import ChangeNumber
from reverie.core.models import BaseModel


class FreePlane(BaseModel):
    """Eight weeks of 15-minute bits (see `timetable.plane`): time that can be booked online and is free.

    `version` rises with every change, in the transaction of the change; by `change` a worker that keeps
    planes in memory asks which of its copies are old.
    """

    therapist = models.OneToOneField(Therapist, on_delete=models.CASCADE, related_name="free_plane")
    version = models.PositiveBigIntegerField(default=0)
    first_quarter = models.PositiveBigIntegerField()
    bits = models.BinaryField(max_length=672)
    changed_at = models.DateTimeField(db_index=True)
    change = ChangeNumber()
