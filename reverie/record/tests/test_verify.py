"""Any changed byte of what was signed is found, even behind the triggers' back."""

import pytest
from django.db import connection

from conftest import signed_in
from reverie.core.policy import Actor
from reverie.record import actions, locks
from reverie.record.models import Addendum, ProgressNote, Session
from reverie.record.queries.sessions import verify_note

FACTS = {
    "late_minutes": 7,
    "place": "phone",
    "attendance": "absent",
    "number": 9,
    "zone": "America/New_York",
    "locked_at": None,
    "locked_by": None,
}


@pytest.fixture
def open_locks(signed: ProgressNote, as_therapist: Actor) -> ProgressNote:
    """A signed note with an addendum, on a database whose triggers somebody took off."""
    actions.add_addendum(note=signed, kind="addendum", reason="Why.", text="What.", by=as_therapist)
    locks.drop(connection)
    return ProgressNote.objects.get()


@pytest.mark.parametrize("name", [name for name in FACTS if not name.startswith("locked")])
def test_a_changed_fact(open_locks: ProgressNote, name: str) -> None:
    Session.objects.update(**{name: FACTS[name]})
    assert not verify_note(ProgressNote.objects.get())


@pytest.mark.parametrize("values", [{"signer": "X"}, {"is_late_entry": True}, {"template": "short"}])
def test_a_changed_signature(open_locks: ProgressNote, values: dict[str, object]) -> None:
    ProgressNote.objects.update(**values)
    assert not verify_note(ProgressNote.objects.get())


def test_an_unlocked_session(open_locks: ProgressNote) -> None:
    Session.objects.update(locked_at=None, locked_by=None)
    assert not verify_note(ProgressNote.objects.get())


def test_every_byte_of_the_words(open_locks: ProgressNote) -> None:
    sealed = bytes(open_locks.sealed)
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        ProgressNote.objects.update(sealed=changed)
        assert not verify_note(ProgressNote.objects.get())
    ProgressNote.objects.update(sealed=sealed)
    assert verify_note(ProgressNote.objects.get())


@pytest.mark.parametrize("values", [{"kind": "correction"}, {"signer": "X"}, {"number": 2}])
def test_a_changed_addendum(open_locks: ProgressNote, values: dict[str, object]) -> None:
    Addendum.objects.update(**values)
    assert not verify_note(ProgressNote.objects.get())


def test_the_page_shows_no_damaged_note(open_locks: ProgressNote) -> None:
    ProgressNote.objects.update(sealed=bytes(open_locks.sealed)[:-1] + b"x")
    page = signed_in(open_locks.session.therapist.user).get(f"/desk/sessions/{open_locks.session_id}/note/")
    assert page.status_code == 200
    assert "is not shown" in page.content.decode()


def test_words_sealed_anew_without_a_signature(open_locks: ProgressNote) -> None:
    open_locks.seal_words(open_locks.chain(), {"note": "Slept well."})
    open_locks.save()
    assert not verify_note(ProgressNote.objects.get())
