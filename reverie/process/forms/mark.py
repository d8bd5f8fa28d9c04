"""Marking passages: what the browser sends, as a mark."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.process.actions import Mark
from reverie.process.forms.fields import choice, kind_choices, text
from reverie.process.models.kinds import Field, Kind, kinds

NEW = "new"
STEP_WORDS = {
    "": _("comes back"),
    "noticed": _("first noticed"),
    "named": _("named"),
    "interpreted": _("interpreted"),
    "eased": _("eased: something changed"),
    "reopened": _("opens again"),
}


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
    is_stretch = dash and len(value) < 20 and start.isdecimal() and end.isdecimal()
    return (int(start), int(end)) if is_stretch else None
