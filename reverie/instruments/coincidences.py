"""Krippendorff's alpha where there are few distinct values: from the matrix of coincidences.

o_ck = Σ_u n_uc·(n_uk − [c = k]) / (m_u − 1), n_c = Σ_k o_ck, α = 1 − (n − 1)·Σ o_ck·δ²_ck / Σ
n_c·n_k·δ²_ck. Units with the same counts are alike, so resamples are drawn of the different kinds of
units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from reverie.instruments.ratings import Array

# From here on, drawing how often each kind of unit occurs is quicker than drawing units (measured).
UNITS_PER_KIND = 6
Distance = Callable[[Array], Array]


def distance(level: str, values: Array) -> Distance:
    """δ² as a function of the values' frequencies (… × values), which only the ordinal level looks at."""
    if level == "ordinal":
        return _ranks_apart
    if level == "nominal":
        fixed: Array = 1 - np.eye(len(values))
    elif level == "interval":
        fixed = (values[:, None] - values[None, :]) ** 2
    else:
        plus, minus = values[:, None] + values[None, :], values[:, None] - values[None, :]
        fixed = np.divide(minus, plus, out=np.zeros_like(plus), where=plus != 0) ** 2
    return lambda _frequencies: fixed


def _ranks_apart(frequencies: Array) -> Array:
    ranks = np.cumsum(frequencies, axis=-1) - frequencies / 2
    found: Array = (ranks[..., :, None] - ranks[..., None, :]) ** 2
    return found


def _shares(counts: Array) -> Array:
    """1 / (m_u − 1), 0 for units that cannot be paired."""
    m = counts.sum(axis=1)
    found: Array = np.divide(1.0, m - 1, out=np.zeros(len(m)), where=m > 1)
    return found


def _alpha(observed: Array, apart: Array) -> Array:
    """α from coincidences (… × values × values); NaN where nothing can disagree."""
    frequencies = observed.sum(axis=-1)
    n = frequencies.sum(axis=-1)
    chance = (frequencies[..., :, None] * frequencies[..., None, :] * apart).sum(axis=(-2, -1))
    found = (observed * apart).sum(axis=(-2, -1))
    return np.where(chance > 0, 1 - (n - 1) * found / chance, np.nan)


def alpha(counts: Array, times: Array, apart: Distance) -> float:
    """α from kinds of units: their counts (kinds × values) and how many units are of each kind."""
    m = counts.sum(axis=1)
    pairable = m > 1
    if not pairable.all():
        counts, times, m = counts[pairable], times[pairable], m[pairable]
    frequencies = times @ counts
    distances = apart(frequencies)
    # The diagonal of the distances is 0, so pairs of a rating with itself need not be taken out.
    found = ((counts.T @ (counts * (times / (m - 1))[:, None])) * distances).sum()
    chance = frequencies @ distances @ frequencies
    n = frequencies.sum()
    return float(1 - (n - 1) * found / chance) if chance > 0 else float("nan")


def resampled(
    counts: Array, times: Array, apart: Distance, resamples: int, chance: np.random.Generator, cells: int
) -> Iterator[Array]:
    """α of resamples of the units, drawn with replacement, some at a time: no more than `cells` numbers."""
    shares = _shares(counts)
    size = counts.shape[1]
    pairs = counts[:, :, None] * counts[:, None, :] * shares[:, None, None]
    diagonal = np.arange(size)
    pairs[:, diagonal, diagonal] -= counts * shares[:, None]
    flat = pairs.reshape(len(counts), size * size)
    step = max(1, cells // max(int(times.sum()), size * size))
    for start in range(0, resamples, step):
        weights = _drawn(times, min(step, resamples - start), chance)
        observed = (weights @ flat).reshape(len(weights), size, size)
        yield _alpha(observed, apart(observed.sum(axis=-1)))


def _drawn(times: Array, rows: int, chance: np.random.Generator) -> Array:
    """How often each kind of unit is drawn (rows × kinds)."""
    units, different = int(times.sum()), len(times)
    if units >= UNITS_PER_KIND * different:
        return chance.multinomial(units, times / units, size=rows).astype(float)
    kind = np.repeat(np.arange(different), times.astype(int))
    drawn = kind[chance.integers(0, units, (rows, units), dtype=np.int32)]
    drawn += (np.arange(rows) * different)[:, None]
    return np.bincount(drawn.ravel(), minlength=rows * different).reshape(rows, different).astype(float)
