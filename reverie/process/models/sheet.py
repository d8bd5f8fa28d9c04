"""A process sheet, the words being written into it, and its earlier versions."""

from django.db import models

from reverie.process.models.owned import OwnedModel
from reverie.record.models import Session


class ProcessSheet(OwnedModel):
    """What one therapist keeps of one hour, or free-standing.

    Sealed words: title, form, body, speakers, carry_over, reactions, check, pages (of the client, ids);
    `version` counts what was kept.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "session"],
                condition=models.Q(session__isnull=False),
                name="process_sheet_once_a_session",
            )
        ]
        indexes = [
            models.Index(fields=["author", "client", "created_at"], name="process_sheet_author_client")
        ]


class SheetDraft(OwnedModel):
    """Words typed and not yet kept; sealed from the first keystroke, gone once they are kept.

    Sealed words: body, title, carry_over, reactions, danger (the tick), and `save`, the browser's id of the
    last save.
    """

    sheet = models.OneToOneField(ProcessSheet, on_delete=models.CASCADE, related_name="draft")


class SheetVersion(OwnedModel):
    """The words of a sheet as they once stood; `number` is the sheet's version of that time."""

    sheet = models.ForeignKey(ProcessSheet, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="process_version_once"),
        ]
