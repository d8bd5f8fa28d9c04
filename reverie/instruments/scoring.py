"""Scores the answers of one form with the key of its instrument.

Formula: total = sum of the answers, reversed items turned round as (min + max − answer). A form with a
missing answer has no total; within the instrument's limit it has a labelled estimate, mean of the
answered × items. A risk item is never estimated, and raises its flag on partial and on invalid forms too.

Worked example (the answers of HL7 US Core's QuestionnaireResponse/phq-9-example, whose own total is 12):

>>> result = score("phq-9", [2, 2, 2, 2, 1, 1, 2, 0, 0])
>>> result.status, result.total, result.band
('complete', 12, 'moderate')
>>> score("phq-9", [1, None, 1, 1, 1, 1, 1, 1, 0]).prorated
7.875
>>> score("phq-9", [None] * 8 + [1]).flags
('risk-item',)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reverie.instruments.catalog import all_instruments, get
from reverie.instruments.errors import BadInput
from reverie.instruments.instrument import Instrument, Number, Subscale
from reverie.instruments.responses import answers_from_response, instrument_of

__all__ = [
    "VERSION",
    "BadInput",
    "ScoreResult",
    "all_instruments",
    "answers_from_response",
    "get",
    "instrument_of",
    "invalid",
    "scorable",
    "score",
    "score_with",
]

# Kept with every stored score, so that an old score can be told from a recomputed one.
VERSION = "1"
RISK_FLAG = "risk-item"


@dataclass(frozen=True)
class ScoreResult:
    """What a form says. `total` only when complete; `prorated` is an estimate and is labelled as one."""

    status: str
    total: Number | None
    prorated: float | None
    band: str | None
    subscales: dict[str, Number | None]
    flags: tuple[str, ...]
    errors: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """The result as plain values, in the order of the command line's keys."""
        return {
            "status": self.status,
            "total": self.total,
            "prorated": self.prorated,
            "band": self.band,
            "subscales": dict(self.subscales),
            "flags": list(self.flags),
            "errors": list(self.errors),
        }


def _above(answer: object, limit: Number) -> bool:
    """True for a number above the limit, also where it was wrongly sent as text."""
    if isinstance(answer, str) and answer.strip().isdecimal():
        return int(answer) > limit
    return isinstance(answer, int | float) and answer > limit


def _fits(instrument: Instrument, answer: object) -> bool:
    """True for no answer, and for a number within the limits that is whole where it must be."""
    if answer is None:
        return True
    if not isinstance(answer, int | float) or isinstance(answer, bool):
        return False
    return instrument.min <= answer <= instrument.max and (instrument.decimals or answer == int(answer))


def _error(instrument: Instrument, position: int, answer: object) -> str:
    """Why this answer cannot stand."""
    limits = f"{instrument.min} to {instrument.max}"
    if not isinstance(answer, int | float) or isinstance(answer, bool):
        return f"answer {position}: {answer!r} is not a number from {limits}"
    if not instrument.min <= answer <= instrument.max:
        return f"answer {position}: {answer} is outside {limits}"
    return f"answer {position}: {answer} is not a whole number from {limits}"


def _errors(instrument: Instrument, answers: Sequence[object]) -> tuple[str, ...]:
    if len(answers) != instrument.items:
        return (f"{instrument.name} has {instrument.items} answers, not {len(answers)}",)
    return tuple(
        _error(instrument, position, answer)
        for position, answer in enumerate(answers, start=1)
        if not _fits(instrument, answer)
    )


def _flags(instrument: Instrument, answers: Sequence[object]) -> tuple[str, ...]:
    """The risk flag, judged on whatever was answered: better one flag too many than one too few."""
    for item in instrument.risk_items:
        if item > len(answers):
            continue
        if _above(answers[item - 1], instrument.min):
            return (RISK_FLAG,)
    return ()


def _close_gates(instrument: Instrument, answers: list[Number | None]) -> list[Number | None]:
    """Items not asked because their gate was answered at the minimum count as the minimum, not as missing."""
    for gate in instrument.gates:
        if all(answers[item - 1] == instrument.min for item in gate.items):
            for item in gate.opens:
                if answers[item - 1] is None:
                    answers[item - 1] = instrument.min
    return answers


def _turned(instrument: Instrument, answers: Sequence[object]) -> list[Number | None]:
    """Valid answers as numbers, reversed items turned round, whole floats as integers."""
    values: list[Number | None] = []
    for position, answer in enumerate(answers, start=1):
        if not isinstance(answer, int | float):
            values.append(None)
            continue
        value = int(answer) if answer == int(answer) else answer
        values.append(instrument.min + instrument.max - value if position in instrument.reverse else value)
    return values


def _part(instrument: Instrument, part: Subscale, values: Sequence[Number | None]) -> Number | None:
    """One subscale, or None while one of its items is missing."""
    taken: list[Number] = []
    for item in part.items:
        value = values[item - 1]
        if value is None:
            return None
        table = part.recode.get(item)
        taken.append(value if table is None else table[int(value - instrument.min)])
    joined = sum(taken)
    return (joined / len(taken) if part.method == "mean" else joined) * part.factor


def _band(instrument: Instrument, total: Number | None) -> str | None:
    if total is None or not instrument.bands_verified:
        return None
    return [band.name for band in instrument.bands if band.low <= total][-1]


def _estimate(instrument: Instrument, values: Sequence[Number | None]) -> float | None:
    """mean(answered) × items, or None beyond the limit or without a risk item."""
    answered = [value for value in values if value is not None]
    if not instrument.has_total or not answered:
        return None
    if instrument.items - len(answered) > instrument.max_missing:
        return None
    if any(values[item - 1] is None for item in instrument.risk_items):
        return None
    return sum(answered) / len(answered) * instrument.items


def invalid(instrument: Instrument, errors: tuple[str, ...], flags: tuple[str, ...] = ()) -> ScoreResult:
    """A form that cannot be scored: no numbers, the reasons, and the risk flag if there is one.

    Formula: nothing is computed. Shapes: one form. Units: none. Direction: none. Errors: none. Source:
    ours.

    >>> invalid(get("gad-7"), ("too few",)).status
    'invalid'
    """
    parts: dict[str, Number | None] = {part.name: None for part in instrument.subscales}
    return ScoreResult("invalid", None, None, None, parts, flags, errors)


def scorable(code: str) -> Instrument:
    """The instrument of this code, if its key is complete.

    Formula: none, a look-up in any case, with or without hyphens. Shapes: one code. Units: none.
    Direction: the instrument's own `direction`.
    Errors: BadInput if there is none, or if its key is not complete. Source: docs/clinical/instruments.md.

    >>> scorable("PHQ9").code
    'phq-9'
    """
    instrument = get(code)
    if instrument.unscorable:
        raise BadInput(f"{instrument.name} cannot be scored yet: {instrument.unscorable}")
    return instrument


def score(code: str, answers: Sequence[object]) -> ScoreResult:
    """Score one form; a wrong answer never raises, it makes the form invalid.

    Formula: total = Σ answers, a reversed item counting min + max − answer; estimate = mean of the answered
    · items, within the limit of missing answers; subscales by their keys.
    Shapes: answers in item order, None where not answered. Units: points. Direction: the instrument's own.
    Errors: BadInput for an unknown code or an incomplete key; total None unless complete, with its status.
    Source: docs/clinical/instruments.md, each figure marked verified or not verified.

    >>> score("phq-9", [2, 2, 2, 2, 1, 1, 2, 0, 0]).total
    12
    """
    return score_with(scorable(code), answers)


def score_with(instrument: Instrument, answers: Sequence[object]) -> ScoreResult:
    """`score` with an instrument in hand, for streams and for packs that a practice loads.

    Formula: that of `score`. Shapes: answers in item order, None where not answered. Units: points.
    Direction: the instrument's own. Errors: none; a wrong form is invalid and says why.
    Source: docs/clinical/instruments.md.

    >>> score_with(get("who-5"), [3, 3, 3, 3, 3]).subscales
    {'percent': 60}
    """
    flags = _flags(instrument, answers)
    errors = _errors(instrument, answers)
    if errors:
        return invalid(instrument, errors, flags)
    values = _close_gates(instrument, _turned(instrument, answers))
    complete = None not in values
    total = sum(value for value in values if value is not None) if complete and instrument.has_total else None
    prorated = None if complete else _estimate(instrument, values)
    status = "complete" if complete else "incomplete" if prorated is None else "prorated"
    parts = {part.name: _part(instrument, part, values) for part in instrument.subscales}
    return ScoreResult(status, total, prorated, _band(instrument, total), parts, flags, ())
