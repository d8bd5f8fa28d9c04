"""Each requirement of the ASVS that is looked at has its proof or its reason, and each proof exists."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.house import write_asvs
from tests.house.tree import ROOT
from tests.house.write_asvs import NOT_APPLICABLE, NOT_DONE, Row, rows, wanted


def names_in(path: Path) -> set[str]:
    """The tests that a file defines."""
    syntax = ast.parse(path.read_text()) if path.is_file() else ast.Module([], [])
    return {node.name for node in syntax.body if isinstance(node, ast.FunctionDef)}


def faults(row: Row) -> list[str]:
    """What is wrong with one row."""
    wrong = []
    if bool(row.tests) == bool(row.why):
        wrong.append("has both or neither of tests and why")
    if row.why and not (
        row.why.startswith((NOT_APPLICABLE, NOT_DONE)) and row.why.endswith(".") and len(row.why) > 40
    ):
        wrong.append("why is no sentence that says how it stands")
    if not row.asks or row.asks[0].isupper() or row.asks.endswith("."):
        wrong.append("asks is a few words, not a sentence")
    for test in row.tests:
        file, _, name = test.partition("::")
        if not name.startswith("test_") or name not in names_in(ROOT / file):
            wrong.append(f"there is no {test}")
    return wrong


def test_every_requirement_stands_in_the_table_once() -> None:
    for level, numbers in wanted().items():
        assert Counter(row.number for row in rows() if row.level == level) == Counter(numbers)


def test_every_row_has_its_proof_or_its_reason() -> None:
    assert {row.number: faults(row) for row in rows() if faults(row)} == {}


GOOD = "tests/house/test_asvs.py::test_a_bad_row_is_named"


@pytest.mark.parametrize(
    "row",
    [
        Row("1.1.1", 1, "something"),
        Row("1.1.1", 1, "something", (GOOD,), "Not done: it would take a service that nobody here runs."),
        Row("1.1.1", 1, "something", ("tests/house/test_asvs.py::test_nothing_of_the_kind",)),
        Row("1.1.1", 1, "something", ("tests/house/test_none.py::test_a_bad_row_is_named",)),
        Row("1.1.1", 1, "something", (), "Not done."),
        Row("1.1.1", 1, "something", (), "It would take a service that nobody here runs."),
        Row("1.1.1", 1, "Something that is asked.", (GOOD,)),
    ],
)
def test_a_bad_row_is_named(row: Row) -> None:
    assert faults(Row("1.1.1", 1, "something", (GOOD,))) == []
    assert faults(row) != []


def test_the_page_is_what_the_table_says() -> None:
    assert write_asvs.FILE.read_text() == write_asvs.page(), "run: make docs"
