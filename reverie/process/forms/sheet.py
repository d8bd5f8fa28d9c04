"""Writing sheets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.process.actions import SheetWords
from reverie.process.forms.fields import choice, text
from reverie.process.models.kinds import after_hour

WORDS = ("body", "carry_over", "reactions", "title")
"""The fields of the writing page that hold words."""


class SheetForm(forms.Form):
    """The writing page. `version` is the draft's, `kept` the sheet's that is being edited."""

    body = text(rows=18, label=_("Notes"), strip=False)
    carry_over = text(rows=2, label=_("Carry over to the next hour"), longest=2000)
    reactions = text(rows=2, label=_("What the hour did with you"), longest=4000)
    title = text(label=_("Title, for a sheet without an hour"), longest=120)
    danger = forms.BooleanField(
        required=False,
        label=_("Somebody may be in danger"),
        help_text=_(
            "Process notes are not where risk is kept: nobody who covers for you can read them. "
            "Keeping with this tick leads to the questions about risk, in the record."
        ),
    )
    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    kept = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def sheet_words(self) -> SheetWords:
        """What to keep; line ends as one sign."""
        found = self.cleaned_data
        return SheetWords(
            body=found["body"].replace("\r\n", "\n").rstrip(),
            title=found["title"].strip(),
            carry_over=found["carry_over"].strip(),
            reactions=found["reactions"].strip(),
        )

    def changed(self) -> dict[str, Any]:
        """The words as typed, and the tick: a draft keeps both."""
        typed = {name: self.cleaned_data[name].replace("\r\n", "\n") for name in WORDS}
        return {**typed, "danger": self.cleaned_data["danger"]}


class DraftForm(SheetForm):
    """One autosave: the fields of the page and the id of this save."""

    save_id = forms.UUIDField()


class CheckForm(forms.Form):
    """The check after the hour; a word without an answer is left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form = after_hour()
        answers = [("", _("not said")), *form["scale"].items()]
        for word, label in form["words"].items():
            self.fields[word] = choice(answers, label=label)

    def answers(self) -> dict[str, int]:
        """Word -> 0 to 2."""
        return {word: int(value) for word, value in self.cleaned_data.items() if value != ""}


class CarryForm(forms.Form):
    """One line to oneself for the next hour."""

    carry_over = text(rows=3, label=_("To yourself"), longest=2000)
