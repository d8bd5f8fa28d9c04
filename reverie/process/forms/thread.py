"""Threads and their corners."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.process.forms.fields import text


class ThreadForm(forms.Form):
    """A thread's name and one sentence about it."""

    title = text(label=_("Name, best in words that were said"), longest=120, required=True)
    about = text(rows=2, label=_("What it is about"), longest=500)


class CornerForm(forms.Form):
    """Words for one corner of a triangle."""

    triangle = forms.CharField(widget=forms.HiddenInput)
    corner = forms.CharField(widget=forms.HiddenInput)
    words = text(label=_("Words that were said"), longest=300)
    who = text(label=_("Who"), longest=80)
