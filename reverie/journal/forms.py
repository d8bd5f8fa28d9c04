"""Text from the browser -> the words of a page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.accounts.models import Therapist
from reverie.core.form_style import explained
from reverie.journal.models import DREAM, FREE_ASSOCIATION, LETTER, Homework, Share

ONLY_ME = "only_me"
SPARE_PAIRS = 3
MOST_PAIRS = 24
BODY = {"class": "page-body", "autocomplete": "off", "autocapitalize": "sentences"}


class EntryForm(forms.Form):
    """One page. `who` only on a new page; a dream has more fields. Nothing is required: a part is a page."""

    who = forms.ChoiceField(
        label=gettext_lazy("Who can read this page"), required=False, widget=forms.RadioSelect
    )
    title = forms.CharField(required=False, max_length=200, label=gettext_lazy("A name for it"))
    body = forms.CharField(required=False, strip=False, widget=forms.Textarea(attrs=BODY))
    feelings = forms.CharField(required=False, label=gettext_lazy("What it felt like"))
    residue = forms.CharField(required=False, label=gettext_lazy("What of the day before is in it"))
    page = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, kind: str, who: list[tuple[str, Any]], words: Mapping[str, Any], data: Any = None, **other: Any
    ) -> None:
        super().__init__(data, initial={**_initial(words), **other})
        self.headings = [heading for heading, _said in words.get("parts", [])]
        for place, heading in enumerate(self.headings):
            area = forms.Textarea(attrs={"rows": 3, "class": "input"})
            part = forms.CharField(required=False, strip=False, label=heading, widget=area)
            self.fields[f"part_{place}"] = part
        self.pairs = min(len(words.get("associations", [])) + SPARE_PAIRS, MOST_PAIRS)
        if who:
            field = self.fields["who"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = who
        else:
            del self.fields["who"]
        if kind == DREAM:
            self._add_pairs()
        else:
            del self.fields["feelings"], self.fields["residue"]
        for name in ("title", "feelings", "residue"):
            if name in self.fields:
                self.fields[name].widget.attrs["class"] = "input"
        if kind != FREE_ASSOCIATION:
            words_above = _("To whom") if kind == LETTER else _("A name for it, if it has one")
            self.fields["title"].widget.attrs |= {"class": "title-input", "placeholder": words_above}

    def _add_pairs(self) -> None:
        for place in range(self.pairs):
            element = forms.CharField(required=False, label=_("Something in it"))
            said = forms.CharField(required=False, label=_("What comes to mind"))
            for field in (element, said):
                field.widget.attrs["class"] = "input"
            self.fields[f"element_{place}"], self.fields[f"said_{place}"] = element, said

    def pair_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of the associations, two by two."""
        places = [place for place in range(self.pairs) if f"element_{place}" in self.fields]
        return [(self[f"element_{place}"], self[f"said_{place}"]) for place in places]

    def part_fields(self) -> list[forms.BoundField]:
        """The fields of the sheet's parts, in their order."""
        return [self[f"part_{place}"] for place in range(len(self.headings))]

    def words(self) -> dict[str, Any]:
        """The words of the page as they are sealed."""
        kept = self.cleaned_data
        pairs = [
            [kept.get(f"element_{place}", ""), kept.get(f"said_{place}", "")] for place in range(self.pairs)
        ]
        found = {name: kept.get(name) or "" for name in ("title", "body", "feelings", "residue")}
        parts = [[heading, kept.get(f"part_{place}") or ""] for place, heading in enumerate(self.headings)]
        return {**found, "associations": [pair for pair in pairs if any(pair)], "parts": parts}

    def reader(self, readers: list[Therapist]) -> tuple[Therapist | None, str]:
        """Who is to read it, and from when; (None, "") for "only me"."""
        mode, _colon, wanted = self.cleaned_data.get("who", "").partition(":")
        return next(((row, mode) for row in readers if str(row.id) == wanted), (None, ""))


class SaveForm(forms.Form):
    """What autosave.js sends besides the fields of the page."""

    save_id = forms.UUIDField()
    version = forms.IntegerField(min_value=0)
    page = forms.UUIDField(required=False)


class ShareForm(forms.Form):
    """Share a finished page."""

    who = forms.ChoiceField(label=gettext_lazy("Who can read this page"), widget=forms.RadioSelect)

    def __init__(self, who: list[tuple[str, Any]], data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = who

    def reader(self, readers: list[Therapist]) -> tuple[Therapist | None, str]:
        """As in EntryForm."""
        mode, _colon, wanted = self.cleaned_data["who"].partition(":")
        return next(((row, mode) for row in readers if str(row.id) == wanted), (None, ""))


class HomeworkForm(forms.Form):
    """An invitation in the therapist's words."""

    words = forms.CharField(
        label=gettext_lazy("What you invite to, in your words"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "input"}),
    )
    sheet = forms.CharField(
        label=gettext_lazy("The parts of its page, a line each"),
        help_text=gettext_lazy("Without any, the client writes on an empty page."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
    )

    def headings(self) -> list[str]:
        """The parts of the page."""
        return [line.strip() for line in self.cleaned_data["sheet"].splitlines() if line.strip()]


class LibraryForm(HomeworkForm):
    """An invitation of the practice's own library."""

    group = forms.CharField(
        label=gettext_lazy("Where it stands in the list"),
        help_text=gettext_lazy("A heading such as “Sleep”; without one it stands under “Of this practice”."),
        required=False,
        max_length=120,
    )


class TalkedForm(forms.Form):
    """What became of an invitation."""

    state = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        choices=[
            (Homework.TALKED_ABOUT, gettext_lazy("Talked about")),
            (Homework.DONE, gettext_lazy("Done")),
            (Homework.NOT_DONE, gettext_lazy("Not done")),
        ],
        initial=Homework.TALKED_ABOUT,
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label=gettext_lazy("A line about it"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "input"}),
    )


def who_choices(
    readers: list[tuple[Therapist, str]], *, offers_now: bool, with_only_me: bool = True
) -> list[tuple[str, Any]]:
    """The choices of `who`: only me first; then each therapist with when the next hour is, in words.

    `offers_now` where the practice declares who covers after hours.
    """
    only_me = explained(
        _("Only me"), _("Sealed for you. Neither your therapist nor anybody else can open it here.")
    )
    choices: list[tuple[str, Any]] = [(ONLY_ME, only_me)] if with_only_me else []
    for therapist, hour in readers:
        when = _("from {hour}").format(hour=hour) if hour else _("from the next hour that you agree on")
        taking_back = _("You can take it back, but not what has been read.")
        later = f"{therapist.name}, {when}. {taking_back}"
        choices.append(
            (f"{Share.NEXT_HOUR}:{therapist.id}", explained(_("My therapist from the next hour on"), later))
        )
        if offers_now:
            at_once = _("{name}, perhaps not the same day.").format(name=therapist.name)
            hint = f"{at_once} {taking_back}"
            choices.append((f"{Share.NOW}:{therapist.id}", explained(_("My therapist now"), hint)))
    return choices


def _initial(words: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: text for name, text in words.items() if name not in ("associations", "parts")}
    for place, (_heading, said) in enumerate(words.get("parts", [])):
        found[f"part_{place}"] = said
    for place, (element, said) in enumerate(words.get("associations", [])):
        found[f"element_{place}"], found[f"said_{place}"] = element, said
    return {"who": ONLY_ME, **found}


def as_fields(words: Mapping[str, Any]) -> dict[str, str]:
    """The words of a draft by the names of the form's fields, for the choice between two texts."""
    return {name: str(text) for name, text in _initial(words).items() if text and name != "who"}
