"""What comes from the browser about representatives, couples, families and groups."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.accounts.actions import Representation
from reverie.accounts.models import SCOPES, Client
from reverie.treatment.actions import UnitTerms
from reverie.treatment.forms.course import day_field

KINDS = [("couple", _("A couple")), ("family", _("A family")), ("group", _("A group"))]


class RepresentativeForm(forms.Form):
    """Who acts for the client, for what, on which basis, until when."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"))
    scope = forms.MultipleChoiceField(
        label=_("They may"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never the client’s own writing, and never process notes."),
    )
    basis = forms.CharField(
        label=_("On which basis"), max_length=200, help_text=_("Parent, guardian, power of attorney of …")
    )
    starts_on = day_field(_("From"))
    expires_on = day_field(_("Until"))

    def terms(self) -> Representation:
        """The terms for the action."""
        data = self.cleaned_data
        return Representation(tuple(data["scope"]), data["basis"], data["starts_on"], data["expires_on"])


class UnitForm(forms.Form):
    """Who comes together."""

    kind = forms.ChoiceField(label=_("Who comes"), choices=KINDS)
    name = forms.CharField(label=_("What you call them"), max_length=120)
    people = forms.MultipleChoiceField(
        label=_("People"), widget=forms.CheckboxSelectMultiple, help_text=_("Clients whom you see.")
    )
    since = day_field(_("First meeting"))

    def __init__(self, *args: Any, clients: list[Client], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clients = {str(row.pk): row for row in clients}
        self.fields["people"].choices = [(key, row.name) for key, row in self.clients.items()]  # type: ignore[attr-defined]

    def terms(self) -> UnitTerms:
        """Kind, name and day for the action."""
        data = self.cleaned_data
        return UnitTerms(kind=data["kind"], name=data["name"], since=data["since"])

    def chosen(self) -> list[Client]:
        """The people for the action."""
        return [self.clients[key] for key in self.cleaned_data["people"]]


class MemberForm(forms.Form):
    """Somebody joins from a day on."""

    person = forms.ChoiceField(label=_("Who"))
    on = day_field(_("From"))

    def __init__(self, *args: Any, clients: list[Client], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clients = {str(row.pk): row for row in clients}
        self.fields["person"].choices = [(key, row.name) for key, row in self.clients.items()]  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    """Somebody no longer comes."""

    on = day_field(_("Last day"))
    may_read_on = forms.BooleanField(
        label=_("Everybody agreed that they may go on reading the joint plan"), required=False
    )


class CopyForm(forms.Form):
    """To whom a copy of a joint record would go, and what for."""

    recipient = forms.CharField(label=_("Who would get the copy"), max_length=300)
    purpose = forms.CharField(label=_("What it is for"), max_length=1000)
