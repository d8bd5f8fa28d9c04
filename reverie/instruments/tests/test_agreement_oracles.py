"""Kappas beside statsmodels and intraclass correlations beside pingouin, on random tables with gaps.

Krippendorff's alpha stands beside its package in `test_agreement`. The packages are imported where they are
needed, so that nothing else waits for them.
"""

from __future__ import annotations

import numpy as np
import pytest

from reverie.instruments import agreement

# A hint of pandas to pingouin, not to us.
pytestmark = pytest.mark.filterwarnings("ignore:The inplace keyword")
SEEDS = range(20)
# What pingouin calls our forms.
NAMES = {
    "1-1": "ICC(1,1)",
    "2-1": "ICC(A,1)",
    "3-1": "ICC(C,1)",
    "1-k": "ICC(1,k)",
    "2-k": "ICC(A,k)",
    "3-k": "ICC(C,k)",
}


def random_table(seed, raters, missing):
    """Whole numbers around a truth, some of them missing; sizes differ from seed to seed."""
    chance = np.random.default_rng(seed)
    units, values = int(chance.integers(15, 60)), int(chance.integers(3, 8))
    truth = chance.integers(0, values, (units, 1))
    table = np.clip(truth + chance.integers(-1, 2, (units, raters)), 0, values - 1).astype(float)
    table[chance.random(table.shape) < missing] = np.nan
    return table


def contingency(table):
    """Values of the first rater × values of the second, over the units that both rated."""
    both = table[~np.isnan(table).any(axis=1)]
    values = np.unique(both)
    square = np.zeros((len(values), len(values)))
    np.add.at(square, tuple(np.searchsorted(values, both).T), 1)
    return values, square


@pytest.mark.parametrize("seed", SEEDS)
def test_cohen_equals_statsmodels(seed):
    from statsmodels.stats.inter_rater import cohens_kappa

    table = random_table(seed, 2, 0.2)
    _, square = contingency(table)
    expected = cohens_kappa(square, return_results=False)
    assert agreement.cohen(table).value == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("weights", agreement.WEIGHTS)
@pytest.mark.parametrize("seed", SEEDS)
def test_weighted_kappa_equals_statsmodels(seed, weights):
    from statsmodels.stats.inter_rater import cohens_kappa

    table = random_table(seed, 2, 0.2) ** 2
    values, square = contingency(table)
    expected = cohens_kappa(square, weights=values, wt=weights, return_results=False)
    assert agreement.weighted(table, weights=weights).value == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_fleiss_equals_statsmodels(seed):
    from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

    table = random_table(seed, 5, 0)
    # Every unit has four of five raters, and not the same four.
    out = np.random.default_rng(seed).integers(0, 5, len(table))
    table[np.arange(len(table)), out] = np.nan
    given = table[~np.isnan(table)].reshape(len(table), 4)
    expected = fleiss_kappa(aggregate_raters(given)[0])
    assert agreement.fleiss(table).value == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("missing", [0, 0.08])
@pytest.mark.parametrize("seed", SEEDS)
def test_every_intraclass_correlation_equals_pingouin(seed, missing):
    import pandas
    import pingouin

    table = random_table(seed, 4, missing)
    units, raters = np.indices(table.shape)
    frame = pandas.DataFrame({"unit": units.ravel(), "rater": raters.ravel(), "value": table.ravel()})
    found = pingouin.intraclass_corr(frame, "unit", "rater", "value", nan_policy="omit")
    expected = dict(zip(found["Type"], found["ICC"], strict=True))
    for form, name in NAMES.items():
        assert agreement.icc(table, form=form).value == pytest.approx(expected[name], abs=1e-9), form
