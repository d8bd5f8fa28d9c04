"""Alliance and ruptures in words: what the scores signal, beside what was marked."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core import dates
from reverie.instruments import alliance
from reverie.process.models.kinds import kinds
from reverie.process.queries.score import Hour, Score

CODE = "alliance-check"
WEEK = timedelta(days=7)


def alliance_context(client: Client, score: Score) -> dict[str, Any]:
    """What alliance.html shows; the scores are those that the client has shown."""
    totals = [(hour, _total(score, hour)) for hour in score.hours]
    found = alliance.find([total for _hour, total in totals], [hour.number or 0 for hour in score.hours])
    by_number = {hour.number: hour for hour in score.hours}
    return {
        "client": client,
        "scored": sum(total is not None for _hour, total in totals),
        "episodes": [_episode(episode, by_number) for episode in found.episodes],
        "reason": found.reason,
        "sd": f"{found.sd:.1f}" if found.sd else "",
        "rule": found.rule,
        "marked": _marked(score, client.zone),
        "totals": [(hour, dates.short_day(hour.on, client.zone), total) for hour, total in reversed(totals)],
    }


def _total(score: Score, hour: Hour) -> float | None:
    """The last shown total of the week up to the hour."""
    course = next((course for course in score.courses if course.code == CODE), None)
    for point in reversed(course.scored if course else []):
        if timedelta(0) <= hour.at - point.at < WEEK:
            return point.total
    return None


def _episode(episode: alliance.Episode, hours: dict[int | None, Hour]) -> dict[str, Any]:
    trough = hours.get(int(episode.trough))
    return {
        "from": episode.start,
        "trough": episode.trough,
        "to": episode.end,
        "depth": f"{episode.depth:g}",
        "threshold": f"{episode.threshold:g}",
        "sheet": trough.sheet if trough else None,
        "words": _course(episode),
        "shape": episode.shape,
    }


def _course(episode: alliance.Episode) -> str:
    if episode.repaired:
        return _("repaired")
    return _("still open") if episode.is_open else _("not repaired")


def _marked(score: Score, zone: str) -> list[dict[str, Any]]:
    turn = kinds()["rupture"].fields[0].options
    return [
        {
            "sheet": entry.sheet,
            "moment": entry.moment,
            "words": _(turn.get(entry.codes.get("turn", ""), "rupture or repair")),
            "where": _("session %s") % entry.number if entry.number else _("a free sheet"),
            "day": dates.short_day(entry.on, zone),
        }
        for entry in score.entries
        if entry.kind == "rupture"
    ]
