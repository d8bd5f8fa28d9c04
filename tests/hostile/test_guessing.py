"""Ten thousand guesses at one password, from a hundred addresses: about a hundred are looked at.

REVERIE_GUESSES=10000 is the long form (`make proof`); they are spread over thirty days, as by a patient one.
"""

import os
from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser

from conftest import PASSWORD
from reverie.accounts.models import User
from reverie.core import clock
from reverie.core.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.own_database]
GUESSES = int(os.environ.get("REVERIE_GUESSES", "300"))
LOOKED_AT = 100
DAYS = 30


def guess(elena: User, number: int, word: str) -> str:
    """Where a guess from one of a hundred addresses leads; empty when it is refused."""
    browser = Browser(REMOTE_ADDR=f"10.1.{number % 100}.7")
    return browser.post("/account/login/", {"login": elena.email, "password": word}).headers.get(
        "Location", ""
    )


def looked_at(elena: User) -> int:
    """Guesses that were held against the password."""
    return AuditEvent.objects.filter(verb="refuse_sign_in", object_id=str(elena.pk)).count()


def test_a_month_of_guesses(elena: User) -> None:
    start, step = clock.now(), timedelta(days=DAYS) / GUESSES
    for number in range(GUESSES):
        with time_machine.travel(start + number * step, tick=False):
            assert guess(elena, number, f"guess number {number:08d}") == ""
    assert 5 <= looked_at(elena) <= LOOKED_AT


def test_an_hour_of_guesses_and_then_the_right_one_from_a_stranger(elena: User) -> None:
    """Whoever tries everything learns nothing even when the right word comes up."""
    for number in range(100):
        guess(elena, number, f"guess number {number:08d}")
    assert guess(elena, 100, PASSWORD) == ""
    assert looked_at(elena) == 5


def test_the_right_word_opens_without_guesses(elena: User) -> None:
    """The control."""
    assert guess(elena, 1, PASSWORD) == "/my/"
