"""Hall and Van de Castle indicators of a dream series, with the band by which small samples err.

Each indicator is a quotient of counts; percentages are 0 to 100, the three indices are interactions per
character. Denominator 0: the value is None, never 0. `denominator` says whether friends and family are
shares of `human` or of `all` characters. Formulas are not verified at the manual. A norm is given only
where somebody has seen it at its source; the norms are of US college students of the 1940s and 1950s.
Below 75 dreams every indicator is marked.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reverie.instruments import dream_norms
from reverie.instruments.dream_statistics import HTest, adjust, h_test
from reverie.instruments.dream_tally import COUNTED, INDICATORS, Indicator, tally
from reverie.instruments.errors import BadInput
from reverie.instruments.hvdc import Code, parse

__all__ = ["INDICATORS", "Dream", "Series", "Value", "compare", "index_interval", "read", "series"]

DENOMINATORS = ("human", "all")


@dataclass(frozen=True)
class Dream:
    """One coded dream: its key and its codes."""

    key: str
    codes: tuple[Code, ...]


@dataclass(frozen=True)
class Value:
    """One indicator. `n` is its denominator.

    `band` the average error, in points, of a sample of this size.
    """

    value: float | None
    n: int
    small_sample: bool
    band: float | None = None
    norm: float | None = None
    h: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """The indicator as plain values."""
        names = ("value", "n", "norm", "h", "p", "p_adjusted", "small_sample", "band")
        row: dict[str, object] = {name: getattr(self, name) for name in names}
        return {**row, "reason": self.reason} if self.reason else row


@dataclass(frozen=True)
class Series:
    """The indicators of a series, and where the norm comes from if one was asked for."""

    dreams: int
    indicators: dict[str, Value]
    denominator: str
    norm: str | None = None

    def to_dict(self) -> dict[str, object]:
        """The series as plain values."""
        return {
            "dreams": self.dreams,
            "indicators": {name: value.to_dict() for name, value in self.indicators.items()},
            "denominator": self.denominator,
            "norm": self.norm,
            "norm_origin": dream_norms.origin() if self.norm else None,
        }


def read(rows: Iterable[tuple[str, str, str]]) -> tuple[Dream, ...]:
    """Dreams from (dream, scale, code) rows; a row with neither scale nor code is a dream without codes.

    Formula: the grammar of `hvdc`. Shapes: rows in any order in, one `Dream` a key out, in order of
    appearance.
    Units: codes. Direction: none. Errors: BadInput that names the position in a code.
    Source: `hvdc`.

    >>> [len(dream.codes) for dream in read([("1", "character", "1FMA"), ("2", "", "")])]
    [1, 0]
    """
    dreams: dict[str, list[Code]] = {}
    for key, scale, code in rows:
        codes = dreams.setdefault(key, [])
        if scale or code:
            codes.append(parse(scale, code))
    return tuple(Dream(key, tuple(codes)) for key, codes in dreams.items())


def _value(name: str, counts: Counter[str], indicator: Indicator) -> Value:
    top = sum(counts[key] for key in indicator.top)
    bottom = sum(counts[key] for key in indicator.bottom)
    dreams = counts["dreams"]
    small = dreams < dream_norms.recommended()
    band = dream_norms.band(name, dreams)
    if not bottom:
        return Value(None, 0, small, band, reason="Nothing was coded that it could be a share of.")
    return Value(top / bottom * indicator.factor, bottom, small, band)


def _compared(name: str, value: Value, indicator: Indicator, norm: str) -> Value:
    """The value beside the norm, where the norm was verified."""
    known = dream_norms.norm(name, norm)
    if known is None:
        return replace(value, reason=value.reason or "The norm has not been checked at its source.")
    value = replace(value, norm=known.value)
    if value.value is None or indicator.factor != 100:
        return value
    test = h_test(value.value / 100, value.n, known.value / 100, known.n)
    return replace(value, h=test.h, p=test.p)


def series(dreams: Sequence[Dream], *, norm: str | None = None, denominator: str = "human") -> Series:
    """Every indicator of a series of coded dreams; `norm` is `male` or `female`.

    `denominator` says whether friends and family are shares of `human` or of `all` characters.

    Formula: Σ of the counts above / Σ of those below · 100, or · 1 for an index per character; see the
    page.
    Shapes: any number of dreams. Units: percentages 0 to 100; indices in acts a character. Direction: none.
    Errors: BadInput for an unknown norm or denominator; None with a reason where nothing lies below.
    Source: ucsc.edu/dreams, Info/statistics.html; formulas not verified at the manual.

    >>> found = series(read([("1", "character", "1FMA"), ("1", "character", "1MSA"), ("2", "setting", "IF")]))
    >>> found.indicators["male_female_percent"].value, found.indicators["indoor_percent"].n
    (50.0, 1)
    """
    if norm not in (None, "male", "female"):
        raise BadInput(f"There is no norm “{norm}”: male or female.")
    if denominator not in DENOMINATORS:
        raise BadInput(f"The denominator must be “human” or “all”, not “{denominator}”.")
    counts = sum((tally(dream.codes) for dream in dreams), Counter())
    chosen = {name: indicator.over(denominator) for name, indicator in INDICATORS.items()}
    values = {name: _value(name, counts, indicator) for name, indicator in chosen.items()}
    if norm is not None:
        values = {name: _compared(name, value, chosen[name], norm) for name, value in values.items()}
    adjusted = adjust([value.p for value in values.values()])
    pairs = zip(values.items(), adjusted, strict=True)
    return Series(len(dreams), {n: replace(v, p_adjusted=p) for (n, v), p in pairs}, denominator, norm)


@dataclass(frozen=True)
class Difference:
    """One indicator in two series: values, effect size, p and adjusted p (None where undefined)."""

    first: Value
    second: Value
    test: HTest | None
    p_adjusted: float | None = None
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """The comparison as plain values."""
        tested = self.test.to_dict() if self.test else {"h": None, "z": None, "p": None}
        row: dict[str, object] = {
            "first": self.first.value,
            "second": self.second.value,
            **tested,
            "p_adjusted": self.p_adjusted,
            "small_sample": self.first.small_sample or self.second.small_sample,
        }
        return {**row, "reason": self.reason} if self.reason else row


def compare(first: Series, second: Series) -> dict[str, Difference]:
    """Two series indicator by indicator; the p values are adjusted over the family.

    Formula: h and z of `dream_statistics.h_test`, p adjusted by `dream_statistics.adjust`.
    Shapes: two series. Units: those of the indicator; h in radians. Direction: h > 0 if the first is
    larger.
    Errors: none; no test, with a reason, for the three indices per character and where a value is missing.
    Source: Domhoff & Schneider; formulas not verified at the paper. No worked example was seen.
    """
    found = {}
    for name, indicator in INDICATORS.items():
        one, two = first.indicators[name], second.indicators[name]
        if indicator.factor != 100:
            found[name] = Difference(one, two, None, reason="An index per character is no proportion.")
        elif one.value is None or two.value is None:
            found[name] = Difference(one, two, None, reason="One of the series has no value.")
        else:
            found[name] = Difference(one, two, h_test(one.value / 100, one.n, two.value / 100, two.n))
    adjusted = adjust([each.test.p if each.test else None for each in found.values()])
    return {n: replace(d, p_adjusted=p) for (n, d), p in zip(found.items(), adjusted, strict=True)}


@dataclass(frozen=True)
class Interval:
    """A 95 % percentile interval over `resamples` that had a value; None with a reason if none had."""

    low: float | None
    high: float | None
    resamples: int
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """The interval as plain values."""
        row: dict[str, object] = {"low": self.low, "high": self.high, "resamples": self.resamples}
        return {**row, "reason": self.reason} if self.reason else row


def index_interval(dreams: Sequence[Dream], name: str, *, resamples: int = 1000, seed: int = 0) -> Interval:
    """95 % percentile interval of an indicator over resampled dreams.

    For A/C, F/C and S/C, which have no test of proportions.

    Formula: the 2.5th and 97.5th percentile of Σ above / Σ below over dreams drawn with replacement,
    seeded.
    Shapes: any number of dreams, one indicator. Units: those of the indicator. Direction: none.
    Errors: KeyError for an unknown name; low and high None with a reason where no resample has a value.
    Source: the bootstrap over dreams; no worked example exists.
    """
    indicator = INDICATORS[name]
    tallies = [tally(dream.codes) for dream in dreams]
    pairs = [(sum(t[k] for k in indicator.top), sum(t[k] for k in indicator.bottom)) for t in tallies]
    chance = random.Random(seed)  # noqa: S311 - resampling, not secrecy
    found = []
    for _ in range(resamples if pairs else 0):
        drawn = chance.choices(pairs, k=len(pairs))
        bottom = sum(pair[1] for pair in drawn)
        if bottom:
            found.append(sum(pair[0] for pair in drawn) / bottom * indicator.factor)
    if not found:
        return Interval(None, None, 0, "Nothing was coded that it could be a share of.")
    found.sort()
    tail = int(0.025 * (len(found) - 1))
    return Interval(found[tail], found[-1 - tail], len(found))


def presence(dreams: Sequence[Dream], kind: str) -> list[bool]:
    """Dream by dream whether at least one of a kind occurs (`aggression`, …), for the runs test.

    Formula: count ≥ 1. Shapes: one yes or no a dream. Units: yes or no. Direction: none.
    Errors: BadInput for a kind that is not counted. Source: the definition.

    >>> presence(read([("1", "failure", "FL D"), ("2", "", "")]), "striving")
    [True, False]
    """
    if kind not in COUNTED:
        raise BadInput(f"“{kind}” is none of {', '.join(COUNTED)}.")
    return [bool(tally(dream.codes)[f"with_{kind}"]) for dream in dreams]
