"""What somebody said who asked for a therapist."""

from django.db import models

from reverie.accounts.models import Client, Practice
from reverie.core.models import SealedModel
from reverie.core.sealing import ClientScope
from reverie.directory.models.profile import Profile
from reverie.scheduling.models import Appointment


class Inquiry(SealedModel):
    """What somebody said when they booked or asked: for the therapist alone, sealed as record."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    profile = models.ForeignKey(Profile, on_delete=models.PROTECT)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="inquiries")
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT)

    def scope(self) -> ClientScope:
        """The key of the client's record."""
        return ClientScope(self.practice_id, self.client_id, "record")
