"""The documentation names every public function, every command and every instrument with its licence."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import re
import typing
from pathlib import Path

import pytest

from reverie.instruments import command_line
from reverie.instruments.catalog import all_instruments

DOCS = Path(__file__).parents[3] / "docs"
PAGES = {
    "scoring": ["scoring", "responses"],
    "outcomes": ["outcomes", "rules"],
    "defenses": ["defenses"],
    "ccrt": ["ccrt"],
    "interventions": ["interventions"],
    "alliance": ["alliance"],
    "dreams": ["dreams", "dream_statistics", "dream_tables", "coders", "hvdc"],
    "agreement": ["agreement"],
    "words": ["words", "dictionaries", "token_cache"],
    "series": ["series"],
    "triage": ["triage"],
}


MODULES = sorted({module for modules in PAGES.values() for module in modules})
PARTS = ("Formula", "Shapes", "Units", "Direction", "Errors", "Source")
# Where no example can be run, the docstring says that none was seen, verified or ever existed.
WITHOUT_EXAMPLE = ("worked example", "not verified", "example exists")
# What is read from input; everything else that a function gives is a result.
READ = {"Code", "Dictionary", "Dream"}


def functions_of(name):
    module = importlib.import_module(f"reverie.instruments.{name}")
    found = [o for o in vars(module).values() if inspect.isfunction(o) and o.__module__ == module.__name__]
    return [function for function in found if not function.__name__.startswith("_")]


FUNCTIONS = [function for name in MODULES for function in functions_of(name)]


def said(function):
    return f"{function.__module__.split('.')[-1]}.{function.__name__}"


@pytest.mark.parametrize("function", FUNCTIONS, ids=said)
def test_a_docstring_has_formula_shapes_units_direction_errors_and_source(function):
    words = inspect.getdoc(function).lower()
    assert [part for part in PARTS if part.lower() not in words] == []
    assert ">>>" in words or any(each in words for each in WITHOUT_EXAMPLE)


@pytest.mark.parametrize("function", FUNCTIONS, ids=said)
def test_a_result_is_frozen_and_has_plain_values(function):
    result = typing.get_type_hints(function)["return"]
    for kind in {result, *typing.get_args(result)}:
        if dataclasses.is_dataclass(kind) and kind.__name__ not in READ:
            assert kind.__dataclass_params__.frozen
            assert callable(kind.to_dict)


@pytest.mark.parametrize("name", MODULES)
def test_every_class_with_fields_is_frozen(name):
    module = importlib.import_module(f"reverie.instruments.{name}")
    found = [o for o in vars(module).values() if dataclasses.is_dataclass(o)]
    assert [kind for kind in found if not kind.__dataclass_params__.frozen] == []


def test_no_page_for_clients_counts_words():
    """Word counts serve corpora and a clinician's own sheet, never what a client writes in the portal."""
    rooms = [path for path in Path(command_line.__file__).parents[1].iterdir() if path.name != "instruments"]
    counting = re.compile(r"instruments(\.| import .*\b)(words|dictionaries|token_cache)\b")
    files = [file for room in rooms for file in room.rglob("*.py")]
    assert len(files) > 100
    assert [file for file in files if counting.search(file.read_text(encoding="utf-8"))] == []


def test_the_guards_can_fail():
    def without():
        "A docstring with a formula alone."

    with pytest.raises(AssertionError):
        test_a_docstring_has_formula_shapes_units_direction_errors_and_source(without)


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_reference_page_names_every_public_function(page):
    text = (DOCS / "reference" / f"instruments-{page}.md").read_text(encoding="utf-8")
    for name in PAGES[page]:
        assert [f.__name__ for f in functions_of(name) if f.__name__ not in text] == []


@pytest.mark.parametrize("instrument", all_instruments(), ids=lambda instrument: instrument.code)
def test_the_clinical_table_has_every_instrument_with_its_licence_and_figures(instrument):
    text = (DOCS / "clinical" / "instruments.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith(f"| `{instrument.code}` |")]
    assert rows, f"{instrument.code} wants its row in docs/clinical/instruments.md"
    assert instrument.licence in rows[0]
    source = "general literature; see below" if "docs/clinical" in instrument.source else instrument.source
    assert f"| {source} | {'yes' if instrument.verified else 'no'} |" in rows[0]
    assert any(row.endswith(("| yes |", "| no |")) and row.count("|") == 4 for row in rows[1:])
    for figure in instrument.figures:
        verified = "yes" if figure.verified else "no"
        assert any(f"| {figure.kind} | {figure.value} | {verified} |" in row for row in rows)


def test_the_page_of_the_command_line_has_every_command():
    text = (DOCS / "reference" / "instruments-command-line.md").read_text(encoding="utf-8")
    assert all(f"| `{add.__name__.removeprefix('_add_')}" in text for add in command_line.COMMANDS)


def test_every_public_function_has_a_docstring():
    for file in Path(command_line.__file__).parent.glob("[a-z]*.py"):
        module = importlib.import_module(f"reverie.instruments.{file.stem}")
        for name, thing in vars(module).items():
            if inspect.isfunction(thing) and thing.__module__ == module.__name__ and not name.startswith("_"):
                assert thing.__doc__, f"{file.stem}.{name}"
