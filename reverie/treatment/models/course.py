"""The course of a therapy, from consultation to ending, as one state machine."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, QuerySet

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import clock
from reverie.core.models import BaseModel, SealedModel
from reverie.core.sealing import ClientScope, KeyChain, keychain


class Treatment(BaseModel):
    """One client with one lead therapist: the spine that every other room hangs on."""

    CONSULTATION, OFFERED, ACTIVE, PAUSED = "consultation", "offered", "active", "paused"
    ENDING, ENDED, ARCHIVED = "ending", "ended", "archived"
    STATES = [CONSULTATION, OFFERED, ACTIVE, PAUSED, ENDING, ENDED, ARCHIVED]
    REASONS = ["agreed", "client", "clinician", "transfer", "death", "lapsed"]

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="treatments")
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="treatments")
    state = models.CharField(max_length=16, choices=[(state, state) for state in STATES])
    approach = models.CharField(max_length=24, blank=True)
    # The first place in the practice, and the day from which the two of them work: kept apart.
    started_on = models.DateField()
    working_since = models.DateField(null=True)
    agreed_sessions = models.PositiveSmallIntegerField(null=True)
    last_day = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_reason = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "therapist"],
                condition=~models.Q(state__in=["ended", "archived"]),
                name="treatment_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None, ended_reason="")
                | (models.Q(ended_on__isnull=False) & ~models.Q(ended_reason="")),
                name="treatment_ended_on_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["therapist", "state"], name="treatment_therapist_state")]

    @property
    def is_over(self) -> bool:
        """True when it has ended; nothing new is agreed in it."""
        return self.state in {self.ENDED, self.ARCHIVED}

    def chain(self) -> KeyChain:
        """The keys for this client's words in the record; make one per request and hand it on."""
        return keychain(ClientScope(self.practice_id, self.client_id, "record"))


def latest_first(rows: QuerySet[Treatment]) -> QuerySet[Treatment]:
    """What goes on before what ended, then the newest; `.first()` is the latest treatment of a client."""
    return rows.order_by(F("ended_on").desc(nulls_first=True), "-started_on", "-created_at")


def chain_of(client: Client) -> KeyChain:
    """The same keys where no treatment is at hand."""
    return keychain(ClientScope(client.practice_id, client.pk, "record"))


@dataclass(frozen=True)
class Step:
    """One way on: from which states, to which, and what is said when it is not open."""

    sources: frozenset[str]
    target: str
    refusal: str


_T = Treatment
STEPS: dict[str, Step] = {
    "offer": Step(
        frozenset({_T.CONSULTATION}),
        _T.OFFERED,
        "A treatment can be offered during the consultation only.",
    ),
    "begin": Step(
        frozenset({_T.OFFERED}), _T.ACTIVE, "The work begins when a treatment was offered and taken up."
    ),
    "pause": Step(frozenset({_T.ACTIVE}), _T.PAUSED, "Only a treatment that is under way can be paused."),
    "resume": Step(frozenset({_T.PAUSED}), _T.ACTIVE, "This treatment is not paused."),
    "announce_ending": Step(
        frozenset({_T.ACTIVE, _T.PAUSED}),
        _T.ENDING,
        "An ending can be announced only while the treatment is under way.",
    ),
    "withdraw_ending": Step(frozenset({_T.ENDING}), _T.ACTIVE, "No ending was announced."),
    "end": Step(
        frozenset({_T.CONSULTATION, _T.OFFERED, _T.ACTIVE, _T.PAUSED, _T.ENDING}),
        _T.ENDED,
        "This treatment has already ended.",
    ),
    "archive": Step(frozenset({_T.ENDED}), _T.ARCHIVED, "Only a treatment that has ended can be archived."),
}
"""The state machine as data; `actions.course` takes the steps, the tests walk all of them."""


class TreatmentStep(SealedModel):
    """A step that was taken: the history of the treatment, with the reason in somebody's words (sealed)."""

    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=16, blank=True)
    to_state = models.CharField(max_length=16)
    on = models.DateField()
    by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["treatment", "number"], name="treatment_step_number_once")
        ]

    def reason(self, chain: KeyChain) -> str:
        """The reason as it was written down; often empty."""
        words: dict[str, Any] = self.words(chain)
        return str(words["reason"])


class FitAnswer(BaseModel):
    """What one side said about working together; the latest of each side counts."""

    CLIENT, THERAPIST = "client", "therapist"
    YES, NO, NOT_YET = "yes", "no", "not_yet"
    ANSWERS = [YES, NO, NOT_YET]

    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, related_name="fit_answers")
    side = models.CharField(max_length=10, choices=[(CLIENT, CLIENT), (THERAPIST, THERAPIST)])
    answer = models.CharField(max_length=8, choices=[(answer, answer) for answer in ANSWERS])
    # `in_session`: the therapist wrote down what the client said in the hour.
    how = models.CharField(max_length=12, default="self", choices=[("self", "self"), ("in_session", "told")])
    at = models.DateTimeField(default=clock.now)
    by = models.UUIDField()
