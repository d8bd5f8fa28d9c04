"""Insurers, cards and the answers of insurers."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.billing.actions import Cover, Picture
from reverie.billing.arithmetic import plain
from reverie.billing.forms.fields import CentsField, day_field
from reverie.billing.models import Coverage, Insurer
from reverie.billing.models.labels import FILINGS, ORDERS, RELATIONS
from reverie.core.uploads import UploadField


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
    order = forms.ChoiceField(
        label=_("When there are two insurances"), choices=list(ORDERS.items()), initial=1, required=False
    )
    starts_on = day_field(_("Valid from"))
    ends_on = day_field(_("Valid to"), required=False)
    copay = CentsField(label=_("Copay for a session"), required=False)
    front = UploadField(label=_("Picture of the front"), required=False)
    back = UploadField(label=_("Picture of the back"), required=False)

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
        facts = {name: getattr(row, name) for name in ("relation", "order", "starts_on", "ends_on", "filing")}
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
        return Cover(copay_cents=data["copay"], order=int(data["order"] or Coverage.FIRST), **facts)

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

    file = UploadField(label=_("Answer as a file (835 or 277CA)"))

    def text(self) -> str:
        """The file as text; what is no text is refused by the reader."""
        content: bytes = self.cleaned_data["file"].read(5_000_001)
        return content.decode("utf-8", "replace")
