"""What this room does by itself."""

from datetime import timedelta
from typing import Any

from reverie.billing import actions
from reverie.billing.models import Letterhead
from reverie.core.jobs import job
from reverie.core.policy import Actor


# A transaction per client: what is done stays done, and nobody's account waits for the whole practice.
@job("billing.reconcile", every=timedelta(hours=24), lease=timedelta(minutes=30), in_transaction=False)
def reconcile(payload: dict[str, Any]) -> None:
    """Make the charges that a crash between signing and charging lost, and those of missed hours."""
    for head in Letterhead.objects.select_related("practice"):
        by = Actor.system("billing.reconcile", head.practice_id)
        actions.reconcile(practice=head.practice, by=by)
