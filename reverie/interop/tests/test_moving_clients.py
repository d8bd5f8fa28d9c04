"""A client list is looked at, brought over by a job, and taken back to the last byte."""

import hashlib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from conftest import actor_for
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import audit
from reverie.core.models import AuditEvent, StoredFile
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.interop import actions
from reverie.interop.actions import making
from reverie.interop.models import BroughtAlong, MoveIn
from reverie.interop.queries.moving import client_plan
from reverie.interop.tasks import move_in
from reverie.treatment.models import Treatment

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent / "data"
NOT_CONTENT = ("core_audit", "core_job", "interop_movein", "django_")
"""The chain of acts, the queue and the moving-in's own books go on; everything else must be as before."""


@pytest.fixture
def as_owner(owner: User) -> Actor:
    return actor_for(owner)


def begin(practice: Practice, by: Actor, content: bytes = b"", **words: object) -> MoveIn:
    content = content or (DATA / "clients_simplepractice_like.csv").read_bytes()
    return actions.begin_move_in(
        practice=practice, kind="clients", content=content, name="clients.csv", words=words, total=4, by=by
    )


def run(move: MoveIn, by: Actor) -> MoveIn:
    actions.run_move_in(move=move, by=by)
    move_in({"move_in": str(move.pk)})
    return MoveIn.objects.get(pk=move.pk)


def undo(move: MoveIn, by: Actor) -> MoveIn:
    actions.undo_move_in(move=move, by=by)
    move_in({"move_in": str(move.pk)})
    return MoveIn.objects.get(pk=move.pk)


def content_hash() -> str:
    """A digest of every row of every table that holds content."""
    found = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda model: model._meta.db_table):
        table = model._meta.db_table
        if table.startswith(NOT_CONTENT):
            continue
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in sorted(repr([_plain(cell) for cell in row]) for row in cursor.fetchall()):
                found.update(f"{table}{row}".encode())
    return found.hexdigest()


def _plain(cell: object) -> object:
    return bytes(cell) if isinstance(cell, memoryview) else cell


def test_nothing_is_made_before_it_runs(practice: Practice, as_owner: Actor) -> None:
    plan = client_plan(begin(practice, as_owner))
    assert [len(heap) for heap in (plan.ready, plan.doubles, plan.faulty)] == [1, 1, 2]
    assert not Client.objects.exists()


def test_what_is_well_is_made_and_the_rest_left(practice: Practice, as_owner: Actor) -> None:
    move = run(begin(practice, as_owner), as_owner)
    client = Client.objects.get()
    assert (client.name, client.email) == ("Iris Vale", "iris.vale@example.invalid")
    assert (move.state, move.made) == (MoveIn.DONE, 2)
    beside = BroughtAlong.objects.get()
    words = beside.words(keychain(beside.scope))
    assert words["columns"]["Member ID"] == "FHP123456789" and words["columns"]["clinician"] == "Maren Oster"


def test_the_therapist_named_in_the_list_begins_with_the_client(
    practice: Practice, therapist: Therapist, as_owner: Actor
) -> None:
    lines = "Name,Primary Clinician,Status\nA One,H. Lindqvist,Active\nB Two,Hanna Lindqvist,Archived\n"
    run(begin(practice, as_owner, lines.encode()), as_owner)
    assert [row.client.name for row in Treatment.objects.all()] == ["A One"]


def test_a_second_time_everybody_is_known(practice: Practice, as_owner: Actor) -> None:
    run(begin(practice, as_owner), as_owner)
    other = (DATA / "clients_openemr_like.csv").read_bytes()
    plan = client_plan(begin(practice, as_owner, other))
    assert [line.double_of for line in plan.doubles] == ["Iris Vale"]
    assert run(plan_move := begin(practice, as_owner, other), as_owner).made == 0
    assert plan_move.state == MoveIn.READY


def test_doubles_come_when_somebody_wants_them(practice: Practice, as_owner: Actor) -> None:
    assert run(begin(practice, as_owner, doubles="bring"), as_owner).state == MoveIn.DONE
    assert Client.objects.filter(name="Iris Vale").count() == 2


def test_undo_brings_back_every_byte(practice: Practice, therapist: Therapist, as_owner: Actor) -> None:
    content = b"Name,Therapist,Colour\nA One,Hanna Lindqvist,blue\nB Two,,\n"
    move = begin(practice, as_owner, content)
    before = content_hash()
    done = run(move, as_owner)
    assert content_hash() != before and done.made == 4
    undone = undo(done, as_owner)
    assert (undone.state, undone.stayed) == (MoveIn.UNDONE, 0)
    assert content_hash() == before


def test_undo_leaves_whom_somebody_has_worked_with(
    practice: Practice, therapist: Therapist, as_owner: Actor, as_therapist: Actor
) -> None:
    done = run(begin(practice, as_owner, b"Name,Therapist\nA One,Hanna Lindqvist\nB Two,\n"), as_owner)
    treatment = Treatment.objects.get()
    from reverie.treatment.actions import draft_plan

    draft_plan(treatment=treatment, by=as_therapist)
    undone = undo(done, as_owner)
    assert [row.name for row in Client.objects.all()] == ["A One"]
    assert undone.stayed == 2


def test_a_halt_in_between_loses_and_doubles_nothing(
    practice: Practice, as_owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "STEP", 3)
    content = b"Name\n" + b"".join(b"Person %d\n" % n for n in range(10))
    move = begin(practice, as_owner, content)
    real, calls = making.register_client, []

    def fails_at_the_eighth(**given: object) -> Client:
        calls.append(given)
        if len(calls) == 8:
            raise OSError("power cut")
        return real(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "register_client", fails_at_the_eighth)
    actions.run_move_in(move=move, by=as_owner)
    with pytest.raises(OSError, match="power cut"):
        move_in({"move_in": str(move.pk)})
    assert MoveIn.objects.get(pk=move.pk).through == Client.objects.count() == 6
    move_in({"move_in": str(move.pk)})
    assert sorted(row.name for row in Client.objects.all()) == [f"Person {n}" for n in range(10)]


def test_it_runs_once_and_is_undone_only_when_done(practice: Practice, as_owner: Actor) -> None:
    move = begin(practice, as_owner)
    with pytest.raises(actions.CannotMoveIn, match="Only what is done"):
        actions.undo_move_in(move=move, by=as_owner)
    done = run(move, as_owner)
    for act in (actions.run_move_in, actions.choose):
        with pytest.raises(actions.CannotMoveIn, match="has run already"):
            act(move=done, by=as_owner, **({"words": {}} if act is actions.choose else {}))


def test_a_file_that_is_not_kept_changes_nothing(practice: Practice, as_owner: Actor) -> None:
    with pytest.raises(actions.CannotMoveIn, match="This kind of file"):
        begin(practice, as_owner, b"MZ\x90\0")
    assert not MoveIn.objects.exists() and not StoredFile.objects.exists()


@pytest.mark.parametrize("act", ["begin", "choose", "run"])
def test_without_its_audit_link_no_act_stands(
    practice: Practice, as_owner: Actor, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    move = begin(practice, as_owner) if act != "begin" else None
    monkeypatch.setattr(audit, "record", lambda **_kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        if move is None:
            begin(practice, as_owner)
        elif act == "choose":
            actions.choose(move=move, words={"doubles": "bring"}, by=as_owner)
        else:
            actions.run_move_in(move=move, by=as_owner)
    kept = MoveIn.objects.first()
    assert (
        (kept is None) if move is None else (kept is not None and (kept.state, kept.version) == ("ready", 1))
    )


def test_each_client_has_a_link_in_the_chain(practice: Practice, as_owner: Actor) -> None:
    run(begin(practice, as_owner), as_owner)
    assert AuditEvent.objects.get(verb="register").actor == "job:interop.move_in"
