"""When a therapist can be booked: windows, other days, days off."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.scheduling.actions import OpenWindow
from reverie.scheduling.forms.fields import day_field, end_minute_of, minute_of, time_field
from reverie.scheduling.models.labels import MODES, WEEKDAYS


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
    is_told = forms.BooleanField(
        label=gettext_lazy("Write to everybody whose hour lies in these days"),
        help_text=gettext_lazy("They learn the days, and nothing else. Without this nobody is written to."),
        required=False,
    )


class PracticeHolidayForm(HolidayForm):
    """Days without hours for everybody of the practice: seen first, then confirmed once."""

    is_seen = forms.BooleanField(required=False, widget=forms.HiddenInput)


class TermsForm(forms.Form):
    """What clients may do with an hour, offers to who waits, and where hours online are joined."""

    moving = forms.ChoiceField(
        label=gettext_lazy("When an hour does not suit, a client"),
        choices=[
            ("online", gettext_lazy("moves it to an open hour")),
            ("ask", gettext_lazy("asks for an open hour, and you answer")),
            ("closed", gettext_lazy("speaks with you")),
        ],
        widget=forms.RadioSelect,
    )
    is_offering = forms.BooleanField(
        label=gettext_lazy("Offer hours that clients give back to the waiting list"), required=False
    )
    offer_hours = forms.IntegerField(
        label=gettext_lazy("Hours for which an offered hour is kept"), min_value=1, max_value=168
    )
    link = forms.CharField(
        label=gettext_lazy("Your link or number for hours online or by phone"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Begins with https://, or is a phone number. Clients see it at their hour."),
    )


class RoomForm(forms.Form):
    """A room's name."""

    name = forms.CharField(label=gettext_lazy("Name of the room"), max_length=60)
