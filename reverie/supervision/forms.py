"""What comes from the browser about supervision."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from reverie.accounts.models import User
from reverie.core.form_style import explained
from reverie.supervision.models import CONSULTATION, REASON_WORDS, TRAINING, CopyWords

SHOWN = 60
"""Characters of a line in the list to choose from."""


class BeginForm(forms.Form):
    """To whom somebody brings their work, in what sense, and from when."""

    supervisor = forms.ModelChoiceField(label=_("Supervisor"), queryset=User.objects.none())
    kind = forms.ChoiceField(label=_("What it is"), widget=forms.RadioSelect)
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, supervisors: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["supervisor"]
        field.queryset = supervisors
        field.label_from_instance = lambda user: user.name
        field.empty_label = _("Choose somebody")
        kind: Any = self.fields["kind"]
        kind.choices = [
            (TRAINING, explained(str(_("Training")), str(_("Part of learning to do this work.")))),
            (CONSULTATION, explained(str(_("Consultation")), str(_("Two licensed people think together.")))),
        ]


class RemarkForm(forms.Form):
    """What somebody says in the margin, and of which line."""

    line = forms.TypedChoiceField(label=_("On"), required=False, coerce=int, empty_value=None)
    quote = forms.CharField(
        label=_("The words you mean"), required=False, max_length=500, strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Your remark"), max_length=40_000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what you would like to say.")},
    )  # fmt: skip

    def __init__(self, *args: Any, words: CopyWords, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["line"]
        lines = [(str(number), _start(line.text)) for number, line in enumerate(words.lines)]
        field.choices = [("", _("The whole copy")), *lines]


class HourForm(forms.Form):
    """One hour that took place."""

    held_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=1, max_value=600, initial=50,
        error_messages={"min_value": _("Write how many minutes it took, from 1 to 600."),
                        "max_value": _("Write how many minutes it took, from 1 to 600.")},
    )  # fmt: skip


class AnswerForm(forms.Form):
    """Confirmed as it is, or back with the reason."""

    does = forms.ChoiceField(choices=[("confirm", "confirm"), ("return", "return")])
    reason = forms.ChoiceField(choices=[("", ""), *REASON_WORDS], required=False)


def _start(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"
