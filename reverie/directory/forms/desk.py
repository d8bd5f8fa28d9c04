"""What a therapist types about their own page and licences."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.core.form_style import explained
from reverie.core.uploads import UploadField
from reverie.directory.forms.public import PLACES
from reverie.directory.numbers import taxonomies, wrong_with_npi
from reverie.directory.queries import approaches, concerns, facet

LISTS = ("languages", "insurers")
MONEY = ("fee_first", "fee", "sliding_from", "sliding_to")
COMMAS = _("With commas between.")


def money(label: Any, *, required: bool = True) -> forms.DecimalField:
    """An amount in the practice's currency."""
    return forms.DecimalField(label=label, min_value=0, max_value=10_000, decimal_places=2, required=required)


def ticks(label: Any, *, required: bool = True, hint: Any = "") -> forms.MultipleChoiceField:
    """Boxes to tick; the choices are set when the form is made."""
    return forms.MultipleChoiceField(
        label=label, required=required, help_text=hint, widget=forms.CheckboxSelectMultiple
    )


class ProfileForm(forms.Form):
    """A therapist's own page."""

    statement = forms.CharField(
        label=_("How you work, in your own words"),
        max_length=4000,
        help_text=_("Write to the person who is looking. An empty line begins a new paragraph."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    licence_kind = forms.CharField(label=_("What you are licensed as"), max_length=80)
    training = forms.CharField(
        label=_("Training"),
        required=False,
        help_text=_("One a line: what, where, and the year."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    approaches = ticks(_("Ways of working"))
    concerns = ticks(
        _("What people often bring to you"),
        required=False,
        hint=_("Where a review has graded the evidence, your page says how good it is."),
    )
    formats = ticks(_("Whom you see"))
    ages = ticks(_("Ages"))
    places = forms.MultipleChoiceField(
        label=_("How you meet"), choices=PLACES, widget=forms.CheckboxSelectMultiple
    )
    accessibility = ticks(_("How one gets in, and is heard"), required=False)
    languages = forms.CharField(label=_("Languages"), initial="English", help_text=COMMAS)
    insurers = forms.CharField(label=_("Insurers you are in network with"), required=False, help_text=COMMAS)
    gives_receipts = forms.BooleanField(
        label=_("I give receipts that people can send to their insurer"), required=False, initial=True
    )
    fee_first = money(_("Fee of the first consultation"))
    consultation_minutes = forms.IntegerField(
        label=_("Minutes of the first consultation"), min_value=15, max_value=180, initial=50
    )
    fee = money(_("Fee of a session"))
    sliding_from = money(_("Sliding scale, from"), required=False)
    sliding_to = money(_("Sliding scale, to"), required=False)
    sliding_open = forms.IntegerField(
        label=_("Places on the scale that are open"), required=False, min_value=0, max_value=99
    )
    has_room = forms.BooleanField(
        label=_("I have room for somebody new"),
        required=False,
        initial=True,
        help_text=_("Without this, nobody finds your page, from the next search on."),
    )
    most_clients = forms.IntegerField(
        label=_("Close my page by itself at so many treatments"),
        required=False,
        min_value=1,
        max_value=500,
        help_text=_("It opens again when one has ended."),
    )
    is_intake = forms.BooleanField(
        label=_("I answer people who do not know whom to ask"),
        required=False,
        help_text=_(
            "They find your name under every search, also when you have no room, and you suggest somebody."
        ),
    )
    waiting_weeks = forms.IntegerField(
        label=_("Weeks on your waiting list, when no hour is open"),
        required=False,
        min_value=0,
        max_value=104,
    )
    npi = forms.CharField(label=_("NPI"), required=False, max_length=10, help_text=_("Ten digits."))
    taxonomy = forms.ChoiceField(label=_("Taxonomy (NUCC)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(code, explained(way["name"], way["words"])) for code, way in approaches().items()]
        brought = [(code, words) for code, words in concerns().items() if code != "not-sure"]
        self._choose("approaches", ways)
        self._choose("concerns", brought)
        for name in ("formats", "ages", "accessibility"):
            self._choose(name, list(facet(name).items()))
        codes = [(code, f"{words} ({code})") for code, words in taxonomies().items()]
        known = (self.initial or {}).get("taxonomy")
        if known and known not in taxonomies():
            codes.append((known, known))
        self._choose("taxonomy", [("", _("Not said")), *codes])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_npi(self) -> str:
        """Ten digits of which the last fits the others."""
        number: str = self.cleaned_data["npi"].strip()
        if wrong := wrong_with_npi(number):
            raise forms.ValidationError(wrong)
        return number

    def clean(self) -> dict[str, Any]:
        """A sliding scale has two ends, the lower first."""
        data: dict[str, Any] = super().clean() or {}
        low, high = data.get("sliding_from"), data.get("sliding_to")
        if (low is None) != (high is None) and not self.errors:
            self.add_error(
                "sliding_to", _("Say where the scale begins and where it ends, or leave both out.")
            )
        elif low is not None and high is not None and low > high:
            self.add_error("sliding_to", _("The scale ends below where it begins."))
        return data

    def values(self) -> dict[str, Any]:
        """The profile's fields; money in cents, lists as lists."""
        data = dict(self.cleaned_data)
        for name in LISTS:
            data[name] = list(dict.fromkeys(word.strip() for word in data[name].split(",") if word.strip()))
        data["training"] = [line.strip() for line in data["training"].splitlines() if line.strip()]
        for name in MONEY:
            amount = data.pop(name)
            data[f"{name}_cents"] = None if amount is None else int(amount * 100)
        data["sliding_open"] = data["sliding_open"] or 0
        return data


class PhotographForm(forms.Form):
    """A photograph for one's own page."""

    photograph = UploadField(
        label=_("Photograph"),
        help_text=_("JPEG or PNG. What the camera wrote into the file, the place and the time, is left out."),
    )


class CredentialForm(forms.Form):
    """A licence as its holder states it."""

    jurisdiction = forms.CharField(label=_("State"), max_length=60)
    kind = forms.CharField(label=_("Kind of license"), max_length=60)
    number = forms.CharField(label=_("Number"), max_length=40)
    valid_until = forms.DateField(label=_("Valid until"), widget=forms.DateInput(attrs={"type": "date"}))
    is_online_only = forms.BooleanField(label=_("Online only"), required=False)


class CheckForm(forms.Form):
    """In which register a licence was looked up."""

    against = forms.CharField(
        label=_("Looked up in"), max_length=120, help_text=_("The register or document, by its name.")
    )
