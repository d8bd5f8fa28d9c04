"""The tutorials are run as they stand: files written, commands called, output compared."""

from __future__ import annotations

import doctest
import json
import re
import shlex
from pathlib import Path

import pytest

TUTORIALS = Path(__file__).parents[3] / "docs" / "tutorials"
NAMES = ["odf-and-ccrt-from-a-transcript.md", "dream-indicators-from-a-diary.md"]
FILE = re.compile(r"```text file=(\S+)\n(.*?)```", re.DOTALL)
CONSOLE = re.compile(r"```console\n\$ (.*?)```", re.DOTALL)
COMMAND = re.compile(
    r"(?:printf '(?P<stdin>.*?)' \| )?reverie instruments (?P<words>[^\n]*)\n(?P<out>.*)", re.DOTALL
)


@pytest.fixture(params=NAMES)
def tutorial(request, shell, monkeypatch):
    path = TUTORIALS / request.param
    for name, content in FILE.findall(path.read_text(encoding="utf-8")):
        shell.file(name, content)
    monkeypatch.chdir(shell.folder)
    return path


def test_the_python_in_a_tutorial_runs(tutorial):
    found = doctest.testfile(str(tutorial), module_relative=False)
    assert found.attempted > 0
    assert found.failed == 0


def test_the_commands_in_a_tutorial_print_what_it_says(tutorial, shell):
    blocks = CONSOLE.findall(tutorial.read_text(encoding="utf-8"))
    assert blocks
    for block in blocks:
        command = COMMAND.fullmatch(block)
        stdin = (command["stdin"] or "").replace("\\n", "\n")
        status, out, err = shell(*shlex.split(command["words"]), stdin=stdin)
        expected = command["out"].strip()
        if status:
            assert err.strip() == expected
        elif expected:
            assert json.loads(out) == json.loads(expected)
