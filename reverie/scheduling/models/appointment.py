"""One arranged hour and what became of it. Rows are never deleted."""

from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.models import BaseModel
from reverie.scheduling.models.standing import Room, StandingHour
from reverie.scheduling.no_overlap import BUSY, LONGEST_HOURS, NobodyTwice, NoOverlap

SIDES = ["client", "therapist", "practice", "system"]


class Appointment(BaseModel):
    """One booked hour. Wall start and zone are the truth; `start_at` and `end_at` (UTC) are derived.

    `wall_start` holds what the clock on the wall shows, labelled UTC because a column needs a label. An
    hour of a series knows the day it was planned for, so that it is made once and stays itself when it is
    moved. `partner` is the second of two people who come together. `instead_of` is the hour that a client
    asks to give up for this one.
    """

    HELD, REQUESTED, CONFIRMED, TOOK_PLACE = "held", "requested", "confirmed", "took_place"
    CLIENT_ABSENT, THERAPIST_ABSENT, CANCELLED, MOVED = (
        "client_absent",
        "clinician_absent",
        "cancelled",
        "moved",
    )
    STATES = [HELD, REQUESTED, CONFIRMED, TOOK_PLACE, CLIENT_ABSENT, THERAPIST_ABSENT, CANCELLED, MOVED]
    OPEN = [HELD, REQUESTED, CONFIRMED]

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    therapist = models.ForeignKey(Therapist, on_delete=models.PROTECT, related_name="appointments")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="appointments")
    partner = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, related_name="hours_as_partner")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="appointments")
    standing_hour = models.ForeignKey(
        StandingHour, on_delete=models.PROTECT, null=True, related_name="appointments"
    )
    planned_day = models.DateField(null=True)
    kind = models.CharField(max_length=16, default="session")
    state = models.CharField(max_length=16, choices=[(state, state) for state in STATES])
    wall_start = models.DateTimeField()
    zone = models.CharField(max_length=64)
    minutes = models.PositiveSmallIntegerField(default=50)
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    place = models.CharField(max_length=10, default="office")
    held_until = models.DateTimeField(null=True)
    notice_hours = models.PositiveSmallIntegerField(default=48)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.UUIDField(null=True)
    cancelled_side = models.CharField(max_length=10, blank=True, choices=[(side, side) for side in SIDES])
    is_in_notice = models.BooleanField(null=True)
    refilled_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="refills")
    moved_to = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="moved_from")
    instead_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="asked_changes")
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            NoOverlap(name="appointment_therapist_free", who="therapist"),
            NoOverlap(name="appointment_client_free", who="client"),
            NoOverlap(name="appointment_room_free", who="room"),
            NobodyTwice(name="appointment_partner_free"),
            models.CheckConstraint(
                condition=Q(partner=None) | ~Q(partner=F("client")), name="appointment_partner_is_another"
            ),
            models.CheckConstraint(
                condition=Q(end_at__gt=F("start_at")), name="appointment_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=LONGEST_HOURS * 60), name="appointment_within_a_day"
            ),
            models.CheckConstraint(
                condition=Q(state="held", held_until__isnull=False) | ~Q(state="held") & Q(held_until=None),
                name="appointment_held_until_with_state",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None, cancelled_side="", is_in_notice=None)
                | Q(cancelled_at__isnull=False, state="cancelled") & ~Q(cancelled_side=""),
                name="appointment_cancelled_at_with_side",
            ),
            models.CheckConstraint(
                condition=Q(moved_to=None) | Q(state="moved"), name="appointment_moved_to_with_state"
            ),
            models.UniqueConstraint(
                fields=["standing_hour", "planned_day"],
                condition=Q(planned_day__isnull=False),
                name="appointment_planned_once",
            ),
        ]
        indexes = [
            models.Index(fields=["therapist", "start_at"], name="appointment_therapist_start"),
            models.Index(fields=["client", "start_at"], name="appointment_client_start"),
            models.Index(
                fields=["partner", "start_at"],
                condition=Q(partner__isnull=False),
                name="appointment_partner_start",
            ),
            models.Index(
                fields=["room", "start_at"], condition=Q(room__isnull=False), name="appointment_room_start"
            ),
            models.Index(fields=["start_at"], condition=Q(state="confirmed"), name="appointment_coming"),
            models.Index(fields=["held_until"], condition=Q(state="held"), name="appointment_held"),
        ]

    @property
    def uid(self) -> str:
        """What the hour is called in calendars; stays the same when it is changed."""
        return f"{self.id}@reverie"

    @property
    def is_busy(self) -> bool:
        """Whether the hour belongs to this appointment."""
        return self.state in BUSY

    @property
    def wall_day(self) -> date:
        """The day on the wall where it is held."""
        return self.wall_start.date()

    @property
    def people(self) -> list[Client]:
        """The client, and the partner who comes along."""
        return [one for one in (self.client, self.partner) if one is not None]

    @property
    def people_ids(self) -> list[UUID]:
        """Their ids, without reading them."""
        return [one for one in (self.client_id, self.partner_id) if one is not None]

    def has_begun(self, now: datetime) -> bool:
        """True from its first minute on."""
        return self.start_at <= now
