"""Each act on a page: it succeeds, it is refused, it leaves nothing behind when the audit fails."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from reverie.core import audit
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.journal import actions, events, queries
from reverie.journal.models import Draft, Entry, Homework, Share
from reverie.journal.tests.conftest import CANARY, words
from reverie.treatment.models import Treatment


@pytest.fixture
def broken_audit(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and from then on nothing can be audited."""

    def refuse(**about: object) -> None:
        raise RuntimeError("The disk is full.")

    return lambda: monkeypatch.setattr(audit, "record", refuse)


@pytest.fixture
def share(entry: Entry, treatment: Treatment, as_client: Actor) -> Share:
    return actions.share_entry(entry=entry, therapist=treatment.therapist, mode="next_hour", by=as_client)


@pytest.fixture
def given(treatment: Treatment, as_therapist: Actor) -> Homework:
    return actions.give_homework(treatment=treatment, words="Notice the stairs.", by=as_therapist)


def test_a_page_is_audited_without_a_word(entry: Entry) -> None:
    event = AuditEvent.objects.get(verb="write")
    assert set(event.detail) == {"kind", "version", "digest"}
    assert CANARY not in str(event.detail)


def test_a_page_without_its_audit_is_none(treatment: Treatment, as_client: Actor, broken_audit) -> None:
    broken_audit()
    with pytest.raises(RuntimeError):
        actions.finish_entry(client=treatment.client, kind="letter", words=words(), by=as_client)
    assert not Entry.objects.exists()


def test_a_page_that_fails_keeps_its_draft(treatment: Treatment, as_client: Actor, broken_audit) -> None:
    actions.keep_draft(
        client=treatment.client,
        kind="letter",
        words=words(),
        version=0,
        save_id=uuid4(),
        page=None,
        by=as_client,
    )
    broken_audit()
    with pytest.raises(RuntimeError):
        actions.finish_entry(client=treatment.client, kind="letter", words=words(), by=as_client)
    assert Draft.objects.count() == 1


def test_writing_on_keeps_the_day(entry: Entry, treatment: Treatment, as_client: Actor) -> None:
    row = actions.finish_entry(
        client=treatment.client, kind="dream", words=words("more"), entry=entry, by=as_client
    )
    assert (row.pk, row.written_at, row.version) == (entry.pk, entry.written_at, 2)
    assert row.changed_at is not None


def test_sharing_tells_the_rooms_above(entry: Entry, treatment: Treatment, as_client: Actor) -> None:
    told: list[str] = []
    events.entry_shared.connect(lambda share, **other: told.append("shared"), weak=False, dispatch_uid="t1")
    events.entry_taken_back.connect(lambda share, **other: told.append("back"), weak=False, dispatch_uid="t2")
    row = actions.share_entry(entry=entry, therapist=treatment.therapist, mode="next_hour", by=as_client)
    actions.take_back(share=row, by=as_client)
    events.entry_shared.disconnect(dispatch_uid="t1")
    events.entry_taken_back.disconnect(dispatch_uid="t2")
    assert told == ["shared", "back"]


def test_now_needs_somebody_there(entry: Entry, treatment: Treatment, as_client: Actor) -> None:
    with pytest.raises(actions.CannotShare, match="after hours"):
        actions.share_entry(entry=entry, therapist=treatment.therapist, mode="now", by=as_client)
    assert not Share.objects.exists()


def test_only_ones_own_therapist(entry: Entry, colleague, as_client: Actor) -> None:
    with pytest.raises(actions.CannotShare, match="not your therapist"):
        actions.share_entry(entry=entry, therapist=colleague, mode="next_hour", by=as_client)


def test_a_page_is_shared_once_a_therapist(share: Share, entry: Entry, treatment, as_client: Actor) -> None:
    actions.share_entry(entry=entry, therapist=treatment.therapist, mode="next_hour", by=as_client)
    assert Share.objects.filter(withdrawn_at=None).count() == 1


def test_sharing_without_its_audit_is_none(entry: Entry, treatment, as_client: Actor, broken_audit) -> None:
    broken_audit()
    with pytest.raises(RuntimeError):
        actions.share_entry(entry=entry, therapist=treatment.therapist, mode="next_hour", by=as_client)
    assert not Share.objects.exists()


def test_taking_back_once(share: Share, as_client: Actor) -> None:
    actions.take_back(share=share, by=as_client)
    with pytest.raises(actions.CannotTakeBack, match="already"):
        actions.take_back(share=share, by=as_client)


def test_taking_back_without_its_audit_stays_shared(share: Share, as_client: Actor, broken_audit) -> None:
    broken_audit()
    with pytest.raises(RuntimeError):
        actions.take_back(share=share, by=as_client)
    share.refresh_from_db()
    assert share.withdrawn_at is None


def test_throwing_away_leaves_the_audit_alone(share: Share, entry: Entry, as_client: Actor) -> None:
    actions.throw_away(entry=entry, by=as_client)
    assert not Entry.objects.exists()
    assert not Share.objects.exists()
    assert AuditEvent.objects.filter(verb="throw_away").count() == 1


def test_an_invitation_in_the_therapists_words(given: Homework, as_client: Actor) -> None:
    assert queries.words_of(queries.invitations(as_client).get())["words"] == "Notice the stairs."
    actions.answer_homework(homework=given, state="done", by=as_client)
    assert not queries.invitations(as_client).exists()


@pytest.mark.parametrize("said", ["", "   ", "x" * 4001])
def test_an_invitation_needs_words(treatment: Treatment, as_therapist: Actor, said: str) -> None:
    with pytest.raises(actions.CannotGive):
        actions.give_homework(treatment=treatment, words=said, by=as_therapist)
    assert not Homework.objects.exists()


def test_what_was_talked_about_is_not_answered_again(given: Homework, as_therapist, as_client: Actor) -> None:
    actions.talk_about(homework=given, remark="She forgot, and minded.", by=as_therapist)
    with pytest.raises(actions.CannotAnswer, match="already"):
        actions.answer_homework(homework=given, state="done", by=as_client)
    given.refresh_from_db()
    assert queries.words_of(given)["remark"] == "She forgot, and minded."


def test_an_invitation_without_its_audit_is_none(treatment: Treatment, as_therapist, broken_audit) -> None:
    broken_audit()
    with pytest.raises(RuntimeError):
        actions.give_homework(treatment=treatment, words="Notice.", by=as_therapist)
    assert not Homework.objects.exists()
