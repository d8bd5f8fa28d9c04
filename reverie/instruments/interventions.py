"""What the therapist does and how the client answers: the expressive–supportive continuum.

Eight kinds from interpretation (weight 8) to advice and praise (weight 1). The order follows Gabbard's
continuum (not verified); definitions, weights and the “expressiveness mean” are ours: Σ weight / n,
range 1 to 8, higher is more expressive, which is neither better nor worse.

>>> profile(["interpretation", "clarification", "clarification"]).expressiveness
6.0
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from reverie.instruments.errors import BadInput

KINDS = (
    "interpretation",
    "observation",
    "confrontation",
    "clarification",
    "elaboration",
    "empathic_validation",
    "psychoeducation",
    "advice_praise",
)
WEIGHTS = {kind: 8 - position for position, kind in enumerate(KINDS)}
RESPONSES = ("takes_up", "elaborates", "neutral", "rejects", "affect", "new_material")
CONFLICT_CORNERS = ("defense", "anxiety", "feeling")
PERSON_CORNERS = ("other", "therapist", "past")


@dataclass(frozen=True)
class InterventionProfile:
    """Counts and percentages of the eight kinds, and the mean of their weights."""

    n: int
    counts: dict[str, int]
    percent: dict[str, float | None]
    expressiveness: float | None
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """The profile as plain values."""
        row: dict[str, object] = {
            "n": self.n,
            "counts": dict(self.counts),
            "percent": dict(self.percent),
            "expressiveness": self.expressiveness,
        }
        return {**row, "reason": self.reason} if self.reason else row


def profile(kinds: Iterable[str]) -> InterventionProfile:
    """The profile of a session's interventions.

    Formula: share 100·n_k / n; expressiveness = Σ weight / n, weights 8 (interpretation) to 1 (advice,
    praise).
    Shapes: any number of kinds. Units: percentages; weights 1 to 8. Direction: higher is more expressive,
    which is neither better nor worse.
    Errors: BadInput for an unknown kind; None with a reason without an intervention.
    Source: order after Gabbard, not verified; weights and mean are ours.

    >>> profile(["interpretation", "clarification", "clarification"]).expressiveness
    6.0
    """
    counts = Counter(kinds)
    wrong = next((kind for kind in counts if kind not in WEIGHTS), None)
    if wrong is not None:
        raise BadInput(f"“{wrong}” is no kind of intervention.")
    n = counts.total()
    percent = {kind: 100 * counts[kind] / n if n else None for kind in KINDS}
    mean = sum(WEIGHTS[kind] * count for kind, count in counts.items()) / n if n else None
    reason = "" if n else "No intervention was coded."
    return InterventionProfile(n, {kind: counts[kind] for kind in KINDS}, percent, mean, reason)


@dataclass(frozen=True)
class Sequences:
    """How the client answered each kind: counts, and shares of the answers to that kind (0 to 1)."""

    n: int
    counts: dict[str, dict[str, int]]
    shares: dict[str, dict[str, float]]

    def to_dict(self) -> dict[str, object]:
        """The table as plain values."""
        return {"n": self.n, "counts": self.counts, "shares": self.shares}


def sequences(pairs: Iterable[tuple[str, str]]) -> Sequences:
    """What the client did after each kind; kinds without an answer are left out.

    Formula: share = answers of this sort / answers to this kind. Shapes: (intervention, response) pairs.
    Units: counts; shares 0 to 1. Direction: none.
    Errors: BadInput for an unknown kind or response.
    Source: the definition; kinds and responses are ours. No worked example was seen.
    """
    counts: dict[str, dict[str, int]] = {}
    n = 0
    for kind, response in pairs:
        if kind not in WEIGHTS:
            raise BadInput(f"“{kind}” is no kind of intervention.")
        if response not in RESPONSES:
            raise BadInput(f"“{response}” is no response of the client.")
        row = counts.setdefault(kind, dict.fromkeys(RESPONSES, 0))
        row[response] += 1
        n += 1
    shares = {
        kind: {response: count / sum(row.values()) for response, count in row.items()}
        for kind, row in counts.items()
    }
    return Sequences(n, counts, shares)


@dataclass(frozen=True)
class Interpretation:
    """The corners of Malan's two triangles that one interpretation touches."""

    conflict: frozenset[str]
    person: frozenset[str]


@dataclass(frozen=True)
class Triangles:
    """Counts over interpretations; shares are of all interpretations (0 to 1), None without any."""

    n: int
    therapist_past_links: int
    conflict_complete: float | None
    person_complete: float | None
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """The counts as plain values."""
        row = {name: value for name, value in vars(self).items() if name != "reason"}
        return {**row, "reason": self.reason} if self.reason else row


def triangles(interpretations: Sequence[Interpretation]) -> Triangles:
    """Therapist–past links, and the shares of interpretations that complete each triangle.

    Formula: links = interpretations that touch therapist and past; share = complete ones / interpretations.
    Shapes: any number of interpretations. Units: counts; shares 0 to 1. Direction: none.
    Errors: none; shares None with a reason without an interpretation.
    Source: Malan's two triangles, general literature. No worked example was seen.
    """
    n = len(interpretations)
    links = sum({"therapist", "past"} <= each.person for each in interpretations)
    conflict = sum(each.conflict >= set(CONFLICT_CORNERS) for each in interpretations)
    person = sum(each.person >= set(PERSON_CORNERS) for each in interpretations)
    if not n:
        return Triangles(0, 0, None, None, "There is no interpretation.")
    return Triangles(n, links, conflict / n, person / n)


def missing_corners(conflict: Collection[str], person: Collection[str]) -> tuple[str, ...]:
    """The corners of both triangles without a moment, in reading order; none left is a complete thread.

    Formula: the six corners minus those that are there. Shapes: two collections of corners in, corners out.
    Units: names. Direction: fewer is more complete. Errors: none; unknown names change nothing.
    Source: Malan's two triangles, general literature.

    >>> missing_corners(["defense", "anxiety", "feeling"], ["other"])
    ('therapist', 'past')
    """
    wanted = [(corner, conflict) for corner in CONFLICT_CORNERS]
    wanted += [(corner, person) for corner in PERSON_CORNERS]
    return tuple(corner for corner, present in wanted if corner not in present)
