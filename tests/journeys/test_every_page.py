"""Every page that a person of the demo reaches by links, in light and dark and on a phone, looked at by axe.

A real server with the whole demo; who signs in walks along every link from their front page, each kind of
page once. REVERIE_ROOMS="record treatment" looks at the pages of some rooms alone.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Error, Page

from tests.browser import assert_accessible
from tests.faults.served import ROOT, Served

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.own_database]
ROOMS = os.environ.get("REVERIE_ROOMS", "").split()
PEOPLE = {
    "Hanna Lindqvist": ["/desk/", "/desk/clients/", "/desk/covers/", "/desk/units/"],
    "Elena Marsh": ["/my/", "/my/record/", "/my/plan/", "/my/together/", "/my/ending/", "/my/opened/"],
    "Iris Dahl": ["/desk/", "/desk/practice/", "/desk/covers/", "/desk/access-requests/"],
    "Naomi Feld": ["/desk/", "/desk/countersigning/"],
    "Oona Byrne": ["/desk/", "/desk/accounts/"],
    "Mateo Arriaga": ["/desk/"],
}
"""Who of the demo walks, from where; one for each role that has pages of its own."""
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
LEAVES = re.compile(r"logout|demo:|download|export-forms|take-along|feed")
LINKS = "Array.from(document.querySelectorAll('a[href]')).map(link => link.getAttribute('href'))"


class Demo(Served):
    """The demo practice, served."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)

    def runs(self, code: str) -> str:
        """Load the demo in place of the small practice."""
        made = subprocess.run(
            [sys.executable, "-m", "config.cli", "demo"],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
        )
        assert made.returncode == 0, made.stderr
        return "[]"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    served = Demo(tmp_path_factory.mktemp("demo") / "home")
    served.starts()
    yield served
    served.dies()


def name_of(path: str) -> str:
    """The name of an address, empty for a file or what is not ours."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def is_wanted(name: str) -> bool:
    return not ROOMS or name.split(":")[0] in ROOMS


def is_a_page(page: Page, address: str) -> bool:
    """Go there; False for a file to save, and for what is not there for this person."""
    try:
        answer = page.goto(address)
    except Error as trouble:
        assert "Download is starting" in str(trouble), address
        return False
    assert answer is not None and answer.status < 500, address
    return answer.status == 200


def looked_at(page: Page) -> list[str]:
    """What is wrong with the page: wide and light, and dark on a phone."""
    wrong = []
    for size, theme in ((DESK, "light"), (PHONE, "dark")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        try:
            assert_accessible(page)
        except AssertionError as trouble:
            wrong.append(f"{urlsplit(page.url).path} {theme} {size['width']}: {str(trouble)[:300]}")
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        wrong.append(f"{urlsplit(page.url).path} is wider than a phone")
    return wrong


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_on_the_way(demo: Demo, browser: Browser, person: str) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{demo.at}/demo/")
    page.get_by_role("button", name=f"Be {person}").click()
    page.wait_for_load_state()
    waiting, seen, wrong = list(PEOPLE[person]), set[str](), list[str]()
    while waiting:
        path = waiting.pop(0)
        name = name_of(urlsplit(path).path)
        if not name or name in seen or LEAVES.search(name):
            continue
        seen.add(name)
        if not is_a_page(page, f"{demo.at}{path}"):
            continue
        wrong += looked_at(page) if is_wanted(name) else []
        waiting += [urljoin(path, link) for link in page.evaluate(LINKS) if not link.startswith("http")]
    page.context.close()
    assert wrong == []
    assert len(seen) > 3
    print(person, len(seen), " ".join(sorted(seen)))
