"""The two people of a therapy, as a practice knows them."""

from django.db import models

from reverie.accounts.models.practice import Practice
from reverie.accounts.models.user import User
from reverie.core.models import BaseModel


class Therapist(BaseModel):
    """A person who holds hours in a practice (role therapist or trainee)."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="therapists")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="therapist_of")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=80, blank=True)
    zone = models.CharField(max_length=64)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "user"], name="therapist_once")]

    def __str__(self) -> str:
        return self.name


class Client(BaseModel):
    """A person whom a practice sees; `user` once they have signed up or accepted an invitation."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="clients")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="client_of")
    name = models.CharField(max_length=120)
    pronouns = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=64)
    born_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "user"], condition=models.Q(user__isnull=False), name="client_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """For shared screens: the first letters of the names."""
        return "".join(part[0].upper() for part in self.name.split()[:3] if part)
