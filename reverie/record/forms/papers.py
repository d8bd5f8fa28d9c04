"""What comes from the browser about calls, letters, papers, copies and how long a record is kept."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.core import dates
from reverie.core.uploads import UploadField
from reverie.record.actions import ContactWords
from reverie.record.models import AccessRequest
from reverie.record.models.labels import CONTACTS
from reverie.record.queries.keeping import rules
from reverie.record.queries.papers import ContactRead

LONG = 50_000
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ContactForm(forms.Form):
    """A call, a letter, a message or a meeting between the hours."""

    corrects = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("What it was"), choices=list(CONTACTS.items()))
    direction = forms.ChoiceField(
        label=_("From whom"),
        choices=[("in", _("It came to us")), ("out", _("It went out from us"))],
        widget=forms.RadioSelect,
        initial="in",
    )
    day = forms.DateField(label=_("Day"), widget=DAY)
    at = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=720, required=False)
    person = forms.CharField(label=_("With whom"), max_length=200)
    subject = forms.CharField(label=_("About"), max_length=200, required=False)
    text = forms.CharField(
        label=_("What was said or written"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 5})
    )

    @staticmethod
    def initial_of(read: ContactRead) -> dict[str, Any]:
        """What the form starts with when it puts an entry right: the entry as it stands."""
        row, at = read.row, dates.local(read.row.at, read.row.zone)
        return {
            "corrects": row.pk,
            "kind": row.kind,
            "direction": "in" if row.is_incoming else "out",
            "day": at.date(),
            "at": at.time(),
            "minutes": row.minutes,
            "person": read.person,
            "subject": read.subject,
            "text": read.text,
        }

    def words(self, zone: str) -> ContactWords:
        """The contact for the action; its time is wall time in `zone`."""
        data = self.cleaned_data
        return ContactWords(
            kind=data["kind"],
            is_incoming=data["direction"] == "in",
            at=datetime.combine(data["day"], data["at"], ZoneInfo(zone)),
            person=data["person"],
            subject=data["subject"],
            text=data["text"].replace("\r\n", "\n"),
            minutes=data["minutes"],
        )


class PaperForm(forms.Form):
    """A file with the name that both find it by."""

    title = forms.CharField(label=_("Name of the paper"), max_length=200)
    file = UploadField(label=_("File"), help_text=_("PDF, DOCX, a picture or plain text, up to 10 MB."))
    is_shown = forms.BooleanField(label=_("The client can read it"), required=False)


class OwnPaperForm(PaperForm):
    """The same from the client, who always sees what they handed in."""

    is_shown = None  # type: ignore[assignment]


class DisclosureForm(forms.Form):
    """What was given out by hand, by phone or by mail."""

    day = forms.DateField(label=_("Day"), widget=DAY)
    recipient = forms.CharField(label=_("Who got it, and where they are"), max_length=300)
    what = forms.CharField(
        label=_("What was given out"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    purpose = forms.CharField(label=_("What it was for"), max_length=1000)

    def moment(self, zone: str) -> datetime:
        """The beginning of the day where the client is."""
        return datetime.combine(self.cleaned_data["day"], time(), ZoneInfo(zone))


class WishForm(forms.Form):
    """What the client would like to read or have."""

    wish = forms.CharField(
        label=_("What you would like to have, and how"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AnswerForm(forms.Form):
    """How a wish for a copy was answered."""

    state = forms.ChoiceField(
        label=_("It was"),
        choices=[(AccessRequest.GIVEN, _("given")), (AccessRequest.REFUSED, _("refused, in writing"))],
        widget=forms.RadioSelect,
        initial=AccessRequest.GIVEN,
    )
    answer = forms.CharField(
        label=_("How it was given, or why it is refused"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RuleForm(forms.Form):
    """How long the practice keeps its records."""

    rule = forms.ChoiceField(label=_("Records are kept"), widget=forms.RadioSelect)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["rule"]
        field.choices = [(rule.key, rule.name) for rule in rules().values()]  # type: ignore[attr-defined]
