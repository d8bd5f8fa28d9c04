"""Drafts, signatures, addenda, release."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from conftest import actor_for
from reverie.accounts.models import Therapist
from reverie.core import clock
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.record import actions
from reverie.record.events import session_signed
from reverie.record.models import Addendum, ProgressNote, Session
from reverie.record.queries.sessions import verify_note

ADDED = {"reason": "A date was wrong.", "text": "It was the 23rd."}


def test_saves_build_on_each_other(draft: ProgressNote, as_therapist: Actor) -> None:
    words = {"note": "Slept badly, ate well."}
    again = actions.save_draft(
        session=draft.session, words=words, template="free", version=1, by=as_therapist
    )
    assert (again.version, again.words(again.chain())) == (2, words)


def test_a_retried_save_changes_nothing(draft: ProgressNote, as_therapist: Actor) -> None:
    save = {"session": draft.session, "template": "free", "version": 1, "save_id": uuid4()}
    first = actions.save_draft(words={"note": "One."}, **save, by=as_therapist)
    second = actions.save_draft(words={"note": "One."}, **save, by=as_therapist)
    assert first.version == second.version == 2


def test_a_save_on_an_older_version_shows_both(draft: ProgressNote, as_therapist: Actor) -> None:
    with pytest.raises(actions.ChangedElsewhere) as caught:
        actions.save_draft(
            session=draft.session, words={"note": "Other."}, template="free", version=0, by=as_therapist
        )
    assert (caught.value.theirs, caught.value.version) == ({"note": "Slept badly."}, 1)
    assert ProgressNote.objects.get().words(draft.chain()) == {"note": "Slept badly."}


def test_only_the_templates_fields_are_kept(session: Session, as_therapist: Actor) -> None:
    words = {"course": "Well.", "signed_by": "me"}
    note = actions.save_draft(session=session, words=words, template="short", version=0, by=as_therapist)
    assert set(note.words(note.chain())) == {"course", "work", "risk", "next"}
    with pytest.raises(actions.CannotWrite, match="note's forms"):
        actions.save_draft(session=session, words={}, template="odd", version=1, by=as_therapist)
    with pytest.raises(actions.CannotWrite, match="longer"):
        actions.save_draft(
            session=session, words={"note": "a" * 100_001}, template="free", version=1, by=as_therapist
        )


def test_signing_freezes_the_whole_session(signed: ProgressNote, as_therapist: Actor) -> None:
    assert signed.session.is_locked
    assert signed.signer == "Hanna Lindqvist"
    assert signed.released_at is not None
    assert verify_note(ProgressNote.objects.get())
    event = AuditEvent.objects.get(verb="sign_note")
    assert event.detail["hash"] == signed.content_hash


def test_signing_tells_the_rooms_above(
    draft: ProgressNote, as_therapist: Actor, django_capture_on_commit_callbacks: object
) -> None:
    heard: list[Session] = []
    hear = lambda session, **rest: heard.append(session)  # noqa: E731
    session_signed.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.sign_note(session=draft.session, version=1, by=as_therapist)
    session_signed.disconnect(hear)
    assert heard == [draft.session]


def test_who_may_not_sign(draft: ProgressNote, colleague: Therapist, as_client: Actor) -> None:
    for actor in (actor_for(colleague.user), as_client, Actor.system("record.sign")):
        with pytest.raises(actions.CannotSign, match="held the session"):
            actions.sign_note(session=draft.session, version=1, by=actor)


def test_what_cannot_be_signed(session: Session, as_therapist: Actor) -> None:
    with pytest.raises(actions.CannotSign, match="no note"):
        actions.sign_note(session=session, version=0, by=as_therapist)
    empty = actions.save_draft(
        session=session, words={"note": " "}, template="free", version=0, by=as_therapist
    )
    with pytest.raises(actions.CannotSign, match="empty"):
        actions.sign_note(session=session, version=1, by=as_therapist)
    with pytest.raises(actions.ChangedElsewhere):
        actions.sign_note(session=session, version=empty.version + 1, by=as_therapist)


def test_after_signing_only_addenda(signed: ProgressNote, as_therapist: Actor) -> None:
    with pytest.raises(actions.CannotSign, match="already signed"):
        actions.sign_note(session=signed.session, version=1, by=as_therapist)
    with pytest.raises(actions.CannotWrite, match="addendum"):
        actions.save_draft(
            session=signed.session, words={"note": "No."}, template="free", version=1, by=as_therapist
        )
    row = actions.add_addendum(note=signed, kind="correction", **ADDED, by=as_therapist)
    assert row.number == 1
    assert verify_note(ProgressNote.objects.get())


def test_a_late_entry_says_so(session: Session, as_therapist: Actor) -> None:
    Session.objects.update(
        started_at=clock.now() - timedelta(days=9), stopped_at=clock.now() - timedelta(days=8, hours=23)
    )
    actions.save_draft(session=session, words={"note": "Late."}, template="free", version=0, by=as_therapist)
    assert actions.sign_note(session=session, version=1, by=as_therapist).is_late_entry


def test_addenda_of_both_sides(signed: ProgressNote, as_therapist: Actor, as_client: Actor) -> None:
    actions.add_addendum(note=signed, kind="disagreement", **ADDED, by=as_client)
    for kind, actor, sentence in [
        ("correction", as_client, "the client’s"),
        ("disagreement", as_therapist, "the client’s"),
        ("rumor", as_therapist, "adds something"),
    ]:
        with pytest.raises(actions.CannotWrite, match=sentence):
            actions.add_addendum(note=signed, kind=kind, **ADDED, by=actor)
    with pytest.raises(actions.CannotWrite, match="Write both"):
        actions.add_addendum(note=signed, kind="addendum", reason="", text="x", by=as_therapist)


def test_an_addendum_needs_a_signed_note(
    draft: ProgressNote, as_therapist: Actor, colleague: Therapist
) -> None:
    with pytest.raises(actions.CannotWrite, match="not signed yet"):
        actions.add_addendum(note=draft, kind="addendum", **ADDED, by=as_therapist)
    actions.sign_note(session=draft.session, version=1, by=as_therapist)
    with pytest.raises(actions.CannotWrite, match="Only the therapist"):
        actions.add_addendum(note=draft, kind="addendum", **ADDED, by=actor_for(colleague.user))


def test_a_hold_needs_reason_and_day(signed: ProgressNote, as_therapist: Actor) -> None:
    today = clock.today(signed.session.zone)
    ahead = today + timedelta(days=20)
    for until, reason, sentence in [(ahead, " ", "why"), (today, "Harm.", "a day to come")]:
        with pytest.raises(actions.CannotRelease, match=sentence):
            actions.hold_note(note=signed, until=until, reason=reason, by=as_therapist)
    actions.hold_note(note=signed, until=ahead, reason="Would endanger somebody.", by=as_therapist)
    assert ProgressNote.objects.get().released_at is None
    with pytest.raises(actions.CannotRelease, match="already held"):
        actions.hold_note(note=signed, until=ahead, reason="Again.", by=as_therapist)
    assert actions.release_note(note=signed, by=as_therapist).released_at is not None
    with pytest.raises(actions.CannotRelease, match="already"):
        actions.release_note(note=signed, by=as_therapist)


def test_drafts_are_neither_held_nor_shown(draft: ProgressNote, as_therapist: Actor) -> None:
    with pytest.raises(actions.CannotRelease, match="draft"):
        actions.hold_note(note=draft, until=clock.now().date(), reason="x", by=as_therapist)
    with pytest.raises(actions.CannotRelease, match="signed note"):
        actions.release_note(note=draft, by=as_therapist)


@pytest.mark.parametrize(
    "change",
    [
        lambda note: Session.objects.update(late_minutes=5),
        lambda note: Session.objects.all()._raw_delete("default"),
        lambda note: Session.objects.bulk_update([_moved(note.session)], ["number"]),
        lambda note: ProgressNote.objects.update(sealed=b"other"),
        lambda note: ProgressNote.objects.update(signed_at=None, signed_by=None, content_hash=""),
        lambda note: ProgressNote.objects.update(signer="Somebody else"),
        lambda note: ProgressNote.objects.all()._raw_delete("default"),
        lambda note: Addendum.objects.update(kind="correction"),
        lambda note: Addendum.objects.all().delete(),
    ],
)
def test_the_database_refuses_every_other_path(
    signed: ProgressNote, as_therapist: Actor, change: object
) -> None:
    actions.add_addendum(note=signed, kind="addendum", **ADDED, by=as_therapist)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        change(signed)  # type: ignore[operator]
    assert verify_note(ProgressNote.objects.get())


def _moved(session: Session) -> Session:
    session.number = 99
    return session
