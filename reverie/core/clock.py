"""The one clock: everything that asks what time it is asks here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _told.get() or timezone.now()


def today(zone: str) -> date:
    """The date in an IANA zone."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def telling(moment: datetime) -> Iterator[None]:
    """Let the clock stand at `moment` inside the block: for demo data, whose acts lie in the past."""
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)
