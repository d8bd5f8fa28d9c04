"""Text from the browser: marks, sheets, threads and searches; never saves."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.process.actions import Mark, SheetWords
from reverie.process.actions.sheet import LONGEST
from reverie.process.models.kinds import Field, Kind, kinds
from reverie.process.queries.search import Wanted

NEW = "new"
STEP_WORDS = {
    "": _("comes back"),
    "noticed": _("first noticed"),
    "named": _("named"),
    "interpreted": _("interpreted"),
    "eased": _("eased: something changed"),
    "reopened": _("opens again"),
}


def text(*, rows: int = 0, longest: int = 0, **more: Any) -> forms.CharField:
    """A text field in our look; optional unless told otherwise, spaces at the ends kept."""
    attrs: dict[str, Any] = {"class": "input"} | ({"rows": rows} if rows else {})
    widget = forms.Textarea(attrs=attrs) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(**{"required": False, "max_length": longest or LONGEST, "widget": widget, **more})


def choice(choices: Any, **more: Any) -> forms.ChoiceField:
    """A list to choose from in our look."""
    widget = forms.Select(attrs={"class": "input"})
    return forms.ChoiceField(**{"required": False, "choices": choices, "widget": widget, **more})


class MarkForm(forms.Form):
    """Mark a passage: words, kind, what the kind asks for, thread. Codes may wait; the kind may not."""

    words = text(rows=2, label=_("Words, shorten them if you like"), required=True)
    within = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = choice((), label=_("Kind of moment"), required=True)
    thread = choice((), label=_("Thread"))
    new_thread = text(label=_("Name of the new thread"), longest=120)
    step = choice(STEP_WORDS.items(), label=_("What happens to the thread here"))
    note = text(rows=2, label=_("Note"), longest=4000)
    second = text(rows=2, label=_("A second passage that shows it"))

    def __init__(self, *args: Any, threads: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "mk-%s", **kwargs})
        self.threads = threads
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]
        named = [(str(key), title) for key, title in threads.items()]
        self.fields["thread"].choices = [("", _("None")), *named, (NEW, _("Start a new thread"))]  # type: ignore[attr-defined]
        for kind in kinds().values():
            for field in kind.fields:
                self.fields[f"{kind.code}-{field.name}"] = code_field(field)

    def groups(self) -> list[tuple[Kind, list[forms.BoundField]]]:
        """The code fields of each kind, for a fieldset each; kinds that ask nothing are left out."""
        return [
            (kind, [self[f"{kind.code}-{field.name}"] for field in kind.fields])
            for kind in kinds().values()
            if kind.fields
        ]

    def clean(self) -> dict[str, Any]:
        """A new thread needs a name."""
        cleaned = super().clean() or {}
        if cleaned.get("thread") == NEW and not cleaned.get("new_thread", "").strip():
            self.add_error("new_thread", _("Give the new thread a name, best in words that were said."))
        return cleaned

    def mark(self) -> Mark:
        """The clean values; the name of a new thread is in `cleaned_data["new_thread"]`."""
        found = self.cleaned_data
        kind = kinds()[found["kind"]]
        codes = {field.name: found.get(f"{kind.code}-{field.name}") for field in kind.fields}
        mark = Mark(
            words=found["words"],
            kind=kind.code,
            codes={name: value for name, value in codes.items() if value not in (None, "")},
            note=found["note"].strip(),
            second=found["second"].strip(),
            within=_stretch(found["within"]),
        )
        return (
            on_thread(mark, UUID(found["thread"]), found["step"])
            if found["thread"] not in {"", NEW}
            else mark
        )


class ChangeForm(MarkForm):
    """Say something else about a moment; empty words leave the passage where it is."""

    words = text(rows=2, label=_("Other words, if the passage should begin or end elsewhere"))
    keep = forms.MultipleChoiceField(
        required=False, label=_("On these threads"), widget=forms.CheckboxSelectMultiple
    )
    thread = choice((), label=_("And on this one"))

    def __init__(self, *args: Any, threads: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, threads=threads, **kwargs)
        self.fields["keep"].choices = [(str(key), title) for key, title in threads.items()]  # type: ignore[attr-defined]

    def mark(self) -> Mark:
        """The clean values, with the threads that stay."""
        mark = super().mark()
        kept = [UUID(key) for key in self.cleaned_data["keep"]]
        return replace(mark, threads=tuple(dict.fromkeys([*kept, *mark.threads])))


def on_thread(mark: Mark, thread: UUID, step: str) -> Mark:
    """The mark, tied to one more thread, with the step taken there."""
    steps = {**mark.steps, thread: (step,)} if step else mark.steps
    return replace(mark, threads=(*mark.threads, thread), steps=steps)


def kind_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds in their groups, for a select."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind in kinds().values():
        groups.setdefault(kind.group, []).append((kind.code, kind.name))
    return list(groups.items())


def code_field(field: Field) -> forms.Field:
    """The form field of what a kind asks for."""
    if field.options:
        return choice([("", _("Not said")), *field.options.items()], label=field.label)
    if field.number:
        low, high, step = field.number
        widget = forms.NumberInput(attrs={"class": "input", "step": step})
        return forms.FloatField(
            required=False, min_value=low, max_value=high, step_size=step, label=field.label, widget=widget
        )
    return text(label=field.label, longest=field.longest)


def _stretch(value: str) -> tuple[int, int] | None:
    start, dash, end = value.partition("-")
    return (int(start), int(end)) if dash and start.isdigit() and end.isdigit() else None


class SheetForm(forms.Form):
    """The writing page. `version` is the draft's, `kept` the sheet's that is being edited."""

    body = text(rows=18, label=_("Notes"), strip=False)
    carry_over = text(rows=2, label=_("Carry over to the next hour"), longest=2000)
    reactions = text(rows=2, label=_("What the hour did with you"), longest=4000)
    title = text(label=_("Title, for a sheet without an hour"), longest=120)
    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    kept = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def sheet_words(self) -> SheetWords:
        """What to keep; line ends as one sign."""
        found = self.cleaned_data
        return SheetWords(
            body=found["body"].replace("\r\n", "\n").rstrip(),
            title=found["title"].strip(),
            carry_over=found["carry_over"].strip(),
            reactions=found["reactions"].strip(),
        )


class DraftForm(SheetForm):
    """One autosave: the fields of the page and the id of this save."""

    save_id = forms.UUIDField()

    def changed(self) -> dict[str, str]:
        """The words as typed."""
        names = ("body", "carry_over", "reactions", "title")
        return {name: self.cleaned_data[name].replace("\r\n", "\n") for name in names}


class CarryForm(forms.Form):
    """One line to oneself for the next hour."""

    carry_over = text(rows=3, label=_("To yourself"), longest=2000)


class ThreadForm(forms.Form):
    """A thread's name and one sentence about it."""

    title = text(label=_("Name, best in words that were said"), longest=120, required=True)
    about = text(rows=2, label=_("What it is about"), longest=500)


class CornerForm(forms.Form):
    """Words for one corner of a triangle."""

    triangle = forms.CharField(widget=forms.HiddenInput)
    corner = forms.CharField(widget=forms.HiddenInput)
    words = text(label=_("Words that were said"), longest=300)
    who = text(label=_("Who"), longest=80)


class SearchForm(forms.Form):
    """What to look for; all fields narrow, one is needed."""

    phrase = text(label=_("Words"), longest=200)
    client = choice((), label=_("Whose hours"))
    kind = choice((), label=_("Kind of moment"))
    thread = choice((), label=_("Thread"))
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=1900,
        max_value=2200,
        widget=forms.NumberInput(attrs={"class": "input"}),
    )

    def __init__(
        self, *args: Any, clients: Mapping[UUID, str], threads: Mapping[UUID, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        everyone, any_kind, any_thread = ("", _("Everybody’s")), ("", _("Any")), ("", _("Any"))
        named = [(str(key), name) for key, name in clients.items()]
        self.fields["client"].choices = [everyone, *named]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [any_kind, *kind_choices()]  # type: ignore[attr-defined]
        titles = [(str(key), title) for key, title in threads.items()]
        self.fields["thread"].choices = [any_thread, *titles]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Something must be looked for."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in ("phrase", "kind", "thread")):
            raise forms.ValidationError(_("Write some words, or choose a kind or a thread."))
        return cleaned

    def wanted(self) -> Wanted:
        """The clean values."""
        found = self.cleaned_data
        thread = UUID(found["thread"]) if found["thread"] else None
        return Wanted(found["phrase"].strip(), found["kind"], thread, found["year"])
