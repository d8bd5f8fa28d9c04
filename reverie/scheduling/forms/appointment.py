"""One hour: when, with whom, where; another time for it."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.accounts.models import Client
from reverie.scheduling.forms.fields import day_field, minute_of, read_moment, time_field
from reverie.scheduling.models.labels import PLACES
from reverie.timetable import walltime

LENGTHS = [
    (50, gettext_lazy("50 minutes")),
    (75, gettext_lazy("75 minutes")),
    (25, gettext_lazy("25 minutes")),
]


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
