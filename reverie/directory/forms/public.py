"""What a visitor typed or chose, as clean values."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from reverie.core import zones
from reverie.core.form_style import explained
from reverie.directory.queries import Search, approaches, concerns, facet, names_of

PLACES = [("office", _("In person")), ("online", _("Online"))]
DAYS = [
    ("0", _("Mondays")), ("1", _("Tuesdays")), ("2", _("Wednesdays")), ("3", _("Thursdays")),
    ("4", _("Fridays")), ("5", _("Saturdays")), ("6", _("Sundays")),
]  # fmt: skip
ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
         "America/Anchorage", "Pacific/Honolulu")  # fmt: skip
"""Clocks to choose from, beside the practice's own."""
WHEN = [("morning", _("Mornings")), ("midday", _("Middle of the day")), ("evening", _("Evenings"))]
MOST = [
    ("", _("Any price")),
    ("10000", _("Up to $100")),
    ("15000", _("Up to $150")),
    ("18000", _("Up to $180")),
]


def instant(typed: str) -> datetime:
    """The instant (UTC) of an address or a chip. Raises ValidationError for anything else."""
    try:
        return datetime.strptime(typed, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        raise forms.ValidationError(_("Choose one of the open hours.")) from None


class LongList(forms.Select):
    """A list of a hundred names, written in one go: a template for each name takes longer than the search."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = frozenset(self.format_value(value))
        options = _options(tuple((str(code), str(words)) for code, words in self.choices), chosen)
        found = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>{}</select>', name, found, options)


@lru_cache(maxsize=512)
def _options(choices: tuple[tuple[str, str], ...], chosen: frozenset[str]) -> SafeString:
    """The names of a list, with what was chosen; one search asks for the same as another."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((code, " selected" if code in chosen else "", words) for code, words in choices),
    )


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes to tick, each written in one go, for the same reason."""

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        one = context["widget"]
        if one["type"] != "checkbox" or "value" not in one or "optgroups" in one:
            return super()._render(template_name, context, renderer)  # type: ignore[misc,no-any-return]
        value, attrs = one["value"], flatatt(one["attrs"])
        return format_html('<input type="checkbox" name="{}" value="{}"{}>', one["name"], value, attrs)


class FindForm(forms.Form):
    """The facets of the search. Concerns are read from the body alone, never from the address."""

    concern = forms.MultipleChoiceField(label=_("What brings you"), required=False, widget=Ticks)
    state = forms.ChoiceField(label=_("Where you will be during sessions"), required=False, widget=LongList)
    place = forms.MultipleChoiceField(label=_("How you would meet"), required=False, widget=Ticks)
    insurer = forms.ChoiceField(label=_("Insurance"), required=False, widget=LongList)
    most = forms.ChoiceField(
        label=_("The most you would pay for a session"), required=False, choices=MOST, widget=LongList
    )
    when = forms.MultipleChoiceField(label=_("When"), required=False, widget=Ticks)
    day = forms.MultipleChoiceField(label=_("On which days"), required=False, widget=Ticks)
    zone = forms.ChoiceField(label=_("Times as the clock shows them in"), required=False, widget=LongList)
    page = forms.IntegerField(required=False, min_value=1, max_value=5000)
    language = forms.ChoiceField(label=_("Language"), required=False, widget=LongList)
    approach = forms.MultipleChoiceField(label=_("Ways of working"), required=False, widget=Ticks)
    who = forms.ChoiceField(label=_("Who would come"), required=False, widget=LongList)
    age = forms.ChoiceField(label=_("How old"), required=False, widget=LongList)
    access = forms.ChoiceField(label=_("What has to be there"), required=False, widget=LongList)

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "f-%s", **kwargs})
        self._zone = zone
        states, insurers, languages = names_of("states", "insurers", "languages")
        self._choose("zone", [(one, one.replace("_", " ")) for one in self._clocks()])
        plain = {"concern": concerns().items(), "place": PLACES, "when": WHEN, "day": DAYS}
        for name, choices in plain.items():
            # With an empty hint, since a template looks long for one that is not there.
            self._choose(name, [(code, explained(str(words), "")) for code, words in choices])
        self._choose("state", [("", _("Anywhere")), *[(name, name) for name in states]])
        self._choose("insurer", [("", _("Any, or I will pay myself")), *[(name, name) for name in insurers]])
        self._choose("language", [("", _("Any language")), *[(name, name) for name in languages]])
        ways = [(code, explained(way["name"], way["words"])) for code, way in approaches().items()]
        self._choose("approach", ways)
        self._choose("who", [("", _("Anybody")), *facet("formats").items()])
        self._choose("age", [("", _("Any age")), *facet("ages").items()])
        self._choose("access", [("", _("Nothing in particular")), *facet("accessibility").items()])

    def _clocks(self) -> list[str]:
        """The practice's clock, that of the reader when it is one on earth, and some to choose from."""
        asked = self.data.get("zone", "")
        return list(
            dict.fromkeys(
                (self._zone, *((asked,) if asked in dict(zones.choices()) and asked else ()), *ZONES)
            )
        )

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def search(self) -> Search:
        """The search as asked; a facet with a value that does not exist counts as left open."""
        self.is_valid()
        data = self.cleaned_data
        return Search(
            concerns=tuple(data.get("concern") or ()),
            approaches=tuple(data.get("approach") or ()),
            places=tuple(data.get("place") or ()),
            insurer=data.get("insurer") or "",
            language=data.get("language") or "",
            state=data.get("state") or "",
            format=data.get("who") or "",
            age=data.get("age") or "",
            access=data.get("access") or "",
            most_cents=int(data["most"]) if data.get("most") else None,
            when=tuple(data.get("when") or ()),
            days=tuple(int(day) for day in data.get("day") or ()),
        )

    def shareable(self) -> list[tuple[str, str]]:
        """What an address of this search may hold: every facet but what brings somebody."""
        asked = {**self.cleaned_data, "concern": None, "page": None}
        if asked.get("zone") == self._zone:
            asked["zone"] = None
        pairs = [(name, value if isinstance(value, list) else [value]) for name, value in asked.items()]
        return [(name, str(one)) for name, values in pairs for one in values if one]

    def reading(self) -> tuple[str, int]:
        """The zone of the reader's clock, and which page they read; `search` has been asked."""
        return self.cleaned_data.get("zone") or self._zone, self.cleaned_data.get("page") or 1


class HourForm(forms.Form):
    """Which open hour, and where; both come from the therapist's page."""

    start = forms.CharField()
    place = forms.ChoiceField(choices=PLACES)

    def clean_start(self) -> datetime:
        """An instant in UTC."""
        return instant(self.cleaned_data["start"])


class WhoForm(forms.Form):
    """Who asks or books. The words go, sealed, to the therapist alone."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("What you would like to be called."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("For this alone. Messages never say what it is about."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    words = forms.CharField(
        label=_("What would you like to say beforehand?"),
        required=False,
        max_length=4000,
        help_text=_("Only the therapist reads this. You can leave it empty."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    understood = forms.BooleanField(
        label=_("I understand that nobody watches for messages here, and that 988 answers at any hour."),
        error_messages={"required": _("Please tick this, so that we know you have read it.")},
    )

    def person(self) -> dict[str, str]:
        """Name, e-mail, telephone and words as the action takes them."""
        return {name: self.cleaned_data[name] for name in ("name", "email", "phone", "words")}


class BookForm(WhoForm):
    """A first consultation; its words may stay empty."""


class AskForm(WhoForm):
    """A question to a therapist; here a few words are needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = self.fields["words"]
        words.required = True
        words.label = _("What would you like to ask or say?")
        words.help_text = _("Only the therapist reads this. You may also say when you could come.")
