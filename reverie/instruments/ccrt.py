"""The core conflictual relationship theme from coded relationship episodes.

Pervasiveness of a category = episodes that contain it / episodes; a category counts once per episode,
however often it stands there. The most frequent W, RO and RS form the theme; ties are all listed.
Category names of the standard clusters (edition 2) and of CCRT-LU are names only and not verified at
the book. No published worked example was seen.

>>> rows = [Component(episode, "W", wish) for episode, wish in [("1", "near"), ("1", "near"), ("2", "far")]]
>>> pattern(rows).pervasiveness["W"]
{'near': 0.5, 'far': 0.5}
>>> pattern(rows).theme["W"]
('far', 'near')
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from reverie.instruments.errors import BadInput
from reverie.instruments.quantity import Quantity

COMPONENTS = ("W", "RO", "RS")
VALENCES = ("+", "-")
# Episodes below this completeness (1 to 5) are usually left out (not verified).
MINIMUM_COMPLETENESS = 2.5
# Episodes recommended for a formulation (not verified).
RECOMMENDED_EPISODES = 10

STANDARD_CLUSTERS: dict[str, tuple[str, ...]] = {
    "W": (
        "assert self and be independent",
        "oppose, hurt, control others",
        "be controlled, hurt, not responsible",
        "be distant and avoid conflicts",
        "be close and accepting",
        "be loved and understood",
        "feel good and comfortable",
        "achieve and help others",
    ),
    "RO": (
        "strong",
        "controlling",
        "upset",
        "bad",
        "rejecting and opposing",
        "helpful",
        "likes me",
        "understanding",
    ),
    "RS": (
        "helpful",
        "unreceptive",
        "respected and accepted",
        "oppose and hurt others",
        "self-controlled and self-confident",
        "helpless",
        "disappointed and depressed",
        "anxious and ashamed",
    ),
}
LU_DIRECTIONS = ("WOO", "WOS", "WSS", "WSO", "ROO", "ROS", "RSO", "RSS")
LU_CLUSTERS = {
    "A": "attending to",
    "B": "supporting",
    "C": "loving, feeling well",
    "D": "self-determined",
    "E": "depressed",
    "F": "dissatisfied, scared",
    "G": "determined by others",
    "H": "angry, unlikable",
    "I": "unreliable",
    "J": "rejecting",
    "K": "subjugating",
    "L": "annoying, attacking",
    "M": "withdrawing",
}
LU_DISHARMONIOUS = frozenset("EFGHIJKLM")


@dataclass(frozen=True)
class Component:
    """One coded component of one episode. `valence` is `+`, `-` or empty."""

    episode: str
    component: str
    category: str
    valence: str = ""


@dataclass(frozen=True)
class Pattern:
    """Shares are of all episodes (0 to 1); `theme` lists every category that is most frequent."""

    episodes: int
    pervasiveness: dict[str, dict[str, float]]
    theme: dict[str, tuple[str, ...]]
    valence: dict[str, dict[str, float | None]]
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """The pattern as plain values; `theme` is called `ccrt` outside Python."""
        row: dict[str, object] = {
            "episodes": self.episodes,
            "pervasiveness": self.pervasiveness,
            "ccrt": {name: list(categories) for name, categories in self.theme.items()},
            "valence": self.valence,
        }
        return {**row, "reason": self.reason} if self.reason else row


def check(row: Component) -> None:
    """Refuse a component or a valence that does not exist.

    Formula: W, RO, RS; +, −, empty. Shapes: one component. Units: none. Direction: none.
    Errors: BadInput that names the wrong code; nothing is returned.
    Source: SAGE Encyclopedia entry on the CCRT. No worked example was seen.
    """
    if row.component not in COMPONENTS:
        raise BadInput(f"“{row.component}” is no component: W, RO or RS.")
    if row.valence not in (*VALENCES, ""):
        raise BadInput(f"“{row.valence}” is no valence: +, - or empty.")


def _within(rows: Iterable[Component], component: str) -> dict[str, set[str]]:
    """The episodes of each category of one component."""
    found: dict[str, set[str]] = {}
    for row in rows:
        if row.component == component:
            found.setdefault(row.category, set()).add(row.episode)
    return found


def _most(found: dict[str, set[str]]) -> tuple[str, ...]:
    top = max((len(episodes) for episodes in found.values()), default=0)
    return tuple(sorted(name for name, episodes in found.items() if len(episodes) == top))


def pattern(rows: Iterable[Component], *, episodes: Collection[str] | None = None) -> Pattern:
    """The pattern of coded components: pervasiveness, theme and valence.

    `episodes` names all episodes where some of them hold no component; by default those that occur in
    `rows`.

    Formula: pervasiveness = episodes that contain the category / episodes, once an episode; theme = the
    most frequent of W, RO, RS, ties all listed; valence = episodes with at least one of that sign /
    episodes.
    Shapes: any number of components. Units: shares 0 to 1. Direction: none; a share is no judgment.
    Errors: BadInput for a wrong code or an episode that is not among `episodes`; without an episode shares
    are missing or None, with a reason.
    Source: SAGE Encyclopedia entry on the CCRT; category names are not verified. No worked example was
    seen.
    """
    given = list(rows)
    for row in given:
        check(row)
    whole = {row.episode for row in given} if episodes is None else set(episodes)
    stray = next((row.episode for row in given if row.episode not in whole), None)
    if stray is not None:
        raise BadInput(f"Episode {stray} is coded but not among the episodes.")
    n = len(whole)
    by_component = {name: _within(given, name) for name in COMPONENTS}
    shares = {
        name: {category: len(members) / n for category, members in found.items()}
        for name, found in by_component.items()
    }
    theme = {name: _most(found) for name, found in by_component.items()}
    return Pattern(n, shares, theme, _valences(given, n), "" if n else "There is no episode.")


def _valences(rows: Sequence[Component], n: int) -> dict[str, dict[str, float | None]]:
    def share(component: str, valence: str) -> float | None:
        members = {row.episode for row in rows if (row.component, row.valence) == (component, valence)}
        return len(members) / n if n else None

    return {name: {valence: share(name, valence) for valence in VALENCES} for name in COMPONENTS}


def complete_enough(completeness: float | None, minimum: float = MINIMUM_COMPLETENESS) -> bool:
    """Whether an episode's completeness reaches the minimum; an unrated one is kept.

    Formula: completeness ≥ minimum. Shapes: one rating. Units: 1 to 5. Direction: higher is more complete.
    Errors: none. Source: general literature; the minimum of 2.5 is not verified.
    """
    return completeness is None or completeness >= minimum


def change(early: Pattern, late: Pattern) -> dict[str, dict[str, float | None]]:
    """How the share of each category changed between two patterns.

    Formula: late share − early share. Shapes: two patterns in, component -> category -> difference out.
    Units: shares, −1 to 1. Direction: positive is more often late than early.
    Errors: none; every difference is None where one of the patterns has no episode (its own reason says
    so).
    Source: the definition. No worked example was seen.
    """
    if not early.episodes or not late.episodes:
        return {
            name: dict.fromkeys({**early.pervasiveness[name], **late.pervasiveness[name]})
            for name in COMPONENTS
        }
    result: dict[str, dict[str, float | None]] = {}
    for name in COMPONENTS:
        before, after = early.pervasiveness[name], late.pervasiveness[name]
        result[name] = {key: after.get(key, 0) - before.get(key, 0) for key in {**before, **after}}
    return result


def touching_share(touched: Sequence[Collection[tuple[str, str]]], main: Pattern) -> Quantity:
    """How many interpretations touch both the main wish and the main response of the other.

    `touched` lists, for each interpretation, the (component, category) pairs it speaks of.

    Formula: interpretations that name a main W and a main RO / interpretations.
    Shapes: one collection of pairs an interpretation. Units: a share 0 to 1. Direction: higher is nearer to
    the theme.
    Errors: none; None with a reason without an interpretation or without a main W and RO.
    Source: after Crits-Christoph, Cooper & Luborsky 1988, not verified; ours as a count.
    """
    if not touched:
        return Quantity(None, 0, "There is no interpretation.")
    if not main.theme["W"] or not main.theme["RO"]:
        return Quantity(None, len(touched), "The pattern has no main wish or no main response of the other.")

    def touches(pairs: Collection[tuple[str, str]]) -> bool:
        return all(any((name, category) in pairs for category in main.theme[name]) for name in ("W", "RO"))

    return Quantity(sum(touches(pairs) for pairs in touched) / len(touched), len(touched))


def disharmony(clusters: Iterable[str]) -> Quantity:
    """CCRT-LU: how many codes lie in the disharmonious clusters.

    Formula: codes in E to M / codes. Shapes: any number of letters A to M. Units: a share 0 to 1.
    Direction: higher is less harmonious.
    Errors: BadInput for a letter that is no cluster; None with a reason without a code.
    Source: Albani et al. 2002 as named at nikhelbig.at/research-ccrt-lu; clusters not verified.

    >>> disharmony("ABEM").value
    0.5
    """
    codes = [code.upper() for code in clusters]
    wrong = next((code for code in codes if code not in LU_CLUSTERS), None)
    if wrong is not None:
        raise BadInput(f"“{wrong}” is no cluster of CCRT-LU: A to M.")
    if not codes:
        return Quantity(None, 0, "Nothing was coded.")
    return Quantity(sum(code in LU_DISHARMONIOUS for code in codes) / len(codes), len(codes))
