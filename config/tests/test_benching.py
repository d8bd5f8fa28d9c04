"""`reverie bench` runs what the checkout brings, and says so where there is none."""

import argparse
import json
from pathlib import Path

import pytest

from config import benching
from config.benching import CannotMeasure

MEASUREMENT = """
import json
def main(argv):
    print(json.dumps({"words": argv}))
    return 0
"""


def words(name: str, *, quick: bool = True, write: bool = False) -> argparse.Namespace:
    return argparse.Namespace(name=name, quick=quick, write=write)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "bench").mkdir()
    (tmp_path / "bench" / "_measuring.py").write_text("")
    monkeypatch.setattr(benching, "CHECKOUT", tmp_path)
    return tmp_path


def test_a_package_without_a_checkout_says_where_to_go(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(benching, "CHECKOUT", tmp_path)
    with pytest.raises(CannotMeasure, match="Get a checkout"):
        benching.bench(words("search"))


def test_an_unknown_name_lists_the_known_ones(checkout: Path) -> None:
    (checkout / "bench" / "clouds.py").write_text(MEASUREMENT)
    with pytest.raises(CannotMeasure, match=r"called rain\. There are: clouds"):
        benching.bench(words("rain"))


def test_the_words_are_handed_on(checkout: Path, monkeypatch, capsys) -> None:
    module = type("Module", (), {"main": staticmethod(lambda argv: print(json.dumps(argv)) or 0)})
    (checkout / "bench" / "clouds.py").write_text(MEASUREMENT)
    monkeypatch.setattr(benching.importlib, "import_module", {"bench.clouds": module}.__getitem__)
    assert benching.bench(words("clouds", write=True)) == 0
    assert json.loads(capsys.readouterr().out) == ["--quick", "--write"]


def test_every_measurement_of_this_checkout_has_a_main() -> None:
    for path in sorted(benching.CHECKOUT.glob("bench/[a-z]*.py")):
        assert "def main(argv" in path.read_text(), path.name
