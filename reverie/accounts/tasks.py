"""Work that comes back by itself."""

from datetime import timedelta
from typing import Any

from reverie.accounts.session_store import SessionStore
from reverie.core.jobs import job


@job("accounts.clear_sign_ins", every=timedelta(hours=6))
def clear_sign_ins(payload: dict[str, Any]) -> None:
    """Remove the rows of browsers whose time is over."""
    SessionStore.clear_expired()
