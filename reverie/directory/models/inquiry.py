"""What somebody said who asked for a therapist, and what became of it."""

from django.db import models

from reverie.accounts.models import Client, Practice, User
from reverie.core.models import SealedModel
from reverie.core.sealing import ClientScope
from reverie.directory.models.profile import Profile
from reverie.scheduling.models import Appointment


class Inquiry(SealedModel):
    """Somebody asked a therapist, or booked with them. Name, address and words are sealed, for the therapist.

    `person` is whose key seals them: the client's once there is one. sent -> maybe | accepted | declined |
    expired | withdrawn; accepted -> scheduled, in one act with the consultation. A booking starts scheduled.
    """

    SENT, MAYBE, ACCEPTED, SCHEDULED = "sent", "maybe", "accepted", "scheduled"
    DECLINED, EXPIRED, WITHDRAWN = "declined", "expired", "withdrawn"
    STATES = [SENT, MAYBE, ACCEPTED, SCHEDULED, DECLINED, EXPIRED, WITHDRAWN]
    UNANSWERED = [SENT, MAYBE]
    OPEN = [SENT, MAYBE, ACCEPTED]

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="inquiries")
    person = models.UUIDField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="inquiries")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, related_name="inquiries")
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, null=True)
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES], default=SENT)
    reason = models.CharField(max_length=20, blank=True)
    due_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="scheduled", client__isnull=False, appointment__isnull=False)
                | ~models.Q(state="scheduled"),
                name="inquiry_scheduled_with_appointment",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["sent", "maybe", "accepted"], due_at__isnull=False)
                | ~models.Q(state__in=["sent", "maybe", "accepted"]),
                name="inquiry_open_is_due",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="inquiry_answered_at_with_by",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["declined", "maybe"]) & ~models.Q(reason="")
                | ~models.Q(state__in=["declined", "maybe"]),
                name="inquiry_no_and_maybe_have_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="inquiry_due"),
            models.Index(fields=["profile", "-created_at"], name="inquiry_of_profile"),
        ]

    def scope(self) -> ClientScope:
        """The key of the record of whoever asked."""
        return ClientScope(self.practice_id, self.person, "record")

    @property
    def is_unanswered(self) -> bool:
        """True while the therapist owes an answer."""
        return self.state in self.UNANSWERED
