"""The course of a treatment in words."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reverie.core import dates
from reverie.core.money import fee
from reverie.treatment.models import Break, Frame, Treatment, Weekly
from reverie.treatment.models.labels import ABSENCE_RULES, SETTINGS, WEEKDAYS
from reverie.treatment.queries.texts import approaches


def wall_time(minute: int) -> str:
    """600 -> "10:00 am"."""
    half = _("am") if minute < 720 else _("pm")
    return f"{minute // 60 % 12 or 12}:{minute % 60:02d} {half}"


def hours_words(hours: Iterable[Weekly]) -> str:
    """ "Tuesdays at 10:00 am and Fridays at 8:30 am"."""
    said = [
        _("{days} at {time}").format(days=WEEKDAYS[hour.weekday], time=wall_time(hour.start_minute))
        for hour in hours
    ]
    return (
        said[0]
        if len(said) == 1
        else _("{first} and {last}").format(first=", ".join(said[:-1]), last=said[-1])
        if said
        else ""
    )


def often(hours: int, step_weeks: int = 1) -> str:
    """How often in a week, or in every other one, in words."""
    if step_weeks == 2 and hours:
        every = ngettext("Every other week", "{n} times every other week", hours)
        return every.format(n=hours)
    return (
        [_("Not weekly"), _("Once a week"), _("Twice a week")][hours]
        if hours < 3
        else ngettext("{n} time a week", "{n} times a week", hours).format(n=hours)
    )


def frame_line(frame: Frame) -> str:
    """ "Once a week, Tuesdays at 10:00 am, 50 minutes, in the office. $180 an hour."."""
    hours = frame.weekly()
    return _("{often}, {hours}, {minutes} minutes, {where}. {fee} an hour.").format(
        often=often(len(hours), frame.step_weeks),
        hours=hours_words(hours),
        minutes=hours[0].minutes if hours else 0,
        where=SETTINGS.get(frame.setting, frame.setting),
        fee=fee(frame.fee_cents, frame.currency),
    )


def absence_line(frame: Frame) -> str:
    """What holds when an hour is missed, with the notice and the holidays."""
    notice = _("Say so {hours} hours ahead if you cannot come.").format(hours=frame.notice_hours)
    said = [str(ABSENCE_RULES[frame.absence_rule]), notice, _holidays(frame)]
    return " ".join(part for part in said if part)


def _holidays(frame: Frame) -> str:
    if frame.holiday_weeks is None:
        return ""
    return ngettext(
        "Holidays are up to {weeks} week a year, told {ahead} weeks ahead.",
        "Holidays are up to {weeks} weeks a year, told {ahead} weeks ahead.",
        frame.holiday_weeks,
    ).format(weeks=frame.holiday_weeks, ahead=frame.holiday_notice_weeks)


def course_line(treatment: Treatment, frame: Frame | None, zone: str) -> str:
    """One sentence below the name: pronouns, how often and since when, the approach, the last date."""
    parts = [treatment.client.pronouns] if treatment.client.pronouns else []
    hours = frame.weekly() if frame else []
    since = treatment.working_since
    if frame and hours and since:
        said = _("{often} since {day}, {hours}")
        how = often(len(hours), frame.step_weeks)
        parts.append(said.format(often=how, day=dates.short_day(since, zone), hours=hours_words(hours)))
    elif not since:
        parts.append(_("First place {day}").format(day=dates.short_day(treatment.started_on, zone)))
    parts.append(_way_of_working(treatment, zone))
    return ". ".join(part for part in parts if part) + "."


def _way_of_working(treatment: Treatment, zone: str) -> str:
    """The approach, and whether the work has a last date: "Relational, open-ended"."""
    approach = approaches().get(treatment.approach)
    said = [approach.name] if approach else []
    if treatment.agreed_sessions:
        said.append(_("{n} sessions agreed").format(n=treatment.agreed_sessions))
    if treatment.last_day:
        said.append(_("ends on {day}").format(day=dates.short_day(treatment.last_day, zone)))
    elif treatment.working_since and not treatment.agreed_sessions:
        said.append(_("open-ended"))
    line = ", ".join(said)
    return line[:1].upper() + line[1:]


def break_line(row: Break, zone: str) -> str:
    """ "March 30 to April 12"."""
    return days_line(row.first_day, row.last_day, zone)


def days_line(first: date, last: date, zone: str) -> str:
    """Two days in words; one when they are the same."""
    if first == last:
        return dates.short_day(first, zone)
    return _("{first} to {last}").format(first=dates.short_day(first, zone), last=dates.short_day(last, zone))
