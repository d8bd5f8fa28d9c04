"""What brings somebody is in no address, no log and no referrer; the public pages need no cookie."""

import logging
import re

import pytest
from django.conf import settings
from django.test import Client as Browser

from reverie.accounts.models import Practice
from reverie.core.models import AuditEvent
from reverie.directory import queries
from reverie.directory.models import Profile
from reverie.directory.queries.guide_texts import shipped

pytestmark = pytest.mark.django_db
PAGES = ["/", "/how/", "/find/", "/explore/", "/help-now/", *[f"/how/{slug}/" for slug in shipped()]]
ASKED = {"concern": ["loss", "early-life"], "danger": "yes", "when": "evening"}
CODES = re.compile(r"concern|danger|" + "|".join(queries.concerns()))


@pytest.mark.parametrize("address", PAGES)
def test_reading_needs_no_cookie(profile: Profile, address: str) -> None:
    browser = Browser(enforce_csrf_checks=True)
    assert browser.get(address).status_code == 200
    assert not browser.cookies


@pytest.mark.parametrize("address", ["/find/", "/explore/"])
def test_asking_needs_no_cookie_and_keeps_nothing(profile: Profile, address: str) -> None:
    browser, before = Browser(enforce_csrf_checks=True), AuditEvent.objects.count()
    assert browser.post(address, ASKED).status_code == 200
    assert not browser.cookies
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("address", ["/find/", "/explore/"])
def test_no_address_on_the_page_of_an_answer_holds_a_concern(profile: Profile, address: str) -> None:
    page = Browser().post(address, ASKED).content.decode()
    links = re.findall(r'(?:href|action|formaction|src)="([^"]*)"', page)
    guides = {f"/how/{slug}/" for slug in shipped()}
    assert len(links) > 5
    assert not [link for link in links if CODES.search(link) and link not in guides]


@pytest.mark.parametrize("address", [*PAGES, "/find/?place=online"])
def test_nobody_else_is_told_where_somebody_came_from(profile: Profile, address: str) -> None:
    answer = Browser().get(address)
    assert answer["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("breaks", [False, True])
def test_no_log_holds_a_concern(
    profile: Profile, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, breaks: bool
) -> None:
    caplog.set_level(logging.DEBUG)
    if breaks:
        monkeypatch.setattr(queries, "find", lambda *_asked: 1 / 0)
    Browser(raise_request_exception=False).post("/find/", ASKED)
    written = "\n".join(f"{one.getMessage()} {one.exc_text or ''}" for one in caplog.records)
    assert ("ZeroDivisionError" in caplog.text) is breaks
    assert not re.search("early-life|'loss'|concern=", written + caplog.text)


def test_a_form_that_is_filled_in_is_the_first_to_set_a_cookie(profile: Profile, practice: Practice) -> None:
    browser = Browser()
    browser.get(f"/therapists/{profile.slug}/")
    assert not browser.cookies
    browser.get(f"/therapists/{profile.slug}/ask/")
    assert list(browser.cookies) == [settings.CSRF_COOKIE_NAME]
