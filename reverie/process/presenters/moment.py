"""The page of one moment in words."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from reverie.core.sealing import keychain
from reverie.process.models import Moment, ProcessSheet
from reverie.process.models.kinds import kinds
from reverie.process.presenters.notes import note_of
from reverie.process.presenters.sheet import head

AROUND = 40


def change_initial(moment: Moment) -> dict[str, Any]:
    """What the form starts from."""
    words = moment.words(keychain(moment.scope()))
    codes = {f"{words['kind']}-{name}": value for name, value in words["codes"].items()}
    return {"kind": words["kind"], "note": words["note"], "keep": words["threads"], **codes}


def moment_context(moment: Moment, form: Any, threads: Mapping[UUID, str]) -> dict[str, Any]:
    """What moment.html shows."""
    words = moment.words(keychain(moment.scope()))
    return {
        **head(moment.sheet),
        "moment": moment,
        "note": note_of(moment.id, words, dict(threads)),
        "anchors": words["anchors"],
        "form": form,
        "kinds": list(kinds().values()),
    }


def places_of(sheet: ProcessSheet, places: list[tuple[int, int]]) -> list[tuple[str, str]]:
    """Places to choose from: the value of the form's `within`, and the words with what surrounds them."""
    body = sheet.words(keychain(sheet.scope()))["body"]
    found = []
    for start, end in places[:12]:
        around = body[max(0, start - AROUND) : end + AROUND].replace("\n", " / ")
        found.append((f"{start}-{end}", f"… {around} …"))
    return found
