"""Days, times and moments as they are typed or stand in an address."""

from datetime import UTC, date, datetime, time
from typing import Any

from django import forms

from reverie.timetable import walltime

TIME = {"type": "time", "step": "900"}


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """A day, typed or picked."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


def time_field(label: Any, *, required: bool = True, step: str = "900") -> forms.TimeField:
    """A time of day; open hours are on quarters, meetings on any minute."""
    widget = forms.TimeInput(attrs={"type": "time", "step": step}, format="%H:%M")
    return forms.TimeField(label=label, required=required, widget=widget)


def minute_of(value: time) -> int:
    """The minute of the day."""
    return value.hour * 60 + value.minute


def end_minute_of(value: time) -> int:
    """The minute at which a window ends: midnight is the end of the day."""
    return minute_of(value) or 1440


def read_moment(text: str) -> datetime | None:
    """An instant out of an address or a button (`2026-06-09T17:00Z`), aware; None when it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def read_day(text: str | None) -> date | None:
    """A day out of an address; None when it is none."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def read_zone(text: str | None) -> str:
    """A zone of a place out of an address; empty when it is none."""
    try:
        walltime.require_place(text or "")
    except ValueError:
        return ""
    return text or ""
