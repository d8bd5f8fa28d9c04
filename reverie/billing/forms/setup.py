"""Who bills and who is billed, as typed in."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.billing.forms.fields import day_field


class LetterheadForm(forms.Form):
    """Who bills, as it stands on every document."""

    name = forms.CharField(label=_("Name on documents"), max_length=120)
    street = forms.CharField(label=_("Street"), required=False, max_length=120)
    city = forms.CharField(label=_("City"), required=False, max_length=60)
    state = forms.CharField(label=_("State"), required=False, max_length=20)
    postal_code = forms.CharField(label=_("ZIP code"), required=False, max_length=12)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    tax_id = forms.CharField(label=_("Tax number"), required=False, max_length=20)
    npi = forms.CharField(label=_("NPI of the practice"), required=False, max_length=10)
    terms = forms.CharField(label=_("How and until when one pays"), required=False, max_length=300)
    starts_on = day_field(_("Hours are charged from"))
    tax_name = forms.CharField(label=_("Tax, by its name on a document"), required=False, max_length=40)
    tax_percent = forms.DecimalField(
        label=_("Tax in percent"), required=False, min_value=0, max_value=Decimal("99.99"), decimal_places=2
    )

    def decision(self) -> dict[str, Any]:
        """What `actions.write_letterhead` takes."""
        data = dict(self.cleaned_data)
        percent = data.pop("tax_percent") or Decimal(0)
        rest = {name: data.pop(name) for name in ("starts_on", "tax_name")}
        return {"words": data, "tax_basis_points": int(percent * 100), **rest}


class CodeForm(forms.Form):
    """A line of the practice's own list."""

    code = forms.CharField(label=_("Code"), max_length=12)
    label = forms.CharField(label=_("What it is, in your words"), max_length=80)
    from_minutes = forms.IntegerField(label=_("Minutes from"), min_value=0, max_value=1440)
    to_minutes = forms.IntegerField(label=_("Minutes to"), min_value=0, max_value=1440, required=False)
    is_first = forms.BooleanField(label=_("For first meetings"), required=False)


class NumbersForm(forms.Form):
    """A therapist's numbers."""

    npi = forms.CharField(label=_("NPI"), required=False, max_length=10)
    taxonomy = forms.CharField(label=_("Taxonomy code"), required=False, max_length=10)
    licence = forms.CharField(label=_("License, in words"), required=False, max_length=120)


class AddresseeForm(forms.Form):
    """Where a client's documents go."""

    first_name = forms.CharField(label=_("First name"), required=False, max_length=60)
    last_name = forms.CharField(label=_("Last name"), max_length=60)
    street = forms.CharField(label=_("Street"), required=False, max_length=120)
    city = forms.CharField(label=_("City"), required=False, max_length=60)
    state = forms.CharField(label=_("State"), required=False, max_length=20)
    postal_code = forms.CharField(label=_("ZIP code"), required=False, max_length=12)
    sex = forms.ChoiceField(
        label=_("Sex, as claims ask"),
        required=False,
        choices=[("U", _("Not said")), ("F", _("Female")), ("M", _("Male"))],
    )
