"""The rows of the score, one a kind of moment; the mean defense level as bars."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from reverie.process.models.kinds import kinds, level_of
from reverie.process.presenters import marks
from reverie.process.presenters.drawing import Drawing, Layer, Scale, Text
from reverie.process.queries.summary import Entry

INKS = ("un", "de", "tr", "ct", "re")
ROWS = [
    "insight", "affect", "dream", "free_association", "resistance", "transference", "relationship_episode",
    "past", "countertransference", "intervention", "rupture", "self_reflection",
]  # fmt: skip
GROUPS = {
    "Unconscious processes": "Unconscious",
    "Countertransference": "Counter-",
    "The relationship": "Relationship",
}
STEP, LEVELS = 16, 42
Shape = Callable[[float, float], str]
SHAPES: dict[str, tuple[str, Shape]] = {
    "insight": ("f", marks.star),
    "affect": ("f", marks.dot),
    "dream": ("f", marks.crescent),
    "free_association": ("o", marks.ring),
    "resistance": ("s", marks.cross),
    "transference": ("f", marks.square),
    "relationship_episode": ("o", marks.open_square),
    "past": ("s", marks.hook),
    "countertransference": ("s", marks.wave),
    "intervention": ("s", marks.tick),
    "rupture": ("s", marks.zigzag),
    "self_reflection": ("s", marks.plus),
}


def kind_rows(found: Drawing, scale: Scale, entries: list[Entry], y: float) -> float:
    """Draw the rows from `y` down; returns where they end."""
    layers = {ink: Layer(ink) for ink in INKS}
    groups: dict[str, list[str]] = defaultdict(list)
    for code in ROWS:
        groups[kinds()[code].group].append(code)
    y += 20
    for group, codes in groups.items():
        found.labels.append(Text("12", marks.n(y + 4), _(GROUPS.get(group, group)), "t-strong"))
        if group == "Countertransference":
            found.labels.append(Text("12", marks.n(y + 19), _("transference"), "t-strong"))
        if group == "Defense":
            y = _levels(found, scale, layers["de"], entries, y)
        for code in codes:
            _row(found, scale, layers[kinds()[code].ink], code, days_of(entries, code), y)
            y += STEP
        y += 14
    found.layers += layers.values()
    found.axes += f"M0 {marks.n(y)}H{scale.width}"
    return y


def _row(
    found: Drawing, scale: Scale, layer: Layer, code: str, days: dict[date, list[dict[str, Any]]], y: float
) -> None:
    found.labels.append(Text("118", marks.n(y + 4), kinds()[code].letters, "t-end"))
    found.places[code] = marks.n(y)
    layer.paths["staff"] += f"M0 {marks.n(y)}H{scale.width - 70}"
    for day, codes in days.items():
        css, shape = _variant(code, codes)
        layer.paths[css] += shape(scale.x(day), y)


def days_of(entries: list[Entry], code: str) -> dict[date, list[dict[str, Any]]]:
    """The codes of the moments of one kind, by day."""
    found: dict[date, list[dict[str, Any]]] = defaultdict(list)
    for entry in entries:
        if entry.kind == code:
            found[entry.on].append(entry.codes)
    return found


def _variant(code: str, codes: list[dict[str, Any]]) -> tuple[str, Shape]:
    """The shape of a day's moments: a repair is an arc, an association that breaks off a broken ring."""
    if code == "rupture" and all(row.get("turn") == "repair" for row in codes):
        return "s", marks.arc
    if code == "free_association" and all(row.get("course") == "break" for row in codes):
        return "s", marks.broken_ring
    return SHAPES[code]


def _levels(found: Drawing, scale: Scale, layer: Layer, entries: list[Entry], y: float) -> float:
    """Mean defense level of each session as a bar on the full range 1 to 7."""
    bottom = y + LEVELS
    found.places["defense"] = marks.n(y + LEVELS / 2)
    found.labels += [Text("118", marks.n(at + 4), words, "t-end") for at, words in ((y, "7"), (bottom, "1"))]
    layer.paths["staff"] += f"M0 {marks.n(y)}H{scale.width - 70}M0 {marks.n(bottom)}H{scale.width - 70}"
    for day, codes in days_of(entries, "defense").items():
        mean = mean_level(codes)
        if mean is not None:
            top = bottom - (mean - 1) / 6 * LEVELS - 1
            layer.paths["s"] += f"M{marks.n(scale.x(day))} {marks.n(bottom)}V{marks.n(top)}"
    return bottom + STEP


def mean_level(codes: list[dict[str, Any]]) -> float | None:
    """Mean DMRS level, 1 to 7; None without a level."""
    levels = [level for row in codes if (level := level_of(row))]
    return sum(levels) / len(levels) if levels else None
