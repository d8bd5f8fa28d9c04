"""What comes from the browser about hours: windows, days, moments in a zone."""

from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.accounts.models import Client
from reverie.scheduling.actions import OpenWindow
from reverie.scheduling.models import ReminderChoice
from reverie.scheduling.models.labels import MODES, PLACES, WEEKDAYS
from reverie.timetable import walltime

TIME = {"type": "time", "step": "900"}
LENGTHS = [
    (50, gettext_lazy("50 minutes")),
    (75, gettext_lazy("75 minutes")),
    (25, gettext_lazy("25 minutes")),
]


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


class OpenHoursForm(forms.Form):
    """A window on one or more days of the week."""

    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days"),
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
    )
    start = time_field(gettext_lazy("From"))
    end = time_field(gettext_lazy("To"))
    mode = forms.ChoiceField(
        label=gettext_lazy("These hours are"), choices=list(MODES.items()), initial="online"
    )

    def windows(self) -> list[OpenWindow]:
        """The windows that were asked for."""
        data = self.cleaned_data
        return [
            OpenWindow(day, minute_of(data["start"]), end_minute_of(data["end"]), data["mode"])
            for day in data["weekdays"]
        ]


class OtherDayForm(forms.Form):
    """Other hours on one day; without times the day is closed."""

    day = day_field(gettext_lazy("Day"))
    start = time_field(gettext_lazy("From"), required=False)
    end = time_field(gettext_lazy("To"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("start") is None) != (data.get("end") is None):
            raise ValidationError(_("Give both times, or none to keep the whole day free."))
        return data

    def windows(self) -> list[OpenWindow]:
        """The windows of that day; none closes it."""
        data = self.cleaned_data
        if data["start"] is None:
            return []
        return [OpenWindow(data["day"].weekday(), minute_of(data["start"]), end_minute_of(data["end"]))]


class HolidayForm(forms.Form):
    """Days without hours."""

    first_day = day_field(gettext_lazy("First day"))
    last_day = day_field(gettext_lazy("Last day"))


class WhenForm(forms.Form):
    """A day and a time in a zone. A time that the clocks skip is refused with the reason."""

    day = day_field(gettext_lazy("Day"))
    start = time_field(gettext_lazy("Time"), step="300")

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("day") and data.get("start") is not None:
            try:
                walltime.require_real(data["day"], minute_of(data["start"]), self.zone)
            except walltime.NoSuchWallTime as error:
                raise ValidationError(str(error)) from None
        return data

    def moment(self) -> datetime:
        """The instant that was asked for, aware."""
        return walltime.at(self.cleaned_data["day"], minute_of(self.cleaned_data["start"]), self.zone)


class BookForm(WhenForm):
    """An hour for a client."""

    client = forms.ModelChoiceField(label=gettext_lazy("Client"), queryset=Client.objects.none())
    minutes = forms.TypedChoiceField(label=gettext_lazy("Length"), coerce=int, choices=LENGTHS, initial=50)
    place = forms.ChoiceField(label=gettext_lazy("Where"), choices=list(PLACES.items()))
    field_order = ["client", "day", "start", "minutes", "place"]


class MoveForm(WhenForm):
    """A new time for this hour, or for this and every later one."""

    which = forms.ChoiceField(
        label=gettext_lazy("Which hours"),
        choices=[
            ("this", gettext_lazy("Only this one")),
            ("following", gettext_lazy("This and every later week")),
        ],
        initial="this",
        widget=forms.RadioSelect,
    )
    field_order = ["day", "start", "which"]


class RemindersForm(forms.Form):
    """Whether and how long before somebody wants to be reminded."""

    NONE = 0
    hours_before = forms.TypedChoiceField(
        label=gettext_lazy("Reminders by e-mail"),
        coerce=int,
        choices=[
            (48, gettext_lazy("two days before")),
            (24, gettext_lazy("a day before")),
            (2, gettext_lazy("two hours before")),
            (NONE, gettext_lazy("none")),
        ],
    )

    def choice(self) -> dict[str, Any]:
        """As `choose_reminders` takes it."""
        hours = self.cleaned_data["hours_before"]
        return {"is_on": hours != self.NONE, "hours_before": hours or ReminderChoice.DAY_BEFORE}


class FeedForm(forms.Form):
    """What a calendar program is shown."""

    whose = forms.ChoiceField(choices=[("desk", "desk"), ("my", "my")], widget=forms.HiddenInput)
    shows = forms.ChoiceField(
        label=gettext_lazy("An hour is shown as"),
        choices=[("busy", gettext_lazy("Busy")), ("initials", gettext_lazy("Initials"))],
        initial="busy",
        widget=forms.RadioSelect,
    )


class BusyForm(forms.Form):
    """A calendar file whose busy times are taken over."""

    name = forms.CharField(
        label=gettext_lazy("Your name for it"), max_length=40, help_text=gettext_lazy("For example: Home")
    )
    file = forms.FileField(
        label=gettext_lazy("Calendar file"),
        help_text=gettext_lazy("A file that ends in .ics, at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
    )

    def clean_file(self) -> Any:
        """A file within the limit."""
        file = self.cleaned_data["file"]
        if file.size > 5_000_000:
            raise ValidationError(_("This file is larger than 5 MB. Export fewer years, and try again."))
        return file


class RequestForm(forms.Form):
    """One of the open hours that were shown."""

    therapist = forms.UUIDField()
    start = forms.CharField()

    def clean_start(self) -> datetime:
        """The instant of the choice, aware."""
        moment = read_moment(self.cleaned_data["start"])
        if moment is None:
            raise ValidationError(_("Choose one of the hours that are shown."))
        return moment


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
