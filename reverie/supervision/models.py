"""Who thinks about the work with whom, the disguised copies they read together, and the hours they held.

Nothing here names a client, a sheet, a session or a moment: a copy is words, chosen by their author.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reverie.accounts.models import Practice, User
from reverie.core import clock, dates
from reverie.core.models import BaseModel, SealedModel
from reverie.core.sealing import CopyScope

Words = str | Promise
TRAINING, CONSULTATION = "training", "consultation"
KINDS = [TRAINING, CONSULTATION]
REASON_WORDS: list[tuple[str, Words]] = [
    ("other_day", _("It was on another day")),
    ("other_length", _("It was longer or shorter")),
    ("not_held", _("It did not take place")),
    ("twice", _("It is in the log already")),
]
"""Why an hour of supervision goes back to who logged it."""


def _both(moment: str, person: str) -> Q:
    """A moment in time and who acted stand together, or neither does."""
    return Q(**{moment: None, person: None}) | Q(**{f"{moment}__isnull": False, f"{person}__isnull": False})


@dataclass(frozen=True)
class Line:
    """One line of a copy: who says it (an alias, or a letter), and what."""

    speaker: str
    text: str


@dataclass(frozen=True)
class CopyWords:
    """Every word of a presented copy; `question` is what its author would like to think about."""

    title: str
    question: str
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, words: dict[str, Any]) -> "CopyWords":
        """From the words as they were sealed."""
        return cls(words["title"], words["question"], tuple(Line(**line) for line in words["lines"]))

    def as_dict(self) -> dict[str, Any]:
        """The words as they are sealed."""
        lines = [{"speaker": line.speaker, "text": line.text} for line in self.lines]
        return {"title": self.title, "question": self.question, "lines": lines}


class Supervision(BaseModel):
    """Two people of one practice: who brings their work, and whom they chose to bring it to."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    supervisee = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=[(kind, kind) for kind in KINDS])
    starts_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "supervisee", "supervisor"],
                condition=Q(ended_at=None),
                name="supervision_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(supervisee=models.F("supervisor")), name="supervision_of_another"
            ),
            models.CheckConstraint(
                condition=_both("ended_at", "ended_by"), name="supervision_ended_at_with_by"
            ),
        ]
        indexes = [models.Index(fields=["supervisor", "ended_at"], name="supervision_supervisor")]


class PresentedCopy(SealedModel):
    """A disguised copy of passages, as its author presented it; its words are never changed.

    Words: `CopyWords`. The supervisor reads it through the end of the day `until`, unless it was taken back.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="copies")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    presented_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_both("withdrawn_at", "withdrawn_by"), name="copy_withdrawn_at_with_by"
            ),
            models.CheckConstraint(condition=Q(version=1), name="copy_never_changed"),
        ]
        indexes = [models.Index(fields=["author", "-presented_at"], name="copy_author_presented")]

    def scope(self) -> CopyScope:
        """The copy's own key, as its author asks."""
        return CopyScope(self.practice_id, self.author_id, self.id, self.author_id)

    def is_open(self, today: date) -> bool:
        """True while the chosen reader reads it; `today` in the practice's zone. Needs `supervision`."""
        return self.withdrawn_at is None and self.supervision.ended_at is None and today <= self.until

    def ended_early(self, zone: str) -> bool:
        """True when the supervision ended before the last day was over. Needs `supervision`."""
        ended = self.supervision.ended_at
        return ended is not None and dates.local(ended, zone).date() <= self.until


class Remark(SealedModel):
    """What one of the two says in the margin of a copy, on one line or on the whole (`line` None).

    Words: `quote` (the words meant; may be empty), `text`. Sealed with the copy's key; it goes with the copy.
    """

    copy = models.ForeignKey(PresentedCopy, on_delete=models.CASCADE, related_name="remarks")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    line = models.PositiveSmallIntegerField(null=True)
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["copy", "said_at"], name="remark_copy_said")]


class SupervisionHour(BaseModel):
    """An hour of supervision that took place: the supervisee logs it, the supervisor confirms or returns it.

    Why it came back is one of `REASON_WORDS`, so that no free word stands in the clear.
    """

    LOGGED, CONFIRMED, RETURNED = "logged", "confirmed", "returned"
    STATES = [LOGGED, CONFIRMED, RETURNED]
    REASONS = [reason for reason, _words in REASON_WORDS]

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="hours")
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    logged_by = models.UUIDField()
    state = models.CharField(max_length=10, default=LOGGED, choices=[(state, state) for state in STATES])
    reason = models.CharField(max_length=14, blank=True, choices=[(reason, reason) for reason in REASONS])
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["held_on", "created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__range=(1, 600)), name="hour_minutes_of_a_day"),
            models.CheckConstraint(
                condition=Q(state="logged", answered_at=None, answered_by=None, reason="")
                | Q(state="confirmed", answered_at__isnull=False, answered_by__isnull=False, reason="")
                | (Q(state="returned", answered_at__isnull=False, answered_by__isnull=False) & ~Q(reason="")),
                name="hour_answered_at_with_by_and_state",
            ),
        ]
        indexes = [models.Index(fields=["supervision", "-held_on"], name="hour_supervision_held")]
