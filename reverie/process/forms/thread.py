"""Threads and their corners."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.process.forms.fields import choice, text


class ThreadForm(forms.Form):
    """A thread's name, whom it is about, and one sentence about it."""

    title = text(label=_("Name, best in words that were said"), longest=120, required=True)
    who = text(label=_("Whom it is about"), longest=120)
    about = text(rows=2, label=_("What it is about"), longest=500)


class CornerForm(forms.Form):
    """What stands in one corner of a triangle: a passage of the thread, or words; both may be empty.

    `passages` are the thread's moments, (id, words).
    """

    triangle = forms.CharField(widget=forms.HiddenInput)
    corner = forms.CharField(widget=forms.HiddenInput)
    moment = choice((), label=_("A passage on this thread"))
    words = text(label=_("Words that were said"), longest=300)
    who = text(label=_("Who"), longest=80)

    def __init__(self, *args: Any, passages: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(key), words) for key, words in passages]
        self.fields["moment"].choices = [("", _("None")), *named]  # type: ignore[attr-defined]


class SplitForm(forms.Form):
    """Which moments are to be a thread of their own, and its name."""

    title = text(label=_("Name of the new thread"), longest=120, required=True)
    moments = forms.MultipleChoiceField(
        label=_("Moments that go with it"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, passages: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "split-%s", **kwargs})
        self.fields["moments"].choices = [(str(key), words) for key, words in passages]  # type: ignore[attr-defined]

    def chosen(self) -> list[UUID]:
        """The moments."""
        return [UUID(key) for key in self.cleaned_data["moments"]]
