"""The fields of this room's forms in our look."""

from typing import Any

from django import forms

from reverie.process.actions.sheet import LONGEST
from reverie.process.models.kinds import kinds

UNKEPT = {"autocomplete": "off"}
"""Without it a browser writes what was typed into its profile, to restore the page after a crash."""


def text(*, rows: int = 0, longest: int = 0, **more: Any) -> forms.CharField:
    """A text field in our look; optional unless told otherwise, spaces at the ends kept."""
    attrs: dict[str, Any] = {"class": "input", **UNKEPT} | ({"rows": rows} if rows else {})
    widget = forms.Textarea(attrs=attrs) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(**{"required": False, "max_length": longest or LONGEST, "widget": widget, **more})


def choice(choices: Any, **more: Any) -> forms.ChoiceField:
    """A list to choose from in our look."""
    widget = forms.Select(attrs={"class": "input", **UNKEPT})
    return forms.ChoiceField(**{"required": False, "choices": choices, "widget": widget, **more})


def day(**more: Any) -> forms.DateField:
    """A day, as the browser's own field gives it; optional unless told otherwise."""
    widget = forms.DateInput(attrs={"class": "input", "type": "date", **UNKEPT}, format="%Y-%m-%d")
    return forms.DateField(**{"required": False, "widget": widget, **more})


def kind_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds in their groups, for a select."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind in kinds().values():
        groups.setdefault(kind.group, []).append((kind.code, kind.name))
    return list(groups.items())
