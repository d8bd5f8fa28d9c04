"""Who waits, and when an hour would suit."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.accounts.models import Client
from reverie.scheduling.forms.fields import end_minute_of, minute_of, time_field
from reverie.scheduling.models.labels import PLACES, WEEKDAYS

ANY = gettext_lazy("anywhere")


class WaitForm(forms.Form):
    """Days, times and place that would suit."""

    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days that suit"),
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
    )
    start = time_field(gettext_lazy("Not before"))
    end = time_field(gettext_lazy("Over by"))
    place = forms.ChoiceField(
        label=gettext_lazy("Where"), choices=[("", ANY), *PLACES.items()], required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if start is not None and end is not None and end_minute_of(end) - minute_of(start) < 50:
            raise ValidationError(
                _("An hour lasts 50 minutes. Leave at least that much between the two times.")
            )
        return data

    def terms(self) -> dict[str, Any]:
        """As `join_waiting_list` takes them."""
        data = self.cleaned_data
        low, high = minute_of(data["start"]), end_minute_of(data["end"])
        return {"windows": [(day, low, high) for day in data["weekdays"]], "place": data["place"]}


class DeskWaitForm(WaitForm):
    """The same for a client, with one therapist or anybody."""

    client = forms.ModelChoiceField(label=gettext_lazy("Client"), queryset=Client.objects.none())
    whom = forms.ChoiceField(
        label=gettext_lazy("With"),
        choices=[("this", ""), ("anybody", gettext_lazy("anybody of the practice"))],
        initial="this",
        widget=forms.RadioSelect,
    )
    field_order = ["client", "whom", "weekdays", "start", "end", "place"]
