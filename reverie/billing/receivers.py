"""What this room does when another one tells something."""

from typing import Any

from django.dispatch import receiver

from reverie.billing import actions
from reverie.core.policy import Actor
from reverie.record.events import session_signed
from reverie.record.models import Session


@receiver(session_signed, dispatch_uid="billing.charge_session")
def charge_session(session: Session, **rest: Any) -> None:
    """A signed session is an hour to be charged; sent twice it is still one charge."""
    actions.charge_session(session=session, by=Actor.system("billing.charge_session", session.practice_id))
