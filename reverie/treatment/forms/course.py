"""What comes from the browser about a treatment: days, answers, terms, words."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.treatment.actions.diagnosis import CannotDiagnose, checked_code
from reverie.treatment.actions.frame import Terms
from reverie.treatment.models import Frame, Remark, Treatment
from reverie.treatment.models.labels import ABSENCE_RULES, ANSWERS, RATINGS, REASONS, WEEKDAYS
from reverie.treatment.queries.plan import GoalRead
from reverie.treatment.queries.texts import approaches

LONG = 20_000
AHEAD = 8
"""Weeks ahead of which holidays are told, when nothing else is said."""


def day_field(label: Any) -> forms.DateField:
    """A day, typed or picked."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def words_field(label: Any, rows: int = 3, *, required: bool = False, hint: Any = "") -> forms.CharField:
    """Words that a person writes."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, widget=widget, max_length=LONG, help_text=hint)


class StepForm(forms.Form):
    """One step of the treatment: which, on which day, and why."""

    verb = forms.CharField(widget=forms.HiddenInput)
    day = day_field(_("Day"))
    reason = forms.ChoiceField(
        label=_("How it ended"), required=False, choices=[("", ""), *[(key, REASONS[key]) for key in REASONS]]
    )
    words = words_field(_("In your words, for the record"), 2)


class FitForm(forms.Form):
    """Does it fit? One side's answer."""

    answer = forms.ChoiceField(
        label=_("Your answer"), choices=list(ANSWERS.items()), widget=forms.RadioSelect
    )
    in_session = forms.BooleanField(label=_("The client said so in the session"), required=False)


class FrameForm(forms.Form):
    """The terms of a frame with up to five hours, every or every other week; empty lines are left out."""

    step_weeks = forms.TypedChoiceField(
        label=_("How often"),
        choices=[(1, _("Every week")), (2, _("Every other week"))],
        coerce=int,
        initial=1,
        required=False,
    )
    setting = forms.ChoiceField(
        label=_("Where"), choices=[("office", _("Office")), ("online", _("Online")), ("phone", _("Phone"))]
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=10, max_value=240, initial=50)
    fee = forms.DecimalField(label=_("Fee for an hour"), min_value=0, max_value=100_000, decimal_places=2)
    absence_rule = forms.ChoiceField(label=_("When an hour is missed"), choices=list(ABSENCE_RULES.items()))
    notice_hours = forms.IntegerField(label=_("Notice, in hours"), min_value=0, max_value=720, initial=48)
    holiday_weeks = forms.IntegerField(
        label=_("Holidays, weeks a year without hours"), min_value=0, max_value=52, required=False
    )
    holiday_notice_weeks = forms.IntegerField(
        label=_("Told so many weeks ahead"), min_value=0, max_value=52, required=False, initial=AHEAD
    )
    valid_from = day_field(_("From"))
    remark = words_field(_("What you say to it"), 2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, 6):
            self.fields[f"weekday_{number}"] = forms.ChoiceField(
                label=_("Day"), required=False, choices=[("", "–"), *enumerate(WEEKDAYS)]
            )
            self.fields[f"start_{number}"] = forms.TimeField(
                label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
            )

    def hour_fields(self) -> list[tuple[Any, Any]]:
        """The bound pairs of weekday and time, for the template."""
        return [(self[f"weekday_{number}"], self[f"start_{number}"]) for number in range(1, 6)]

    def hours(self) -> list[tuple[int, int, int]]:
        """The hours that were filled in."""
        found = []
        for number in range(1, 6):
            weekday, start = self.cleaned_data[f"weekday_{number}"], self.cleaned_data[f"start_{number}"]
            if weekday != "" and isinstance(start, time):
                found.append((int(weekday), start.hour * 60 + start.minute, self.cleaned_data["minutes"]))
        return found

    def terms(self, treatment: Treatment) -> Terms:
        """The terms for the action."""
        data = self.cleaned_data
        return Terms(
            hours=self.hours(),
            step_weeks=data["step_weeks"] or 1,
            zone=treatment.therapist.zone,
            setting=data["setting"],
            fee_cents=int(data["fee"] * 100),
            currency=treatment.practice.currency,
            absence_rule=data["absence_rule"],
            notice_hours=data["notice_hours"],
            holiday_weeks=data["holiday_weeks"],
            holiday_notice_weeks=AHEAD
            if data["holiday_notice_weeks"] is None
            else data["holiday_notice_weeks"],
            valid_from=data["valid_from"],
            remark=data["remark"],
        )

    @staticmethod
    def initial_of(frame: Frame | None) -> dict[str, Any]:
        """What the form starts with: the frame in force."""
        if frame is None:
            return {}
        start: dict[str, Any] = {
            "setting": frame.setting,
            "step_weeks": frame.step_weeks,
            "fee": f"{frame.fee_cents / 100:.2f}",
            "absence_rule": frame.absence_rule,
            "notice_hours": frame.notice_hours,
            "holiday_weeks": frame.holiday_weeks,
            "holiday_notice_weeks": frame.holiday_notice_weeks,
        }
        for number, hour in enumerate(frame.weekly()[:5], start=1):
            start["minutes"] = hour.minutes
            start[f"weekday_{number}"] = hour.weekday
            start[f"start_{number}"] = time(hour.start_minute // 60, hour.start_minute % 60)
        return start


class BreakForm(forms.Form):
    """A break, both days included."""

    first_day = day_field(_("First day without hours"))
    last_day = day_field(_("Last day without hours"))


class PlanForm(forms.Form):
    """The words of a draft, with the headings of the approach."""

    written_together = words_field(_("What you write together"), 5)
    agreed = words_field(_("What is agreed"), 2)
    frequency = forms.CharField(label=_("How often"), required=False, max_length=200)
    modality = forms.CharField(label=_("In which way"), required=False, max_length=200)
    diagnosis = forms.CharField(label=_("Diagnosis, code"), required=False, max_length=12)
    diagnosis_words = forms.CharField(label=_("Diagnosis, in words"), required=False, max_length=300)
    review_on = forms.DateField(
        label=_("Look at it together on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, approach: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = approaches()[approach].sections if approach in approaches() else ()
        for number, heading in enumerate(self.headings):
            self.fields[f"section_{number}"] = words_field(heading, 3)

    def clean_diagnosis(self) -> str:
        """The code as the list writes it; none is needed."""
        typed = self.cleaned_data["diagnosis"].strip()
        try:
            return checked_code(typed).code if typed else ""
        except CannotDiagnose as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def words(self) -> dict[str, Any]:
        """The words for the action; the sections by their heading."""
        sections = {
            heading: self.cleaned_data[f"section_{number}"] for number, heading in enumerate(self.headings)
        }
        plain = {key: value for key, value in self.cleaned_data.items() if not key.startswith("section_")}
        return plain | {"sections": sections}

    def initial_of(self, words: dict[str, Any]) -> dict[str, Any]:
        """Words of a draft as initial values."""
        sections = words.get("sections", {})
        return words | {
            f"section_{number}": sections.get(heading, "") for number, heading in enumerate(self.headings)
        }


class ReviewForm(forms.Form):
    """That the two looked at the plan together: when, what is met, when they do so next, and what follows."""

    on = day_field(_("You looked at it on"))
    met = forms.MultipleChoiceField(
        label=_("What is met"), required=False, widget=forms.CheckboxSelectMultiple
    )
    next_review = forms.DateField(
        label=_("The next time"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    then = forms.ChoiceField(
        label=_("And now"),
        choices=[
            ("stay", _("This version goes on")),
            ("draft", _("We write the next version, and both agree to it")),
        ],
        widget=forms.RadioSelect,
        initial="stay",
    )

    def __init__(self, *args: Any, goals: Sequence[GoalRead], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = {str(read.goal.number): read.goal for read in goals if read.goal.met_on is None}
        choices = [(str(read.goal.number), read.words) for read in goals if read.goal.met_on is None]
        self.fields["met"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["met"]

    def terms(self) -> dict[str, Any]:
        """Days and goals for the action."""
        data = self.cleaned_data
        return {
            "on": data["on"],
            "next_review": data["next_review"],
            "met": [self.goals[number] for number in data.get("met", [])],
        }


class GoalForm(forms.Form):
    """A goal in the client's words."""

    words = words_field(_("What for, in the client's words"), 2, required=True)
    focus = forms.CharField(label=_("Focus, in yours"), required=False, max_length=300)
    sign = forms.CharField(label=_("A sign that it is moving"), required=False, max_length=300)


class RemarkForm(forms.Form):
    """What the client says about a goal now."""

    said = words_field(_("What you would say about it"), 2)
    rating = forms.ChoiceField(
        label=_("Where you would put it now"),
        choices=[(key, RATINGS[key]) for key in Remark.RATINGS],
        widget=forms.RadioSelect,
    )


class ConsentForm(forms.Form):
    """Which text is signed; one at a time in the browser, or the two of the first meetings together."""

    kinds = forms.MultipleChoiceField(choices=[], required=True)

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(kind, kind) for kind in kinds]  # type: ignore[attr-defined]
