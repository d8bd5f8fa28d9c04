"""Answers to a risk screener by the number of the question; its wording is in the clinician's hands."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.safety.actions.screeners import LONGEST_REMARK, QUESTIONS
from reverie.safety.models import Screener

FRAMES = [(Screener.MONTH, _("The last month")), (Screener.SINCE_LAST, _("Since it was last asked"))]
ANSWERS = [("yes", _("Yes")), ("no", _("No")), ("", _("Not asked, or no answer"))]
RECENT = [("yes", _("Within three months")), ("no", _("Longer ago")), ("", _("Not known, or no yes to 6"))]
VALUES = {"yes": True, "no": False, "": None}


class ScreenerForm(forms.Form):
    """Six answers, when 6 was, which time was asked about, and when it was asked."""

    frame = forms.ChoiceField(
        label=_("Questions 1 to 5 asked about"),
        choices=FRAMES,
        initial=Screener.MONTH,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)
        for number in range(1, QUESTIONS + 1):
            self.fields[f"q{number}"] = _choice(_("Question %d") % number, ANSWERS)
        self.fields["recent"] = _choice(_("If 6 is yes: when"), RECENT)
        self.fields["asked_at"] = forms.DateTimeField(
            label=_("Asked on"),
            help_text=_("By the clock of the practice."),
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        )
        self.fields["remark"] = forms.CharField(
            label=_("What was said with it"),
            required=False,
            max_length=LONGEST_REMARK,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def clean_asked_at(self) -> datetime:
        """The typed wall time as a moment."""
        typed: datetime = self.cleaned_data["asked_at"]
        return typed.replace(tzinfo=self.zone)

    def answers(self) -> dict[int, bool | None]:
        """Question number -> yes, no, or None."""
        return {number: VALUES[self.cleaned_data[f"q{number}"]] for number in range(1, QUESTIONS + 1)}

    def recent(self) -> bool | None:
        """Whether 6 was within three months."""
        return VALUES[self.cleaned_data["recent"]]


def _choice(label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, required=False, initial="", widget=forms.RadioSelect
    )
