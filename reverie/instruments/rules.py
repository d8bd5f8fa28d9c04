"""Two rules about whole courses: the NHS rule of recovery, and no reliable gain by a session.

A model of expected courses needs some two hundred cases of one's own (docs/clinical/instruments.md); with
fewer, the second rule is what can be said of one person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reverie.instruments.errors import BadInput
from reverie.instruments.outcomes import reliable_change

# NHS rule (docs/clinical/instruments.md): the drop that counts and the caseness line of both forms.
NHS_DROP = {"phq-9": 6, "gad-7": 4}
NHS_CASENESS = {"phq-9": 10, "gad-7": 8}


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
    """The NHS rule of improvement and recovery, for totals keyed `phq-9` and `gad-7`.

    Formula: reliable improvement = PHQ-9 drops by 6 or GAD-7 by 4 without the other reliably worsening;
    recovered = a case before (PHQ-9 ≥ 10 or GAD-7 ≥ 8) and none after.
    Shapes: a total of each form, before and after. Units: points. Direction: lower is better.
    Errors: BadInput where a total is missing.
    Source: NHS Talking Therapies; “without the other reliably worsening” is not verified.

    >>> nhs_outcome({"phq-9": 16, "gad-7": 9}, {"phq-9": 8, "gad-7": 7}).recovered
    True
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


@dataclass(frozen=True)
class NoGain:
    """Whether it holds that no score up to a session is reliably better; None with a reason if unknown."""

    holds: bool | None
    session: int
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """The answer as plain values."""
        row: dict[str, object] = {"holds": self.holds, "session": self.session}
        return {**row, "reason": self.reason} if self.reason else row


def no_reliable_gain_by(
    scores: Sequence[float | None], session: int, *, sd: float, reliability: float, direction: str
) -> NoGain:
    """Whether no score up to a session is reliably better than the first one (`holds`).

    Formula: RC of each score against the first, jacobson-truax; holds if none is reliable for the better.
    Shapes: scores in order, None where missing; `session` counts from 1.
    Units: those of the score. Direction: `direction` says which end is better.
    Errors: BadInput for an impossible SD, reliability or direction; `holds` None with a reason without a
    first score, or with fewer sessions than asked for.
    Source: docs/clinical/instruments.md, for practices with few cases of their own. No worked example was
    seen.
    """
    if not scores or scores[0] is None:
        return NoGain(None, session, "There is no first score.")
    if len(scores) < session:
        return NoGain(None, session, f"There are only {len(scores)} sessions.")
    changes = (
        reliable_change(scores[0], score, sd=sd, reliability=reliability, direction=direction)
        for score in scores[1:session]
    )
    return NoGain(all(change.outcome != "improved" for change in changes), session)
