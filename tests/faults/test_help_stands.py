"""The help page of a running house whose database is stopped: without a session, and without JavaScript."""

import os
import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.faults.served import Served
from tests.postgres import cluster

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.own_database]
ENDED = "a-session-that-ended-long-ago"


class House(Served):
    """A house on SQLite or on a PostgreSQL of its own, whose database can be stopped."""

    def __init__(self, home: Path, engine: str) -> None:
        self.opened = ExitStack()
        self.url = self.opened.enter_context(cluster()) if engine == "postgresql" else ""
        super().__init__(home)

    def environment(self) -> dict[str, str]:
        """Of every process of this house."""
        return super().environment() | ({"DATABASE_URL": self.url} if self.url else {})

    def stops_the_database(self) -> None:
        """PostgreSQL is shut down; the file of SQLite is gone, and something else lies in its place.

        A process that had the file open would go on reading it, so the pages are served by new ones.
        """
        if self.url:
            self.opened.close()
            return
        for file in self.home.glob("*.sqlite3*"):
            file.rename(file.with_name(f"away-{file.name}"))
        for file in list(self.home.glob("away-*.sqlite3")):
            (self.home / file.name.removeprefix("away-")).mkdir()
        for process in self.serving():
            os.kill(process, signal.SIGKILL)


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
    scope="module",
)
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house that ran, and whose database is stopped by now."""
    house = House(tmp_path_factory.mktemp("house") / "home", request.param)
    house.starts()
    assert status(f"{house.at}/therapists/nobody/") == 404
    house.stops_the_database()
    yield house
    house.dies()
    house.opened.close()


def status(url: str, cookie: str = "") -> int:
    request = urllib.request.Request(url, headers={"Cookie": f"reverie={cookie}"} if cookie else {})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as answer:
        return answer.code


def test_what_needs_the_database_is_down(house: House) -> None:
    """The control: another page of the same house cannot answer."""
    assert status(f"{house.at}/therapists/nobody/") >= 500


@pytest.mark.parametrize("cookie", ["", ENDED], ids=["no session", "a session that ended"])
def test_it_answers(house: House, cookie: str) -> None:
    assert status(f"{house.at}/help-now/", cookie) == 200


@pytest.mark.parametrize("cookie", ["", ENDED], ids=["no session", "a session that ended"])
def test_it_is_whole_without_javascript(house: House, browser: Browser, cookie: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    if cookie:
        context.add_cookies([{"name": "reverie", "value": cookie, "url": house.at}])
    broken: list[str] = []
    context.on("response", lambda answer: broken.append(answer.url) if answer.status >= 400 else None)
    page = context.new_page()
    page.goto(f"{house.at}/help-now/")
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_by_role("link", name="Call 988").get_attribute("href") == "tel:988"
    assert page.get_by_role("link", name="Call 911").is_visible()
    assert broken == []
    context.close()
