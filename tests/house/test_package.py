"""The package holds what the program needs and no test, and runs where there is no checkout."""

import os
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.ports import free_port

pytestmark = [pytest.mark.slow, pytest.mark.own_database]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, unpacked as an installer would."""
    at = tmp_path_factory.mktemp("package")
    tracked = subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).split()
    for name in tracked:  # built from a copy, so that nothing is left in the checkout
        if name.startswith(("reverie/", "config/")) or "/" not in name:
            (at / "source" / name).parent.mkdir(parents=True, exist_ok=True)
            (at / "source" / name).write_bytes((ROOT / name).read_bytes())
    words = ["-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(at), "."]
    subprocess.run([sys.executable, *words], cwd=at / "source", check=True, capture_output=True)
    with zipfile.ZipFile(next(at.glob("reverie_practice-*.whl"))) as wheel:
        wheel.extractall(at / "installed")
    return at / "installed"


def is_of_the_program(name: str) -> bool:
    return name.startswith(("reverie/", "config/")) and "tests" not in Path(name).parts


def test_everything_of_the_program_and_no_test_is_in_it(unpacked: Path) -> None:
    tracked = subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).splitlines()
    wanted = {name for name in tracked if is_of_the_program(name) and (ROOT / name).exists()}
    inside = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()}
    assert wanted - inside == set()
    assert {name for name in inside if "tests" in Path(name).parts} == set()


@pytest.fixture
def address(unpacked: Path, tmp_path: Path) -> Iterator[str]:
    """`reverie demo` and `reverie run` from the package alone, in an empty folder."""
    at = f"http://127.0.0.1:{free_port()}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "REVERIE"))}
    env = kept | {"PYTHONPATH": str(unpacked), "REVERIE_URL": at, "REVERIE_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-P", "-m", "config.cli"]
    where = subprocess.check_output(
        [sys.executable, "-P", "-c", "import config; print(config.__file__)"],
        cwd=tmp_path,
        env=env,
        text=True,
    )
    assert where.startswith(str(unpacked)), "the checkout was run, not the package"
    subprocess.run([*command, "demo"], cwd=tmp_path, env=env, check=True, capture_output=True)
    served = subprocess.Popen([*command, "run", "--workers", "1"], cwd=tmp_path, env=env)
    yield at
    served.terminate()
    served.wait(40)


def test_it_runs_without_a_checkout(address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(OSError):
            found = urllib.request.urlopen(f"{address}/find/", timeout=10).read().decode()
            break
        time.sleep(0.2)
    sheet = found.split('rel="stylesheet" href="')[1].split('"')[0]
    assert urllib.request.urlopen(address + sheet, timeout=10).status == 200
    assert "Hanna Lindqvist" in found
