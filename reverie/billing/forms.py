"""What comes from the browser about money: amounts become whole cents."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.billing.actions import Cover, Picture
from reverie.billing.arithmetic import plain
from reverie.billing.models import Charge, Coverage, Insurer, ServiceCode
from reverie.billing.models.labels import FILINGS, METHODS, OUTCOMES, RELATIONS


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


class InsurerForm(forms.Form):
    """An insurer that clients can name."""

    name = forms.CharField(label=_("Name"), max_length=60)
    payer_id = forms.CharField(label=_("Its number on claims"), required=False, max_length=20)
    is_in_network = forms.BooleanField(label=_("We are in its network"), required=False)


class CoverageForm(forms.Form):
    """What stands on an insurance card; the desk adds what the insurer authorised."""

    insurer: Any = forms.ModelChoiceField(label=_("Insurer"), queryset=Insurer.objects.none())
    plan = forms.CharField(label=_("Plan"), required=False, max_length=80)
    member_id = forms.CharField(label=_("Member number"), max_length=40)
    group = forms.CharField(label=_("Group number"), required=False, max_length=40)
    relation = forms.ChoiceField(label=_("Whose insurance it is"), choices=list(RELATIONS.items()))
    holder_first = forms.CharField(label=_("First name of the holder"), required=False, max_length=60)
    holder_last = forms.CharField(label=_("Last name of the holder"), required=False, max_length=60)
    holder_born_on = day_field(_("Holder born on"), required=False)
    starts_on = day_field(_("Valid from"))
    ends_on = day_field(_("Valid to"), required=False)
    copay = CentsField(label=_("Copay for a session"), required=False)
    front = forms.FileField(label=_("Picture of the front"), required=False)
    back = forms.FileField(label=_("Picture of the back"), required=False)

    def __init__(self, data: Any = None, files: Any = None, *, practice: UUID, coverage: Any = None) -> None:
        super().__init__(data, files, initial=self.initial_of(coverage))
        rows = Insurer.objects.filter(practice_id=practice, ended_at=None)
        self.fields["insurer"].queryset = rows  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, read: Any) -> dict[str, Any]:
        """What was stated before; empty for a new cover."""
        if read is None:
            return {}
        row = read.row
        facts = {name: getattr(row, name) for name in ("relation", "starts_on", "ends_on", "filing")}
        facts |= {"authorised_sessions": row.authorised_sessions, "authorised_from": row.authorised_from}
        copay = plain(row.copay_cents) if row.copay_cents is not None else ""
        return {
            **read.words,
            **facts,
            "insurer": row.insurer_id,
            "copay": copay,
            "is_in_network": row.is_in_network,
        }

    def words(self) -> dict[str, str]:
        """The words for the action."""
        data = self.cleaned_data
        names = (
            "plan",
            "member_id",
            "group",
            "authorisation",
            "holder_first",
            "holder_last",
            "holder_born_on",
        )
        return {name: str(data.get(name) or "") for name in names}

    def cover(self, before: Coverage | None) -> Cover:
        """The facts for the action; what the form does not ask stays as it was."""
        data, asked = self.cleaned_data, self.fields
        kept = {name: getattr(before, name) for name in DESK if before is not None and name not in asked}
        desk = {name: data[name] for name in DESK if name in asked}
        names = ("insurer", "starts_on", "ends_on", "relation")
        network = {"is_in_network": data["insurer"].is_in_network} if "is_in_network" not in asked else {}
        facts = {name: data[name] for name in names} | network | kept | desk
        return Cover(copay_cents=data["copay"], **facts)

    def pictures(self) -> tuple[Picture, ...]:
        """The pictures that were handed in."""
        found = {side: self.cleaned_data[side] for side in ("front", "back")}
        return tuple(Picture(side, up.name, up.read()) for side, up in found.items() if up)


DESK = ("filing", "is_in_network", "authorised_sessions", "authorised_from")


class DeskCoverageForm(CoverageForm):
    """The same, with what the practice knows from the insurer."""

    filing = forms.ChoiceField(label=_("Kind of insurance, as claims say"), choices=list(FILINGS.items()))
    is_in_network = forms.BooleanField(label=_("In network"), required=False)
    authorised_sessions = forms.IntegerField(
        label=_("Authorized sessions"), required=False, min_value=0, max_value=999
    )
    authorised_from = day_field(_("Counted from"), required=False)
    authorisation = forms.CharField(label=_("Number of the authorization"), required=False, max_length=40)


class ClaimStateForm(forms.Form):
    """How a claim stands, as somebody heard it."""

    state = forms.ChoiceField(
        choices=[(word, word) for word in ("sent", "accepted", "rejected", "withdrawn")]
    )


class RemittanceForm(forms.Form):
    """The answer of an insurer, as a file."""

    file = forms.FileField(label=_("Answer as a file (835 or 277CA)"))

    def text(self) -> str:
        """The file as text; what is no text is refused by the reader."""
        content: bytes = self.cleaned_data["file"].read(5_000_001)
        return content.decode("utf-8", "replace")
