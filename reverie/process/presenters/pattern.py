"""What the moments add up to, in words and a drawing; each number with its denominator."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from reverie.accounts.models import Client
from reverie.core import dates
from reverie.instruments.ccrt import STANDARD_CLUSTERS
from reverie.instruments.dmrs import DEFENSES
from reverie.process.models.kinds import kinds
from reverie.process.presenters.marks import circle, n
from reverie.process.presenters.notes import note_of
from reverie.process.queries.pattern import Adding, Quarter, evidence_of

COMPONENTS = {"W": lazy("Wish"), "RO": lazy("Response of the other"), "RS": lazy("Response of self")}
WIDTH, TOP, BOTTOM, LEFT = 640, 20, 160, 40


@dataclass(frozen=True)
class Share:
    """One category of a component: name, in how many episodes, change between the halves, evidence."""

    name: str
    count: int
    change: str
    is_main: bool
    evidence: list[tuple[UUID, UUID]]


def pattern_context(client: Client, adding: Adding) -> dict[str, Any]:
    """What pattern.html shows."""
    return {
        "client": client,
        "adding": adding,
        "episodes": len(adding.episodes),
        "components": [(COMPONENTS[name], _shares(adding, name)) for name in COMPONENTS],
        "valences": _valences(adding),
        "told": [_episode(episode, client.zone) for episode in adding.episodes],
        "quarters": [_quarter(row) for row in adding.quarters],
        "line": _line(adding.quarters),
        "defenses": _defenses(adding),
        "odf": f"{adding.whole.odf:.1f}" if adding.whole.odf is not None else "",
        "acts": _acts(adding),
        "expressive": _number(adding.acts.expressiveness),
        "resistance": _resistance(adding),
    }


def _shares(adding: Adding, component: str) -> list[Share]:
    sheets = {episode.entry.moment: episode.entry.sheet for episode in adding.episodes}
    found = []
    for category, share in adding.pattern.pervasiveness[component].items():
        moments = evidence_of(adding, component, category)
        found.append(
            Share(
                name=STANDARD_CLUSTERS[component][int(category) - 1],
                count=round(share * adding.pattern.episodes),
                change=_change(adding.shift[component].get(category)),
                is_main=category in adding.pattern.theme[component],
                evidence=[(sheets[moment], moment) for moment in moments],
            )
        )
    return sorted(found, key=lambda row: -row.count)


def _change(value: float | None) -> str:
    """The second half minus the first, in percentage points."""
    points = round(100 * value) if value is not None else None
    return "" if points is None else f"{points:+d}".replace("-", "−") if points else "0"


def _valences(adding: Adding) -> list[tuple[str, str, str]]:
    found = []
    for name in ("RO", "RS"):
        shares = adding.pattern.valence[name]
        found.append((str(COMPONENTS[name]), _percent(shares["+"]), _percent(shares["-"])))
    return found


def _percent(value: float | None) -> str:
    return _("undefined") if value is None else f"{100 * value:.0f} %"


def _number(value: float | None) -> str:
    return _("undefined") if value is None else f"{value:.1f}"


def _episode(episode: Any, zone: str) -> dict[str, Any]:
    note = note_of(episode.entry.moment, episode.words, {})
    return {
        "sheet": episode.entry.sheet,
        "moment": episode.entry.moment,
        "where": _("session %s") % episode.entry.number if episode.entry.number else _("a free sheet"),
        "day": dates.short_day(episode.entry.on, zone),
        "detail": note.detail,
        "rows": note.rows,
        "quote": note.quote,
    }


def _quarter(row: Quarter) -> tuple[str, int, str, list[str]]:
    shares = [row.profile.categories[name] for name in ("mature", "neurotic", "immature")]
    words = ["" if share is None else f"{share:.0f}" for share in shares]
    return date_format(row.first, "M Y"), row.profile.n, _number(row.profile.odf), words


def _line(quarters: list[Quarter]) -> dict[str, Any] | None:
    """The ODF of each quarter on the full range 1 to 7."""
    points = [(row.first, row.profile.odf) for row in quarters if row.profile.odf is not None]
    if len(points) < 2:
        return None
    step = (WIDTH - LEFT - 60) / (len(points) - 1)
    places = [
        (LEFT + 15 + step * place, BOTTOM - (value - 1) / 6 * (BOTTOM - TOP), value, first)
        for place, (first, value) in enumerate(points)
    ]
    return {
        "path": " ".join(f"{n(x)},{n(y)}" for x, y, _value, _first in places),
        "dots": "".join(circle(x, y, 4) for x, y, _value, _first in places),
        "words": [(n(x), n(y - 9), f"{value:.1f}") for x, y, value, _first in places],
        "months": [(n(x), date_format(first, "M y")) for x, _y, _value, first in places],
        "tells": _("From %(first).1f to %(last).1f.") % {"first": points[0][1], "last": points[-1][1]},
    }


def _defenses(adding: Adding) -> list[tuple[str, int, str]]:
    rows = [(DEFENSES[name], share) for name, share in adding.whole.defenses.items() if share]
    rows.sort(key=lambda row: -row[1])
    return [(row.label, row.level, f"{share:.0f} %") for row, share in rows[:12]]


def _acts(adding: Adding) -> list[tuple[str, int, list[int]]]:
    types, responses = kinds()["intervention"].fields
    return [
        (
            _(words),
            adding.acts.counts[code],
            [adding.answers.counts.get(code, {}).get(answer, 0) for answer in responses.options],
        )
        for code, words in types.options.items()
        if adding.acts.counts[code]
    ]


def _resistance(adding: Adding) -> list[tuple[str, int]]:
    words = kinds()["resistance"].fields[0].options
    return [(_(words.get(code, "not said how")), count) for code, count in adding.resistance.most_common()]
