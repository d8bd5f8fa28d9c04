"""PostgreSQL is stopped and started again while people are at work: what they were told is kept is there."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.faults.load import Crowd
from tests.faults.served import Served
from tests.postgres import as_nobody, cluster, programs

RESTARTS = int(os.environ.get("REVERIE_RESTARTS", "5"))
pytestmark = [pytest.mark.slow, pytest.mark.own_database, pytest.mark.postgres]


class House(Served):
    """A house on a PostgreSQL of its own, which keeps what it commits."""

    def __init__(self, home: Path, url: str) -> None:
        self.url = url
        super().__init__(home)

    def environment(self) -> dict[str, str]:
        """Of every process of this house."""
        return super().environment() | {"DATABASE_URL": self.url}

    def restarts_the_database(self) -> None:
        """Every connection is cut, in the middle of whatever it does."""
        folder = Path(parse_qs(urlsplit(self.url).query)["host"][0])
        words = ["-D", str(folder / "data"), "-m", "immediate", "-w", "-l", str(folder / "log"), "restart"]
        command = as_nobody([str(programs() / "pg_ctl"), *words])
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with cluster(safe=True) as url:
        house = House(tmp_path_factory.mktemp("house") / "home", url)
        yield house
        house.dies()


def at_work(crowd: Crowd, since: int) -> None:
    """Wait until people were told that more is kept."""
    until = time.monotonic() + 60
    while len(crowd.claims) < since + 8 and time.monotonic() < until:
        time.sleep(0.01)


def test_what_was_acknowledged_is_there(house: House) -> None:
    crowd = Crowd(house, rows=10 * RESTARTS)
    house.starts(2)
    crowd.begins()
    for _ in range(RESTARTS):
        at_work(crowd, len(crowd.claims))
        house.restarts_the_database()
    at_work(crowd, len(crowd.claims))
    crowd.ends()
    assert crowd.looks() == {"lost": [], "wrong": []}
    assert len(crowd.claims) > RESTARTS * 8
    assert set(crowd.fell_over) <= {503}, "a page that says that it passes"
