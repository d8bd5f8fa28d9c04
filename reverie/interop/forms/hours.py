"""The hours of one therapist: the file, and which client each name is."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.accounts.models import Therapist
from reverie.core.tables import CannotReadTable
from reverie.core.uploads import UploadField
from reverie.interop.hour_lines import CannotReadHours, read_hours
from reverie.interop.queries.beside import Names


class HoursFileForm(forms.Form):
    """The hours of one therapist."""

    therapist = forms.ChoiceField(
        label=gettext_lazy("Whose calendar"), widget=forms.Select(attrs={"class": "input"})
    )
    hours = UploadField(
        label=gettext_lazy("Hours"),
        help_text=gettext_lazy(
            "A calendar file (.ics), or a CSV file with the columns Client, Date, Start Time and, if wanted,"
            " Duration, Repeats (weekly or biweekly) and Until."
        ),
        widget=forms.ClearableFileInput(attrs={"class": "input", "accept": ".ics,.csv"}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )
    content: bytes
    count: int

    def __init__(self, *args: Any, therapists: list[Therapist], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zones, self.today = {str(row.pk): row.zone for row in therapists}, today
        field = self.fields["therapist"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(row.pk), row.name) for row in therapists]

    def clean(self) -> dict[str, Any]:
        """The file, readable as hours."""
        cleaned = super().clean() or {}
        if "hours" in cleaned and "therapist" in cleaned:
            self.content = cleaned["hours"].read()
            try:
                self.count = len(read_hours(self.content, self.zones[cleaned["therapist"]], self.today))
            except (CannotReadHours, CannotReadTable) as refusal:
                self.add_error("hours", str(refusal))
        return cleaned


class WhoseHoursForm(forms.Form):
    """Which client each name in the file is: those first who were not found, and so many at once."""

    MOST = 200

    def __init__(
        self, *args: Any, whose: dict[str, str], people: Names, before: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.chosen_before = before
        self.names = sorted(whose, key=lambda name: bool(whose[name]))[: self.MOST]
        self.more = len(whose) - len(self.names)
        for number, name in enumerate(self.names):
            choices = [("", _("leave these out")), *people.choices(name, whose[name])]
            self.fields[f"name-{number}"] = forms.ChoiceField(
                label=name, choices=choices, required=False, initial=whose[name],
                widget=forms.Select(attrs={"class": "input"}),
            )  # fmt: skip

    def planned(self) -> dict[str, Any]:
        """What is kept with the moving-in."""
        chosen = {name: self.cleaned_data[f"name-{n}"] for n, name in enumerate(self.names)}
        return {"whose": {**self.chosen_before, **chosen}}
