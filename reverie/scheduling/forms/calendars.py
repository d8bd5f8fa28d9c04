"""Calendars outside: what a feed shows, a file with busy times."""

from django import forms
from django.utils.translation import gettext_lazy

from reverie.core.uploads import UploadField

TOO_LARGE = gettext_lazy("This file is larger than {megabytes} MB. Export fewer years, and try again.")


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
    file = UploadField(
        megabytes=5,
        label=gettext_lazy("Calendar file"),
        help_text=gettext_lazy("A file that ends in .ics, at most 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
        error_messages={"too_large": TOO_LARGE},
    )
