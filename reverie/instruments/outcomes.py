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
from collections.abc import Sequence
from dataclasses import dataclass

from reverie.instruments.errors import BadInput

CRITERION = 1.96
DIRECTIONS = ("lower", "higher")
METHODS = ("jacobson-truax", "edwards-nunnally", "gulliksen-lord-novick")
# NHS rule (docs/clinical/instruments.md): the drop that counts and the caseness line of both forms.
NHS_DROP = {"phq-9": 6, "gad-7": 4}
NHS_CASENESS = {"phq-9": 10, "gad-7": 8}


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
    """SE = s·√(1 − r), the standard error of measurement, in score units."""
    _check(sd, reliability, "lower")
    return sd * math.sqrt(1 - reliability)


def standard_difference(sd: float, reliability: float) -> float:
    """S_diff = √2·SE, the standard error of a difference of two scores, in score units."""
    return math.sqrt(2) * standard_error(sd, reliability)


def smallest_reliable_change(sd: float, reliability: float, criterion: float = CRITERION) -> float:
    """The raw change that must be exceeded to be reliable: criterion·S_diff."""
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
    """r(x1 − M) + M ± 1.96·s·√(1 − r): scores after inside it are no reliable change."""
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
    """The change index RC = (x2 − x1) / S_diff and its class.

    With `cutoff`, “recovered” means: from the clinical side (or the cut-off itself) to beyond it, reliably;
    “recovered-not-reliable” the same without reliable change. Without one: improved, unchanged, deteriorated.
    Raises BadInput for an impossible SD, reliability, direction or method.
    """
    _check(sd, reliability, direction)
    if before is None or after is None:
        return Change(None, None, None, "The score before or after is missing.")
    reference = ReferenceSet("given", sd, reliability, mean)
    rci = _index(before, after, reference, method)
    sign = 1 if direction == "higher" else -1
    return Change(rci, abs(rci) > criterion, _outcome(rci, criterion, before, after, cutoff, sign))


def cutoff_a(*, mean_clinical: float, sd_clinical: float, direction: str) -> float:
    """a = M_clin ± 2·SD_clin, two SD from the clinical mean towards health."""
    _check(sd_clinical, 0, direction)
    return mean_clinical + (2 if direction == "higher" else -2) * sd_clinical


def cutoff_b(*, mean_norm: float, sd_norm: float, direction: str) -> float:
    """b = M_norm ∓ 2·SD_norm, two SD from the norm's mean towards illness."""
    _check(sd_norm, 0, direction)
    return mean_norm - (2 if direction == "higher" else -2) * sd_norm


def cutoff_c(*, mean_clinical: float, sd_clinical: float, mean_norm: float, sd_norm: float) -> float:
    """c = (SD_norm·M_clin + SD_clin·M_norm) / (SD_norm + SD_clin), in score units."""
    _check(sd_clinical, 0, "lower")
    _check(sd_norm, 0, "lower")
    return (sd_norm * mean_clinical + sd_clinical * mean_norm) / (sd_norm + sd_clinical)


@dataclass(frozen=True)
class NhsOutcome:
    """What the NHS rule says of a PHQ-9 and a GAD-7 taken together, at two times."""

    reliable_improvement: bool
    reliable_deterioration: bool
    was_case: bool
    recovered: bool

    def to_dict(self) -> dict[str, bool]:
        """The four answers as plain values."""
        return dict(vars(self))


def nhs_outcome(before: dict[str, float], after: dict[str, float]) -> NhsOutcome:
    """NHS rule for totals keyed `phq-9` and `gad-7`.

    Reliable improvement: PHQ-9 drops by 6 or GAD-7 by 4 without the other reliably worsening (this last
    part is not verified); recovered: a case before (PHQ-9 ≥ 10 or GAD-7 ≥ 8) and none after.
    """
    try:
        drop = {code: before[code] - after[code] for code in NHS_DROP}
    except KeyError as missing:
        raise BadInput(f"The NHS rule needs the total of {missing.args[0]} before and after.") from None
    better = any(drop[code] >= limit for code, limit in NHS_DROP.items())
    worse = any(drop[code] <= -limit for code, limit in NHS_DROP.items())
    was_case = any(before[code] >= limit for code, limit in NHS_CASENESS.items())
    is_case = any(after[code] >= limit for code, limit in NHS_CASENESS.items())
    return NhsOutcome(better and not worse, worse and not better, was_case, was_case and not is_case)


def no_reliable_gain_by(
    scores: Sequence[float | None], session: int, *, sd: float, reliability: float, direction: str
) -> bool | None:
    """True if no score up to `session` (1 is the first) is reliably better than the first one.

    None where it cannot be said: no first score, or fewer sessions than asked for.
    """
    if len(scores) < session or not scores or scores[0] is None:
        return None
    changes = (
        reliable_change(scores[0], score, sd=sd, reliability=reliability, direction=direction)
        for score in scores[1:session]
    )
    return all(change.outcome != "improved" for change in changes)
