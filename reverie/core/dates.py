"""Moments in words: "Tuesday, June 9", "10:00 am"; always in a person's own zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reverie.core import clock


def local(moment: datetime, zone: str) -> datetime:
    """The moment on the wall clock of an IANA zone."""
    return moment.astimezone(ZoneInfo(zone))


def day(moment: datetime | date, zone: str) -> str:
    """ "Tuesday, June 9"; with the year when it is not this year's."""
    local_day = local(moment, zone).date() if isinstance(moment, datetime) else moment
    this_year = local_day.year == clock.today(zone).year
    return date_format(local_day, _("l, F j") if this_year else _("l, F j, Y"))


def short_day(moment: datetime | date, zone: str) -> str:
    """ "June 9"; with the year when it is not this year's."""
    local_day = local(moment, zone).date() if isinstance(moment, datetime) else moment
    this_year = local_day.year == clock.today(zone).year
    return date_format(local_day, _("F j") if this_year else _("F j, Y"))


def time(moment: datetime, zone: str) -> str:
    """ "10:00 am"."""
    wall = local(moment, zone)
    half = _("am") if wall.hour < 12 else _("pm")
    return f"{wall.hour % 12 or 12}:{wall.minute:02d} {half}"


def day_and_time(moment: datetime, zone: str) -> str:
    """ "Tuesday, June 9, at 10:00 am"."""
    return _("{day}, at {time}").format(day=day(moment, zone), time=time(moment, zone))
