"""What belongs to a dream, typed as lines."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.process.actions import DreamWords
from reverie.process.forms.fields import choice, text


class DreamForm(forms.Form):
    """Day residue, associations and codings; `pages` are dreams that the client shares, (id, day)."""

    residue = text(rows=2, longest=2000, label=_("Day residue"))
    associations = text(
        rows=5,
        longest=8000,
        label=_("What came to mind, an element a line"),
        help_text=_("the kettle: tea, her tray"),
    )
    entry = choice((), label=_("The client’s own page of it"))
    codes = text(
        rows=3, longest=4000, label=_("Hall and Van de Castle, a code a line"), help_text=_("character 1FMA")
    )

    def __init__(self, *args: Any, pages: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shared = [(str(key), day) for key, day in pages]
        self.fields["entry"].choices = [("", _("None, or not shared")), *shared]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(words: dict[str, Any]) -> dict[str, Any]:
        """The lines of a report."""
        return {
            "residue": words["residue"],
            "entry": words["entry"] or "",
            "associations": "\n".join(f"{row['element']}: {row['text']}" for row in words["associations"]),
            "codes": "\n".join(f"{row['scale']} {row['code']}" for row in words["codes"]),
        }

    def words(self) -> DreamWords:
        """The clean values; a line without a colon is an element alone."""
        found = self.cleaned_data
        lines = [line.partition(":") for line in found["associations"].splitlines() if line.strip()]
        codes = [line.strip().partition(" ") for line in found["codes"].splitlines() if line.strip()]
        return DreamWords(
            residue=found["residue"],
            associations=tuple((element.strip(), words.strip()) for element, _colon, words in lines),
            codes=tuple((scale, code.strip()) for scale, _space, code in codes),
            entry=UUID(found["entry"]) if found["entry"] else None,
        )
