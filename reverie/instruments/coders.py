"""Two people coded the same dreams: how far do their codes agree, and where do they part?

Only dreams that both coded are compared; the others are named. Within a dream and a scale equal codes are
matched one to one; what is left of the longer list are the disagreements, so that agreement =
agreements / (agreements + disagreements), 0 to 1 (Domhoff's recommendation, not verified). Beside it stands
for each kind of event whether the dream has at least one, with Cohen's κ. No published worked example was
seen.

>>> anna = [("1", "character", "1FSA"), ("1", "character", "1MKA"), ("2", "emotion", "AP D")]
>>> ben = [("1", "character", "1fsa"), ("1", "character", "1MSA")]
>>> found = compare(anna, ben)
>>> found.scales["character"].value, found.both, found.only_first
(0.5, ('1',), ('2',))
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reverie.instruments import agreement, hvdc
from reverie.instruments.dream_tally import COUNTED, tally

Coded = tuple[str, str, str]
Codes = Mapping[str, Sequence[hvdc.Code]]


@dataclass(frozen=True)
class ScaleAgreement:
    """One scale: counts of matched and of unmatched codes, and their quotient (0 to 1) or None."""

    agreements: int
    disagreements: int
    value: float | None
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """The scale as plain values."""
        row: dict[str, object] = {
            "agreements": self.agreements,
            "disagreements": self.disagreements,
            "value": self.value,
        }
        return {**row, "reason": self.reason} if self.reason else row


@dataclass(frozen=True)
class Presence:
    """In how many dreams both, the first, the second or neither coded at least one of a kind; Cohen's κ."""

    both: int
    only_first: int
    only_second: int
    neither: int
    kappa: float | None
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """The counts as plain values."""
        row: dict[str, object] = {
            "both": self.both,
            "only_first": self.only_first,
            "only_second": self.only_second,
            "neither": self.neither,
            "kappa": self.kappa,
        }
        return {**row, "reason": self.reason} if self.reason else row


@dataclass(frozen=True)
class Parting:
    """Where two coders part: the codes of one dream and scale that only one of them has."""

    dream: str
    scale: str
    first: tuple[str, ...]
    second: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """The codes as plain values."""
        return {
            "dream": self.dream,
            "scale": self.scale,
            "first": list(self.first),
            "second": list(self.second),
        }


@dataclass(frozen=True)
class Comparison:
    """Two coders over the dreams that both coded; dreams are named in the order of the first coder."""

    both: tuple[str, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    scales: dict[str, ScaleAgreement]
    presence: dict[str, Presence]
    partings: tuple[Parting, ...]
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """Everything as plain values."""
        row: dict[str, object] = {
            "both": list(self.both),
            "only_first": list(self.only_first),
            "only_second": list(self.only_second),
            "scales": {name: scale.to_dict() for name, scale in self.scales.items()},
            "presence": {name: kind.to_dict() for name, kind in self.presence.items()},
            "partings": [parting.to_dict() for parting in self.partings],
        }
        return {**row, "reason": self.reason} if self.reason else row


def compare(first: Iterable[Coded], second: Iterable[Coded]) -> Comparison:
    """Two coders of the same dreams: agreement a scale, κ a kind of event, and where they part.

    Upper and lower case, blanks and the plural of a scale do not matter. A row without scale and code is a
    dream without codes.

    Formula: agreements / (agreements + disagreements), Cohen's κ; see the head of the module.
    Shapes: two collections of (dream, scale, code). Units: shares 0 to 1; κ none. Direction: higher is more
    agreement.
    Errors: BadInput for a code that does not exist; without a dream that both coded `scales` is empty, κ
    None, and `reason` says why.
    Source: Domhoff's recommendation, not verified; Cohen 1960.

    >>> compare([("1", "emotion", "AP D")], [("1", "emotions", "ap d")]).scales["emotion"].value
    1.0
    """
    one, two = _by_dream(first), _by_dream(second)
    both = tuple(dream for dream in one if dream in two)
    scales, partings = _scales(one, two, both)
    return Comparison(
        both=both,
        only_first=tuple(dream for dream in one if dream not in two),
        only_second=tuple(dream for dream in two if dream not in one),
        scales=scales,
        presence={kind: _presence(one, two, both, kind) for kind in COUNTED},
        partings=partings,
        reason="" if both else "There is no dream that both coded.",
    )


def _by_dream(rows: Iterable[Coded]) -> dict[str, list[hvdc.Code]]:
    found: dict[str, list[hvdc.Code]] = {}
    for dream, scale, code in rows:
        codes = found.setdefault(dream.strip(), [])
        if scale or code:
            codes.append(hvdc.parse(scale, code))
    return found


def _scales(
    one: Codes, two: Codes, both: Sequence[str]
) -> tuple[dict[str, ScaleAgreement], tuple[Parting, ...]]:
    agreed: Counter[str] = Counter()
    parted: Counter[str] = Counter()
    partings: list[Parting] = []
    for dream in both:
        for scale in hvdc.SCALES:
            mine, theirs = (
                Counter(hvdc.written(c) for c in s[dream] if c.scale == scale) for s in (one, two)
            )
            agreed[scale] += (mine & theirs).total()
            left = tuple(tuple(sorted((a - b).elements())) for a, b in ((mine, theirs), (theirs, mine)))
            parted[scale] += max(len(codes) for codes in left)
            if any(left):
                partings.append(Parting(dream, scale, *left))
    used = [scale for scale in hvdc.SCALES if agreed[scale] + parted[scale]]
    return {scale: _scale(agreed[scale], parted[scale]) for scale in used}, tuple(partings)


def _of(codes: Sequence[hvdc.Code], scale: str) -> Counter[str]:
    return Counter(hvdc.written(code) for code in codes if code.scale == scale)


def _scale(agreements: int, disagreements: int) -> ScaleAgreement:
    return ScaleAgreement(agreements, disagreements, agreements / (agreements + disagreements))


def _presence(one: Codes, two: Codes, both: Sequence[str], kind: str) -> Presence:
    pairs = [tuple(bool(tally(s[dream])[f"with_{kind}"]) for s in (one, two)) for dream in both]
    found = agreement.cohen([[int(mine), int(theirs)] for mine, theirs in pairs])
    counts = Counter(pairs)
    return Presence(
        counts[True, True],
        counts[True, False],
        counts[False, True],
        counts[False, False],
        found.value,
        found.undefined or "",
    )
