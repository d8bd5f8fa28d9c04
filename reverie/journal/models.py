"""What the client writes between the hours, who may read it, and what was invited."""

from django.db import models

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.models import BaseModel, SealedModel
from reverie.core.sealing import ClientScope, PracticeScope
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment

DREAM, FREE_ASSOCIATION, REFLECTION, LETTER = "dream", "free_association", "reflection", "letter"
KINDS = [DREAM, FREE_ASSOCIATION, REFLECTION, LETTER]
KIND_CHOICES = [(kind, kind) for kind in KINDS]


class LibrarySheet(SealedModel):
    """An invitation of the practice's own library, in its words (sealed for the practice).

    words: {"words": "", "group": "", "sheet": ["heading", …]}. What was given from it before is a copy.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    written_at = models.DateTimeField()
    written_by = models.UUIDField()
    taken_out_at = models.DateTimeField(null=True)
    taken_out_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(taken_out_at=None, taken_out_by=None)
                | models.Q(taken_out_at__isnull=False, taken_out_by__isnull=False),
                name="library_sheet_taken_out_at_with_by",
            ),
        ]

    @property
    def scope(self) -> PracticeScope:
        """The practice's own keys: the sheet says nothing about anybody."""
        return PracticeScope(self.practice_id)


class Homework(SealedModel):
    """An invitation between the hours, in the therapist's words (sealed with the record).

    words: {"words": "", "remark": "", "sheet": ["heading", …]}; the page that comes of it is the client's and
    is not named here.
    """

    GIVEN, DONE, NOT_DONE, TALKED_ABOUT = "given", "done", "not_done", "talked_about"
    STATES = [GIVEN, DONE, NOT_DONE, TALKED_ABOUT]

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="homework")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="homework")
    given_at = models.DateTimeField()
    given_by = models.UUIDField()
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=[(state, state) for state in STATES], default=GIVEN)

    @property
    def scope(self) -> ClientScope:
        """The therapist's words belong to the record."""
        return ClientScope(self.practice_id, self.client_id, "record")


class Entry(SealedModel):
    """One page of the client's own writing, sealed for the client.

    words: {"title": "", "body": "", "feelings": "", "residue": "", "associations": [["element", "text"], …],
    "parts": [["heading", "text"], …]} (parts: the sheet that an invitation came with)
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=16, choices=KIND_CHOICES)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    homework = models.ForeignKey(Homework, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["client", "-written_at"], name="entry_client_written")]

    @property
    def scope(self) -> ClientScope:
        """The client's own keys, apart from the record's."""
        return ClientScope(self.practice_id, self.client_id, "journal")


class Draft(SealedModel):
    """A page that is being written; nobody but the client ever reads one. Words as an entry's, and `who`.

    `page` names the open browser page that saved last, `save_id` its last save, so that a retry changes
    nothing and a second open page is noticed.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="drafts")
    kind = models.CharField(max_length=16, choices=KIND_CHOICES)
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, null=True, related_name="draft")
    homework = models.ForeignKey(Homework, on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField()
    save_id = models.UUIDField(null=True)
    page = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "kind"], condition=models.Q(entry=None), name="draft_once_a_kind"
            )
        ]

    @property
    def scope(self) -> ClientScope:
        """The client's own keys, apart from the record's."""
        return ClientScope(self.practice_id, self.client_id, "journal")


class Share(BaseModel):
    """The client lets one therapist read one page, from the next hour on or at once, until taken back."""

    NEXT_HOUR, NOW = "next_hour", "now"
    MODES = [NEXT_HOUR, NOW]

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="shares")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="shares")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="shares")
    mode = models.CharField(max_length=10, choices=[(mode, mode) for mode in MODES])
    shared_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "therapist"],
                condition=models.Q(withdrawn_at=None),
                name="share_once_a_therapist",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="share_withdrawn_at_with_by",
            ),
        ]
        indexes = [models.Index(fields=["therapist", "-shared_at"], name="share_therapist_shared")]
