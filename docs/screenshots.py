"""Pictures of the pages, from a demo practice of their own: `make pictures`.

Starts a demo in a temporary folder, opens the pages as the people in it, and stops it again. The picture of
the README (`docs/images/process-sheet.png`) is kept with the code; the others, each page on a desk's and on a
phone's screen, in light and dark, are written to `var/pictures/` to be looked at.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, Page, sync_playwright

from config.running import FIRST_PORT, is_free
from tests.browser import CHROMIUM, QUIET

HERE = Path(__file__).parents[1]
README = HERE / "docs" / "images" / "process-sheet.png"
ALL = HERE / "var" / "pictures"
LARGEST = 300_000
SCREENS = {"desktop": (1280, 900), "phone": (390, 844)}
SECONDS_TO_START = 120

PAGES: dict[str, list[tuple[str, list[str | re.Pattern[str]]]]] = {
    "a visitor": [
        ("find", ["/find/"]),
        ("therapist", ["/find/", "Hanna Lindqvist"]),
        ("help", ["/help-now/"]),
    ],
    "Elena Marsh": [
        ("your-space", ["/my/"]),
        ("write", ["/my/write/dream/"]),
        ("sessions", ["/my/sessions/"]),
        ("plan-client", ["/my/plan/"]),
        ("record", ["/my/record/"]),
    ],
    "Hanna Lindqvist": [
        ("day", ["/desk/"]),
        ("week", ["/desk/week/"]),
        ("client", ["/desk/clients/", "Elena Marsh"]),
        ("note", ["/desk/clients/", "Elena Marsh", "Sessions and notes", re.compile("^Session 60")]),
        ("measures", ["/desk/clients/", "Elena Marsh", "Measures"]),
        ("process", ["/desk/process/", "Elena Marsh"]),
        ("process-sheet", ["/desk/process/", "Elena Marsh", re.compile("^Last session")]),
        ("thread", ["/desk/process/", "Elena Marsh", "“No trouble at all”"]),
    ],
    "Iris Dahl": [("practice", ["/desk/practice/"])],
}
"""Whose eyes -> name of the picture, an address and the links that are followed from it."""


@contextmanager
def demo() -> Iterator[str]:
    """A demo practice that runs until the pictures are taken; its address."""
    port = next(port for port in range(FIRST_PORT + 100, FIRST_PORT + 200) if is_free("127.0.0.1", port))
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="reverie-pictures-") as home:
        settings = {**os.environ, "REVERIE_HOME": home, "REVERIE_URL": address, "REVERIE_DEMO": "1"}
        reverie = [sys.executable, "-m", "config.cli"]
        subprocess.run([*reverie, "demo"], cwd=HERE, env=settings, check=True)
        running = subprocess.Popen([*reverie, "run"], cwd=HERE, env=settings)
        try:
            wait_for(address)
            yield address
        finally:
            running.terminate()
            running.wait()


def wait_for(address: str) -> None:
    """Return once the first page answers."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}/find/", timeout=10)  # noqa: S310 our own address
            return
        except URLError:
            time.sleep(0.3)
    raise SystemExit(f"The demo at {address} did not start within {SECONDS_TO_START} seconds.")


def opened(browser: Browser, address: str, who: str, screen: str, theme: str) -> Page:
    """A page in a browser of this person, on this screen."""
    width, height = SCREENS[screen]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        reduced_motion="reduce",  # type: ignore[arg-type]
    )
    page = context.new_page()
    if who in PAGES and who != "a visitor":
        page.goto(f"{address}/demo/")
        page.get_by_role("button", name=f"Be {who}").click()
        page.get_by_role("heading", level=1).wait_for()
    return page


def walk(page: Page, address: str, way: list[str | re.Pattern[str]]) -> None:
    """Open the first address and follow the links."""
    page.goto(f"{address}{way[0]}")
    for link in way[1:]:
        with page.expect_navigation(wait_until="load"):
            page.get_by_role("link", name=link).first.click()
    page.get_by_role("heading", level=1).wait_for()


def take_for_readme(browser: Browser, address: str) -> None:
    """The process sheet as it opens. Stops when the file would be too large for a README."""
    page = opened(browser, address, "Hanna Lindqvist", "desktop", "light")
    walk(page, address, dict(PAGES["Hanna Lindqvist"])["process-sheet"])
    README.parent.mkdir(exist_ok=True)
    picture = page.screenshot()
    if len(picture) > LARGEST:
        raise SystemExit(f"The picture has {len(picture)} bytes; {LARGEST} are allowed.")
    README.write_bytes(picture)
    page.context.close()


def take_all(browser: Browser, address: str) -> None:
    """Every page of PAGES, whole, on both screens and in both themes."""
    ALL.mkdir(parents=True, exist_ok=True)
    for screen in SCREENS:
        for theme in ("light", "dark"):
            for who, pages in PAGES.items():
                page = opened(browser, address, who, screen, theme)
                for name, way in pages:
                    walk(page, address, way)
                    page.screenshot(path=ALL / f"{name}-{screen}-{theme}.png", full_page=True)
                page.context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Pictures of the pages, from a demo of their own.")
    parser.add_argument("--readme", action="store_true", help="only the picture of the README")
    args = parser.parse_args()
    if not CHROMIUM:
        raise SystemExit("Pictures need Chromium: apt-get install chromium")
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        take_for_readme(browser, address)
        if not args.readme:
            take_all(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
