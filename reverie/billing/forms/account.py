"""What comes from the browser about an account: hours, payments, documents."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.billing.arithmetic import plain
from reverie.billing.forms.fields import CentsField, day_field
from reverie.billing.models import Charge, ServiceCode
from reverie.billing.models.labels import METHODS, OUTCOMES


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
            "code": next(
                (row.pk for row in codes if (row.code, row.label) == (charge.code, charge.label)), None
            ),
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


class TreatmentForm(forms.Form):
    """What concerns one treatment; which one is asked where the client has several here."""

    treatment = forms.ChoiceField(label=_("Treatment"), required=False)

    def __init__(self, *args: Any, treatments: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["treatment"]
        assert isinstance(field, forms.ChoiceField)
        field.choices, field.required = list(treatments), True
        if len(treatments) < 2:
            del self.fields["treatment"]


class PeriodForm(TreatmentForm):
    """From a day to a day."""

    first_day = day_field(_("From"))
    last_day = day_field(_("Up to"))


class EstimateForm(PeriodForm):
    """The period of an estimate and the weeks with hours in it."""

    weeks = forms.IntegerField(label=_("Weeks with hours"), min_value=1, max_value=53, initial=46)


class ReductionForm(TreatmentForm):
    """Less than the fee from a day on."""

    valid_from = day_field(_("From"))
    amount = CentsField(label=_("Less for each hour"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)
