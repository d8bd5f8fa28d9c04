"""The disk is full: every act says so and leaves nothing half done, and goes through once there is room."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.faults.load import Crowd, Words
from tests.faults.served import ROOT, Served

pytestmark = [pytest.mark.slow, pytest.mark.own_database]


def test_wherever_it_fills_up_nothing_is_half_saved(tmp_path: Path) -> None:
    """Each act is tried with room for no write, for one, for two … until it has enough."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "REVERIE_HOME": str(tmp_path / "home"), "DATABASE_URL": ""}
    env["DJANGO_SETTINGS_MODULE"] = "config.settings"
    command = [sys.executable, "-m", "tests.faults.full_disk"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["wrong"] == []
    assert {name: changed for name, (_, changed) in said["acts"].items() if changed} == {}
    assert min(tried for tried, _ in said["acts"].values()) > 5, "each act was refused at several writes"


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    house = Served(tmp_path_factory.mktemp("house") / "home")
    crowd = Crowd(house, rows=1)
    house.starts()
    yield crowd
    house.dies()


def acts(crowd: Crowd) -> dict[str, tuple[str, str, Words]]:
    """Name -> who sends what where."""
    session, form, client = crowd.known["sessions"][0], crowd.known["forms"][0], crowd.known["client"]
    hour = {"client": client, "day": "2027-03-02", "start": "10:00", "minutes": "50", "place": "office"}
    note = {"version": "0", "save_id": str(uuid4()), "template": "free", "note": "The house. " * 900}
    paper: Words = {"title": "A letter", "file": b"Dear " * 20_000}
    return {
        "a draft": ("hanna", f"/desk/sessions/{session}/note/save/", note),
        "an answer": ("elena", f"/my/questions/{form}/answer/", {"q9": "1"}),
        "a booking": ("hanna", "/desk/appointments/new/", hour),
        "a page": ("elena", "/my/write/dream/", {"body": "A dream.", "who": "only_me"}),
        "an upload": ("elena", "/my/record/papers/", paper),
    }


@pytest.mark.parametrize("name", ["a draft", "an answer", "a booking", "a page", "an upload"])
def test_the_page_says_so_and_the_same_words_go_through_afterwards(crowd: Crowd, name: str) -> None:
    person, path, words = acts(crowd)[name]
    crowd.house.fills_the_disk(is_full=True)
    try:
        status, page = crowd.asks_once(person, path, words)
    finally:
        crowd.house.fills_the_disk(is_full=False)
    assert status == 503
    assert "was not kept, not even in part" in page
    status, page = crowd.asks_once(person, path, words)
    assert status in {200, 302}, page
    assert crowd.looks()["wrong"] == []
