"""After signing nothing but additions: every path that could write is listed by the code and walked."""

import ast
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import reverie
from conftest import signed_in
from reverie.core.policy import Actor, routes
from reverie.record import actions, locks
from reverie.record.models import Addendum, Contact, Disclosure, ProgressNote, Review, Session
from reverie.record.queries.sessions import verify_note

FROZEN = (Session, ProgressNote, Addendum, Review)
MAY_CHANGE = {("ProgressNote", "released_at")}
"""What of a signed session may still change: whether the client is shown its note."""
MAY_WRITE = {
    "record:session-addendum",
    "record:session-hold",
    "record:session-release",
    "record:my-disagreement",
}
WRITES = {
    "create",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "update",
    "bulk_update",
    "delete",
    "save",
}
Rows = Callable[[str], dict[str, list[Any]]]
Act = Callable[[ProgressNote, Actor], object]
WHEN_SIGNED: dict[str, Act | None] = {
    "save_draft": lambda note, by: actions.save_draft(
        session=note.session, words={"note": "x"}, template="free", version=1, by=by
    ),
    "sign_note": lambda note, by: actions.sign_note(session=note.session, version=1, by=by),
    "write_facts": lambda note, by: actions.write_facts(
        session=note.session,
        facts=actions.Facts(note.session.started_at, note.session.stopped_at, late_minutes=9),
        by=by,
    ),
    "say_ready": lambda note, by: actions.say_ready(
        session=note.session, version=1, supervisor=note.session.therapist.user, by=by
    ),
    "countersign": lambda note, by: actions.countersign(review=_review(note), version=1, by=by),
    "return_note": lambda note, by: actions.return_note(review=_review(note), reason="x", by=by),
    "add_addendum": None,
    "hold_note": None,
    "release_note": None,
    "open_session": None,
    "open_from_appointment": None,
    "name_countersigner": None,
    "end_countersigner": None,
    "write_disclosure": None,
    "announce_notes": None,
    "keep_contact": None,
    "add_paper": None,
    "show_paper": None,
    "take_out_paper": None,
    "ask_for_access": None,
    "answer_access": None,
    "choose_rule": None,
}
"""Action of this room -> how it is tried on a signed session; None for those that add or touch none."""


def _review(note: ProgressNote) -> Review:
    return Review(note=note, number=1, note_version=1, supervisor_id=note.session.therapist.user_id)


def test_every_action_is_in_the_list() -> None:
    there = {name for name in actions.__all__ if name[0].islower()}
    assert there == set(WHEN_SIGNED)


@pytest.mark.parametrize("name", [name for name, act in WHEN_SIGNED.items() if act])
def test_every_action_refuses(signed: ProgressNote, as_therapist: Actor, rows_of: Rows, name: str) -> None:
    before, act = rows_of("record"), WHEN_SIGNED[name]
    assert act is not None
    with pytest.raises(
        (actions.CannotWrite, actions.CannotSign, actions.CannotChangeSession, Review.DoesNotExist)
    ):
        act(signed, as_therapist)
    assert rows_of("record") == before


def addresses(resolver: Any = None, space: str = "") -> Iterator[str]:
    """Every address of the site with a session in it."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and "session_id" in str(entry.pattern):
            yield f"{space}{entry.name}"


TYPED = {
    "template": "free", "version": "1", "note": "Changed.", "sign": "1", "save_id": str(uuid.uuid4()),
    "day": "2026-11-24", "start": "10:00", "stop": "10:20", "place": "phone", "attendance": "present",
    "kind": "correction", "text": "Changed.", "reason": "Changed.", "until": "2099-01-01", "does": "sign",
    "supervisor": str(uuid.uuid4()), "version_read": "1", "participants": ["other"],
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(addresses())))
def test_every_address_leaves_it_as_it_was(signed: ProgressNote, rows_of: Rows, name: str) -> None:
    assert name in routes()
    path = reverse(name, kwargs={"session_id": signed.session_id})
    for user in (signed.session.therapist.user, signed.session.client.user):
        assert user is not None
        browser = signed_in(user)
        for method in ("post", "put", "patch", "delete"):
            before = _frozen(rows_of("record"))
            getattr(browser, method)(path, TYPED)
            if method != "post" or name not in MAY_WRITE:
                assert _frozen(rows_of("record")) == before, method
    assert verify_note(ProgressNote.objects.get())


def _frozen(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {model.__name__: rows[model.__name__] for model in FROZEN}


def columns(model: type[models.Model]) -> list[str]:
    """Every column of a table that a signature freezes."""
    names = [field.attname for field in model._meta.concrete_fields]
    return [name for name in names if (model.__name__, name) not in MAY_CHANGE]


@pytest.fixture
def complete(signed: ProgressNote, as_therapist: Actor) -> ProgressNote:
    """A signed session with something in each of the tables."""
    actions.add_addendum(note=signed, kind="addendum", reason="Why.", text="What.", by=as_therapist)
    called = actions.ContactWords("phone", True, signed.signed_at, "Elena", "Ten minutes.", minutes=10)
    actions.keep_contact(treatment=signed.session.treatment, contact=called, by=as_therapist)
    given = {"kind": "given_out", "recipient": "A court", "purpose": "An order"}
    actions.write_disclosure(client=signed.session.client, **given, by=as_therapist)
    row = _review(signed)
    row.state, row.asked_by, row.answered_by = Review.WITHDRAWN, signed.signed_by, signed.signed_by
    row.answered_at = signed.signed_at
    row.seal_words(signed.chain(), {"reason": ""})
    row.save()
    return ProgressNote.objects.get()


@pytest.mark.parametrize("model", [*FROZEN, Contact, Disclosure])
def test_the_database_refuses_every_column(complete: ProgressNote, model: type[models.Model]) -> None:
    row = model._default_manager.get()
    for name in columns(model):
        with pytest.raises(IntegrityError), transaction.atomic():
            model._default_manager.update(**{name: changed(getattr(row, name))})


@pytest.mark.parametrize("model", [*FROZEN, Contact, Disclosure])
def test_the_database_refuses_to_delete(complete: ProgressNote, model: type[models.Model]) -> None:
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        model._default_manager.all()._raw_delete("default")


@pytest.fixture
def without_locks(complete: ProgressNote, as_therapist: Actor) -> ProgressNote:
    """The same on a database whose triggers somebody took off, the turn being part of the signature."""
    from reverie.record.models.signing import note_hash

    locks.drop(connection)
    turns = [(row, row.words(row.chain())) for row in complete.reviews.all()]
    words = complete.words(complete.chain())
    complete.content_hash = note_hash(complete, complete.session, words, turns)
    complete.save()
    Addendum.objects.all().delete()
    actions.add_addendum(note=complete, kind="addendum", reason="Why.", text="What.", by=as_therapist)
    assert verify_note(ProgressNote.objects.get())
    return ProgressNote.objects.get()


@pytest.mark.parametrize("model", FROZEN)
def test_every_changed_byte_is_found(without_locks: ProgressNote, model: type[models.Model]) -> None:
    row = model._default_manager.get()
    for name in columns(model):
        for other in every_change(getattr(row, name)):
            assert is_noticed(model, name, other), f"{name} = {other!r}"
    assert verify_note(ProgressNote.objects.get())


def is_noticed(model: type[models.Model], name: str, other: Any) -> bool:
    """Does `verify` fail, or does the database refuse, when this value is put there? It is taken back."""
    try:
        with transaction.atomic():
            model._default_manager.update(**{name: other})
            if is_whole():
                connection.check_constraints()  # what points nowhere is refused at the commit
                return False
            raise Rollback
    except (Rollback, IntegrityError):
        return True


class Rollback(Exception):
    """The change is taken back."""


def is_whole() -> bool:
    try:
        return verify_note(ProgressNote.objects.get())
    except (Session.DoesNotExist, ProgressNote.DoesNotExist):
        return False


def every_change(value: Any) -> Iterator[Any]:
    """The value with each of its bytes changed (text and sealed values), or one neighbor of it."""
    if isinstance(value, bytes | memoryview):
        sealed = bytes(value)
        yield from (sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed)))
        yield sealed[:-1]
    elif isinstance(value, str) and value:
        yield from (value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :] for at in range(len(value)))
    else:
        yield changed(value)


def changed(value: Any) -> Any:
    """Another value of the same kind, as near as can be."""
    if value is None:
        return uuid.uuid4()
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if isinstance(value, list):
        return [*value, "other"]
    if isinstance(value, uuid.UUID):
        return uuid.UUID(int=value.int ^ 1)
    return "x" if isinstance(value, str) else next(every_change(value))


def test_no_other_room_writes_into_these_tables() -> None:
    names = {model.__name__ for model in apps.get_app_config("record").get_models()}
    found = [
        f"{path}:{call.lineno}"
        for path in Path(reverie.__file__).parent.rglob("*.py")
        if not {"tests", "migrations", "record"} & set(path.parts)
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and _writes(call, names)
    ]
    assert found == []


def _writes(call: ast.Call, names: set[str]) -> bool:
    func: Any = call.func
    if not isinstance(func, ast.Attribute) or func.attr not in WRITES:
        return False
    while isinstance(func, ast.Attribute | ast.Call):
        func = func.value if isinstance(func, ast.Attribute) else func.func
    return isinstance(func, ast.Name) and func.id in names
