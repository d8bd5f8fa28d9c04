"""A real Chromium for journeys and scripts: Debian's, with nothing that would leave this machine."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client as Browser
from playwright.sync_api import BrowserContext, Page, Request

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a Chromium the journeys say so; where .ci/run installs one they are never skipped."""
    if CHROMIUM or os.environ.get("CI"):
        return
    missing = pytest.mark.skip(reason="no chromium here; get it with: apt-get install chromium")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(missing)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture
def strangers(context: BrowserContext) -> Iterator[list[str]]:
    """Addresses of other hosts that a page asked; asserted to be none."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith(("http://localhost", "data:", "blob:")):
            asked.append(request.url)

    context.on("request", note)
    yield asked
    assert asked == []


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complained of (broken scripts, refused content); asserted to be nothing."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda line: found.append(line.text) if line.type == "error" else None)
    yield found
    assert found == []


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 A and AA that axe can find."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = Axe().run(page, options={"preload": False, "runOnly": {"type": "tag", "values": tags}})
    assert found.violations_count == 0, found.generate_report()


class Authenticator:
    """A virtual authenticator of this browser: it holds passkeys and says yes by itself."""

    def __init__(self, page: Page) -> None:
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        made = self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.id = made["authenticatorId"]

    def passkeys(self) -> list[dict[str, Any]]:
        """The passkeys it holds."""
        answer = self.devtools.send("WebAuthn.getCredentials", {"authenticatorId": self.id})
        return list(answer["credentials"])

    def set_counter_back(self) -> None:
        """Make its passkey look like an older copy of itself."""
        passkey = {**self.passkeys()[0], "signCount": 0}
        self.devtools.send("WebAuthn.clearCredentials", {"authenticatorId": self.id})
        words = {"authenticatorId": self.id, "credential": passkey}
        self.devtools.send("WebAuthn.addCredential", words)


@pytest.fixture
def authenticator(page: Page) -> Authenticator:
    return Authenticator(page)


def be(context: BrowserContext, signed_in: Browser) -> None:
    """Go on as the person who is signed in there: be(context, signed_in(user))."""
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": signed_in.cookies[name].value, "domain": "localhost", "path": "/"}
    context.clear_cookies()
    context.add_cookies([cookie])
