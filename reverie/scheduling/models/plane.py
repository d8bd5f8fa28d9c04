"""The free-time plane of a therapist as it is stored."""

from django.db import models

from reverie.accounts.models import Therapist
from reverie.core.change_number import ChangeNumber
from reverie.core.models import BaseModel


class FreePlane(BaseModel):
    """Eight weeks of 15-minute bits (see `timetable.plane`): time that can be booked online and is free.

    `change` is a new number with every change, in its transaction: by it a worker that keeps planes in
    memory asks which of its copies are old.
    """

    therapist = models.OneToOneField(Therapist, on_delete=models.CASCADE, related_name="free_plane")
    first_quarter = models.PositiveBigIntegerField()
    bits = models.BinaryField(max_length=672)
    change = ChangeNumber()
