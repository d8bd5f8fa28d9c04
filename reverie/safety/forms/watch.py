"""When a practice looks, and who covers, as it is typed."""

from datetime import date, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from reverie.accounts.models import User
from reverie.core.form_style import explained
from reverie.safety.actions import Declaration, Window

DAYS = [
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
]  # fmt: skip
OUTSIDE = "outside"
RANGE = " to "
TIME = {"type": "time", "step": "300"}


class WatchForm(forms.Form):
    """Whether anybody looks, at which hours of a weekday, and who covers; words for the help page."""

    is_monitored = forms.TypedChoiceField(
        label=_("Does anybody look at alerts outside sessions?"),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    is_at_any_hour = forms.BooleanField(
        label=_("At any hour of any day"),
        help_text=_("Only if somebody is woken. Otherwise give the hours."),
        required=False,
    )
    closed = forms.CharField(
        label=_("Days on which nobody looks"),
        help_text=_("One a line: 2026-12-25, or 2026-12-24 to 2027-01-01."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    cover = forms.ChoiceField(label=_("Who is told after 15 minutes"), required=False)
    outside_name = forms.CharField(label=_("Name of somebody outside"), max_length=120, required=False)
    outside_email = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("They learn that something waits and whom to reach; never a client’s name."),
        required=False,
    )
    phone = forms.CharField(label=_("Phone of whoever covers"), max_length=40, required=False)
    words = forms.CharField(
        label=_("Your own words for the help page"),
        help_text=_("Shown below the help lines. Say what you do and do not do after hours."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_monitored"].choices = _answers()  # type: ignore[attr-defined]
        self.colleagues = {str(user.pk): user for user in colleagues}
        people = [(key, user.name) for key, user in self.colleagues.items()]
        choices = [("", _("Nobody")), *people, (OUTSIDE, _("Somebody outside the practice"))]
        self.fields["cover"].choices = choices  # type: ignore[attr-defined]
        for number, name in enumerate(DAYS):
            for end, words in (("opens", _("%(day)s, from")), ("closes", _("%(day)s, to"))):
                self.fields[f"{end}{number}"] = forms.TimeField(
                    label=words % {"day": name},
                    required=False,
                    widget=forms.TimeInput(attrs=TIME, format="%H:%M"),
                )

    def days(self) -> list[tuple[Any, Any, Any]]:
        """Each weekday with its two fields, for the table."""
        return [(name, self[f"opens{number}"], self[f"closes{number}"]) for number, name in enumerate(DAYS)]

    def clean_closed(self) -> tuple[tuple[date, date], ...]:
        """One day or one stretch of days a line."""
        lines = [line.strip() for line in self.cleaned_data["closed"].splitlines() if line.strip()]
        return tuple(_stretch(line) for line in lines)

    def clean(self) -> dict[str, Any]:
        """A day has both of its times, or none."""
        cleaned = super().clean() or {}
        for number, name in enumerate(DAYS):
            if (cleaned.get(f"opens{number}") is None) != (cleaned.get(f"closes{number}") is None):
                self.add_error(f"closes{number}", _("%(day)s needs both times, or none.") % {"day": name})
        return cleaned

    def declaration(self) -> Declaration:
        """The clean values as the action takes them."""
        clean = self.cleaned_data
        is_outside = clean["cover"] == OUTSIDE
        return Declaration(
            is_monitored=clean["is_monitored"],
            is_at_any_hour=clean["is_at_any_hour"],
            hours=() if clean["is_at_any_hour"] else tuple(self._windows()),
            closed=clean["closed"],
            cover=self.colleagues.get(clean["cover"]),
            outside_name=clean["outside_name"] if is_outside else "",
            outside_email=clean["outside_email"] if is_outside else "",
            phone=clean["phone"],
            words=clean["words"],
        )

    def _windows(self) -> list[Window]:
        pairs = [
            (number, self.cleaned_data[f"opens{number}"], self.cleaned_data[f"closes{number}"])
            for number in range(len(DAYS))
        ]
        return [
            Window(day, _minute(start), _minute(end) or 24 * 60)
            for day, start, end in pairs
            if start is not None
        ]


def _answers() -> list[tuple[str, str]]:
    nobody = _gettext("Every page says so, and only the therapist is sent word.")
    return [
        ("no", explained(_gettext("We do not monitor"), nobody)),
        (
            "yes",
            explained(_gettext("Somebody looks"), _gettext("At the hours below. Every page names them.")),
        ),
    ]


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _stretch(line: str) -> tuple[date, date]:
    first, _mark, last = line.partition(RANGE)
    try:
        return date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
    except ValueError:
        raise forms.ValidationError(
            _("“%(line)s” is no day: write 2026-12-25, or 2026-12-24 to 2027-01-01."), params={"line": line}
        ) from None


def initial_of(watch: dict[str, Any]) -> dict[str, Any]:
    """What is declared already, as the fields show it; `watch` as `queries.declared` gives it."""
    hours = {}
    for weekday, opens, closes in watch["hours"]:
        hours[f"opens{weekday}"] = time(opens // 60, opens % 60)
        hours[f"closes{weekday}"] = time(closes // 60 % 24, closes % 60)
    closed = [first if first == last else f"{first}{RANGE}{last}" for first, last in watch["closed"]]
    cover: UUID | None = watch["cover"]
    return {
        **{
            name: watch[name]
            for name in ("is_at_any_hour", "outside_name", "outside_email", "phone", "words")
        },
        **hours,
        "is_monitored": "yes" if watch["is_monitored"] else "no",
        "closed": "\n".join(closed),
        "cover": str(cover) if cover else (OUTSIDE if watch["outside_name"] else ""),
    }
