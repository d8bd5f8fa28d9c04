"""The documentation names every public function, every command and every instrument with its licence."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path

import pytest

from reverie.instruments import command_line
from reverie.instruments.catalog import all_instruments

DOCS = Path(__file__).parents[3] / "docs"
PAGES = {
    "scoring": ["scoring", "responses"],
    "outcomes": ["outcomes"],
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


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_reference_page_names_every_public_function(page):
    text = (DOCS / "reference" / f"instruments-{page}.md").read_text(encoding="utf-8")
    for name in PAGES[page]:
        module = importlib.import_module(f"reverie.instruments.{name}")
        functions = [
            f for f, o in vars(module).items() if inspect.isfunction(o) and o.__module__ == module.__name__
        ]
        missing = [
            function for function in functions if not function.startswith("_") and function not in text
        ]
        assert missing == []


@pytest.mark.parametrize("instrument", all_instruments(), ids=lambda instrument: instrument.code)
def test_the_clinical_table_has_every_instrument_with_its_licence_and_figures(instrument):
    text = (DOCS / "clinical" / "instruments.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith(f"| `{instrument.code}` |")]
    assert instrument.licence in rows[0]
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
