"""A note is shown to the client at a time that was chosen, and the client is told of it without content."""

from datetime import timedelta

import pytest

from conftest import signed_in
from reverie.core import clock
from reverie.core.models import OutboxMessage
from reverie.core.policy import Actor
from reverie.record import actions
from reverie.record.models import ProgressNote
from reverie.record.tasks import announce_notes

WORDS = "Slept badly."


def in_days(note: ProgressNote, days: int) -> object:
    return clock.today(note.session.client.zone) + timedelta(days=days)


@pytest.fixture
def timed(draft: ProgressNote, as_therapist: Actor) -> ProgressNote:
    """Signed today, to be read from the morning of the day after tomorrow."""
    day = in_days(draft, 2)
    return actions.sign_note(session=draft.session, version=1, shown_on=day, by=as_therapist)


def test_it_is_read_from_its_day_on(timed: ProgressNote) -> None:
    browser, path = signed_in(timed.session.client.user), f"/my/record/sessions/{timed.session_id}/"
    page = browser.get(path).content.decode()
    assert "8:00 am on" in page
    assert WORDS not in page
    assert "to read from" in browser.get("/my/record/").content.decode()
    ProgressNote.objects.update(released_at=clock.now())
    assert WORDS in browser.get(path).content.decode()


@pytest.mark.parametrize(("days", "sentence"), [(-1, "is over"), (8, "within a week")])
def test_days_that_cannot_be(draft: ProgressNote, as_therapist: Actor, days: int, sentence: str) -> None:
    with pytest.raises(actions.CannotSign, match=sentence):
        actions.sign_note(session=draft.session, version=1, shown_on=in_days(draft, days), by=as_therapist)
    assert not ProgressNote.objects.get().is_signed


def test_the_client_is_told_once_and_without_content(timed: ProgressNote) -> None:
    announce_notes({})
    assert not OutboxMessage.objects.exists()
    with clock.telling(clock.now() + timedelta(days=3)):
        announce_notes({})
        announce_notes({})
    letter = OutboxMessage.objects.get()
    assert letter.to == timed.session.client.user.email
    assert "note" not in letter.body
    with clock.telling(clock.now() + timedelta(days=9)):
        assert actions.announce_notes() == 0


def test_the_clients_space_says_so(signed: ProgressNote) -> None:
    browser = signed_in(signed.session.client.user)
    path = f"/my/record/sessions/{signed.session_id}/"
    assert path in browser.get("/my/").content.decode()
    ProgressNote.objects.update(released_at=clock.now() - timedelta(days=8))
    assert path not in browser.get("/my/").content.decode()


def test_signing_in_the_browser_keeps_a_wrong_day(draft: ProgressNote) -> None:
    browser, path = signed_in(draft.session.therapist.user), f"/desk/sessions/{draft.session_id}/sign/"
    assert "The client can read it from" in browser.get(path).content.decode()
    answer = browser.post(path, {"version": "1", "shown_on": "2099-01-01"})
    assert answer.status_code == 422
    assert "2099-01-01" in answer.content.decode()
    browser.post(path, {"version": "1", "shown_on": str(in_days(draft, 1))})
    page = browser.get(f"/desk/sessions/{draft.session_id}/note/").content.decode()
    assert "The client can read it from" in page
    browser.post(f"/desk/sessions/{draft.session_id}/release/")
    assert ProgressNote.objects.get().is_shown
