"""Every asker x every address x every method x two owners, against the permission table.

A status code proves nothing by itself: each answer to somebody who was denied is searched, body, headers and
redirect, for sentences of the private texts and for clients' names; so is the mail that it may have caused.
"""

import importlib
import importlib.util
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse

from config.cli import GROUND_UP
from conftest import signed_in
from reverie.accounts.actions import add_member, off_board
from reverie.accounts.models import User
from reverie.core import policy
from reverie.core.demo_case import DemoWorld
from reverie.core.models import AuditEvent, Installation, OutboxMessage
from tests.house import matrix
from tests.house.matrix import OURS, THEIRS, Asker, Route
from tests.house.matrix_rows import rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
METHODS = ("GET", "HEAD", "POST", "DELETE")
EXTRA = {
    "trainee": "trainee",
    "biller": "biller",
    "director": "training_director",
    "researcher": "researcher",
    "administrator": "system_administrator",
    "owner": "practice_owner",
    "off-boarded": "therapist",
}
KNOWS_NAMES = {
    "elena",
    "hanna",
    "oona",
    "owner",
    "biller",
    "elena elsewhere",
    "hanna elsewhere",
    "owner elsewhere",
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """Two demonstration practices and everybody of the table, rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        Installation.current().mark_as_demo()
        ours, theirs = DemoWorld(copy=1), DemoWorld(copy=2)
        for made in (ours, theirs):
            for room in GROUND_UP:
                if importlib.util.find_spec(f"reverie.{room}.demo"):
                    importlib.import_module(f"reverie.{room}.demo").load(made)
        yield {
            "people": people(ours, theirs),
            "rows": {OURS: rows_of(ours), THEIRS: rows_of(theirs)},
            "marks": matrix.canaries(ours),
        }
        transaction.set_rollback(True)


def people(ours: DemoWorld, theirs: DemoWorld) -> dict[str, User | None]:
    """Asker -> user; those the demo has not are added to the first practice."""
    found: dict[str, User | None] = {"anonymous": None, **ours.users}
    found |= {
        "hanna without a second factor": ours.users["hanna"],
        "elena elsewhere": theirs.users["elena"],
        "hanna elsewhere": theirs.users["hanna"],
        "owner elsewhere": theirs.users["iris"],
    }
    for key, role in EXTRA.items():
        user = User.objects.create_user(f"{key}@example.invalid", name=f"Somebody, {key}", zone="UTC")
        add_member(practice=ours.practice, user=user, roles=[role], by=ours.actors["iris"])
        found[key] = user
    off_board(practice=ours.practice, user=found["off-boarded"], by=ours.actors["iris"])
    return found


def browser_of(who: Asker, user: User | None) -> Browser:
    """The browser of an asker; errors of the server are failures of the test."""
    if user is None:
        return Browser()
    if who.key == "hanna without a second factor":
        browser = Browser()
        browser.force_login(user)
        return browser
    return signed_in(user)


def ask(browser: Browser, method: str, address: str) -> HttpResponse:
    """One request, undone afterwards, so that no cell changes another."""
    with transaction.atomic():
        answer = browser.generic(method, address)
        transaction.set_rollback(True)
    return answer


def is_denied(answer: HttpResponse) -> bool:
    """Not found, refused, not allowed, nothing at all (a fragment's 204), or sent to sign in."""
    if answer.status_code in {403, 404, 405, 423} or (answer.status_code == 204 and not answer.content):
        return True
    target = answer.headers.get("Location", "")
    return answer.status_code == 302 and target.startswith(("/account/login/", "/account/factor/"))


def leaked(answer: HttpResponse, marks: list[str]) -> list[str]:
    """Canaries in the body, the headers, the redirect, or a message that waits to be sent."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    mail = " ".join(f"{row.subject} {row.body}" for row in OutboxMessage.objects.all())
    return matrix.found_in(f"{body.decode('utf-8', 'replace')} {headers} {mail}", marks)


def address_of(route: Route, rows: dict[str, Any]) -> str:
    """The address with one owner's rows in it."""
    return reverse(route.name, kwargs={name: rows[route.name, name] for name in route.arguments})


def cells(who: Asker, world: dict[str, Any]) -> Iterator[tuple[Route, str, str, bool]]:
    """Route, owner, method, and whether the table allows it."""
    for route in matrix.routes():
        methods = policy.routes()[route.name]
        for owner in (OURS, THEIRS) if route.has_row else (OURS,):
            for method in METHODS:
                action = methods.get("GET" if method == "HEAD" else method)
                if action is None:
                    yield route, owner, method, False
                elif route.has_row:
                    yield route, owner, method, matrix.may(who, owner, action)
                else:
                    yield route, owner, method, matrix.may_somewhere(who, action)


@pytest.mark.parametrize("who", matrix.ASKERS, ids=lambda who: who.key)
def test_the_table_is_what_happens(who: Asker, world: dict[str, Any]) -> None:
    browser = browser_of(who, world["people"][who.key])
    wrong: list[str] = []
    for route, owner, method, allowed in cells(who, world):
        answer = ask(browser, method, address_of(route, world["rows"][owner]))
        name = f"{method} {route.name} ({owner}) -> {answer.status_code}"
        if answer.status_code >= 500:
            wrong.append(f"{name}: the server fell over")
        if not allowed and not is_denied(answer):
            wrong.append(f"{name}: let through")
        if not allowed and leaked(answer, world["marks"]):
            wrong.append(f"{name}: leaks {leaked(answer, world['marks'])[:2]}")
        if allowed and route.has_row and method == "GET" and is_denied(answer) and answer.status_code != 204:
            wrong.append(f"{name}: refused to who may")
    assert wrong == []


@pytest.mark.parametrize("who", matrix.ASKERS, ids=lambda who: who.key)
def test_pages_without_a_row_show_nobody_elses_words(who: Asker, world: dict[str, Any]) -> None:
    browser = browser_of(who, world["people"][who.key])
    marks = world["marks"][:-2] if who.key in KNOWS_NAMES else world["marks"]
    if {"own", "author"} & (who.to(OURS) | who.to(THEIRS)):
        marks = []
    pages = [route for route in matrix.routes() if not route.has_row and "GET" in policy.routes()[route.name]]
    asked = {route.name: address_of(route, world["rows"][OURS]) for route in pages}
    del asked["core:gallery"]  # its examples are sentences of the invented case, written into the page
    found = {name: leaked(ask(browser, "GET", address), marks) for name, address in asked.items()}
    assert {name: hits for name, hits in found.items() if hits} == {}


CLINICAL = {"process_sheet", "session", "note", "entry", "measure", "plan", "concern"}
WITHOUT_WORDS = {
    "measures:import-form",
    "measures:paper-form",
    "measures:reference",
    "process:client-export",
    "process:client-import",
    "process:dream-load",
    "journal:shared",
}
"""Empty forms about a client, the choice of a reference set, and the list of what was shared: no word of the
clinical rows stands there.
"""


def test_every_read_of_a_clinical_row_is_a_link(world: dict[str, Any]) -> None:
    who = matrix.ASKERS[3]
    browser = browser_of(who, world["people"]["hanna"])
    silent = []
    for route in matrix.routes():
        action = policy.routes()[route.name].get("GET", "public")
        if (
            not route.has_row
            or route.name in WITHOUT_WORDS
            or action.split(".")[0] not in CLINICAL
            or not matrix.may(who, OURS, action)
        ):
            continue
        with transaction.atomic():
            before = AuditEvent.objects.count()
            answer = browser.get(address_of(route, world["rows"][OURS]))
            if answer.status_code == 200 and AuditEvent.objects.count() == before:
                silent.append(route.name)
            transaction.set_rollback(True)
    assert silent == []


def test_the_search_for_canaries_can_fail(world: dict[str, Any]) -> None:
    hanna = browser_of(matrix.ASKERS[3], world["people"]["hanna"])
    sheet = world["rows"][OURS]["process:sheet", "sheet_id"]
    answer = hanna.get(reverse("process:sheet", kwargs={"sheet_id": sheet}))
    assert leaked(answer, world["marks"])


def test_a_row_that_does_not_exist_looks_like_one_that_may_not_be_seen(world: dict[str, Any]) -> None:
    mateo = browser_of(matrix.ASKERS[5], world["people"]["mateo"])
    for route in matrix.routes():
        if len(route.arguments) == 1 and "GET" in policy.routes()[route.name] and "uuid" in route.pattern:
            real = ask(mateo, "GET", address_of(route, world["rows"][THEIRS]))
            none = ask(mateo, "GET", reverse(route.name, kwargs={route.arguments[0]: uuid4()}))
            assert (real.status_code, len(real.content)) == (none.status_code, len(none.content)), route.name
