"""The parts of a safety plan as they are typed, a line for each thing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.safety.actions.plans import LONGEST
from reverie.safety.models import SafetyPlan
from reverie.safety.queries import wording

HINTS = {
    "signs": _("Thoughts, moods, times of day, what others notice first. One a line, in the client’s words."),
    "own": _("What has carried them through an hour before, without needing anybody."),
    "places": _("Company that takes the mind elsewhere, without having to talk about it."),
    "people": _("Name and number on one line, and whether they know that they stand here."),
    "professionals": _("Name, number and hours. The help lines of the country are added by themselves."),
    "surroundings": _("What is put away, with whom and until when; who helps with it."),
}


class PlanForm(forms.Form):
    """Six parts; `after` is the number of the plan that was before the writer's eyes."""

    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        labels = wording("safety_plan")
        for part in SafetyPlan.PARTS:
            self.fields[part] = forms.CharField(
                label=labels[part],
                help_text=HINTS[part],
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def words(self) -> dict[str, str]:
        """The clean text of each part."""
        return {part: self.cleaned_data[part] for part in SafetyPlan.PARTS}
