"""A formulation from the browser: a text, optional fields, claims with the sessions they rest on."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from reverie.process.actions import Claim, FormulationWords
from reverie.process.forms.fields import choice, text
from reverie.process.queries.formulation import Version, form_data

SURE = [("guess", _("a guess")), ("likely", _("likely")), ("firm", _("firm"))]
SPARE = 2
"""Empty claims offered below the ones that are there."""


class FormulationForm(forms.Form):
    """Starts from the latest of `versions`; `sheets` maps session numbers to the author's sheets."""

    text = text(rows=12, label=_("In your words"))
    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, versions: Sequence[Version], sheets: Mapping[int, UUID], **kwargs: Any
    ) -> None:
        last = versions[0] if versions else None
        words: dict[str, Any] = last.words if last else {"text": "", "fields": {}, "claims": []}
        super().__init__(
            *args, **{"initial": {"text": words["text"], "based_on": last.number if last else 0}, **kwargs}
        )
        self.sheets = sheets
        self.kept = words["claims"]
        sent = [name for name in self.data if re.fullmatch(r"claim-\d+", name)]
        self.count = len(sent) if sent else len(self.kept) + SPARE
        for part in form_data()["part"]:
            for name, label in part["fields"].items():
                self.fields[name] = text(
                    rows=2, longest=8000, label=label, initial=words["fields"].get(name, "")
                )
        for place in range(self.count):
            self._add_claim(place, self.kept[place] if place < len(self.kept) else None)

    def _add_claim(self, place: int, held: dict[str, Any] | None) -> None:
        numbers = {str(sheet): number for number, sheet in self.sheets.items()}
        rests = (
            sorted({numbers[row["sheet"]] for row in held["evidence"] if row["sheet"] in numbers})
            if held
            else []
        )
        moments = (
            [f"{row['sheet']}/{row['moment']}" for row in held["evidence"] if row["moment"]] if held else []
        )
        self.fields[f"claim-{place}"] = text(
            rows=2, longest=600, label=_("Claim %s") % (place + 1), initial=held["claim"] if held else ""
        )
        self.fields[f"sure-{place}"] = choice(
            SURE, label=_("How sure"), initial=held["confidence"] if held else "likely"
        )
        self.fields[f"rests-{place}"] = text(
            longest=200, label=_("Rests on sessions, by number"), initial=", ".join(map(str, rests))
        )
        self.fields[f"moments-{place}"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=" ".join(moments)
        )

    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The optional fields in their parts."""
        return [(part["name"], [self[name] for name in part["fields"]]) for part in form_data()["part"]]

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each claim."""
        names = ("claim", "sure", "rests", "moments")
        return [[self[f"{name}-{place}"] for name in names] for place in range(self.count)]

    def clean(self) -> dict[str, Any]:
        """Session numbers must be numbers of sessions that have a sheet."""
        cleaned = super().clean() or {}
        for place in range(self.count):
            unknown = [
                part for part in _parts(cleaned.get(f"rests-{place}", "")) if _number(part) not in self.sheets
            ]
            if unknown:
                words = _("There is no sheet of session %s. Write numbers with commas between, as 4, 10.")
                self.add_error(f"rests-{place}", words % ", ".join(unknown))
        return cleaned

    def words(self) -> FormulationWords:
        """The clean values; claims without words are left out."""
        found = self.cleaned_data
        claims = [self._claim(place) for place in range(self.count) if found[f"claim-{place}"].strip()]
        names = [name for part in form_data()["part"] for name in part["fields"]]
        return FormulationWords(found["text"], {name: found[name] for name in names}, tuple(claims))

    def _claim(self, place: int) -> Claim:
        found = self.cleaned_data
        numbers = dict.fromkeys(_number(part) for part in _parts(found[f"rests-{place}"]))
        moments = [_pair(part) for part in found[f"moments-{place}"].split()]
        held = set(self.sheets.values())
        evidence: list[tuple[UUID, UUID | None]] = [pair for pair in moments if pair and pair[0] in held]
        named = {sheet for sheet, _moment in evidence}
        sheets = [self.sheets[number] for number in numbers if number is not None]
        evidence = [pair for pair in evidence if pair[0] in sheets]
        evidence += [(sheet, None) for sheet in sheets if sheet not in named]
        return Claim(found[f"claim-{place}"].strip(), found[f"sure-{place}"] or "likely", tuple(evidence))


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[,;\s]+", text) if part]


def _number(part: str) -> int | None:
    return int(part) if part.isdecimal() and len(part) < 6 else None


def _pair(text: str) -> tuple[UUID, UUID] | None:
    sheet, _slash, moment = text.partition("/")
    try:
        return UUID(sheet), UUID(moment)
    except ValueError:
        return None
