"""Who gets a copy of a record, what for, and whether it is closed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.interop.locked_file import SHORTEST


class CloseForm(forms.Form):
    """A passphrase that closes the archive; empty leaves it open."""

    passphrase = forms.CharField(
        label=_("Passphrase that closes it"),
        help_text=_(
            "At least twelve characters. Tell it another way than you send the file; it opens with “age”."
        ),
        required=False,
        min_length=SHORTEST,
        max_length=300,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class ExportForm(CloseForm):
    """The two things that a disclosure needs, and the passphrase."""

    recipient = forms.CharField(label=_("Who gets the copy"), max_length=300)
    purpose = forms.CharField(
        label=_("What it is for"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ["recipient", "purpose", "passphrase"]
