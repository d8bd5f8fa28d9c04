"""Which sheet a shared page belongs to is the author's own, and ends when the page is taken back."""

from collections.abc import Callable

import pytest
from django.test import Client as Browser
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Therapist
from reverie.core.policy import Actor
from reverie.journal import actions as journal
from reverie.journal.models import Entry, Share
from reverie.journal.tests.conftest import cover
from reverie.process.actions import SheetWords, keep_sheet, tie_page
from reverie.process.models import ProcessSheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(sheet: ProcessSheet, therapist: Therapist, as_client: Actor) -> Entry:
    cover(therapist.practice)
    words = {"title": "", "body": "The tray again."}
    share = {"therapist": therapist, "mode": "now"}
    return journal.finish_entry(client=sheet.client, kind="reflection", words=words, by=as_client, **share)


@pytest.fixture
def hanna(therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


def address(entry: Entry) -> str:
    return reverse("process:page", args=[entry.client_id, entry.pk])


def test_a_shared_page_is_tied_to_a_sheet_and_untied(
    entry: Entry, sheet: ProcessSheet, hanna: Browser
) -> None:
    shared = reverse("journal:shared-page", args=[entry.pk])
    assert address(entry) in hanna.get(shared).content.decode()
    hanna.post(address(entry), {"sheet": str(sheet.pk)})
    here = reverse("process:sheet", args=[sheet.pk])
    assert here in hanna.get(address(entry)).content.decode()
    assert shared in hanna.get(here).content.decode()
    hanna.post(address(entry), {"sheet": str(sheet.pk), "tie": "no"})
    assert shared not in hanna.get(here).content.decode()


def test_it_stays_with_the_sheet_and_says_nothing_of_it_elsewhere(
    entry: Entry, sheet: ProcessSheet, as_therapist: Actor, hanna: Browser, client_person
) -> None:
    tie_page(sheet=sheet, entry=entry.pk, is_tied=True, by=as_therapist)
    sheet.refresh_from_db()
    keep_sheet(sheet=sheet, words=SheetWords(body="Other words."), by=as_therapist)
    shared = reverse("journal:shared-page", args=[entry.pk])
    assert shared in hanna.get(reverse("process:sheet", args=[sheet.pk])).content.decode()
    elena = signed_in(client_person.user)
    assert str(sheet.pk) not in elena.get(reverse("journal:page", args=[entry.pk])).content.decode()
    assert bytes(entry.pk.bytes) not in bytes(sheet.sealed)


def test_what_is_taken_back_is_tied_to_nothing(
    entry: Entry, sheet: ProcessSheet, as_therapist: Actor, as_client: Actor, hanna: Browser
) -> None:
    tie_page(sheet=sheet, entry=entry.pk, is_tied=True, by=as_therapist)
    journal.take_back(share=Share.objects.get(), by=as_client)
    assert hanna.get(address(entry)).status_code == 404
    page = hanna.get(reverse("process:sheet", args=[sheet.pk])).content.decode()
    assert str(entry.pk) not in page


def test_another_therapist_finds_nothing(entry: Entry, colleague: Therapist) -> None:
    assert signed_in(colleague.user).get(address(entry)).status_code == 404


def test_without_an_audit_link_nothing_is_tied(
    entry: Entry, sheet: ProcessSheet, as_therapist: Actor, break_audit: Callable[[], None], hanna: Browser
) -> None:
    version = ProcessSheet.objects.get(pk=sheet.pk).version
    break_audit()
    with pytest.raises(OSError):
        tie_page(sheet=sheet, entry=entry.pk, is_tied=True, by=as_therapist)
    assert ProcessSheet.objects.get(pk=sheet.pk).version == version
