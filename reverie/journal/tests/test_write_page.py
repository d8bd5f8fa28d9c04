"""Writing a page."""

import uuid

import pytest
from django.urls import reverse

from conftest import signed_in
from reverie.core import dates
from reverie.journal import queries
from reverie.journal.models import Draft, Entry, Share
from reverie.journal.tests.conftest import CANARY, cover
from reverie.treatment.models import Treatment

URL = "/my/write/free-association/"


def kept(elena, **fields: object):
    body = {"body": CANARY, "who": "only_me", "save_id": uuid.uuid4(), "version": 0, **fields}
    return elena.post(f"{URL}keep/", body)


@pytest.fixture
def elena(treatment: Treatment):
    return signed_in(treatment.client.user)


def test_each_kind_has_its_desk(elena) -> None:
    for slug in ("dream", "free-association", "reflection", "letter"):
        page = elena.get(reverse("journal:write-page", args=[slug])).content.decode()
        assert "Only you can read this page." in page
        assert "Pages are not watched" in page


def test_only_me_is_chosen_before_the_first_line(elena) -> None:
    page = elena.get(URL).content.decode()
    assert page.index('value="only_me"') < page.index("page-body")
    assert 'value="only_me" id="id_who_0" checked' in page


def test_now_is_offered_only_where_somebody_is_there(elena, treatment: Treatment) -> None:
    assert 'value="now:' not in elena.get(URL).content.decode()
    cover(treatment.practice)
    assert 'value="now:' in elena.get(URL).content.decode()


def test_done_keeps_a_private_page(elena) -> None:
    answer = elena.post(URL, {"body": CANARY, "who": "only_me"})
    entry = Entry.objects.get()
    assert answer["Location"] == reverse("journal:page", args=[entry.id])
    assert queries.words_of(entry)["body"] == CANARY
    assert not Share.objects.exists()


def test_done_shares_when_that_was_chosen(elena, treatment: Treatment) -> None:
    elena.post(URL, {"body": CANARY, "who": f"next_hour:{treatment.therapist_id}"})
    assert Share.objects.get().therapist == treatment.therapist


def test_a_stranger_as_reader_is_no_choice(elena, colleague) -> None:
    page = elena.post(URL, {"body": CANARY, "who": f"next_hour:{colleague.id}"})
    assert not Entry.objects.exists()
    assert CANARY in page.content.decode()


def test_the_draft_is_kept_and_comes_back(elena) -> None:
    told = kept(elena).json()
    assert told["version"] == 1
    assert CANARY in elena.get(URL).content.decode()
    assert bytes(Draft.objects.get().sealed).find(CANARY.encode()) == -1


def test_a_retry_changes_nothing(elena) -> None:
    save_id = uuid.uuid4()
    assert kept(elena, save_id=save_id).json()["version"] == 1
    assert kept(elena, save_id=save_id, body="again").json()["version"] == 1


def test_another_open_page_is_noticed(elena) -> None:
    kept(elena)
    answer = kept(elena, body="from the phone", version=0)
    assert answer.status_code == 409
    assert answer.json()["theirs"]["body"] == CANARY


def test_done_from_an_old_page_shows_both(elena) -> None:
    kept(elena, page=uuid.uuid4())
    answer = elena.post(URL, {"body": "older", "who": "only_me", "version": 0, "page": uuid.uuid4()})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert CANARY in page
    assert "older" in page
    assert not Entry.objects.exists()


def test_done_from_the_page_that_saved_last_wins(elena) -> None:
    page = uuid.uuid4()
    kept(elena, page=page)
    elena.post(URL, {"body": "the end", "who": "only_me", "version": 0, "page": page})
    assert queries.words_of(Entry.objects.get())["body"] == "the end"
    assert not Draft.objects.exists()


def test_an_empty_page_is_not_kept(elena) -> None:
    assert "The page is empty" in elena.post(URL, {"body": " ", "who": "only_me"}).content.decode()


def test_an_endless_page_says_so_and_loses_nothing(elena) -> None:
    answer = kept(elena, body="x" * 100_001)
    assert answer.status_code == 400
    assert "longer than 100000" in answer.json()["error"]


def test_a_dream_has_its_pieces(elena) -> None:
    fields = {"body": CANARY, "who": "only_me", "element_0": "piano", "said_0": "grandmother"}
    elena.post("/my/write/dream/", fields)
    assert queries.words_of(Entry.objects.get())["associations"] == [["piano", "grandmother"]]


def test_throwing_away_drops_the_draft(elena) -> None:
    kept(elena)
    elena.post(f"{URL}throw-away/")
    assert not Draft.objects.exists()


def test_the_next_hour_is_named(elena, next_hour) -> None:
    assert dates.day_and_time(next_hour.start_at, next_hour.client.zone) in elena.get(URL).content.decode()


def test_a_therapist_has_no_desk(therapist) -> None:
    assert signed_in(therapist.user).get(URL).status_code == 404
