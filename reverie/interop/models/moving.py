"""What a practice brings over from another system, what was made of it, and what came along beside."""

from django.db import models

from reverie.accounts.models import Client, Practice
from reverie.core.models import BaseModel, SealedModel, StoredFile
from reverie.core.sealing import ClientScope, PracticeScope


class MoveIn(SealedModel):
    """One file (or folder of papers) that is brought over: looked at first, then done by a job, then undone.

    Sealed words: `name` of the file, and what is planned with it: `columns` (field -> column) and `doubles`
    of a list; `whose` of a record; `papers` of a folder; `therapist`, `whose` and, in the end, `refused` of
    hours; after a halt `failed` (a sentence) and `failed_in` (the state it halted in).
    """

    CLIENTS, HOURS, PAPERS, RECORD = "clients", "hours", "papers", "record"
    KINDS = [CLIENTS, HOURS, PAPERS, RECORD]
    READY, RUNNING, DONE, UNDOING, UNDONE = "ready", "running", "done", "undoing", "undone"
    FAILED = "failed"
    STATES = [READY, RUNNING, DONE, UNDOING, UNDONE, FAILED]

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES], default=READY)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True)
    begun_by = models.UUIDField(editable=False)
    total = models.PositiveIntegerField(default=0)
    through = models.PositiveIntegerField(default=0)
    at_line = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    stayed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(through__lte=models.F("total")), name="movein_through")
        ]

    @property
    def scope(self) -> PracticeScope:
        """Whose key seals the words."""
        return PracticeScope(self.practice_id)

    @property
    def is_at_work(self) -> bool:
        """True while the job runs."""
        return self.state in {self.RUNNING, self.UNDOING}


class MoveInItem(BaseModel):
    """One row that a moving-in made, so that it can be taken back."""

    move_in = models.ForeignKey(MoveIn, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    model = models.CharField(max_length=60)
    object_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["move_in", "number"], name="moveinitem_number")]


class BroughtAlong(SealedModel):
    """What came with a client from another system and is no therapy of ours: columns, papers, histories.

    Sealed words: `title`, `source`, and by kind `columns`, `problems`, `encounters`, `not_read`.
    """

    LIST, PAPER, CCDA, FHIR = "list", "paper", "ccda", "fhir"
    KINDS = [LIST, PAPER, CCDA, FHIR]

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="brought_along")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True)
    brought_by = models.UUIDField(null=True, editable=False)

    @property
    def scope(self) -> ClientScope:
        """Whose key seals the words."""
        return ClientScope(self.client.practice_id, self.client_id, "record")
