"""Worked examples in docstrings are run, so that they stay true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import reverie.instruments

MODULES = [
    module.name
    for module in pkgutil.iter_modules(reverie.instruments.__path__)
    if module.name not in ("tests", "__main__")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    module = importlib.import_module(f"reverie.instruments.{name}")
    assert doctest.testmod(module).failed == 0
    assert module.__doc__
