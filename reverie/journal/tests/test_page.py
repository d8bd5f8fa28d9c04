"""A finished page, the list of pages, and taking them along."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from conftest import signed_in
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.journal import actions
from reverie.journal.models import Entry, Share
from reverie.journal.tests.conftest import CANARY, words
from reverie.treatment.models import Treatment


@pytest.fixture
def elena(treatment: Treatment):
    return signed_in(treatment.client.user)


def url(entry: Entry, name: str = "page") -> str:
    return reverse(f"journal:{name}", args=[entry.pk])


def test_a_private_page_says_so(elena, entry: Entry) -> None:
    page = elena.get(url(entry)).content.decode()
    assert CANARY in page
    assert "Private to you" in page


def test_sharing_and_taking_back(elena, entry: Entry, treatment: Treatment) -> None:
    elena.post(url(entry, "share"), {"who": f"next_hour:{treatment.therapist_id}"})
    page = elena.get(url(entry)).content.decode()
    assert "Shared with Hanna Lindqvist" in page
    assert "Not read so far." in page
    assert "Pages are not watched" in page
    page = elena.post(url(entry, "take-back"), follow=True).content.decode()
    assert "Taken back on" in page
    assert Share.objects.get().withdrawn_at is not None


@pytest.mark.parametrize("who", ["", "only_me", "now:x", "next_hour:1"])
def test_a_strange_choice_shares_nothing(elena, entry: Entry, who: str) -> None:
    page = elena.post(url(entry, "share"), {"who": who}, follow=True).content.decode()
    assert "Choose who can read this page" in page
    assert not Share.objects.exists()


def test_taking_back_what_is_not_shared(elena, entry: Entry) -> None:
    assert "not shared" in elena.post(url(entry, "take-back"), follow=True).content.decode()


def test_writing_on(elena, entry: Entry) -> None:
    assert CANARY in elena.get(url(entry, "edit-page")).content.decode()
    elena.post(url(entry, "edit-page"), {"body": "another ending"})
    assert "another ending" in elena.get(url(entry)).content.decode()


def test_throwing_away(elena, entry: Entry) -> None:
    elena.post(url(entry, "throw-page"))
    assert elena.get(url(entry)).status_code == 404


def test_the_list_begins_with_the_latest(elena, entry: Entry, treatment: Treatment, as_client: Actor) -> None:
    actions.finish_entry(client=treatment.client, kind="letter", words=words("Dear piano"), by=as_client)
    page = elena.get("/my/pages/").content.decode()
    assert page.index("Dear piano") < page.index(CANARY)


def test_the_number_of_queries_does_not_grow(
    elena, treatment: Treatment, as_client: Actor, django_assert_max_num_queries
) -> None:
    for number in range(30):
        actions.finish_entry(client=treatment.client, kind="letter", words=words(f"{number}"), by=as_client)
    elena.get("/my/pages/")
    with django_assert_max_num_queries(8):
        elena.get("/my/pages/")


def test_taking_everything_along(elena, entry: Entry) -> None:
    answer = elena.get("/my/pages/take-along/")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    (told,) = json.loads(archive.read("pages.json"))
    assert told["words"]["body"] == CANARY
    assert CANARY in archive.read(archive.namelist()[1]).decode()
    assert AuditEvent.objects.filter(verb="export").count() == 1


def test_script_in_words_stays_words(elena, treatment: Treatment, as_client: Actor) -> None:
    said = "<script>alert(1)</script>"
    row = actions.finish_entry(
        client=treatment.client, kind="dream", words=words(said, title=said, feelings=said), by=as_client
    )
    page = elena.get(url(row)).content.decode()
    assert said not in page
    assert page.count("&lt;script&gt;alert(1)") == 3
