"""The pages of docs/how-to are done as they stand: commands typed in their order, output compared."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reverie.home.queries.setup import STEPS
from tests.faults.served import SET_UP

pytestmark = [pytest.mark.slow, pytest.mark.own_database]
ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "how-to" / "back-up-and-restore.md"
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
END = "-- end of a command:"
SHEET = """
import django
django.setup()
from reverie.core import recovery_sheet
for key in recovery_sheet.sheet():
    print(key.kid, *key.groups)
"""


def steps(page: str) -> list[tuple[str, str]]:
    """Each command of the page and what it says comes of it."""
    found = [
        part.partition("\n") for block in CONSOLE.findall(page) for part in f"\n{block}".split("\n$ ")[1:]
    ]
    return [(command, said.strip()) for command, _, said in found]


def agrees(said: str, printed: str) -> bool:
    """True when the output is what the page shows; … stands for anything."""
    return bool(re.fullmatch(re.escape(said).replace("…", ".*"), printed.strip(), re.DOTALL))


@pytest.fixture
def house(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody whose practice lies in `tmp_path`, with the sheet typed from paper."""
    program = tmp_path / "bin" / "reverie"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m config.cli "$@"\n')
    program.chmod(0o755)
    path = f"{program.parent}:{os.environ['PATH']}"
    env = {"PATH": path, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "config.settings"}
    for code, kept in ((SET_UP, "made.txt"), (SHEET, "sheet.txt")):
        done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True)
        assert done.returncode == 0, done.stderr
        (tmp_path / kept).write_bytes(done.stdout)
    return env


def test_a_backup_comes_back_on_an_empty_machine_as_the_page_says(
    house: dict[str, str], tmp_path: Path
) -> None:
    typed = steps(PAGE.read_text())
    script = "\n".join(f"{command}\necho '{END}' $?" for command, _ in typed)
    done = subprocess.run(
        ["sh", "-c", f"exec 2>&1\n{script}"], cwd=tmp_path, env=house, capture_output=True, text=True
    )
    printed = re.split(rf"{END} (\d+)\n", done.stdout)
    assert len(typed) == len(printed) // 2 > 6
    for (command, said), output, code in zip(typed, printed[::2], printed[1::2], strict=False):
        assert agrees(said, output), (command, output)
        assert (code == "0") != said.startswith("reverie:"), (command, output)


def test_an_output_that_differs_is_noticed() -> None:
    assert steps("```console\n$ a b\nit is …\n$ c\n```") == [("a b", "it is …"), ("c", "")]
    assert agrees("it is …", "it is so")
    assert not agrees("it is …", "it was so")


def test_the_tutorial_goes_through_the_set_up_in_its_order() -> None:
    page = (ROOT / "docs" / "tutorials" / "a-practice-of-your-own.md").read_text()
    assert re.findall(r"^\d\. \*\*(.+?)\*\*", page, re.MULTILINE) == [str(name) for name in STEPS.values()]
