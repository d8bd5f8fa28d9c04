"""The page of one moment in words."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from reverie.core import dates
from reverie.core.sealing import KeyChain, keychain
from reverie.process.models import Moment, ProcessSheet
from reverie.process.models.kinds import kinds
from reverie.process.presenters.notes import note_of
from reverie.process.presenters.sheet import head
from reverie.process.queries.summary import Entry

AROUND = 40


def change_initial(moment: Moment) -> dict[str, Any]:
    """What the form starts from."""
    words = moment.words(keychain(moment.scope()))
    codes = {f"{words['kind']}-{name}": value for name, value in words["codes"].items()}
    return {"kind": words["kind"], "note": words["note"], "keep": words["threads"], **codes}


def moment_context(
    moment: Moment, form: Any, threads: Mapping[UUID, str], chain: KeyChain | None = None
) -> dict[str, Any]:
    """What moment.html shows."""
    words = moment.words(chain or keychain(moment.scope()))
    return {
        **head(moment.sheet),
        "moment": moment,
        "note": note_of(moment.id, words, dict(threads)),
        "anchors": words["anchors"],
        "form": form,
        "is_aside": bool(words.get("set_aside")),
        "is_theirs_alone": words["kind"] == "countertransference",
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


def aside_rows(rows: list[tuple[Entry, dict[str, Any]]], zone: str) -> list[dict[str, Any]]:
    """What is set aside: the words, where they stand, what they were marked as; notes stay where they are."""
    found = []
    for entry, words in rows:
        note = note_of(entry.moment, words, {})
        where = _("session %s") % entry.number if entry.number else _("a free sheet")
        found.append(
            {
                "moment": entry.moment,
                "sheet": entry.sheet,
                "quote": note.quote,
                "kind": ", ".join(part for part in (note.title, note.detail) if part),
                "where": f"{where}, {dates.short_day(entry.on, zone)}",
            }
        )
    return found
