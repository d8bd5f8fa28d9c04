"""What comes from the browser about a session and its note."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.core import dates
from reverie.record.actions import Facts
from reverie.record.models import Addendum, Session
from reverie.record.models.labels import ATTENDANCES, OTHERS, PLACES
from reverie.record.queries.templates import NoteTemplate
from reverie.treatment.models import UnitMember

LONG = 50_000
KINDS = {
    Addendum.ADDENDUM: _("It adds something"),
    Addendum.CORRECTION: _("It corrects something"),
    Addendum.WITHDRAWN: _("It says that this note was written in error"),
}


class FactsForm(forms.Form):
    """The facts of a session in the wall time of its zone."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    start = forms.TimeField(
        label=_("Started"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    stop = forms.TimeField(label=_("Stopped"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.ChoiceField(label=_("Where"), choices=list(PLACES.items()))
    attendance = forms.ChoiceField(
        label=_("Who was there"),
        choices=list(ATTENDANCES.items()),
        widget=forms.RadioSelect,
        initial="present",
    )
    late_minutes = forms.IntegerField(
        label=_("Minutes late"), min_value=0, max_value=240, required=False, initial=0
    )
    participants = forms.MultipleChoiceField(
        label=_("Who else took part"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: Sequence[UnitMember] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = [(str(row.person_id), row.person.name) for row in people]
        self.fields["participants"].choices = [*members, *OTHERS.items()]  # type: ignore[attr-defined]

    def facts(self, zone: str) -> Facts:
        """The facts for the action; times are wall time in `zone`."""
        data = self.cleaned_data
        return Facts(
            started_at=_moment(data["day"], data["start"], zone),
            stopped_at=_moment(data["day"], data["stop"], zone),
            place=data["place"],
            attendance=data["attendance"],
            late_minutes=data["late_minutes"] or 0,
            participants=tuple(data["participants"]),
        )

    @staticmethod
    def initial_of(session: Session) -> dict[str, Any]:
        """The facts as they stand."""
        start, stop = (dates.local(at, session.zone) for at in (session.started_at, session.stopped_at))
        return {
            "day": start.date(),
            "start": start.time(),
            "stop": stop.time(),
            "place": session.place,
            "attendance": session.attendance,
            "late_minutes": session.late_minutes,
            "participants": session.participants,
        }


class NoteForm(forms.Form):
    """The words of a note in the fields of its template, with the version they were written on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    save_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    template = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, note_template: NoteTemplate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.note_template = note_template
        for field in note_template.fields:
            self.fields[field.key] = forms.CharField(
                label=field.label,
                help_text=field.hint,
                required=False,
                strip=False,
                max_length=LONG,
                widget=forms.Textarea(attrs={"rows": field.rows}),
            )

    def words(self) -> dict[str, str]:
        """Field of the template -> text."""
        # A browser sends line ends as CRLF; the note keeps them as they were typed.
        return {
            field.key: self.cleaned_data[field.key].replace("\r\n", "\n")
            for field in self.note_template.fields
        }


class AddendumForm(forms.Form):
    """What is added to a signed note, and why."""

    kind = forms.ChoiceField(
        label=_("What it does"), choices=list(KINDS.items()), widget=forms.RadioSelect, initial="addendum"
    )
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONG)
    reason = forms.CharField(label=_("Why it is added now"), max_length=500)


class DisagreementForm(forms.Form):
    """The client's statement beside a note."""

    text = forms.CharField(
        label=_("What you see differently"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONG
    )


class ShownForm(forms.Form):
    """From which day the client can read the note that is signed now."""

    shown_on = forms.DateField(
        label=_("The client can read it from"),
        required=False,
        help_text=_("Empty: at once. Up to a week ahead, so that you can speak about it first."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class HoldForm(forms.Form):
    """Until when a note is not shown to the client, and why."""

    until = forms.DateField(label=_("Look at it again on"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(
        label=_("Why the client should not read it yet"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
    )


def _moment(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone))
