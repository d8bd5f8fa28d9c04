"""Scoring and counting take no more memory for a long file than for a short one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
# Prints its own peak memory in kB.
PROGRAM = """
import sys
from reverie.instruments.command_line import main
status = main(sys.argv[1:])
with open("/proc/self/status") as lines:
    print(next(line.split()[1] for line in lines if line.startswith("VmHWM")), file=sys.stderr)
sys.exit(status)
"""
LINES = {
    "score": {"id": 1, "answers": [1] * 9},
    "words": {"id": 1, "text": "a chilly child " * 60},
}
ARGUMENTS = {"score": ["score", "phq-9"], "words": ["words", "--dictionary", "d.dic"]}
SOME_KB = 5_000


def peak(folder, name, size):
    """Peak memory over so many bytes of input, whose results are larger than what may wait in memory."""
    line = json.dumps(LINES[name]) + "\n"
    path = folder / f"{name}-{size}.jsonl"
    path.write_text(line * (size // len(line)))
    command = [sys.executable, "-c", PROGRAM, *ARGUMENTS[name], str(path)]
    environment = {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, cwd=folder, env=environment, check=True)
    return int(done.stderr)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc (Linux)")
@pytest.mark.parametrize("name", LINES)
def test_memory_does_not_grow_with_the_file(name, tmp_path):
    (tmp_path / "d.dic").write_text("%\n1\tcold\n%\nchil*\t1\n")
    short, long = peak(tmp_path, name, 500_000), peak(tmp_path, name, 5_000_000)
    assert long < short + SOME_KB
