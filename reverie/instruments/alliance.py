"""Ruptures in session-to-session alliance scores: a signal to look at, not a finding. Higher is better.

Our rule: from each local peak the score falls to the next local trough; the fall is a candidate if it
is at least k·SD, where SD is the larger of the client's own (n − 1) and the norm's. It is repaired if
the score comes back to peak − r·fall within m sessions after the trough (r = 0.5, m = 5: ours).
Reporting a strict (2 SD) and a lenient (1 SD) threshold and the stricter SD follows Gumz et al. 2012
(BMC Med Res Methodol 12:10); other authors use other thresholds and find other counts, so the rule
carries no author's name.

Chart: X̄ ± 2.66·mean|moving range|, from 8 sessions on; a run of 8 on one side; CUSUM with k = 0.5σ, h
= 5σ, where σ = mean|moving range| / 1.128 (standard formulas of the individuals chart).

>>> find([18, 18, 10, 17, 18], sd_norm=4).episodes[0].shape
'V'
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from reverie.instruments.errors import BadInput

LIMIT_FACTOR = 2.66
D2 = 1.128
RUN_LENGTH = 8
MINIMUM_SESSIONS = 8
Session = int | str


@dataclass(frozen=True)
class Rule:
    """The parameters of our rule, shown beside every result."""

    thresholds: tuple[float, ...] = (1.0, 2.0)
    sd_norm: float | None = None
    repair_share: float = 0.5
    within: int = 5

    def __post_init__(self) -> None:
        """Raise BadInput for a rule that cannot be."""
        if not self.thresholds or min(self.thresholds) <= 0:
            raise BadInput("A rupture threshold must be above 0.")
        if self.sd_norm is not None and not self.sd_norm > 0:
            raise BadInput(f"The norm's standard deviation must be above 0, not {self.sd_norm}.")
        if not 0 < self.repair_share <= 1 or self.within < 1:
            raise BadInput("The share repaired must be above 0 and at most 1, within at least one session.")


@dataclass(frozen=True)
class Episode:
    """One candidate. Sessions are named as given; `end` is the session of the repair, or None."""

    start: Session
    trough: Session
    end: Session | None
    depth: float
    threshold: float
    sessions_down: int
    sessions_up: int | None
    repaired: bool
    is_open: bool
    shape: str

    def to_dict(self) -> dict[str, object]:
        """The episode as plain values; `k` is the highest threshold it reaches."""
        return {
            "from": self.start,
            "trough": self.trough,
            "to": self.end,
            "depth": self.depth,
            "repaired": self.repaired,
            "shape": self.shape,
            "k": self.threshold,
            "open": self.is_open,
        }


@dataclass(frozen=True)
class Signal:
    """A session at which the chart says that something other than chance may be at work."""

    session: Session
    rule: str

    def to_dict(self) -> dict[str, object]:
        """The signal as plain values."""
        return {"session": self.session, "rule": self.rule}


@dataclass(frozen=True)
class Chart:
    """An individuals chart with its signals; everything is None below eight sessions."""

    centre: float | None
    limits: tuple[float, float] | None
    sigma: float | None
    signals: tuple[Signal, ...]
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """The chart as plain values."""
        row: dict[str, object] = {
            "centre": self.centre,
            "limits": None if self.limits is None else list(self.limits),
            "sigma": self.sigma,
            "signals": [signal.to_dict() for signal in self.signals],
        }
        return {**row, "reason": self.reason} if self.reason else row


@dataclass(frozen=True)
class Ruptures:
    """Candidates and chart of one series, with the SD that was used and the rule."""

    episodes: tuple[Episode, ...]
    chart: Chart
    sd: float | None
    rule: Rule
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """Everything as plain values."""
        row: dict[str, object] = {
            "episodes": [episode.to_dict() for episode in self.episodes],
            "chart": self.chart.to_dict(),
            "sd": self.sd,
            "rule": {
                "k": list(self.rule.thresholds),
                "repair_share": self.rule.repair_share,
                "within": self.rule.within,
                "sd_norm": self.rule.sd_norm,
            },
        }
        return {**row, "reason": self.reason} if self.reason else row


def falls(scores: Sequence[float]) -> list[tuple[int, int]]:
    """Every fall as (peak, trough): the last of a level top to the first of a level bottom.

    Formula: maximal runs that never rise and end lower than they began. Shapes: scores in order.
    Units: positions from 0. Direction: higher is better. Errors: none.
    Source: ours; no worked example exists.

    >>> falls([5, 5, 3, 3, 4, 2])
    [(1, 2), (4, 5)]
    """
    found, position, last = [], 0, len(scores) - 1
    while position < last:
        if scores[position + 1] >= scores[position]:
            position += 1
            continue
        peak = trough = position
        while position < last and scores[position + 1] <= scores[position]:
            position += 1
            trough = position if scores[position] < scores[trough] else trough
        found.append((peak, trough))
    return found


def _shape(down: int, up: int | None) -> str:
    if up is None:
        return "unrepaired"
    if down == 1:
        return "V" if up == 1 else "sudden drop/slow repair"
    return "slow decline/sudden repair" if up == 1 else "mixed"


def _episode(
    scores: Sequence[float], sessions: Sequence[Session], peak: int, trough: int, sd: float, rule: Rule
) -> Episode | None:
    depth = scores[peak] - scores[trough]
    reached = [threshold for threshold in rule.thresholds if depth >= threshold * sd]
    if not reached:
        return None
    wanted = scores[peak] - rule.repair_share * depth
    last = min(trough + rule.within, len(scores) - 1)
    back = next((i for i in range(trough + 1, last + 1) if scores[i] >= wanted), None)
    return Episode(
        start=sessions[peak],
        trough=sessions[trough],
        end=None if back is None else sessions[back],
        depth=depth,
        threshold=max(reached),
        sessions_down=trough - peak,
        sessions_up=None if back is None else back - trough,
        repaired=back is not None,
        is_open=back is None and trough + rule.within > len(scores) - 1,
        shape=_shape(trough - peak, None if back is None else back - trough),
    )


def _spread(scores: Sequence[float], sd_norm: float | None) -> float | None:
    own = statistics.stdev(scores) if len(scores) > 1 else None
    known = [value for value in (own, sd_norm) if value]
    return max(known) if known else None


def chart(scores: Sequence[float], sessions: Sequence[Session], *, cusum_h: float = 5.0) -> Chart:
    """The individuals chart with its signals; `cusum_h` is the decision interval in σ (4 to 5).

    Formula: limits X̄ ± 2.66·mean|moving range|; σ = mean|moving range| / 1.128; 8 in a row on one side;
    CUSUM with slack 0.5σ beyond h·σ.
    Shapes: scores and as many sessions, in order. Units: those of the score. Direction: both sides are
    signals.
    Errors: none; everything None with a reason below eight sessions.
    Source: standard formulas of the individuals chart; Eubanks-Carter, Gorman & Muran 2012, not verified
    there.

    >>> chart([1, 3] * 4, range(8)).limits
    (-3.3200000000000003, 7.32)
    """
    if len(scores) < MINIMUM_SESSIONS:
        return Chart(None, None, None, (), f"A chart needs at least {MINIMUM_SESSIONS} sessions.")
    centre = statistics.fmean(scores)
    ranges = [abs(after - before) for before, after in itertools.pairwise(scores)]
    mean_range = statistics.fmean(ranges)
    low, high = centre - LIMIT_FACTOR * mean_range, centre + LIMIT_FACTOR * mean_range
    sigma = mean_range / D2
    beyond = [i for i, score in enumerate(scores) if not low <= score <= high]
    found = [(i, "beyond limits") for i in beyond]
    found += [(i, "run of 8") for i in _runs(scores, centre)]
    found += [(i, "cusum") for i in _cusum(scores, centre, sigma, cusum_h)]
    signals = tuple(Signal(sessions[i], rule) for i, rule in sorted(found))
    return Chart(centre, (low, high), sigma, signals)


def _runs(scores: Sequence[float], centre: float) -> list[int]:
    """Positions at which eight or more scores in a row lie on one side of the centre."""
    found, length, side = [], 0, 0
    for position, score in enumerate(scores):
        now = (score > centre) - (score < centre)
        length = length + 1 if now and now == side else int(now != 0)
        side = now
        if length >= RUN_LENGTH:
            found.append(position)
    return found


def _cusum(scores: Sequence[float], centre: float, sigma: float, h: float) -> list[int]:
    """Positions at which a one-sided cumulative sum passes h·σ (slack 0.5σ); empty if nothing varies."""
    found: list[int] = []
    up = down = 0.0
    for position, score in enumerate(scores):
        up = max(0.0, up + score - centre - 0.5 * sigma)
        down = max(0.0, down + centre - score - 0.5 * sigma)
        if sigma and max(up, down) > h * sigma:
            found.append(position)
    return found


def find(
    scores: Sequence[float | None],
    sessions: Sequence[Session] | None = None,
    *,
    rule: Rule | None = None,
    sd_norm: float | None = None,
) -> Ruptures:
    """Rupture candidates and chart of one client's alliance scores; sessions without a score are passed over.

    Formula: a fall of at least k·SD from a local peak, SD the larger of the client's own (n − 1) and the
    norm's; repaired if a score reaches peak − r·fall within m sessions after the trough (r 0.5, m 5).
    Shapes: scores in order, None where missing; as many sessions. Units: those of the score.
    Direction: higher is better.
    Errors: BadInput if names and scores differ in number, or for an impossible rule; without variation no
    candidate, with a reason.
    Source: ours; two thresholds and the stricter SD after Gumz et al. 2012, BMC Med Res Methodol 12:10. No
    worked example was seen.

    >>> find([18, 18, 10, 17, 18], sd_norm=4).episodes[0].shape
    'V'
    """
    rule = rule or Rule(sd_norm=sd_norm)
    names = list(range(1, len(scores) + 1)) if sessions is None else list(sessions)
    if len(names) != len(scores):
        raise BadInput(f"There are {len(names)} sessions and {len(scores)} scores.")
    kept = [(name, score) for name, score in zip(names, scores, strict=True) if score is not None]
    values, places = [score for _, score in kept], [name for name, _ in kept]
    sd = _spread(values, rule.sd_norm)
    picture = chart(values, places)
    if sd is None:
        return Ruptures((), picture, None, rule, "The scores do not vary, so a drop has no measure.")
    candidates = (_episode(values, places, peak, trough, sd, rule) for peak, trough in falls(values))
    return Ruptures(tuple(each for each in candidates if each is not None), picture, sd, rule)
