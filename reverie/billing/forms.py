"""What comes from the browser about money: amounts become whole cents."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.billing.models import Charge, ServiceCode
from reverie.billing.presenters.money import plain
from reverie.billing.presenters.words import METHODS, OUTCOMES


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, typed or picked."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


class CentsField(forms.DecimalField):
    """An amount with at most two places, as whole cents."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=more.pop("min_value", 0), max_value=10_000_000, decimal_places=2, **more)

    def clean(self, value: Any) -> Any:
        """Cents; None for an empty field that may be empty."""
        amount = super().clean(value)
        return int(amount * 100) if isinstance(amount, Decimal) else None


class ChargeForm(forms.Form):
    """One hour before it is confirmed: its code or what becomes of it, and what it costs less."""

    code: Any = forms.ModelChoiceField(
        label=_("Service code"), queryset=None, required=False, empty_label=_("No code")
    )
    outcome = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[(key, OUTCOMES[key]) for key in ("charged", "waived", "credit")],
        widget=forms.RadioSelect,
    )
    reduced = CentsField(label=_("Less than the fee by"), required=False)

    def __init__(self, data: Any, *, charge: Charge, codes: Iterable[ServiceCode]) -> None:
        initial = {
            "code": next((row.pk for row in codes if row.code == charge.code), None),
            "outcome": charge.outcome,
            "reduced": plain(charge.reduced_cents),
        }
        super().__init__(data, initial=initial)
        rows = ServiceCode.objects.filter(practice_id=charge.practice_id, ended_at=None)
        self.fields["code"].queryset = rows  # type: ignore[attr-defined]
        if charge.kind == Charge.MISSED:
            del self.fields["code"]
        else:
            self.fields["outcome"].choices = [  # type: ignore[attr-defined]
                (key, OUTCOMES[key]) for key in ("charged", "waived")
            ]

    def decision(self) -> dict[str, Any]:
        """What `actions.confirm_charge` takes."""
        data = self.cleaned_data
        return {"code": data.get("code"), "outcome": data["outcome"], "reduced_cents": data["reduced"]}


class PaymentForm(forms.Form):
    """Money that came in."""

    amount = CentsField(label=_("Amount"), min_value=Decimal("0.01"))
    method = forms.ChoiceField(label=_("How"), choices=list(METHODS.items()))
    on = day_field(_("Day"))
    note = forms.CharField(label=_("Reference"), required=False, max_length=200)


class AmountForm(forms.Form):
    """An amount with its reason: a refund, a write-off, a credit note."""

    amount = CentsField(label=_("Amount"), min_value=Decimal("0.01"))
    reason = forms.CharField(label=_("Reason"), max_length=200)


class RefundForm(AmountForm):
    """Money that goes back."""

    method = forms.ChoiceField(label=_("How"), choices=list(METHODS.items()))
    field_order = ("amount", "method", "reason")


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class UntilForm(forms.Form):
    """Up to which day."""

    last_day = day_field(_("Hours up to"))


class PeriodForm(forms.Form):
    """From a day to a day."""

    first_day = day_field(_("From"))
    last_day = day_field(_("Up to"))


class EstimateForm(PeriodForm):
    """The period of an estimate and the weeks with hours in it."""

    weeks = forms.IntegerField(label=_("Weeks with hours"), min_value=1, max_value=53, initial=46)


class ReductionForm(forms.Form):
    """Less than the fee from a day on."""

    valid_from = day_field(_("From"))
    amount = CentsField(label=_("Less for each hour"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)


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
