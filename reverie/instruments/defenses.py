"""Defensive functioning from coded defenses: percentages, categories and the overall score (ODF).

ODF = Σ k·n_k / N over the coded defenses only, range 1 to 7, higher is healthier. Percentages divide by
a named denominator: `defenses` (N) or `all` (every coded utterance, “no defense” and “needs
information” among them). No denominator, no number: undefined is None, never 0. No published worked
example was seen.

>>> profile(["humor", "denial", "denial", "no_defense"]).odf
4.333333333333333
>>> profile(["humor", "denial", "denial", "no_defense"], denominator="all").levels[3]
50.0
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reverie.instruments.dmrs import CATEGORY_LEVELS, DEFENSES, LABEL_LEVELS, NEED_SECOND_ANCHOR
from reverie.instruments.errors import BadInput

DENOMINATORS = ("defenses", "all")
LEVELS = tuple(range(1, 8))
LABELS = frozenset(LABEL_LEVELS.values())
# Σ (rank − 1) over the 150 items of a DMRS-Q sort; makes the 30 defense scores add to 100.
Q_TOTAL = 234
Q_ITEMS = 150


@dataclass(frozen=True)
class Profile:
    """Defensive functioning of some material. Percentages are of `denominator`; `n` counts coded defenses."""

    n: int
    units: int
    denominator: str
    odf: float | None
    levels: dict[int, float | None]
    categories: dict[str, float | None]
    defenses: dict[str, float | None]
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """The profile as plain values, level numbers as text."""
        row: dict[str, object] = {
            "n": self.n,
            "odf": self.odf,
            "levels": {str(level): share for level, share in self.levels.items()},
            "categories": dict(self.categories),
            "defenses": dict(self.defenses),
            "units": self.units,
            "denominator": self.denominator,
        }
        return {**row, "reason": self.reason} if self.reason else row


def _percent(count: int, whole: int) -> float | None:
    return 100 * count / whole if whole else None


def level_of(code: str | int) -> int | None:
    """The level of a defense name or of a level itself; None for the two labels that are no defense.

    Formula: the hierarchy of the DMRS. Shapes: one code. Units: level 1 to 7. Direction: higher is
    healthier.
    Errors: BadInput for anything else.
    Source: Di Giuseppe & Perry 2021, Front Psychol 12:718440 (CC BY).

    >>> level_of("humor"), level_of("no_defense")
    (7, None)
    """
    if isinstance(code, int):
        if code in LABEL_LEVELS:
            return None
        if code in LEVELS:
            return code
        raise BadInput(f"{code} is no level: 1 to 7, 0 for no defense, 8 for needs more information.")
    if code in LABELS:
        return None
    if code not in DEFENSES:
        raise BadInput(f"“{code}” is no defense of the DMRS.")
    return DEFENSES[code].level


def profile(codes: Iterable[str | int], *, denominator: str = "defenses") -> Profile:
    """The profile of coded utterances: defense names, or level numbers where only levels were coded.

    Formula: ODF = Σ k·n_k / N; level 100·n_k / N, defense 100·n_d / N, N the coded defenses
    (`denominator="defenses"`) or every coded utterance (`"all"`); the ODF is over defenses in both.
    Shapes: any number of codes. Units: ODF 1 to 7; percentages 0 to 100. Direction: a higher ODF is
    healthier.
    Errors: BadInput for an unknown code or denominator; without a defense the ODF is None with a reason.
    Source: standard formulas; Di Giuseppe & Perry 2021, Front Psychol 12:718440. No worked example was
    seen.
    """
    if denominator not in DENOMINATORS:
        raise BadInput(f"The denominator must be “defenses” or “all”, not “{denominator}”.")
    given = list(codes)
    found = [level for level in map(level_of, given) if level is not None]
    per_level = Counter(found)
    per_name = Counter(code for code in given if isinstance(code, str) and code in DEFENSES)
    n = len(found)
    whole = n if denominator == "defenses" else len(given)
    levels = {level: _percent(per_level[level], whole) for level in LEVELS}
    categories = {
        name: _percent(sum(per_level[level] for level in members), whole)
        for name, members in CATEGORY_LEVELS.items()
    }
    named = {name: _percent(per_name[name], whole) for name in DEFENSES} if per_name else {}
    odf = sum(found) / n if n else None
    reason = "" if n else "No defense was coded."
    return Profile(n, len(given), denominator, odf, levels, categories, named, reason)


@dataclass(frozen=True)
class Point:
    """Defensive functioning of one session."""

    session: int | str
    profile: Profile

    def to_dict(self) -> dict[str, object]:
        """The session with its profile."""
        return {"session": self.session, **self.profile.to_dict()}


def over_time(
    coded: Iterable[tuple[int | str, str | int]], *, denominator: str = "defenses"
) -> tuple[Point, ...]:
    """A profile a session, in the order in which sessions first appear.

    Formula: that of `profile`, session by session. Shapes: (session, code) pairs in, one point a session
    out.
    Units: ODF 1 to 7; percentages 0 to 100. Direction: a higher ODF is healthier.
    Errors: BadInput for an unknown code or denominator; a session without a defense has an ODF of None.
    Source: that of `profile`. No worked example was seen.
    """
    sessions: dict[int | str, list[str | int]] = {}
    for session, code in coded:
        sessions.setdefault(session, []).append(code)
    return tuple(
        Point(session, profile(codes, denominator=denominator)) for session, codes in sessions.items()
    )


def needs_second_anchor(defense: str) -> bool:
    """Whether a defense cannot be judged from one short passage.

    Formula: a list of five. Shapes: one name. Units: yes or no. Direction: none.
    Errors: none; an unknown name is none of the five.
    Source: PsyDefDetect coding handbook, rule 5.

    >>> needs_second_anchor("undoing"), needs_second_anchor("humor")
    (True, False)
    """
    return defense in NEED_SECOND_ANCHOR


@dataclass(frozen=True)
class QProfile:
    """A DMRS-Q sort scored: percentages that add to 100, and the ODF."""

    odf: float
    levels: dict[int, float]
    defenses: dict[str, float]

    def to_dict(self) -> dict[str, object]:
        """The profile as plain values."""
        levels = {str(level): share for level, share in self.levels.items()}
        return {"odf": self.odf, "levels": levels, "defenses": dict(self.defenses)}


def check_sort(ranks: Mapping[int, int]) -> None:
    """Whether a DMRS-Q sort is a forced sort.

    The sizes of the single piles were not seen at their source; only their sum is checked.

    Formula: Σ (rank − 1) = 234 over the items 1 to 150, ranks 1 to 7.
    Shapes: item -> rank, 150 of them. Units: ranks. Direction: a higher rank is more like the person.
    Errors: BadInput that names what is wrong; nothing is returned.
    Source: the constant of Di Giuseppe & Perry 2021; the piles are not verified.
    """
    missing = [item for item in range(1, Q_ITEMS + 1) if item not in ranks]
    if missing or len(ranks) != Q_ITEMS:
        first = f"; item {missing[0]} is missing" if missing else ""
        raise BadInput(f"A DMRS-Q sort ranks the items 1 to {Q_ITEMS}, this one has {len(ranks)}{first}.")
    for item, rank in sorted(ranks.items()):
        if not isinstance(rank, int) or isinstance(rank, bool) or not 1 <= rank <= 7:
            raise BadInput(f"Item {item} has rank {rank!r}; ranks are 1 to 7.")
    total = sum(ranks.values()) - Q_ITEMS
    if total != Q_TOTAL:
        raise BadInput(f"The ranks above 1 add to {total}; a forced sort adds to {Q_TOTAL}.")


def score_sort(ranks: Mapping[int, int]) -> QProfile:
    """A DMRS-Q sort scored: 30 defenses and 7 levels that add to 100, and the ODF.

    Formula: defense = (Σ of its five ranks − 5)·100 / 234; level = Σ of its defenses; ODF = Σ k·L_k / 100.
    Shapes: item -> rank, 150 of them. Units: percentages; ODF 1 to 7. Direction: a higher ODF is healthier.
    Errors: BadInput for a sort that is not forced.
    Source: Di Giuseppe & Perry 2021, Front Psychol 12:718440 (CC BY). No worked example was seen.
    """
    check_sort(ranks)
    scores = {
        name: (sum(ranks[item] for item in defense.items) - 5) * 100 / Q_TOTAL
        for name, defense in DEFENSES.items()
    }
    levels = {
        level: sum(scores[name] for name, defense in DEFENSES.items() if defense.level == level)
        for level in LEVELS
    }
    return QProfile(_odf(levels), levels, scores)


@dataclass(frozen=True)
class SelfReport:
    """A DMRS-SR-30 scored: level percentages that add to 100, and the ODF; None if every item is 0."""

    odf: float | None
    levels: dict[int, float] | None
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """The result as plain values, level numbers as text."""
        levels = None if self.levels is None else {str(level): v for level, v in self.levels.items()}
        row: dict[str, object] = {"odf": self.odf, "levels": levels}
        return {**row, "reason": self.reason} if self.reason else row


def proportional(scores: Mapping[str, int], levels: Mapping[str, int]) -> SelfReport:
    """DMRS-SR-30 levels and ODF from item scores.

    `levels` is the level of each item as the practice's key says.

    Formula: level = Σ of the level's items / Σ of all items · 100; ODF = Σ k·L_k / 100.
    Shapes: item -> 0 to 4, item -> level. Units: percentages; ODF 1 to 7. Direction: a higher ODF is
    healthier.
    Errors: KeyError for an item without a level; levels and ODF None with a reason if all items are 0.
    Source: Di Giuseppe et al. 2020, Front Psychiatry 11:870; formula and order of items not verified.
    """
    whole = sum(scores.values())
    if not whole:
        return SelfReport(None, None, "Every item is 0, so there is nothing to be a share of.")
    shares = {
        level: 100 * sum(score for item, score in scores.items() if levels[item] == level) / whole
        for level in LEVELS
    }
    return SelfReport(_odf(shares), shares)


def _odf(levels: Mapping[int, float]) -> float:
    """Σ k·L_k / 100 from level percentages that add to 100."""
    return sum(level * share for level, share in levels.items()) / 100


def code_of(defense: str, level: str) -> str | int:
    """A code from the text of a defense, of a level, or of both, which must then agree.

    Formula: the hierarchy of the DMRS. Shapes: two texts, one of them may be empty. Units: a name or a
    level.
    Direction: a higher level is healthier.
    Errors: BadInput for no text, an unknown name or level, or two that disagree.
    Source: Di Giuseppe & Perry 2021, Front Psychol 12:718440 (CC BY).

    >>> code_of("Reaction formation", "5"), code_of("", "3")
    ('reaction_formation', 3)
    """
    if level and not level.isdecimal():
        raise BadInput(f"“{level}” is no level.")
    if not defense:
        if not level:
            raise BadInput("There is neither a defense nor a level.")
        level_of(int(level))
        return int(level)
    name = defense.lower().replace(" ", "_").replace("-", "_")
    found = level_of(name)
    if level and level_of(int(level)) != found:
        raise BadInput(f"“{defense}” is of level {found}, not {level}.")
    return name
