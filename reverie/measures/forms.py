"""Text from the browser -> answers."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.core import clock
from reverie.core.uploads import UploadField
from reverie.measures import fhir, questionnaires
from reverie.measures.actions.answers import DECLINED, LONGEST_REMARK, Answer
from reverie.measures.actions.reference import own_reference
from reverie.measures.models import Administration
from reverie.measures.queries import Reference

NAME = "q{number}"
HOW = [
    (Administration.ON_PAPER, _("On paper, by the client")),
    (Administration.ALOUD, _("Aloud: the client answered and I write it down")),
    (
        Administration.BY_PROXY,
        _("By somebody else for the client; it stays apart from the client’s own line"),
    ),
]


class QuestionForm(forms.Form):
    """One field a question; none is required, so that a part can be kept before the whole is done."""

    def __init__(self, code: str, words: Mapping[str, Any], data: Any = None) -> None:
        super().__init__(data, initial=dict(_initial(words)))
        self.sheet = questionnaires.get(code)
        for question in self.sheet.questions:
            self.fields[NAME.format(number=question.number)] = _question_field(question)
        self.fields["remark"] = forms.CharField(
            label=_("Anything you want to add"),
            required=False,
            max_length=LONGEST_REMARK,
            widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        )

    def answers(self) -> dict[int, Answer]:
        """The given answers by question number; raw values that are no options stay out (field errors)."""
        found: dict[int, Answer] = {}
        for question in self.sheet.questions:
            value = self.cleaned_data.get(NAME.format(number=question.number))
            if value not in (None, ""):
                found[question.number] = value
        return found


class PaperForm(QuestionForm):
    """The same, copied from paper by the therapist: with the day on which it was filled in."""

    def __init__(self, code: str, zone: str, data: Any = None) -> None:
        super().__init__(code, {"answers": {}, "declined": [], "remark": ""}, data)
        self.zone = zone
        self.fields["answered_on"] = forms.DateField(
            label=_("Filled in on"), widget=forms.DateInput(attrs={"type": "date", "class": "input"})
        )
        self.fields["source"] = forms.ChoiceField(
            label=_("How"),
            choices=HOW,
            initial=Administration.ON_PAPER,
            required=False,
            widget=forms.RadioSelect,
        )
        self.fields["answered_by"] = forms.CharField(
            label=_("Who answered in the client’s place"),
            help_text=_("Name, and how they stand to the client; only where somebody else answered."),
            required=False,
            max_length=120,
            widget=forms.TextInput(attrs={"class": "input"}),
        )
        self.order_fields(["answered_on", "source", "answered_by"])

    def answered_at(self) -> datetime:
        """Noon of that day in the client's zone, or now when that has not come yet."""
        noon = datetime.combine(self.cleaned_data["answered_on"], time(12), ZoneInfo(self.zone))
        is_today = noon.date() == clock.today(self.zone)
        return min(noon, clock.now()) if is_today else noon


class SayingForm(forms.Form):
    """What the client wants to say at a review."""

    said = forms.CharField(
        label=_("What you want to say about it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "class": "input"}),
    )


class FileForm(forms.Form):
    """One filled-in form from another system."""

    file = UploadField(
        megabytes=1,
        label=_("FHIR file of one filled-in form"),
        help_text=_("A QuestionnaireResponse as JSON, up to one megabyte."),
        widget=forms.ClearableFileInput(attrs={"class": "input", "accept": ".json,application/json"}),
        error_messages={
            "required": _("Choose a file first."),
            "too_large": _("The file is larger than one megabyte; a filled-in form is far smaller."),
        },
    )

    def raw(self) -> bytes:
        """The bytes, one more than allowed at most, so that a huge file is never read whole."""
        raw: bytes = self.cleaned_data["file"].read(fhir.LARGEST_FILE + 1)
        return raw


class AskForm(forms.Form):
    """Which form to ask, and how often."""

    instrument = forms.ChoiceField(label=_("Form"))
    rhythm = forms.ChoiceField(
        label=_("When"),
        choices=[
            ("once", _("Once, before the next hour")),
            ("phases", _("Every week for eight weeks, then every four weeks")),
            ("every", _("Before every hour")),
        ],
        initial="once",
        widget=forms.RadioSelect,
    )

    def __init__(self, choices: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["instrument"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.widget.attrs["class"] = "input"


def _question_field(question: questionnaires.Question) -> forms.Field:
    choices: list[tuple[Answer, Any]] = [(option.value, option.words) for option in question.options]
    if question.is_risk:
        choices.append((DECLINED, _("I’d rather not say here")))
    label = f"{question.number}. {question.words}"
    if not choices:
        count = forms.NumberInput(attrs={"class": "input input-number", "inputmode": "numeric"})
        return forms.IntegerField(
            label=label,
            help_text=question.hint,
            min_value=0,
            max_value=questionnaires.MOST,
            required=False,
            widget=count,
        )
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=_answer,
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
    )


def _answer(value: str) -> Answer:
    return value if value == DECLINED else int(value)


def _initial(words: Mapping[str, Any]) -> Iterator[tuple[str, Answer]]:
    for item, answer in words["answers"].items():
        yield NAME.format(number=item), answer
    for item in words["declined"]:
        yield NAME.format(number=item), DECLINED
    yield "remark", words["remark"]


class ReferenceForm(forms.Form):
    """By which reference set change is read: a published one, or one of the therapist's own."""

    OWN = "own"
    which = forms.ChoiceField(label=_("Read change by"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("The sample"), required=False, max_length=200)
    sd = forms.FloatField(label=_("Its standard deviation"), required=False)
    reliability = forms.FloatField(
        label=_("Its reliability"), required=False, help_text=_("A number from 0 to below 1, as 0.84.")
    )
    source = forms.CharField(label=_("Where that is published"), required=False, max_length=200)

    def __init__(self, known: list[Reference], data: Any = None, chosen: Reference | None = None) -> None:
        own = chosen if chosen is not None and chosen not in known else None
        place = str(known.index(chosen)) if chosen in known and chosen is not None else self.OWN
        super().__init__(data, initial={**(vars(own) if own else {}), "which": place})
        self.known = known
        named = [
            (str(number), _("{name}: {points} points").format(name=row.name, points=f"{row.points:g}"))
            for number, row in enumerate(known)
        ]
        field = self.fields["which"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*named, (self.OWN, _("Another sample, given below"))]
        for other in ("name", "sd", "reliability", "source"):
            self.fields[other].widget.attrs["class"] = "input"

    def clean(self) -> dict[str, Any]:
        """Another sample needs its figures."""
        cleaned = super().clean() or {}
        if cleaned.get("which") == self.OWN:
            for name in ("name", "sd", "reliability", "source"):
                if cleaned.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, _("Another sample needs this."))
        return cleaned

    def reference(self) -> Reference:
        """The set that was chosen. Raises CannotChoose for impossible figures."""
        found = self.cleaned_data
        if found["which"] != self.OWN:
            return self.known[int(found["which"])]
        return own_reference(**{name: found[name] for name in ("name", "sd", "reliability", "source")})
