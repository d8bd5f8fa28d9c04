"""Each key of the long case is read by some room of the demo, or it stands here why not."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest

from config import demo
from reverie.core import demo_case

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


class Watched(dict):
    """A table of the case that knows which of its keys were asked for."""

    def __init__(self, table: dict[str, Any], where: str) -> None:
        super().__init__({key: watched(value, f"{where}.{key}") for key, value in table.items()})
        self.where, self.read = where, set[str]()

    def __getitem__(self, key: str) -> Any:
        self.read.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.read.add(key)
        return super().get(key, default)

    def __iter__(self) -> Iterator[str]:
        return super().__iter__()

    def items(self) -> Any:
        return [(key, self[key]) for key in self]

    def values(self) -> Any:
        return [self[key] for key in self]

    def pop(self, key: str, *default: Any) -> Any:
        self.read.add(key)
        return super().pop(key, *default)

    def unread(self) -> Iterator[str]:
        for key, value in dict.items(self):
            if key not in self.read:
                yield f"{self.where}.{key}"
            else:
                yield from unread(value)


def watched(value: Any, where: str) -> Any:
    if isinstance(value, dict):
        return Watched(value, where)
    if isinstance(value, list):
        return [watched(one, f"{where}[{n}]") for n, one in enumerate(value)]
    return value


def unread(value: Any) -> Iterator[str]:
    if isinstance(value, Watched):
        yield from value.unread()
    elif isinstance(value, list):
        for one in value:
            yield from unread(one)


NOT_LOADED = {
    "it is about the files": "about.title about.licence about.sessions about.journal_pages small.title "
    "small.licence",
    "it checks the files themselves, or says again what stands elsewhere in them": "about.expected "
    "about.treatment.client about.treatment.therapist about.treatment.started_week about.treatment.zone "
    "about.treatment.state about.treatment.modality about.breaks[].key about.breaks[].told_by "
    "about.supervision[].key about.absences[].charged about.lateness about.goals[].from_plan "
    "about.goals[].until_plan about.goals[].remarks[].session about.plan[].version about.plan[].session "
    "about.threads[].returns about.formulation[].version about.formulation[].session small.theo.therapist "
    "small.theo.end_agreed_in_session small.theo.threads[].returns small.achterberg.state "
    "small.achterberg.fee small.achterberg.insurance_checked small.profiles[].name small.staff "
    "homework[].page hours[].alliance",
    "nobody who is not a client has an address here": "about.people.*.phone about.people.*.mail "
    "about.people.*.age_at_start",
    "the help lines of the country stand below every plan by themselves": (
        "about.safety_plan.sections.professionals[].who about.safety_plan.sections.professionals[].words"
    ),
    "a plan for a bad night has six parts here, and no history of its use": "about.safety_plan.replaces "
    "about.safety_plan.used_in_week about.safety_plan.kept_by about.safety_plan.sections.reasons",
    "goals are of the record, threads are not, and nothing leads from one to the other": (
        "about.goals[].threads"
    ),
    "it was said in the hour, and stands in its text": (
        "about.absences[].announced_in_session about.absences[].words"
    ),
    "an estimate is made for a frame, which a first meeting has not": "small.achterberg.estimate_signed",
    "a page says how many places at a lower fee are open": "small.profiles[].sliding.places",
    "pages of therapists give no number and no address: one asks through the page": (
        "small.profiles[].phone small.profiles[].mail"
    ),
    "one kind of setting": "about.treatment.setting",
}
"""Why something in the files is in no room of the demo: the keys, without their numbers and names."""


def shape(path: str) -> str:
    """A path of the case without numbers, and without the names of people."""
    bare = re.sub(r"\[\d+\]", "[]", path)
    return re.sub(r"^about\.people\.\w+", "about.people.*", bare)


def test_everything_in_the_case_is_loaded_or_said_why_not(monkeypatch: pytest.MonkeyPatch) -> None:
    case = demo_case.case()
    parts = {one.name: watched(getattr(case, one.name), one.name) for one in fields(case)}
    for name in ("hours", "pages"):
        rows = parts[name]
        parts[name] = [replace(one, facts=watched(one.facts, f"{name}[]")) for one in rows]
    whole = demo_case.Case(**parts)
    for module in [demo_case, *map(import_module, filter(find_spec, demo._modules()))]:
        if hasattr(module, "case"):
            monkeypatch.setattr(module, "case", lambda: whole)
    demo._load_one(1)
    facts = [one.facts for name in ("hours", "pages") for one in parts[name]]
    left = {shape(path) for path in unread([*parts.values(), *facts])}
    assert left == set(" ".join(NOT_LOADED.values()).split())
