"""The reading and the writing page of a sheet in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reverie.core import dates
from reverie.process.models import ProcessSheet
from reverie.process.models.kinds import after_hour, kinds
from reverie.process.presenters.script import Script, rows_of, script_of, voice_of
from reverie.process.queries.sheets import SheetPage, day_of
from reverie.treatment.queries.texts import Approach


def reading_context(
    page: SheetPage,
    form: Any,
    marked: str,
    places: Sequence[tuple[str, str]] = (),
    in_columns: bool = False,
) -> dict[str, Any]:
    """What sheet.html shows. `marked` is the moment just made, `places` the ones to choose from."""
    script = script_of(page)
    touched = {key for words in page.moments.values() for key in words["threads"]}
    return {
        **head(page.sheet, page.words),
        "page": page,
        "script": script,
        "rows": rows_of(script.turns),
        "in_columns": in_columns,
        "summary": summary(page, script, len(touched)),
        "form": form,
        "form_open": form.is_bound,
        "places": places,
        "marked": marked if marked in {str(key) for key in page.moments} else "",
        "kinds": list(kinds().values()),
        "touched": [(key, title) for key, title in page.threads.items() if str(key) in touched],
        "carry_over": page.words["carry_over"],
        "reactions": page.words["reactions"],
        "felt": _felt(page.words.get("check", {})),
        "before": _neighbor(page.before),
        "after": _neighbor(page.after),
    }


def head(sheet: ProcessSheet, words: dict[str, Any] | None = None) -> dict[str, Any]:
    """Heading and line above it."""
    day = dates.day(day_of(sheet), sheet.client.zone)
    title = (words or {}).get("title") or ""
    number = sheet.session.number if sheet.session else None
    return {
        "sheet": sheet,
        "client": sheet.client,
        "heading": title or day,
        "said_heading": bool(title),
        "under": _("session %s") % number if number else (_("a sheet of %s") % day),
    }


def summary(page: SheetPage, script: Script, threads: int) -> str:
    """One sentence: who is who, how many moments, on how many threads."""
    voices = {turn.voice for turn in script.turns if turn.voice}
    parts = []
    names = page.words.get("speakers") or {}
    heard = {letter: name for letter, name in names.items() if voice_of(letter) in voices and letter != name}
    named = [f"{voice_of(letter)} {_('is')} {name}" for letter, name in heard.items()]
    if named:
        parts.append(", ".join(named) + ".")
    count = len(page.moments)
    moments = ngettext("One moment", "%(n)s moments", count) % {"n": count} if count else _("No moments yet")
    if threads:
        moments += ", " + ngettext("on one thread", "on %(n)s threads", threads) % {"n": threads}
    parts.append(moments + ".")
    return " ".join(parts)


def _neighbor(sheet: ProcessSheet | None) -> tuple[UUID, str] | None:
    if sheet is None or sheet.session is None:
        return None
    day = dates.short_day(sheet.session.started_at, sheet.session.zone)
    return sheet.id, _("Session %(number)s, %(day)s") % {"number": sheet.session.number, "day": day}


def writing_context(
    sheet: ProcessSheet,
    form: Any,
    version: Any,
    theirs: dict[str, Any] | None = None,
    lens: Approach | None = None,
) -> dict[str, Any]:
    """What sheet_write.html shows; `theirs` is the text that was kept elsewhere in between."""
    return {**head(sheet), "form": form, "version": version, "theirs": theirs or {}, "lens": lens}


def versions_context(
    sheet: ProcessSheet, versions: list[tuple[int, datetime, dict[str, Any]]]
) -> dict[str, Any]:
    """What sheet_versions.html shows."""
    zone = sheet.client.zone
    return {
        **head(sheet),
        "versions": [(number, dates.day_and_time(when, zone), words) for number, when, words in versions],
    }


def _felt(answers: dict[str, int]) -> str:
    """The words of the check after the hour that were clearly, or a little, the case."""
    words = after_hour()["words"]
    clearly = [_(words[word]) for word, value in answers.items() if value == 2 and word in words]
    little = [_(words[word]) for word, value in answers.items() if value == 1 and word in words]
    parts = [", ".join(clearly), _("a little %s") % ", ".join(little) if little else ""]
    return "; ".join(part for part in parts if part)
