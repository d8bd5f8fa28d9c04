"""The real server, killed at any moment while people write, answer, book and sign in it: what they were told
is kept is there. REVERIE_KILLS=1000 is the long form (`make proof`).

Most kills hit a process that answers for pages, whose master starts another; some hit every process at once.
"""

import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.load import Crowd
from tests.faults.served import Served

KILLS = int(os.environ.get("REVERIE_KILLS", "200"))
AT_ONCE, WORKERS = 25, 3
"""One kill of so many hits the whole house, and how many processes answer for pages."""
pytestmark = [pytest.mark.slow, pytest.mark.own_database]


def kill(house: Served, chance: random.Random) -> None:
    """Kill one process that has begun to answer, and wait until another stands in its place."""
    before = house.serving()
    with suppress(ProcessLookupError):
        os.kill(chance.choice(before), signal.SIGKILL)
    until = time.monotonic() + 60
    while set(house.serving()) <= set(before) and time.monotonic() < until:
        time.sleep(0.02)


def is_at_work(crowd: Crowd, since: int) -> None:
    """Wait until somebody was told that something is kept."""
    until = time.monotonic() + 60
    while len(crowd.claims) == since and time.monotonic() < until:
        time.sleep(0.005)


def test_what_was_acknowledged_is_there(tmp_path: Path) -> None:
    house, chance = Served(tmp_path / "home"), random.Random(4)
    crowd = Crowd(house, rows=KILLS)
    house.starts(WORKERS)
    crowd.begins()
    for number in range(KILLS):
        is_at_work(crowd, since=len(crowd.claims))
        time.sleep(chance.random() / 10)
        if number % AT_ONCE:
            kill(house, chance)
        else:
            house.dies()
            house.starts(WORKERS)
    crowd.ends()
    house.dies()
    said = crowd.looks()
    print(f"{KILLS} kills, {len(crowd.claims)} acknowledged")
    assert said == {"lost": [], "wrong": []}
    assert len(crowd.claims) > KILLS
    assert {path.split("/")[1] for path, _ in crowd.refused} <= {"desk"}, (
        "only hours are refused when asked again"
    )
