"""The pages of the first set-up."""

import re
from datetime import time
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.accounts.models import User
from reverie.core import zones
from reverie.core.form_style import explained
from reverie.safety.queries.help_lines import countries

CURRENCIES = {"US": "USD", "CA": "CAD", "GB": "GBP", "IE": "EUR", "AU": "AUD", "NZ": "NZD"}
DAYS = [
    ("mon", gettext_lazy("Monday")),
    ("tue", gettext_lazy("Tuesday")),
    ("wed", gettext_lazy("Wednesday")),
    ("thu", gettext_lazy("Thursday")),
    ("fri", gettext_lazy("Friday")),
    ("sat", gettext_lazy("Saturday")),
    ("sun", gettext_lazy("Sunday")),
]
STRETCH = re.compile(r"^(\d{1,2}):(\d{2})\s*(?:-|–|to)\s*(\d{1,2}):(\d{2})$")


class PracticeForm(forms.Form):
    """What the practice is called, where it is, and whose crisis lines its pages carry."""

    name = forms.CharField(label=gettext_lazy("Name of the practice"), max_length=120)
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=zones.choices,
        help_text=gettext_lazy("Hours keep their place on the clock here, summer and winter."),
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        choices=lambda: [(code, row.name) for code, row in countries().items()],
        help_text=gettext_lazy(
            "Its crisis lines stand first on every page. Dial them once before you rely on them."
        ),
    )
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Adds the country's currency."""
        cleaned = super().clean() or {}
        cleaned["currency"] = CURRENCIES.get(cleaned.get("country", ""), "USD")
        return cleaned


class OwnerForm(forms.Form):
    """The first owner."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=gettext_lazy("A password"),
        strip=False,
        help_text=gettext_lazy(
            "At least 15 characters, such as a few words. Pasting from a password manager works."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Refuses a password that is short, common, or made of name and address."""
        password: str = self.cleaned_data["password"]
        given = self.cleaned_data
        validate_password(password, User(email=given.get("email", ""), name=given.get("name", "")))
        return password


class TherapistForm(forms.Form):
    """Who holds the first hours."""

    who = forms.ChoiceField(
        label=gettext_lazy("Who holds the first hours?"),
        choices=[
            ("owner", gettext_lazy("I do")),
            ("other", gettext_lazy("Somebody else; I ask them in now")),
        ],
        widget=forms.RadioSelect,
        initial="owner",
    )
    title = forms.CharField(
        label=gettext_lazy("Your professional title"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("As it stands behind your name, such as PsyD or LCSW."),
    )
    name = forms.CharField(label=gettext_lazy("Their name"), max_length=120, required=False)
    email = forms.EmailField(label=gettext_lazy("Their e-mail address"), required=False)

    def clean(self) -> dict[str, Any]:
        """Somebody else needs a name and an address."""
        cleaned = super().clean() or {}
        if cleaned.get("who") == "other":
            for field in ("name", "email"):
                if not cleaned.get(field) and field not in self.errors:
                    self.add_error(field, _("Somebody else needs a name and an address to be asked in."))
        return cleaned


class HoursForm(forms.Form):
    """The week in which hours can be booked, a line a day: `9:00-12:00, 13:00-17:00`."""

    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes of a session"), min_value=15, max_value=180, initial=50
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, words in DAYS:
            self.fields[key] = forms.CharField(label=words, required=False, max_length=80)
        self.order_fields([key for key, _words in DAYS] + ["minutes"])

    def clean(self) -> dict[str, Any]:
        """Adds `weekly`: a list of (weekday from 0 for Monday, start, end)."""
        cleaned = super().clean() or {}
        weekly = []
        for number, (key, _words) in enumerate(DAYS):
            try:
                weekly += [(number, *stretch) for stretch in stretches(cleaned.get(key, ""))]
            except ValidationError as wrong:
                self.add_error(key, wrong)
        if not weekly and not self.errors:
            self.add_error(None, _("Name at least one stretch of hours, or nobody can book."))
        cleaned["weekly"] = weekly
        return cleaned


def stretches(line: str) -> list[tuple[time, time]]:
    """The stretches of one day, in order. Raises ValidationError with what is wrong and how to write it."""
    found: list[tuple[time, time]] = []
    for part in filter(None, (piece.strip() for piece in line.split(","))):
        match = STRETCH.match(part)
        try:
            numbers = [int(number) for number in match.groups()] if match else [99] * 4
            start, end = time(numbers[0], numbers[1]), time(numbers[2], numbers[3])
        except ValueError:
            raise ValidationError(
                _("“%(part)s” is no stretch of hours. Write it like 9:00-12:00, 13:00-17:00.")
                % {"part": part}
            ) from None
        if end <= start or (found and start < found[-1][1]):
            raise ValidationError(_("“%(part)s” ends before it begins, or lies in another.") % {"part": part})
        found.append((start, end))
    return found


class FeeForm(forms.Form):
    """What a session costs; each therapist and each frame can say otherwise later."""

    fee = forms.DecimalField(
        label=gettext_lazy("Fee of a session"), min_value=0, max_value=9999, decimal_places=2
    )
    first_fee = forms.DecimalField(
        label=gettext_lazy("Fee of a first conversation"), min_value=0, max_value=9999, decimal_places=2
    )

    def clean(self) -> dict[str, Any]:
        """As strings, exact to the cent."""
        cleaned = super().clean() or {}
        return {key: str(value) if isinstance(value, Decimal) else value for key, value in cleaned.items()}


class MailForm(forms.Form):
    """Whether messages leave the house."""

    mail = forms.ChoiceField(label=gettext_lazy("Messages"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, has_mail: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = explained(_("None"), _("Messages wait in a list, and you hand them over."))
        sends = explained(_("By mail"), _("In neutral words: never why, never with whom."))
        self.fields["mail"].choices = [("mail", sends), ("none", none)] if has_mail else [("none", none)]  # type: ignore[attr-defined]
        self.fields["mail"].initial = "mail" if has_mail else "none"


TIME = forms.TimeInput(attrs={"type": "time", "step": "300"}, format="%H:%M")


class CoverForm(forms.Form):
    """Monitored or not: what clients are told about danger outside sessions."""

    is_monitored = forms.TypedChoiceField(
        label=gettext_lazy("Does anybody look outside sessions?"),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    opens = forms.TimeField(label=gettext_lazy("On weekdays, from"), required=False, widget=TIME)
    closes = forms.TimeField(label=gettext_lazy("To"), required=False, widget=TIME)
    on_call_name = forms.CharField(
        label=gettext_lazy("Who stands in for you"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Somebody outside for now. Once colleagues are here, one of them can cover."),
    )
    on_call_email = forms.EmailField(
        label=gettext_lazy("Their e-mail address"),
        required=False,
        help_text=gettext_lazy("They learn that something waits and whom to reach; never a client’s name."),
    )
    on_call_phone = forms.CharField(label=gettext_lazy("Their phone"), max_length=40, required=False)
    after_hours_words = forms.CharField(
        label=gettext_lazy("Your own words for the help page"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Shown below the crisis lines. Say what you do and do not do after hours."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_monitored"].choices = [  # type: ignore[attr-defined]
            ("no", explained(_("No"), _("Clients are told so at every place where they write."))),
            (
                "yes",
                explained(_("Yes"), _("In the hours you give, somebody else is told when you do not look.")),
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """Times as minutes from midnight."""
        cleaned = super().clean() or {}
        for name in ("opens", "closes"):
            moment = cleaned.get(name)
            cleaned[name] = moment.hour * 60 + moment.minute if moment else 0
        return cleaned


class KeysForm(forms.Form):
    """One group from the printed sheet."""

    typed = forms.CharField(
        label=gettext_lazy("The group"), max_length=8, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
