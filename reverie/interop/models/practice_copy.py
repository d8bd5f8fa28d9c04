"""A copy of what the practice keeps of its clients apart from their records: lists, hours, sums."""

from django.db import models

from reverie.accounts.models import Practice
from reverie.core.models import BaseModel, StoredFile


class PracticeCopy(BaseModel):
    """One copy, made by a job, file by file, and thrown away after a week."""

    RUNNING, DONE = "running", "done"
    STATES = [RUNNING, DONE]

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="copies")
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES], default=RUNNING)
    begun_by = models.UUIDField(editable=False)
    total = models.PositiveIntegerField(default=0)
    through = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(through__lte=models.F("total")), name="practicecopy_through"
            ),
            models.UniqueConstraint(
                fields=["practice"], condition=models.Q(state="running"), name="practicecopy_one_at_a_time"
            ),
        ]


class PracticeCopyFile(BaseModel):
    """One file of a copy, sealed under the practice's key; `name` says what is in it, and of which year."""

    copy = models.ForeignKey(PracticeCopy, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    rows = models.PositiveIntegerField()
    stored = models.OneToOneField(StoredFile, on_delete=models.PROTECT)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["copy", "number"], name="practicecopyfile_number")]
