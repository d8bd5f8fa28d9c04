"""Has one person changed? Reliable and clinically significant change (Jacobson & Truax 1991).

Scores are raw; `direction` says which end is better (`lower` for PHQ-9, GAD-7, CORE; `higher` for WHO-5,
WAI-SR, ORS, ODF). The change index keeps the sign of (after − before) in every method. Reliability and SD
belong to a reference set, which is stored with the result: other samples give other limits.

Figures commonly quoted from Jacobson & Truax 1991 (not verified at the paper):

>>> change = reliable_change(32.5, 47.5, sd=10, reliability=0.8, direction="higher")
>>> round(change.rci, 2), change.outcome
(2.37, 'improved')
>>> cutoff_c(mean_clinical=40, sd_clinical=7.5, mean_norm=60, sd_norm=7.5)
50.0
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from reverie.instruments.errors import BadInput

CRITERION = 1.96
DIRECTIONS = ("lower", "higher")
METHODS = ("jacobson-truax", "edwards-nunnally", "gulliksen-lord-novick")


@dataclass(frozen=True)
class ReferenceSet:
    """Where SD and reliability come from. `mean` is needed by the two methods that regress to it."""

    name: str
    sd: float
    reliability: float
    mean: float | None = None
    source: str = ""
    verified: bool = False


@dataclass(frozen=True)
class Change:
    """One person's change. `rci` is None with a `reason` where it is undefined, never 0."""

    rci: float | None
    reliable: bool | None
    outcome: str | None
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """The change as plain values; `outcome` is called `class` outside Python."""
        row: dict[str, object] = {"rci": self.rci, "reliable": self.reliable, "class": self.outcome}
        return {**row, "reason": self.reason} if self.reason else row


def _check(sd: float, reliability: float, direction: str) -> None:
    if not (math.isfinite(sd) and sd > 0):
        raise BadInput(f"The standard deviation must be above 0, not {sd}.")
    if not 0 <= reliability < 1:
        raise BadInput(f"The reliability must be at least 0 and below 1, not {reliability}.")
    if direction not in DIRECTIONS:
        raise BadInput(f"The direction must be “lower” or “higher”, not “{direction}”.")


def standard_error(sd: float, reliability: float) -> float:
    """The standard error of measurement.

    Formula: SE = s·√(1 − r).
    Shapes: one number each. Units: those of the score; r has none. Direction: larger is less certain.
    Errors: BadInput for s ≤ 0 or r outside 0 to below 1.
    Source: Jacobson & Truax 1991, J Consult Clin Psychol 59:12; the figures below are not verified at the
    paper.

    >>> round(standard_error(7.5, 0.8), 2)
    3.35
    """
    _check(sd, reliability, "lower")
    return sd * math.sqrt(1 - reliability)


def standard_difference(sd: float, reliability: float) -> float:
    """The standard error of a difference of two scores of one person.

    Formula: S_diff = √2·SE.
    Shapes: one number each. Units: those of the score. Direction: larger is less certain.
    Errors: BadInput for s ≤ 0 or r outside 0 to below 1.
    Source: Jacobson & Truax 1991; the figure commonly quoted from it (4.74) is not verified at the paper.

    >>> round(standard_difference(7.5, 0.8), 2)
    4.74
    """
    return math.sqrt(2) * standard_error(sd, reliability)


def smallest_reliable_change(sd: float, reliability: float, criterion: float = CRITERION) -> float:
    """The raw change that must be exceeded to be reliable.

    Formula: criterion·S_diff, criterion 1.96 by default.
    Shapes: one number each. Units: those of the score. Direction: none, it is a size.
    Errors: BadInput for s ≤ 0 or r outside 0 to below 1.
    Source: Jacobson & Truax 1991, not verified at the paper.

    >>> round(smallest_reliable_change(7.5, 0.8), 1)
    9.3
    """
    return criterion * standard_difference(sd, reliability)


def _index(before: float, after: float, reference: ReferenceSet, method: str) -> float:
    """The change index of the named method. Raises BadInput where the method needs a mean and has none."""
    r, s, mean = reference.reliability, reference.sd, reference.mean
    if method == "jacobson-truax":
        return (after - before) / standard_difference(s, r)
    if method not in METHODS:
        raise BadInput(f"There is no method “{method}”; choose one of {', '.join(METHODS)}.")
    if mean is None:
        raise BadInput(f"The method {method} needs the mean of the reference set.")
    if method == "edwards-nunnally":
        return (after - (r * (before - mean) + mean)) / standard_error(s, r)
    return ((after - mean) - r * (before - mean)) / (s * math.sqrt(1 - r * r))


def edwards_nunnally_interval(
    before: float, *, mean: float, sd: float, reliability: float, criterion: float = CRITERION
) -> tuple[float, float]:
    """The scores after that are no reliable change, by a method that expects regression to the mean.

    Formula: r(x1 − M) + M ± criterion·s·√(1 − r).
    Shapes: numbers in, (low, high) out. Units: those of the score. Direction: none, raw scores.
    Errors: BadInput for s ≤ 0 or r outside 0 to below 1.
    Source: Edwards, Yarvis, Mueller, Zingale & Wagman 1978 after Nunnally, not verified; no worked example
    was seen.
    """
    centre = reliability * (before - mean) + mean
    half = criterion * standard_error(sd, reliability)
    return centre - half, centre + half


def _outcome(
    rci: float, criterion: float, before: float, after: float, cutoff: float | None, sign: int
) -> str:
    """The class. `sign` is −1 where lower is better, so that all comparisons read as "up is better"."""
    gain = rci * sign
    crossed = cutoff is not None and before * sign <= cutoff * sign < after * sign
    if gain > criterion:
        return "recovered" if crossed else "improved"
    if gain < -criterion:
        return "deteriorated"
    return "recovered-not-reliable" if crossed else "unchanged"


def reliable_change(
    before: float | None,
    after: float | None,
    *,
    sd: float,
    reliability: float,
    direction: str,
    cutoff: float | None = None,
    mean: float | None = None,
    method: str = "jacobson-truax",
    criterion: float = CRITERION,
) -> Change:
    """The change index of one person, and its class.

    With `cutoff`, “recovered” means: from the clinical side (or the cut-off itself) to beyond it, reliably;
    “recovered-not-reliable” the same without reliable change. Without one: improved, unchanged,
    deteriorated.

    Formula: jacobson-truax RC = (x2 − x1) / S_diff; edwards-nunnally (x2 − [r(x1 − M) + M]) / SE;
    gulliksen-lord-novick ((x2 − M) − r(x1 − M)) / (s·√(1 − r²)). Reliable if |RC| > criterion (1.96).
    Shapes: one person's two scores. Units: those of the score in, none out.
    Direction: the index keeps the sign of after − before; `direction` says which end is better.
    Errors: BadInput for an impossible SD, reliability, direction or method, or a missing mean; rci None
    with a reason where a score is missing.
    Source: Jacobson & Truax 1991; the example below is commonly quoted and not verified at the paper.

    >>> change = reliable_change(32.5, 47.5, sd=10, reliability=0.8, direction="higher")
    >>> round(change.rci, 2), change.outcome
    (2.37, 'improved')
    """
    _check(sd, reliability, direction)
    if before is None or after is None:
        return Change(None, None, None, "The score before or after is missing.")
    reference = ReferenceSet("given", sd, reliability, mean)
    rci = _index(before, after, reference, method)
    sign = 1 if direction == "higher" else -1
    return Change(rci, abs(rci) > criterion, _outcome(rci, criterion, before, after, cutoff, sign))


def cutoff_a(*, mean_clinical: float, sd_clinical: float, direction: str) -> float:
    """Two SD from the clinical mean towards health.

    Formula: a = M_clin ± 2·SD_clin.
    Shapes: one number each. Units: those of the score. Direction: + where higher is better, − where lower
    is.
    Errors: BadInput for SD ≤ 0 or an unknown direction.
    Source: Jacobson & Truax 1991; the figures below are commonly quoted and not verified at the paper.

    >>> cutoff_a(mean_clinical=40, sd_clinical=7.5, direction="higher")
    55.0
    """
    _check(sd_clinical, 0, direction)
    return mean_clinical + (2 if direction == "higher" else -2) * sd_clinical


def cutoff_b(*, mean_norm: float, sd_norm: float, direction: str) -> float:
    """Two SD from the norm's mean towards illness.

    Formula: b = M_norm ∓ 2·SD_norm.
    Shapes: one number each. Units: those of the score. Direction: − where higher is better, + where lower
    is.
    Errors: BadInput for SD ≤ 0 or an unknown direction.
    Source: Jacobson & Truax 1991; the figures below are commonly quoted and not verified at the paper.

    >>> cutoff_b(mean_norm=60, sd_norm=7.5, direction="higher")
    45.0
    """
    _check(sd_norm, 0, direction)
    return mean_norm - (2 if direction == "higher" else -2) * sd_norm


def cutoff_c(*, mean_clinical: float, sd_clinical: float, mean_norm: float, sd_norm: float) -> float:
    """The point between the clinical mean and the norm's, nearer to the one that scatters less.

    Formula: c = (SD_norm·M_clin + SD_clin·M_norm) / (SD_norm + SD_clin).
    Shapes: one number each. Units: those of the score. Direction: none, the same for both.
    Errors: BadInput for SD ≤ 0.
    Source: Jacobson & Truax 1991; the figures below are commonly quoted and not verified at the paper.

    >>> cutoff_c(mean_clinical=40, sd_clinical=7.5, mean_norm=60, sd_norm=7.5)
    50.0
    """
    _check(sd_clinical, 0, "lower")
    _check(sd_norm, 0, "lower")
    return (sd_norm * mean_clinical + sd_clinical * mean_norm) / (sd_norm + sd_clinical)
