"""What the front pages do by themselves."""

from datetime import timedelta
from typing import Any

from reverie.core.jobs import job
from reverie.core.policy import Actor
from reverie.home.actions.checking import check_audit


@job("home.check_audit", every=timedelta(days=1), in_transaction=False)
def check(payload: dict[str, Any]) -> None:
    """Walk the audit chains against their anchors each night."""
    check_audit(by=Actor.system("home.check_audit"))
