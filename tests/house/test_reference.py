"""What can be set and what can be typed stands in docs/reference, and nothing else does."""

import argparse
import re
from pathlib import Path

import pytest

from config import cli
from tests.house import write_docs

ROOT = Path(__file__).parents[2]
READ = re.compile(r'(?:text|boolean|integer|folder|url)\(\s*"([A-Z_]+)"')
RELIED_ON = [
    "run", "prepare", "demo", "doctor", "audit verify", "backup", "restore", "export client",
    "instruments score", "timetable starts",
]  # fmt: skip


def settings_read(folder: Path = ROOT / "config") -> set[str]:
    """Every name that config reads from the environment."""
    return {name for path in folder.glob("*.py") for name in READ.findall(path.read_text())}


def settings_told(text: str | None = None) -> set[str]:
    """Every name that the page explains."""
    page = text if text is not None else (ROOT / "docs/reference/settings.md").read_text()
    return set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE))


def test_every_setting_stands_in_the_reference_and_no_other() -> None:
    assert settings_told() == settings_read()


def test_a_setting_that_is_not_told_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text('X = env.text("REVERIE_NEW")')
    assert settings_read(tmp_path) - settings_told() == {"REVERIE_NEW"}


def test_the_page_of_commands_is_what_the_program_says() -> None:
    assert write_docs.FILE.read_text() == write_docs.page(), "run: make docs"


def test_every_command_says_what_it_does_and_gives_an_example() -> None:
    found = dict(write_docs.commands(cli.parser_for(["--all"])))
    without = [name for name, parser in found.items() if "reverie" not in (parser.epilog or "")]
    assert without == []


@pytest.mark.parametrize("name", RELIED_ON)
def test_what_scripts_rely_on_is_there(name: str) -> None:
    found = [full for full, _ in write_docs.commands(cli.parser_for(["--all"]))]
    assert any(full.startswith(f"reverie {name}") for full in found)


def test_a_new_option_changes_the_page() -> None:
    parser = argparse.ArgumentParser(prog="reverie x", epilog="example: reverie x")
    parser.add_argument("--new", help="something new")
    assert write_docs._option(parser._actions[-1]) == "`--new NEW`: something new"


WALKED = re.compile(r"`([a-z_]+/[\w/]+\.\w+)(?::(\w+))?`")


def lost_on_the_way(page: str) -> list[str]:
    """What the three walks name and the code has no more."""
    lost = []
    for file, what in WALKED.findall(page.split("## Three requests")[1].split("\n## ")[0]):
        path = ROOT / "reverie" / file
        is_there = path.exists() and (not what or re.search(rf"(def|class) {what}\b", path.read_text()))
        lost += [] if is_there else [f"{file}:{what}"]
    return lost


def test_the_three_requests_walk_through_the_files_as_they_are() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text()
    assert lost_on_the_way(page) == []
    assert len(WALKED.findall(page)) > 30
    assert lost_on_the_way(page.replace(":clear_way", ":clear_no_way")) != []
