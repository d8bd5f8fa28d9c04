import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing

import pytest

from config import running
from tests.ports import free_port


@pytest.fixture
def household(tmp_path):
    """`reverie run` on an empty home; its address and its process."""
    url = f"http://127.0.0.1:{free_port()}"
    env = {"PATH": "/usr/bin:/bin", "REVERIE_HOME": str(tmp_path), "REVERIE_URL": url, "REVERIE_DEMO": "1"}
    command = [sys.executable, "-m", "config.cli", "run", "--workers", "1"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True)
    yield url, process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.own_database
def test_run_prints_its_address_answers_and_stops(household, tmp_path) -> None:
    url, process = household
    lines = iter(process.stdout.readline, "")
    assert any(f"{url}/" in line for line in lines)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{url}/there-is-no-such-page/", timeout=10)
    assert (tmp_path / "reverie.sqlite3").stat().st_mode & 0o077 == 0
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0


@pytest.mark.slow
@pytest.mark.own_database
def test_when_the_jobs_die_the_pages_end_too(household) -> None:
    url, process = household
    assert any(url in line for line in iter(process.stdout.readline, ""))
    children = subprocess.run(
        ["pgrep", "-P", str(process.pid), "-f", "only jobs"], capture_output=True, text=True, check=True
    )
    os.kill(int(children.stdout.split()[0]), signal.SIGKILL)
    assert process.wait(20) == 1
    time.sleep(0.1)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(url, timeout=2)


def test_without_a_url_the_first_free_port_is_taken(monkeypatch) -> None:
    monkeypatch.setattr(running, "FIRST_PORT", free_port())
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", running.FIRST_PORT))
        taken.listen()
        monkeypatch.setenv("REVERIE_URL", "")
        running.choose_address()
    assert int(os.environ["REVERIE_URL"].rpartition(":")[2]) > running.FIRST_PORT
