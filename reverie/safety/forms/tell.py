"""Pressing the button on the page that tells the practice."""

from django import forms


class TellForm(forms.Form):
    """One press; pressed twice it is the same."""

    press = forms.UUIDField(widget=forms.HiddenInput)
