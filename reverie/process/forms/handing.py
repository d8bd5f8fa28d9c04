"""Making a copy ready: aliases, lines, title and question, to whom and until when."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.process.actions import HandingWords
from reverie.process.forms.fields import choice, day, text

A_ROW, MOST_ROWS = 36, 12
"""Characters in a row of a field, and rows before it scrolls."""
SPARE = 3
"""Empty pairs offered below the ones that are there."""


class HandingForm(forms.Form):
    """Starts from the sealed `words`; `readers` are the author's own open supervisions, (id, name).

    `usual` is the last day that is proposed.
    """

    title = text(longest=120, label=_("Title, with an alias"), help_text=_("Ms A., the kettle"))
    question = text(rows=3, longest=4000, label=_("What you would like to think about"))
    supervision = choice((), label=_("To whom"))
    until = day(label=_("Can be read through the end of"))
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        words: dict[str, Any],
        readers: Sequence[tuple[str, str]],
        usual: date,
    ) -> None:
        kept = {name: words[name] for name in ("title", "question", "supervision", "until") if words[name]}
        super().__init__(data, initial={"until": usual, **kept})
        self.fields["supervision"].choices = list(readers)  # type: ignore[attr-defined]
        self.lines = self._count("text", len(words["lines"]))
        self.pairs = self._count("original", len(words["aliases"]) + SPARE)
        for place in range(self.lines):
            line = words["lines"][place] if place < len(words["lines"]) else {"who": "", "text": ""}
            self._line(place, line)
        for place in range(self.pairs):
            pair = words["aliases"][place] if place < len(words["aliases"]) else {}
            self._pair(place, pair)

    def _count(self, name: str, otherwise: int) -> int:
        return sum(bool(re.fullmatch(rf"{name}-\d+", key)) for key in self.data) or otherwise

    def _line(self, place: int, line: dict[str, str]) -> None:
        number = {"number": place + 1}
        who, said = _("Who says line %(number)s") % number, _("Line %(number)s") % number
        self.fields[f"who-{place}"] = text(longest=80, label=who, initial=line["who"])
        rows = max(2, min(MOST_ROWS, len(line["text"]) // A_ROW + 1))
        self.fields[f"text-{place}"] = text(rows=rows, longest=40_000, label=said, initial=line["text"])

    def _pair(self, place: int, pair: dict[str, str]) -> None:
        number = {"number": place + 1}
        before, after = _("What was said, %(number)s") % number, _("What stands for it, %(number)s") % number
        self.fields[f"original-{place}"] = text(longest=200, label=before, initial=pair.get("original", ""))
        self.fields[f"alias-{place}"] = text(longest=200, label=after, initial=pair.get("alias", ""))

    def line_rows(self) -> list[list[forms.BoundField]]:
        """Speaker and words of each line."""
        return [[self[f"who-{place}"], self[f"text-{place}"]] for place in range(self.lines)]

    def pair_rows(self) -> list[list[forms.BoundField]]:
        """Original and alias of each pair."""
        return [[self[f"original-{place}"], self[f"alias-{place}"]] for place in range(self.pairs)]

    def looked(self) -> frozenset[str]:
        """What the author ticked that it may stay."""
        ticked = self.data.getlist("looked") if hasattr(self.data, "getlist") else []
        return frozenset(ticked)

    def words(self) -> HandingWords:
        """The clean values."""
        found = self.cleaned_data
        pairs = [(found[f"original-{place}"], found[f"alias-{place}"]) for place in range(self.pairs)]
        return HandingWords(
            title=found["title"],
            question=found["question"],
            lines=tuple((found[f"who-{place}"], found[f"text-{place}"]) for place in range(self.lines)),
            aliases=tuple(pairs),
            supervision=found["supervision"],
            until=found["until"],
            looked=self.looked(),
        )
