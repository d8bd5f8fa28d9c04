"""The room locks by itself, before the rest, and opens when the author shows who they are."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Therapist
from reverie.core import clock
from reverie.core.sealing import keychain
from reverie.process.models import Moment, ProcessSheet, SheetDraft

pytestmark = pytest.mark.django_db
PASSWORD = "seven quiet rivers at dusk"
JSON = {"HTTP_ACCEPT": "application/json"}
LIMIT = settings.ROOM_LOCK_AFTER


@pytest.fixture
def browser(therapist: Therapist) -> Browser:
    cache.clear()
    therapist.user.set_password(PASSWORD)
    therapist.user.save()
    return signed_in(therapist.user)


def later(seconds: int) -> time_machine.travel:
    return time_machine.travel(clock.now() + timedelta(seconds=seconds), tick=False)


def address(name: str, *args: object) -> str:
    return reverse(f"process:{name}", args=args)


def test_after_the_limit_the_room_is_shut_and_the_rest_is_not(sheet: ProcessSheet, browser: Browser) -> None:
    assert browser.get(address("sheet", sheet.id)).status_code == 200
    with later(LIMIT + 1):
        shut = browser.get(address("sheet", sheet.id))
        assert (shut.status_code, "Process notes are locked" in shut.content.decode()) == (423, True)
        assert "good timing" not in shut.content.decode()
        assert browser.get("/desk/").status_code == 200


def test_the_password_opens_it_and_goes_on_where_one_was(sheet: ProcessSheet, browser: Browser) -> None:
    browser.post(address("door-state"))
    where = address("sheet", sheet.id)
    assert browser.get(where).context["next"] == where
    wrong = browser.post("/account/unlock/", {"password": "not this one at all"}, **JSON)
    assert (wrong.status_code, browser.get(where).status_code) == (422, 423)
    answer = browser.post("/account/unlock/", {"password": PASSWORD, "next": where})
    assert answer["Location"] == where
    assert browser.get(where).status_code == 200


def test_going_on_in_the_room_keeps_it_open(sheet: ProcessSheet, browser: Browser) -> None:
    for step in range(1, 6):
        with later(step * (LIMIT - 1)):
            assert browser.post(address("door-alive")).status_code == 204
    with later(6 * LIMIT):
        assert browser.get(address("sheet", sheet.id)).status_code == 423


def test_pages_of_other_rooms_do_not_keep_it_open(sheet: ProcessSheet, browser: Browser) -> None:
    line = address("day-line", sheet.client_id)
    browser.get(address("sheet", sheet.id))
    with later(LIMIT - 1):
        assert browser.get("/desk/").status_code == 200
        assert "Begin with the landing." in browser.get(line).content.decode()
    with later(LIMIT + 1):
        assert browser.get(line).status_code == 204


def test_locking_by_hand_shuts_it_at_once(sheet: ProcessSheet, browser: Browser) -> None:
    answer = browser.post(address("door-state"), follow=True)
    assert answer.status_code == 423
    assert browser.get(address("door-state")).json()["locked"] is True


def test_an_autosave_while_it_is_shut_changes_nothing(sheet: ProcessSheet, browser: Browser) -> None:
    browser.post(address("door-state"))
    fields = {"body": "New words", "save_id": "8c5b9a52-6c2e-4b62-9e0f-8d9b8f0c4c11", "version": 0}
    answer = browser.post(address("sheet-draft", sheet.id), fields, **JSON)
    assert (answer.status_code, answer.json()) == (423, {"locked": True})
    assert not SheetDraft.objects.exists()


def test_a_form_sent_while_it_is_shut_stays_as_a_sealed_draft(sheet: ProcessSheet, browser: Browser) -> None:
    browser.post(address("door-state"))
    where = address("sheet-write", sheet.id)
    answer = browser.post(where, {"body": "Words typed for long.", "kept": sheet.version, "version": 0})
    assert "is kept, sealed" in answer.content.decode()
    assert b"typed for long" not in bytes(SheetDraft.objects.get().sealed)
    sheet.refresh_from_db()
    assert "typed for long" not in sheet.words(keychain(sheet.scope()))["body"]
    browser.post("/account/unlock/", {"password": PASSWORD, "next": where})
    assert "Words typed for long." in browser.get(where).content.decode()


def test_a_draft_from_another_window_is_not_overwritten(sheet: ProcessSheet, browser: Browser) -> None:
    fields = {"body": "Theirs", "save_id": "8c5b9a52-6c2e-4b62-9e0f-8d9b8f0c4c11", "version": 0}
    browser.post(address("sheet-draft", sheet.id), fields)
    browser.post(address("door-state"))
    browser.post(address("sheet-write", sheet.id), {"body": "Mine", "version": 0})
    assert SheetDraft.objects.get().words(keychain(sheet.scope()))["body"] == "Theirs"


def test_the_counts_need_no_open_door(owner, browser: Browser) -> None:
    counts = signed_in(owner)
    with later(LIMIT + 1):
        assert counts.get(address("counts")).status_code == 200


def test_the_tick_for_danger_outlives_the_shut_door(sheet: ProcessSheet, browser: Browser) -> None:
    browser.post(address("door-state"))
    where = address("sheet-write", sheet.id)
    browser.post(where, {"body": "Words.", "kept": sheet.version, "version": 0, "danger": "on"})
    browser.post("/account/unlock/", {"password": PASSWORD, "next": where})
    form = browser.get(where).context["form"]
    assert form["danger"].value() is True
    answer = browser.post(where, {"body": "Words.", "kept": sheet.version, "version": 1, "danger": "on"})
    assert answer["Location"] == reverse("safety:screener", args=[sheet.client_id])


def test_an_autosave_keeps_the_tick_too(sheet: ProcessSheet, browser: Browser) -> None:
    fields = {"body": "W", "save_id": "8c5b9a52-6c2e-4b62-9e0f-8d9b8f0c4c11", "version": 0, "danger": "on"}
    browser.post(address("sheet-draft", sheet.id), fields)
    assert browser.get(address("sheet-write", sheet.id)).context["form"]["danger"].value() is True


def test_no_form_is_lost_at_the_shut_door(sheet: ProcessSheet, browser: Browser) -> None:
    mark = {"words": "I hate it.", "kind": "affect", "note": "Said to me.", "affect-feeling": "anger"}
    where, held = address("sheet-mark", sheet.id), address("door-held")
    browser.post(address("door-state"))
    shut = browser.post(where, mark)
    assert (shut.status_code, "is kept, sealed" in shut.content.decode()) == (423, True)
    assert "Said to me." not in shut.content.decode()
    assert browser.get(held).status_code == 423
    browser.post("/account/unlock/", {"password": PASSWORD, "next": held})
    page = browser.get(held)
    assert (page.context["address"], "Said to me." in page.content.decode()) == (where, True)
    browser.post(where, dict(page.context["fields"]))
    assert Moment.objects.get().words(keychain(sheet.scope()))["note"] == "Said to me."
    assert "Nothing waits here." in browser.get(held).content.decode()


def test_a_passphrase_and_what_is_looked_for_do_not_wait(sheet: ProcessSheet, browser: Browser) -> None:
    browser.post(address("door-state"))
    browser.post(address("client-export", sheet.client_id), {"passphrase": "a b c d e f g", "again": "x"})
    browser.post(address("search"), {"phrase": "the bell"})
    browser.post("/account/unlock/", {"password": PASSWORD, "next": address("door-held")})
    assert "Nothing waits here." in browser.get(address("door-held")).content.decode()


def test_a_writing_page_that_another_window_overtook_waits_too(sheet: ProcessSheet, browser: Browser) -> None:
    fields = {"body": "Theirs", "save_id": "8c5b9a52-6c2e-4b62-9e0f-8d9b8f0c4c11", "version": 0}
    browser.post(address("sheet-draft", sheet.id), fields)
    browser.post(address("door-state"))
    browser.post(address("sheet-write", sheet.id), {"body": "Mine, at length.", "version": 0})
    browser.post("/account/unlock/", {"password": PASSWORD, "next": address("door-held")})
    assert "Mine, at length." in browser.get(address("door-held")).content.decode()
