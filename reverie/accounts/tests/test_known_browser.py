"""The one token that carries its own contents: the mark of a browser in which somebody signed in before."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.http import HttpRequest
from django.test import override_settings

from reverie.accounts.adapters import KNOWN_BROWSER, KNOWN_FOR, digest_of, known_browser_of
from reverie.core import clock

EMAIL = "elena@example.invalid"


def carrying(cookie: str) -> HttpRequest:
    request = HttpRequest()
    request.COOKIES["reverie-known"] = cookie
    return request


def mark(**signed_with: str) -> str:
    return signing.TimestampSigner(salt=KNOWN_BROWSER, **signed_with).sign_object(
        [digest_of(EMAIL), "a-mark"]
    )


def test_a_mark_of_ours_is_known() -> None:
    assert known_browser_of(carrying(mark()), EMAIL) == "a-mark"
    assert known_browser_of(carrying(mark()), "theo@example.invalid") == ""


def test_a_changed_mark_is_unknown() -> None:
    good = mark()
    for place in range(len(good)):
        forged = good[:place] + ("A" if good[place] != "A" else "B") + good[place + 1 :]
        assert known_browser_of(carrying(forged), EMAIL) == ""


OF_NOBODY = signing.dumps(["", "a-mark"], salt=KNOWN_BROWSER)


@pytest.mark.parametrize("cookie", ["", "x", ":", "e30", OF_NOBODY], ids=["", "x", ":", "e30", "of nobody"])
def test_what_is_no_mark_is_unknown(cookie: str) -> None:
    assert known_browser_of(carrying(cookie), EMAIL) == ""


def test_a_mark_signed_with_another_key_or_for_another_purpose_is_unknown() -> None:
    assert known_browser_of(carrying(mark(key="somebody else's key")), EMAIL) == ""
    other = signing.dumps([digest_of(EMAIL), "a-mark"], salt="another purpose")
    assert known_browser_of(carrying(other), EMAIL) == ""


@pytest.mark.parametrize("algorithm", ["sha1", "md5", "sha512"])
def test_only_one_algorithm_is_taken(algorithm: str) -> None:
    assert known_browser_of(carrying(mark(algorithm=algorithm)), EMAIL) == ""


def test_a_mark_is_over_after_its_time() -> None:
    good = mark()
    with time_machine.travel(clock.now() + timedelta(seconds=KNOWN_FOR - 5), tick=False):
        assert known_browser_of(carrying(good), EMAIL) == "a-mark"
    with time_machine.travel(clock.now() + timedelta(seconds=KNOWN_FOR + 5), tick=False):
        assert known_browser_of(carrying(good), EMAIL) == ""


@override_settings(KNOWN_BROWSER_COOKIE="__Host-reverie-known")
def test_behind_https_only_the_name_with_the_prefix_counts() -> None:
    assert known_browser_of(carrying(mark()), EMAIL) == ""
