import subprocess
import sys

import pytest

from config import cli
from config.env import BadSetting


def reverie(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a person would, with nothing in its environment but `env`."""
    command = [sys.executable, "-m", "config.cli", *words]
    return subprocess.run(
        command, env={"PATH": "/usr/bin:/bin", **env}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("words", [[], ["nonsense"], ["run", "--bogus"], ["demo", "--scale", "many"]])
def test_wrong_use_is_one_line_and_2(words: list[str], tmp_path) -> None:
    done = reverie(*words, REVERIE_HOME=str(tmp_path / "home"))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "home").exists(), "wrong use must write nothing"


def test_a_bad_setting_is_one_line_and_2(tmp_path) -> None:
    done = reverie("--help", REVERIE_HOME=str(tmp_path), REVERIE_URL="http://practice.example")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "https://" in done.stderr


def test_help_names_every_command_and_writes_nothing(tmp_path) -> None:
    done = reverie("--help", REVERIE_HOME=str(tmp_path / "home"))
    assert done.returncode == 0
    assert all(name in done.stdout for name in cli.BUILT_IN)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("command", sorted(cli.PURE))
def test_pure_commands_load_no_django(command: str) -> None:
    code = (
        "import sys, importlib.util; from config import cli\n"
        f"if importlib.util.find_spec({cli.PURE[command]!r}): cli.main([{command!r}, '--help'])\n"
        "assert 'django' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_sentences_are_for_the_errors_of_people_alone() -> None:
    class CannotSign(Exception): ...

    assert cli.plain_sentence(CannotSign("It is signed already.")) == "It is signed already."
    assert cli.plain_sentence(FileNotFoundError(2, "No such file", "x.csv")) == "x.csv: No such file."
    assert cli.plain_sentence(KeyError("ours")) is None


def test_a_setting_that_cannot_be_used_ends_with_2(capsys) -> None:
    assert cli._stopped(BadSetting("REVERIE_URL", "is odd.")) == 2
    assert capsys.readouterr().err == "reverie: REVERIE_URL is odd.\n"
