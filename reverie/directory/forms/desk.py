"""What a therapist types about their own page and licences."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.core.form_style import explained
from reverie.directory.forms.public import PLACES
from reverie.directory.queries import approaches, concerns


class ProfileForm(forms.Form):
    """A therapist's own page."""

    licence_kind = forms.CharField(label=_("What you are licensed as"), max_length=80)
    statement = forms.CharField(
        label=_("How you work, in your own words"),
        max_length=4000,
        help_text=_("Write to the person who is looking. An empty line begins a new paragraph."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    approaches = forms.MultipleChoiceField(label=_("Ways of working"), widget=forms.CheckboxSelectMultiple)
    concerns = forms.MultipleChoiceField(
        label=_("What people often bring to you"), required=False, widget=forms.CheckboxSelectMultiple
    )
    places = forms.MultipleChoiceField(
        label=_("How you meet"), choices=PLACES, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.CharField(label=_("Languages"), initial="English", help_text=_("With commas between."))
    insurers = forms.CharField(
        label=_("Insurers you are in network with"), required=False, help_text=_("With commas between.")
    )
    fee_first = forms.DecimalField(label=_("Fee of the first consultation"), min_value=0, decimal_places=2)
    fee = forms.DecimalField(label=_("Fee of a session"), min_value=0, decimal_places=2)
    consultation_minutes = forms.IntegerField(
        label=_("Minutes of the first consultation"), min_value=15, max_value=180, initial=50
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(code, explained(way["name"], way["words"])) for code, way in approaches().items()]
        for name, choices in (("approaches", ways), ("concerns", list(concerns().items()))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def values(self) -> dict[str, Any]:
        """The profile's fields; money in cents, lists as lists."""
        data = dict(self.cleaned_data)
        for name in ("languages", "insurers"):
            data[name] = [word.strip() for word in data[name].split(",") if word.strip()]
        data["fee_first_cents"] = int(data.pop("fee_first") * 100)
        data["fee_cents"] = int(data.pop("fee") * 100)
        return data


class CredentialForm(forms.Form):
    """A licence as its holder states it."""

    jurisdiction = forms.CharField(label=_("State"), max_length=60)
    kind = forms.CharField(label=_("Kind of license"), max_length=60)
    number = forms.CharField(label=_("Number"), max_length=40)
    valid_until = forms.DateField(label=_("Valid until"), widget=forms.DateInput(attrs={"type": "date"}))
    is_online_only = forms.BooleanField(label=_("Online only"), required=False)
