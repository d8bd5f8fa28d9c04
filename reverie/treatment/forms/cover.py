"""What comes from the browser about standing in and emergencies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.accounts.models import Therapist
from reverie.treatment.forms.course import day_field, words_field


class CoverForm(forms.Form):
    """Who is away, who stands in, from when to when."""

    therapist = forms.ChoiceField(label=_("Who is away"))
    colleague = forms.ChoiceField(label=_("Who stands in"))
    first_day = day_field(_("First day"))
    last_day = day_field(_("Last day"))

    def __init__(
        self, *args: Any, absent: list[Therapist], colleagues: list[Therapist], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(row.pk): row for row in [*absent, *colleagues]}
        self.fields["therapist"].choices = [(str(row.pk), row.name) for row in absent]  # type: ignore[attr-defined]
        others = [(str(row.pk), row.name) for row in colleagues]
        self.fields["colleague"].choices = others  # type: ignore[attr-defined]

    def terms(self) -> dict[str, Any]:
        """The people and days for the action."""
        data = self.cleaned_data
        named = {name: self.people[data[name]] for name in ("therapist", "colleague")}
        return {**named, "first_day": data["first_day"], "last_day": data["last_day"]}


class GlassForm(forms.Form):
    """Why a record is opened now."""

    reason = words_field(_("Why you need to open it now"), 3, required=True)
