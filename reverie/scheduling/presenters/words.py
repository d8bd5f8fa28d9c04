"""States, sides and times in words."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reverie.core import clock, dates
from reverie.scheduling.models import Appointment, StandingHour
from reverie.scheduling.models.labels import PLACES, SIDES, STATES, WEEKDAYS


def clock_time(minute: int) -> str:
    """ "10:00 am" of a minute of the day; midnight at the end of a day is "midnight"."""
    if minute == 1440:
        return _("midnight")
    hour = minute // 60
    return f"{hour % 12 or 12}:{minute % 60:02d} {_('am') if hour < 12 else _('pm')}"


def stamp(moment: datetime) -> str:
    """An instant for an address or a button: `2026-06-09T17:00Z`."""
    return f"{moment:%Y-%m-%dT%H:%M}Z"


def window(start: int, end: int) -> str:
    """ "9:00 am to 12:00 pm"."""
    return _("{start} to {end}").format(start=clock_time(start), end=clock_time(end))


def days(first: date, last: date) -> str:
    """ "August 3", "August 3 to 21" or "July 28 to August 3"; with the year when it is not this year's."""
    year = "" if last.year == clock.now().year else f", {last.year}"
    if first == last:
        return date_format(first, _("F j")) + year
    end = date_format(last, "j" if (first.year, first.month) == (last.year, last.month) else _("F j"))
    return _("{first} to {last}").format(first=date_format(first, _("F j")), last=end) + year


def standing_line(row: StandingHour) -> str:
    """ "Tuesdays at 10:00 am, in the office", with the day on which it begins or ends when one is set."""
    day = WEEKDAYS[row.weekday]
    every = _("{day}s at {time}") if row.step_days == 7 else _("every other {day} at {time}")
    line = every.format(day=day, time=clock_time(row.start_minute))
    parts = [line, str(PLACES.get(row.place, row.place))]
    if row.first_day > clock.today(row.zone):
        parts.append(_("from {day}").format(day=dates.short_day(row.first_day, row.zone)))
    if row.last_day is not None:
        parts.append(_("until {day}").format(day=dates.short_day(row.last_day, row.zone)))
    return ", ".join(parts)


def state_line(row: Appointment, zone: str) -> str:
    """What became of an hour, in one sentence without a full stop."""
    if row.state == Appointment.CANCELLED and row.cancelled_at is not None:
        words = _("called off {side} on {day}").format(
            side=SIDES[row.cancelled_side], day=dates.day_and_time(row.cancelled_at, zone)
        )
        if row.cancelled_side == "client" and row.is_in_notice is not None:
            words += ", " + (
                _("within the notice agreed") if row.is_in_notice else _("after the notice agreed")
            )
        return words
    if row.state == Appointment.MOVED and row.moved_to is not None:
        return _("moved to {day}").format(day=dates.day_and_time(row.moved_to.start_at, zone))
    if row.state == Appointment.HELD and row.held_until is not None:
        return _("held until {day}").format(day=dates.day_and_time(row.held_until, zone))
    return str(STATES[row.state])
