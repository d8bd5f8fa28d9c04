"""What comes from the browser about a life, its people, particulars, intake forms and diagnoses."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.treatment.actions.diagnosis import CannotDiagnose, checked_code
from reverie.treatment.actions.history import PersonWords
from reverie.treatment.forms.course import day_field, words_field
from reverie.treatment.models import HistoryPart
from reverie.treatment.models.labels import LINKS, STAGE_HINTS, STAGES
from reverie.treatment.queries.history import IntakeRead, PersonRead, StageRead


def line_field(label: Any, longest: int = 200, *, required: bool = False, hint: Any = "") -> forms.CharField:
    """One line of text."""
    return forms.CharField(label=label, required=required, max_length=longest, help_text=hint)


class HistoryForm(forms.Form):
    """The five stages of one side, each with the number of the text that was there."""

    def __init__(self, *args: Any, stages: list[StageRead], side: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for read in stages:
            part = getattr(read, side)
            field = words_field(STAGES[read.stage], 5, hint=STAGE_HINTS[read.stage])
            field.initial = part.text if part else ""
            self.fields[read.stage] = field
            seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
            seen.initial = part.row.number if part else 0
            self.fields[f"seen_{read.stage}"] = seen

    def texts(self) -> dict[str, str]:
        """stage -> text."""
        return {stage: self.cleaned_data[stage] for stage in HistoryPart.STAGES}

    def seen(self) -> dict[str, int]:
        """stage -> number of the text that the writer had before them."""
        return {stage: self.cleaned_data[f"seen_{stage}"] or 0 for stage in HistoryPart.STAGES}


class PersonForm(forms.Form):
    """Somebody in the client's life."""

    name = line_field(_("Name, or what you call them"), 120, required=True)
    who = line_field(_("Who they are"), hint=_("For example: mother, elder brother, first teacher"))
    years = line_field(_("Years"), 60, hint=_("For example: 1948 to 2011"))
    about = words_field(_("What matters about them"), 2)

    def words(self) -> PersonWords:
        """The words for the action."""
        return PersonWords(**self.cleaned_data)


class LinkForm(forms.Form):
    """How two people of the list are related."""

    one = forms.ChoiceField(label=_("Who"))
    kind = forms.ChoiceField(label=_("How"), choices=list(LINKS.items()))
    other = forms.ChoiceField(label=_("To whom"))

    def __init__(self, *args: Any, people: list[PersonRead], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(read.row.pk), read.words["name"]) for read in people]
        for name in ("one", "other"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class ParticularsForm(forms.Form):
    """Whom to call, and what is taken, as told."""

    emergency_name = line_field(_("Whom to call in an emergency"))
    emergency_who = line_field(_("Who they are to you"))
    emergency_phone = line_field(_("Their phone"), 40)
    medication = words_field(_("Medication, with dose, as told"), 3)
    prescriber = line_field(_("Who prescribes it"))
    prescriber_phone = line_field(_("The prescriber’s phone"), 40)


class DeskParticularsForm(ParticularsForm):
    """The same on the desk, with name and pronouns as the client told them."""

    name = line_field(_("Name, as told"), 120, required=True)
    pronouns = line_field(_("Pronouns, as told"), 40)
    field_order = ["name", "pronouns"]


class IntakeAnswersForm(forms.Form):
    """The questions of one intake form; none must be answered."""

    def __init__(self, *args: Any, read: IntakeRead, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question, answer in read.asked:
            if question.kind == "choice":
                choices = [("", _("No answer")), *[(one, one) for one in question.choices]]
                field: forms.Field = forms.ChoiceField(label=question.text, required=False, choices=choices)
            elif question.kind == "short":
                field = line_field(question.text)
            else:
                field = words_field(question.text, 3)
            field.initial = answer
            self.fields[question.key] = field


class DiagnosisForm(forms.Form):
    """A diagnosis by its code."""

    code = line_field(_("Code"), 12, required=True, hint=_("For example F34.1; search below when unsure"))
    on = day_field(_("From"))
    remark = words_field(_("A remark"), 2)

    def clean_code(self) -> str:
        """The code as the list writes it; a heading or an unknown code is refused."""
        try:
            return checked_code(self.cleaned_data["code"]).code
        except CannotDiagnose as refusal:
            raise forms.ValidationError(str(refusal)) from None


class JoinForm(forms.Form):
    """Where the client is now, for this hour."""

    place = line_field(
        _("Where are you now?"), required=True, hint=_("Street and town, so that help could find you")
    )
    emergency = line_field(_("Which number brings help there?"), 40, required=True)
    phone = line_field(_("A phone we can reach you on if the connection breaks"), 40)
