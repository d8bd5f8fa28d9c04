"""A formulation in words: its claims with evidence, and what changed since the version before."""

import re
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from reverie.accounts.models import Client
from reverie.core import dates
from reverie.instruments.ccrt import STANDARD_CLUSTERS
from reverie.process.presenters.pattern import COMPONENTS
from reverie.process.queries.formulation import Ground, Version, form_data
from reverie.treatment.queries.texts import Approach

SENTENCES = re.compile(r"[^.!?…]+[.!?…]*\s*")
CORNERS_OF_BOTH = 6
CONFIDENCE = {"guess": lazy("a guess"), "likely": lazy("likely"), "firm": lazy("firm")}


def formulation_context(
    client: Client,
    versions: list[Version],
    asked: tuple[str, str],
    sheets: dict[int, UUID],
    lens: Approach | None,
    ground: Ground,
) -> dict[str, Any]:
    """What formulation.html shows; `asked` are the numbers of a version and of one to compare it with.

    Without them the latest is shown, beside the one before it.
    """
    chosen, since = asked
    shown = next((row for row in versions if str(row.number) == chosen), versions[0] if versions else None)
    earlier = [row for row in versions if shown and row.number < shown.number]
    before = next((row for row in earlier if str(row.number) == since), earlier[0] if earlier else None)
    numbers = {str(sheet): number for number, sheet in sheets.items()}
    return {
        "client": client,
        "shown": shown,
        "on": dates.day(shown.on, client.zone) if shown else "",
        "others": [
            (row.number, dates.short_day(row.on, client.zone)) for row in versions if row is not shown
        ],
        "claims": [_claim(row, numbers) for row in shown.words["claims"]] if shown else [],
        "parts": _parts(shown.words["fields"]) if shown else [],
        "changes": changes(before, shown) if before and shown else None,
        "before": before,
        "earlier": [(row.number, dates.short_day(row.on, client.zone)) for row in earlier],
        "lens": lens,
        "theme": _theme(ground),
        "triangles": [(key, title, _corners(resting)) for key, title, resting in ground.threads],
    }


def _theme(ground: Ground) -> list[tuple[Any, str, str]]:
    """Component, its most frequent categories (ties all listed), in how many of the episodes."""
    found = []
    for name, label in COMPONENTS.items():
        categories = ground.theme.theme[name]
        if categories:
            words = ", ".join(STANDARD_CLUSTERS[name][int(category) - 1] for category in categories)
            share = ground.theme.pervasiveness[name][categories[0]]
            said = {"n": round(share * ground.theme.episodes), "all": ground.theme.episodes}
            found.append((label, words, _("%(n)s of %(all)s episodes") % said))
    return found


def _corners(resting: int) -> str:
    """How much of the two triangles rests on moments."""
    if resting == CORNERS_OF_BOTH:
        return _("complete")
    return _("%(n)s of %(all)s corners rest on a moment") % {"n": resting, "all": CORNERS_OF_BOTH}


def _claim(row: dict[str, Any], numbers: dict[str, int]) -> dict[str, Any]:
    evidence = [
        (entry["sheet"], entry["moment"], _where(numbers.get(entry["sheet"]), entry["moment"]))
        for entry in row["evidence"]
    ]
    return {"claim": row["claim"], "confidence": CONFIDENCE[row["confidence"]], "evidence": evidence}


def _where(number: int | None, moment: str | None) -> str:
    words = _("session %s") % number if number else _("a free sheet")
    return _("a moment in %s") % words if moment else words


def _parts(fields: dict[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    found = []
    for part in form_data()["part"]:
        held = [(label, fields[name]) for name, label in part["fields"].items() if fields.get(name)]
        if held:
            found.append((_(part["name"]), [(_(label), words) for label, words in held]))
    return found


def changes(before: Version, after: Version) -> dict[str, Any]:
    """What changed: sentences of the text as (state, words), fields, claims that came and went."""
    old, new = SENTENCES.findall(before.words["text"]), SENTENCES.findall(after.words["text"])
    runs: list[tuple[str, str]] = []
    matcher = SequenceMatcher(
        None, [line.strip() for line in old], [line.strip() for line in new], autojunk=False
    )
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind in {"delete", "replace"}:
            runs.append(("gone", "".join(old[a:b])))
        if kind in {"insert", "replace"}:
            runs.append(("new", "".join(new[c:d])))
        if kind == "equal":
            runs.append(("same", "".join(new[c:d])))
    sure = {row["claim"]: row["confidence"] for row in before.words["claims"]}
    was = set(sure)
    now = {row["claim"] for row in after.words["claims"]}
    return {
        "runs": runs,
        "came": [row["claim"] for row in after.words["claims"] if row["claim"] not in was],
        "other": [
            (row["claim"], CONFIDENCE[sure[row["claim"]]], CONFIDENCE[row["confidence"]])
            for row in after.words["claims"]
            if row["claim"] in sure and sure[row["claim"]] != row["confidence"]
        ],
        "fields": _other_fields(before.words["fields"], after.words["fields"]),
        "went": [row["claim"] for row in before.words["claims"] if row["claim"] not in now],
    }


def _other_fields(before: dict[str, str], after: dict[str, str]) -> list[tuple[str, str, str]]:
    """The fields that say something else: part and label, as it was, as it is."""
    return [
        (f"{_(part['name'])}: {_(label)}", before.get(name, ""), after.get(name, ""))
        for part in form_data()["part"]
        for name, label in part["fields"].items()
        if before.get(name, "") != after.get(name, "")
    ]
