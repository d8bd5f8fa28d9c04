"""Calendars outside: what a feed shows, a file with busy times."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class FeedForm(forms.Form):
    """What a calendar program is shown."""

    whose = forms.ChoiceField(choices=[("desk", "desk"), ("my", "my")], widget=forms.HiddenInput)
    shows = forms.ChoiceField(
        label=gettext_lazy("An hour is shown as"),
        choices=[("busy", gettext_lazy("Busy")), ("initials", gettext_lazy("Initials"))],
        initial="busy",
        widget=forms.RadioSelect,
    )


class BusyForm(forms.Form):
    """A calendar file whose busy times are taken over."""

    name = forms.CharField(
        label=gettext_lazy("Your name for it"), max_length=40, help_text=gettext_lazy("For example: Home")
    )
    file = forms.FileField(
        label=gettext_lazy("Calendar file"),
        help_text=gettext_lazy("A file that ends in .ics, at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
    )

    def clean_file(self) -> Any:
        """A file within the limit."""
        file = self.cleaned_data["file"]
        if file.size > 5_000_000:
            raise ValidationError(_("This file is larger than 5 MB. Export fewer years, and try again."))
        return file
