"""Who gets a copy of a record, and what for."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ExportForm(forms.Form):
    """The two things that a disclosure needs."""

    recipient = forms.CharField(label=_("Who gets the copy"), max_length=300)
    purpose = forms.CharField(
        label=_("What it is for"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
