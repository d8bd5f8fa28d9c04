"""The one clock: everything that asks what time it is asks here."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today(zone: str) -> date:
    """The date in an IANA zone."""
    return now().astimezone(ZoneInfo(zone)).date()
