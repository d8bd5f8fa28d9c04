import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "requirements" / "install"


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """A copy of the script, and a PATH with a shell's tools and nothing else."""
    (tmp_path / "requirements").mkdir()
    shutil.copy(SCRIPT, tmp_path / "requirements" / "install")
    (tmp_path / "requirements" / "runtime.lock").touch()
    (tmp_path / "bin").mkdir()
    for tool in ("sh", "dirname", "cat", "cksum", "chmod"):
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or tool)
    return tmp_path


def install(machine: Path) -> subprocess.CompletedProcess[str]:
    script = [str(machine / "requirements" / "install"), "runtime"]
    return subprocess.run(
        script, env={"PATH": str(machine / "bin")}, capture_output=True, text=True, check=False
    )


def pretend_python(machine: Path, body: str) -> None:
    program = machine / "bin" / "python3"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)


def test_without_python_one_sentence_names_the_package(bare_machine: Path) -> None:
    done = install(bare_machine)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "python3" in done.stderr


def test_an_old_python_is_as_good_as_none(bare_machine: Path) -> None:
    pretend_python(bare_machine, "exit 1")
    assert "3.11 or newer" in install(bare_machine).stderr


def test_without_venv_one_sentence_names_the_package(bare_machine: Path) -> None:
    pretend_python(bare_machine, 'case "$2" in *ensurepip*) exit 1;; esac')
    done = install(bare_machine)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "python3-venv" in done.stderr


def test_a_linked_environment_is_left_alone(bare_machine: Path) -> None:
    (bare_machine / "elsewhere").mkdir()
    os.symlink(bare_machine / "elsewhere", bare_machine / ".venv")
    assert install(bare_machine).returncode == 0
    assert not list((bare_machine / "elsewhere").iterdir())
