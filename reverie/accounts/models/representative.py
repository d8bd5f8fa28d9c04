"""Somebody who may act for a client: a parent, a guardian, a holder of a power of attorney."""

from django.db import models
from django.utils.translation import gettext_lazy

from reverie.accounts.models.people import Client
from reverie.accounts.models.user import User
from reverie.core.models import BaseModel

SCOPES = {
    "appointments": gettext_lazy("see the hours"),
    "bills": gettext_lazy("see and pay bills"),
    "record": gettext_lazy("read the plan"),
    "consents": gettext_lazy("sign consents"),
}
"""What a representative may be given. The client's own writing and the process space never are."""


class Representative(BaseModel):
    """A person who acts for a client, within `scope`, from one day to another, on a legal basis."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="representatives")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="represents")
    scope = models.JSONField(default=list)
    basis = models.CharField(max_length=200)
    starts_on = models.DateField()
    expires_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_on__gt=models.F("starts_on")), name="representative_expires_later"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="representative_ended_at_with_by",
            ),
        ]
