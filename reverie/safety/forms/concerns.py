"""Text from the browser about a concern and about approved words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.safety.actions import Assessment

JUDGMENTS = [
    ("none", _("No present danger found")),
    ("some", _("Some danger, a plan is in place")),
    ("high", _("High danger, steps were taken now")),
]
WORDS = {"rows": 3}


class AssessmentForm(forms.Form):
    """What a clinician writes down to close a concern."""

    contact = forms.CharField(
        label=_("How you reached them"),
        help_text=_("When, and by phone, video or in the room. Also what you tried without reaching them."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    asked = forms.CharField(
        label=_("What you asked, and what they answered"),
        help_text=_("Also when there is nothing: thoughts, plan, means, intent, what keeps them here."),
        widget=forms.Textarea(attrs=WORDS),
    )
    judgment = forms.ChoiceField(
        label=_("How you judge it now"),
        help_text=_("Your judgment. The software has none."),
        choices=JUDGMENTS,
        widget=forms.RadioSelect,
    )
    done = forms.CharField(
        label=_("What was done, and what comes next"),
        help_text=_("Safety plan, people told, next contact, anyone consulted."),
        widget=forms.Textarea(attrs=WORDS),
    )

    def assessment(self) -> Assessment:
        """The clean values as the action takes them."""
        return Assessment(**self.cleaned_data)


class ApprovalForm(forms.Form):
    """Who approved which words."""

    text_key = forms.CharField(widget=forms.HiddenInput)
    approved_by_name = forms.CharField(
        label=_("Approved by"),
        help_text=_("Name and license of the clinician who read these words as they stand here."),
        max_length=120,
    )
