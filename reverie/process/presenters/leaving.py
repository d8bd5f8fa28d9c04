"""The lines of a sheet, to choose from."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from reverie.core import dates
from reverie.process.presenters.script import turns_of


def lines_of(words: dict[str, Any]) -> list[str]:
    """What a sheet holds, a line each: turns, then the line to oneself and what the hour did."""
    body = str(words["body"])
    found = [body[turn.start : turn.end] for turn in turns_of(body, words.get("speakers") or {})]
    return [*found, *[words[name] for name in ("carry_over", "reactions") if words.get(name)]]


def hour_choices(rows: list[tuple[UUID, int, date]], zone: str) -> list[tuple[UUID, str]]:
    """Sessions to choose from: number and day."""
    return [
        (key, _("session %(number)s, %(day)s") % {"number": number, "day": dates.short_day(day, zone)})
        for key, number, day in rows
    ]


def earlier_lines(rows: list[tuple[datetime, dict[str, Any]]], zone: str) -> list[str]:
    """What has left before, a line each."""
    found = []
    for when, words in rows:
        day = dates.day_and_time(when, zone)
        if words["why"] == "own":
            found.append(_("%s, for your own keeping") % day)
            continue
        signed, until = (
            dates.short_day(date.fromisoformat(words[name]), zone) if words[name] else _("no day")
            for name in ("signed_on", "expires_on")
        )
        said = {"day": day, "who": words["recipient"], "why": words["purpose"]}
        said |= {"signed": signed, "until": until}
        line = _(
            "%(day)s, to %(who)s, for %(why)s; authorization signed on %(signed)s, holds until %(until)s"
        )
        found.append(line % said)
    return found
