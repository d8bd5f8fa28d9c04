"""One hour: when, how long, with whom, where; another time for it; how it went."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.accounts.models import Client, Practice
from reverie.core import clock
from reverie.scheduling.forms.fields import day_field, minute_of, read_moment, time_field
from reverie.scheduling.models import Attendance, Room
from reverie.scheduling.models.labels import PLACES
from reverie.timetable import walltime

USUAL = 50


def tell_field() -> forms.BooleanField:
    """Every change asks before anybody is written to."""
    hint = gettext_lazy("They learn the time, and nothing else. Without this nobody is written to.")
    return forms.BooleanField(label=gettext_lazy("Write to the client"), help_text=hint, required=False)


def place_field() -> forms.ChoiceField:
    """Office, online or phone."""
    return forms.ChoiceField(label=gettext_lazy("Where"), choices=list(PLACES.items()))


def room_field() -> "forms.ModelChoiceField[Room]":
    """One of the practice's rooms, or none; the view says which practice."""
    rows = Room.objects.none()
    return forms.ModelChoiceField(label=gettext_lazy("Room"), queryset=rows, required=False)


class WhenForm(forms.Form):
    """A day and a time in a zone, and a length or an end. A time that the clocks skip is refused."""

    day = day_field(gettext_lazy("Day"))
    start = time_field(gettext_lazy("Time"), step="300")
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), required=False, min_value=10, max_value=480)
    end = time_field(gettext_lazy("Or until"), required=False, step="300")
    is_told = tell_field()

    def __init__(self, *args: Any, zone: str, usual: int = USUAL, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.usual = zone, usual
        self.fields["minutes"].widget.attrs["placeholder"] = usual

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("day") and data.get("start") is not None:
            try:
                walltime.require_real(data["day"], minute_of(data["start"]), self.zone)
            except walltime.NoSuchWallTime as error:
                raise ValidationError(str(error)) from None
            data["minutes"] = self._length(data)
        return data

    def _length(self, data: dict[str, Any]) -> int:
        """The length, typed as minutes or as an end, or the usual one."""
        typed: int | None = data.get("minutes")
        if data.get("end") is None:
            return typed or self.usual
        length = (minute_of(data["end"]) - minute_of(data["start"])) % 1440
        if typed is not None and typed != length:
            raise ValidationError(_("The minutes and the end do not fit together. Give one of them."))
        if not 10 <= length <= 480:
            raise ValidationError(_("A meeting lasts from 10 minutes to 8 hours."))
        return length

    def moment(self) -> datetime:
        """The instant that was asked for, aware."""
        return walltime.at(self.cleaned_data["day"], minute_of(self.cleaned_data["start"]), self.zone)


class BookForm(WhenForm):
    """An hour for a client, or for two who come together."""

    client = forms.ModelChoiceField(label=gettext_lazy("Client"), queryset=Client.objects.none())
    partner = forms.ModelChoiceField(
        label=gettext_lazy("Comes together with"), queryset=Client.objects.none(), required=False
    )
    place = place_field()
    room = room_field()
    again = forms.ChoiceField(
        label=gettext_lazy("How often"),
        required=False,
        choices=[
            ("", gettext_lazy("Once")),
            ("7", gettext_lazy("Every week")),
            ("14", gettext_lazy("Every other week")),
        ],
        help_text=gettext_lazy("From this day on, without an end, until somebody ends it."),
    )
    hold_hours = forms.IntegerField(
        label=gettext_lazy("Only keep it, for so many hours"),
        required=False,
        min_value=1,
        max_value=336,
        help_text=gettext_lazy("Then it is open again unless you say yes to it. Empty: it is booked."),
    )
    field_order = [
        "client", "partner", "day", "start", "minutes", "end", "again", "place", "room", "hold_hours",
        "is_told",
    ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("again") and data.get("hold_hours"):
            raise ValidationError(_("An hour that is only kept for a while is kept once."))
        return data

    def wish(self) -> dict[str, Any]:
        """As `book_appointment` takes it, `hold_appointment` with an `until`, or `start_standing_hour` with
        days from one to the next; apart from the therapist.
        """
        names = [
            name
            for name in ("client", "partner", "minutes", "place", "room", "is_told")
            if name in self.fields
        ]
        data = self.cleaned_data
        found = {name: data[name] for name in names}
        if data.get("again"):
            first = {"first_day": data["day"], "start_minute": minute_of(data["start"]), "zone": self.zone}
            return found | first | {"step_days": int(data["again"])}
        hours = data["hold_hours"]
        until = {"until": clock.now() + timedelta(hours=hours)} if hours else {}
        return found | {"start_at": self.moment()} | until


class CallerForm(WhenForm):
    """An hour for somebody who calls and has no account yet."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    place = place_field()
    room = room_field()
    field_order = ["name", "phone", "email", "day", "start", "minutes", "end", "place", "room", "is_told"]

    def wish(self) -> dict[str, Any]:
        """As `book_caller` takes it, apart from the therapist."""
        names = ("name", "phone", "email", "minutes", "place", "room", "is_told")
        return {name: self.cleaned_data[name] for name in names} | {"start_at": self.moment()}


class MoveForm(WhenForm):
    """A new time for this hour, for this and every later one, or for all from a date on."""

    which = forms.ChoiceField(
        label=gettext_lazy("Which hours"),
        choices=[
            ("this", gettext_lazy("Only this one")),
            ("following", gettext_lazy("This and every later one")),
            ("from", gettext_lazy("All from a date on")),
        ],
        initial="this",
        widget=forms.RadioSelect,
    )
    from_day = day_field(gettext_lazy("From"), required=False)
    field_order = ["day", "start", "minutes", "end", "which", "from_day", "is_told"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("which") == "from" and not data.get("from_day"):
            raise ValidationError(_("Say from which date on the new time holds."))
        return data


class CallOffForm(forms.Form):
    """Who calls the hour off, and which."""

    side = forms.ChoiceField(
        label=gettext_lazy("Who calls it off"),
        choices=[
            ("client", gettext_lazy("The client")),
            ("therapist", gettext_lazy("The therapist")),
            ("practice", gettext_lazy("The practice")),
        ],
        widget=forms.RadioSelect,
    )
    which = forms.ChoiceField(
        label=gettext_lazy("Which hours"),
        choices=[
            ("this", gettext_lazy("Only this one")),
            ("following", gettext_lazy("This and every later one: the weekly hour ends")),
        ],
        initial="this",
        required=False,
        widget=forms.RadioSelect,
    )
    is_told = tell_field()


class PlaceForm(forms.Form):
    """Where an hour is held."""

    place = place_field()
    room = room_field()
    link = forms.CharField(
        label=gettext_lazy("Link or number"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Only for this hour. Without one your own holds."),
    )

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = practice.rooms.order_by("name")  # type: ignore[attr-defined]


class WhoCameForm(forms.Form):
    """Of each person of an hour: came, was excused or absent, and how late."""

    HOW = [
        (Attendance.PRESENT, gettext_lazy("came")),
        (Attendance.EXCUSED, gettext_lazy("was excused")),
        (Attendance.ABSENT, gettext_lazy("did not come")),
    ]

    def __init__(self, *args: Any, people: Sequence[Client], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for person in people:
            self.fields[f"how-{person.pk}"] = forms.ChoiceField(
                label=person.name, choices=self.HOW, widget=forms.RadioSelect
            )
            self.fields[f"late-{person.pk}"] = forms.IntegerField(
                label=_("Minutes late, {name}").format(name=person.name),
                min_value=0,
                max_value=240,
                required=False,
            )

    def came(self) -> dict[UUID, tuple[str, int]]:
        """As `record_who_came` takes it."""
        data = self.cleaned_data
        return {one.pk: (data[f"how-{one.pk}"], data[f"late-{one.pk}"] or 0) for one in self.people}


class RequestForm(forms.Form):
    """One of the open hours that were shown."""

    therapist = forms.UUIDField(required=False)
    start = forms.CharField()

    def clean_start(self) -> datetime:
        """The instant of the choice, aware."""
        moment = read_moment(self.cleaned_data["start"])
        if moment is None:
            raise ValidationError(_("Choose one of the hours that are shown."))
        return moment
