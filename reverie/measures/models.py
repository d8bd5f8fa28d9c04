"""The same questions, asked over time."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import models

from reverie.accounts.models import Client, Practice
from reverie.core.models import BaseModel, SealedModel
from reverie.core.sealing import ClientScope
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment

# What the client says about the work itself stays with the client until they show it.
HELD_BY_CLIENT = frozenset({"alliance-check"})


class Administration(SealedModel):
    """One form, asked once. Sealed: answers, declined items, remark, reason, score, origin; clear: its state.

    words: {"answers": {"1": 2, …}, "declined": [9], "remark": "", "reason": "", "score": {…}, "origin": {…}}
    """

    PLANNED, SENT, STARTED = "planned", "sent", "started"
    COMPLETED, SKIPPED, EXPIRED = "completed", "skipped", "expired"
    STATES = [PLANNED, SENT, STARTED, COMPLETED, SKIPPED, EXPIRED]
    OPEN = [SENT, STARTED]
    BY_CLIENT, ON_PAPER, ALOUD, BY_PROXY, FROM_FILE = "client", "paper", "aloud", "proxy", "file"

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="administrations")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="administrations")
    instrument = models.CharField(max_length=24)
    instrument_version = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12, choices=[(state, state) for state in STATES])
    source = models.CharField(max_length=8, default=BY_CLIENT)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, related_name="+")
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    score_status = models.CharField(max_length=12, blank=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.UUIDField(null=True)
    entered_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="completed", completed_at__isnull=False)
                | (~models.Q(state="completed") & models.Q(completed_at=None)),
                name="administration_completed_at_when_completed",
            ),
            models.CheckConstraint(
                condition=models.Q(released_at=None, released_by=None)
                | models.Q(released_at__isnull=False, released_by__isnull=False),
                name="administration_released_at_with_by",
            ),
            models.UniqueConstraint(
                fields=["treatment", "instrument", "appointment"],
                condition=models.Q(appointment__isnull=False),
                name="administration_once_an_appointment",
            ),
        ]
        indexes = [models.Index(fields=["client", "state"], name="administration_client_state")]

    @property
    def scope(self) -> ClientScope:
        """Whose keys seal the answers: they belong to the record."""
        return ClientScope(self.practice_id, self.client_id, "record")

    @property
    def is_open(self) -> bool:
        """True while the client may answer."""
        return self.state in self.OPEN

    def risk_sources(self) -> set[UUID]:
        """What a concern about this form may name as its source (actions/sheet.py)."""
        again = (uuid5(self.id, f"version {number}") for number in range(1, self.version + 1))
        return {self.id, *again}

    @property
    def is_held(self) -> bool:
        """True while only the client may read the answers."""
        return self.instrument in HELD_BY_CLIENT and self.released_at is None


def no_words() -> dict[str, Any]:
    """The words of a form that nobody has touched."""
    return {"answers": {}, "declined": [], "remark": "", "reason": "", "score": None, "origin": None}


class Schedule(BaseModel):
    """A form asked again and again before an hour: every week at first, later every few weeks.

    Without an hour in the week there is nothing to ask before, so holidays need no rule. Zero weeks means
    before every hour, however many a week has.
    """

    SLACK = timedelta(days=3)
    """How much earlier than to the week a form may come, since hours are moved."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="schedules")
    instrument = models.CharField(max_length=24)
    starts_on = models.DateField()
    weekly_for_weeks = models.PositiveSmallIntegerField(default=8)
    then_every_weeks = models.PositiveSmallIntegerField(default=4)
    set_by = models.UUIDField()
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.UUIDField(null=True)

    def is_due(self, hour: date, last: date | None) -> bool:
        """True when the form is to be asked before an hour on this day, having been asked before `last`'s."""
        if last is None:
            return True
        is_first_phase = hour < self.starts_on + timedelta(weeks=self.weekly_for_weeks)
        weeks = 1 if is_first_phase else self.then_every_weeks
        return hour - last >= timedelta(weeks=weeks) - self.SLACK if weeks else True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["treatment", "instrument"],
                condition=models.Q(stopped_at=None),
                name="schedule_once_an_instrument",
            ),
            models.CheckConstraint(
                condition=models.Q(stopped_at=None, stopped_by=None)
                | models.Q(stopped_at__isnull=False, stopped_by__isnull=False),
                name="schedule_stopped_at_with_by",
            ),
        ]


class ReviewSaying(SealedModel):
    """What a client wants to say at a review; the therapist reads it, so it belongs to the record.

    words: {"said": ""}. It can be taken back while nobody has read it.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="sayings")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(taken_back_at=None) | models.Q(read_at=None),
                name="review_saying_taken_back_unread",
            ),
        ]

    @property
    def scope(self) -> ClientScope:
        """Whose keys seal the words: they belong to the record."""
        return ClientScope(self.practice_id, self.client_id, "record")


class ReferenceChoice(SealedModel):
    """By which reference set change on a form is read in a client's treatment; the latest holds, others stay.

    words: {"name": "", "points": 6, "source": "", "sd": null, "reliability": null}
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=24)
    chosen_at = models.DateTimeField()
    chosen_by = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["client", "chosen_at"], name="reference_choice_client")]

    @property
    def scope(self) -> ClientScope:
        """Whose keys seal the choice: it belongs to the record."""
        return ClientScope(self.practice_id, self.client_id, "record")


class Summary(BaseModel):
    """Numbers of one form over a practice's clients, worked out once a month; none below ten people."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    instrument = models.CharField(max_length=24)
    counted_at = models.DateTimeField()
    people = models.PositiveIntegerField(null=True)
    mean_first = models.FloatField(null=True)
    mean_now = models.FloatField(null=True)
    better = models.PositiveIntegerField(null=True)
    worse = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "instrument"], name="summary_once_an_instrument"),
            models.CheckConstraint(
                condition=models.Q(people=None, mean_first=None, mean_now=None, better=None, worse=None)
                | models.Q(people__gte=10, mean_first__isnull=False, mean_now__isnull=False),
                name="summary_of_ten_people_and_more",
            ),
        ]
