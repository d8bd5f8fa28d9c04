"""The words of the forms, read from FHIR Questionnaires in `data/forms` and in `packs` of REVERIE_HOME.

No wording lives anywhere else. A pack is a form that a practice brings with its licence (packs.py).

A question is matched to an item of the scoring key by its LOINC code, by its linkId otherwise; where the
key knows neither (our own forms), by its place.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from reverie.instruments import scoring
from reverie.instruments.instrument import Instrument

FOLDER = Path(__file__).parent / "data" / "forms"
FILES = {
    "phq-9": "Questionnaire-phq-9-example.json",
    "gad-7": "Questionnaire-gad-7.json",
    "phq-4": "Questionnaire-phq-4.json",
    "audit-c": "Questionnaire-AUDIT-C.json",
    "taps": "Questionnaire-TAPS.json",
    "alliance-check": "Questionnaire-alliance-check.json",
}
# US Core's PHQ-9 file leaves out the sentence above the items: the one above GAD-7's, by the same authors.
LEADS_FROM = {"phq-9": "gad-7"}
# AUDIT-C's first question in that file asks for a count. It is kept as it was given; one above the key's
# range leaves the form without a total. A practice may bring the wording or the language it is used to in
# place of any form but our own (packs.py).
MAY_BE_REPLACED = frozenset(FILES) - {"alliance-check"}
MOST = 999
# LOINC's additions to the name of a question, which are no part of the question.
ADDED_BY_LOINC = (" in last 2 weeks [Reported.PHQ]", " [Reported.PHQ]", " [Reported]", " [TAPS]")
# What a client calls a form; never the instrument's name.
TITLES: dict[str, str | Promise] = {
    "phq-9": gettext_lazy("Nine questions about the last two weeks"),
    "gad-7": gettext_lazy("Seven questions about worry in the last two weeks"),
    "phq-4": gettext_lazy("Four questions about the last two weeks"),
    "audit-c": gettext_lazy("Three questions about alcohol"),
    "taps": gettext_lazy("Five questions about tobacco, alcohol and other substances"),
    "alliance-check": gettext_lazy("Four questions about the last hour"),
}
SECONDS_A_QUESTION = 10
"""Our own estimate, for saying how long a form takes and for asking little at a time."""
ORDINALS = ("/ordinalValue", "/itemWeight")


@dataclass(frozen=True)
class Option:
    """One answer: its value for the key, its words, its FHIR coding."""

    value: int
    words: str
    coding: dict[str, str]


@dataclass(frozen=True)
class Question:
    """One question. `number` is the item of the key; questions past its last item are never scored."""

    number: int
    link_id: str
    words: str
    coding: dict[str, str]
    options: tuple[Option, ...]
    is_scored: bool
    is_risk: bool
    hint: str = ""

    def option(self, value: int) -> Option | None:
        """The option of this value, or None."""
        return next((option for option in self.options if option.value == value), None)

    def takes(self, value: int) -> bool:
        """True for the value of an option, or for a plausible count where the form asks how many."""
        return self.option(value) is not None if self.options else 0 <= value <= MOST


@dataclass(frozen=True)
class Questionnaire:
    """A form as it is shown: what stands above the questions, the questions, whose words they are."""

    code: str
    url: str
    version: str
    lead: str
    notice: str
    questions: tuple[Question, ...]

    def question(self, number: int) -> Question | None:
        """The question of this number, or None."""
        return next((question for question in self.questions if question.number == number), None)


def pack_folder() -> Path:
    """Where the forms lie that a practice brought."""
    return Path(settings.HOME) / "packs"


def packs() -> tuple[str, ...]:
    """The instruments whose words a practice brought."""
    brought = (path.stem for path in pack_folder().glob("*.json"))
    return tuple(sorted(code for code in brought if code not in FILES or code in MAY_BE_REPLACED))


def known() -> tuple[str, ...]:
    """The instruments whose words are here: those that ship, then the packs."""
    return tuple(dict.fromkeys((*FILES, *packs())))


def codes() -> tuple[str, ...]:
    """The instruments that may be asked, in the order of offer."""
    return known()


def title(code: str) -> str | Promise:
    """What a client calls the form, in plain words."""
    return TITLES.get(code, scoring.get(code).name)


def seconds(code: str) -> int:
    """How long a form takes, by our estimate."""
    return len(get(code).questions) * SECONDS_A_QUESTION


def minutes(code: str) -> int:
    """The same in whole minutes, at least one."""
    return max(1, round(seconds(code) / 60))


@cache
def get(code: str) -> Questionnaire:
    """The form of an instrument. Raises OSError where its words are not here."""
    ships = code in FILES and code not in packs()
    path = FOLDER / FILES[code] if ships else pack_folder() / f"{code}.json"
    return read(code, json.loads(path.read_text(encoding="utf-8")))


def read(code: str, resource: dict[str, Any]) -> Questionnaire:
    """A FHIR Questionnaire as the form of an instrument. Raises KeyError or TypeError on a wrong one."""
    return Questionnaire(
        code=code,
        url=str(resource.get("url") or ""),
        version=str(resource.get("version") or resource.get("date") or ""),
        lead=_lead(resource) or (get(LEADS_FROM[code]).lead if code in LEADS_FROM else ""),
        notice=resource.get("copyright", ""),
        questions=tuple(_questions(scoring.get(code), resource)),
    )


def _lead(resource: dict[str, Any]) -> str:
    return next((item["text"] for item in resource["item"] if item["type"] == "display"), "")


def _questions(instrument: Instrument, resource: dict[str, Any]) -> Iterator[Question]:
    contained = _contained_answers(resource)
    options: tuple[Option, ...] = ()
    next_unscored = instrument.items
    for place, item in enumerate(_asked(instrument, resource), start=1):
        # A question without answers of its own (TAPS, the last one) takes those of the question before.
        options = tuple(_options(instrument, item, contained)) or options
        number = _number(instrument, item, place)
        if number is None:
            next_unscored += 1
        yield Question(
            number=number or next_unscored,
            link_id=item["linkId"],
            words=_without_additions(item["text"]),
            coding=(item.get("code") or [{}])[0],
            options=options,
            is_scored=number is not None,
            is_risk=number in instrument.risk_items,
            hint=" ".join(part["text"] for part in item.get("item", []) if part["type"] == "display"),
        )


def _asked(instrument: Instrument, node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The questions in their order, out of their groups; the total is computed, not asked."""
    for item in node["item"]:
        if item["type"] == "group":
            yield from _asked(instrument, item)
        elif item["type"] != "display" and not _codes_of(item) & {instrument.total_code}:
            yield item


def _codes_of(item: dict[str, Any]) -> set[str]:
    return {coding["code"] for coding in item.get("code", [])}


def _number(instrument: Instrument, item: dict[str, Any], place: int) -> int | None:
    if not instrument.item_codes:
        return place if place <= instrument.items else None
    for number, known in enumerate(instrument.item_codes, start=1):
        if _codes_of(item) & set(known):
            return number
    return None


def _contained_answers(resource: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The answers of value sets that the form carries along, by `#id` and by address."""
    found: dict[str, list[dict[str, Any]]] = {}
    for part in resource.get("contained", []):
        rows = [{"valueCoding": row} for row in part.get("expansion", {}).get("contains", [])]
        if part.get("resourceType") == "ValueSet" and rows:
            found |= {f"#{part.get('id')}": rows, str(part.get("url")): rows}
    return found


def _options(
    instrument: Instrument, item: dict[str, Any], contained: dict[str, list[dict[str, Any]]]
) -> Iterator[Option]:
    rows = item.get("answerOption") or contained.get(item.get("answerValueSet", ""), [])
    found = [
        Option(_value(instrument, row, place), row["valueCoding"]["display"], row["valueCoding"])
        for place, row in enumerate(rows)
    ]
    yield from sorted(found, key=lambda option: option.value)


def _value(instrument: Instrument, row: dict[str, Any], place: int) -> int:
    coding = row["valueCoding"]
    for extension in [*row.get("extension", []), *coding.get("extension", [])]:
        if extension["url"].endswith(ORDINALS):
            return int(extension["valueDecimal"])
    return instrument.answer_codes.get(coding["code"], place)


def _without_additions(words: str) -> str:
    for added in ADDED_BY_LOINC:
        words = words.removesuffix(added)
    return words
