"""When the audit link cannot be written, the act did not happen: for every action of this room."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from reverie.core import clock
from reverie.core.policy import Actor
from reverie.record import actions
from reverie.record.models import ProgressNote, Session
from reverie.treatment.models import Treatment

Rows = Callable[[str], dict[str, list[Any]]]


def test_of_a_session(
    session: Session, treatment: Treatment, facts: actions.Facts, as_therapist: Actor, rows_of: Rows,
    broken_audit: None,
) -> None:  # fmt: skip
    before = rows_of("record")
    with pytest.raises(OSError, match="chain"):
        actions.open_session(treatment=treatment, facts=facts, by=as_therapist)
    with pytest.raises(OSError, match="chain"):
        actions.write_facts(session=session, facts=facts, by=as_therapist)
    assert rows_of("record") == before


def test_of_a_draft(draft: ProgressNote, as_therapist: Actor, rows_of: Rows, broken_audit: None) -> None:
    before = rows_of("record")
    with pytest.raises(OSError, match="chain"):
        actions.save_draft(
            session=draft.session, words={"note": "No."}, template="free", version=1, by=as_therapist
        )
    with pytest.raises(OSError, match="chain"):
        actions.sign_note(session=draft.session, version=1, by=as_therapist)
    assert rows_of("record") == before


def test_of_a_signed_note(
    signed: ProgressNote, as_therapist: Actor, rows_of: Rows, request: pytest.FixtureRequest
) -> None:
    ahead = clock.now().date() + timedelta(days=20)
    before = rows_of("record")
    request.getfixturevalue("broken_audit")
    with pytest.raises(OSError, match="chain"):
        actions.add_addendum(note=signed, kind="addendum", reason="Why.", text="What.", by=as_therapist)
    with pytest.raises(OSError, match="chain"):
        actions.hold_note(note=signed, until=ahead, reason="Why.", by=as_therapist)
    assert rows_of("record") == before


def test_of_a_release(
    signed: ProgressNote, as_therapist: Actor, rows_of: Rows, request: pytest.FixtureRequest
) -> None:
    ahead = clock.now().date() + timedelta(days=20)
    actions.hold_note(note=signed, until=ahead, reason="Why.", by=as_therapist)
    before = rows_of("record")
    request.getfixturevalue("broken_audit")
    with pytest.raises(OSError, match="chain"):
        actions.release_note(note=signed, by=as_therapist)
    assert rows_of("record") == before
