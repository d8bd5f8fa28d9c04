"""What comes from the browser about limits, transfers and the summary at the end."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.accounts.models import Therapist
from reverie.treatment.forms.course import day_field, words_field
from reverie.treatment.models import EndingSummary
from reverie.treatment.models.labels import ENDING_PARTS


class LimitForm(forms.Form):
    """How many sessions, until when, with which focus."""

    focus = words_field(_("The one thing this is about"), 2, required=True)
    enough = words_field(_("What would be enough"), 2)
    sessions = forms.IntegerField(label=_("Sessions"), min_value=1, max_value=200)
    last_day = day_field(_("Last day"))

    def words(self) -> dict[str, str]:
        """The words for the action."""
        return {key: self.cleaned_data[key] for key in ("focus", "enough")}


class TransferForm(forms.Form):
    """To whom, with what to say."""

    to = forms.ChoiceField(label=_("Who goes on"))
    letter = words_field(
        _("What your colleague should know"), 6, hint=_("Part of the record: the client may read it.")
    )

    def __init__(self, *args: Any, colleagues: list[Therapist], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {str(row.pk): row for row in colleagues}
        choices = [(key, row.name) for key, row in self.colleagues.items()]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]


class EndingForm(forms.Form):
    """The parts of the summary, with the version they were written on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in EndingSummary.PARTS:
            self.fields[part] = words_field(ENDING_PARTS[part], 4)
