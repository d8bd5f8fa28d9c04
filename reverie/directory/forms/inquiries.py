"""A therapist's answer to somebody who asked."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.directory.forms.public import PLACES, instant
from reverie.directory.queries.asking import reasons

ANSWERS = [
    ("yes", _("Yes. They choose one of my open hours")),
    ("hour", _("Yes, at an hour that I choose below")),
    ("maybe", _("Not yet. I need up to a week")),
    ("no", _("No")),
]
HOUR_ANSWERS = [("yes", _("Yes, at the hour they ask for")), ("no", _("No"))]


class AnswerForm(forms.Form):
    """Yes, not yet, or no with a reason; an hour when the therapist fixes it at once.

    `is_hour`: they asked for one hour, which is kept for them, so that the answer is yes or no.
    """

    answer = forms.ChoiceField(label=_("Your answer"), choices=ANSWERS, widget=forms.RadioSelect)
    start = forms.ChoiceField(label=_("Hour"), required=False)
    place = forms.ChoiceField(label=_("Where"), choices=PLACES, required=False)
    reason = forms.ChoiceField(
        label=_("Why, if it is no or not yet"),
        required=False,
        help_text=_("The person reads these words, and they are kept."),
    )
    words = forms.CharField(
        label=_("A few words to them"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        *args: Any,
        hours: list[tuple[str, str]],
        places: list[str],
        is_hour: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choose("reason", [("", _("Choose a reason")), *reasons().items()])
        if is_hour:
            self._choose("answer", HOUR_ANSWERS)
            del self.fields["start"], self.fields["place"]
            return
        self._choose("start", [("", _("Choose an hour")), *hours])
        self._choose("place", [(code, words) for code, words in PLACES if code in places])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """A no and a not yet need a reason, an hour needs an hour."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("answer") in {"no", "maybe"} and not data.get("reason"):
            self.add_error("reason", _("Choose why, so that the person knows where they stand."))
        if data.get("answer") == "hour" and not data.get("start"):
            self.add_error("start", _("Choose the hour, or let them choose."))
        return data

    def start_at(self) -> datetime:
        """The chosen hour in UTC."""
        return instant(self.cleaned_data["start"])
