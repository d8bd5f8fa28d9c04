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
