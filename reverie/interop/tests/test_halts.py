"""A moving-in that cannot go on says so, is taken up again or undone; ten thousand names stay quick."""

import json
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from conftest import actor_for, signed_in
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core.models import AuditEvent, Job
from reverie.interop import actions
from reverie.interop.actions import bringing, making, moving
from reverie.interop.models import MoveIn
from reverie.interop.queries.beside import MOST_CHOICES, Names
from reverie.interop.tasks import move_in
from reverie.treatment.actions import CannotStep

pytestmark = pytest.mark.django_db
ALL = "/desk/practice/moving-in/"


@pytest.fixture
def desk(owner: User) -> Browser:
    return signed_in(owner)


@pytest.fixture
def halted(desk: Browser, practice: Practice, monkeypatch: pytest.MonkeyPatch) -> MoveIn:
    """A list of three of which the second cannot be made for now."""
    monkeypatch.setattr(making, "STEP", 1)
    real = making.register_client

    def refuses(**given: object) -> Client:
        if given["name"] == "B Two":
            raise CannotStep("B Two is being looked at by somebody.")
        return real(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "register_client", refuses)
    desk.post(f"{ALL}clients/", {"file": SimpleUploadedFile("c.csv", b"Name\nA One\nB Two\nC Three\n")})
    move = MoveIn.objects.get()
    desk.post(f"{ALL}{move.pk}/run/")
    move_in({"move_in": str(move.pk)})
    monkeypatch.setattr(making, "register_client", real)
    return MoveIn.objects.get()


def test_a_halt_is_told_with_its_sentence(desk: Browser, halted: MoveIn) -> None:
    assert (halted.state, halted.through) == (MoveIn.FAILED, 1)
    page = desk.get(f"{ALL}{halted.pk}/").content.decode()
    assert "B Two is being looked at" in page and "halted after 1 of 3" in page
    assert AuditEvent.objects.filter(verb="halt_move_in", object_id=str(halted.pk)).exists()


def test_it_is_taken_up_where_it_stopped(desk: Browser, halted: MoveIn) -> None:
    desk.post(f"{ALL}{halted.pk}/go-on/")
    move_in({"move_in": str(halted.pk)})
    assert MoveIn.objects.get().state == MoveIn.DONE
    assert sorted(row.name for row in Client.objects.all()) == ["A One", "B Two", "C Three"]
    assert "nothing to go on with" in desk.post(f"{ALL}{halted.pk}/go-on/", follow=True).content.decode()


def test_it_is_undone(desk: Browser, halted: MoveIn) -> None:
    desk.post(f"{ALL}{halted.pk}/undo/")
    move_in({"move_in": str(halted.pk)})
    assert MoveIn.objects.get().state == MoveIn.UNDONE and not Client.objects.exists()


def test_work_that_the_queue_gave_up_is_no_dead_end(desk: Browser, halted: MoveIn) -> None:
    MoveIn.objects.update(state=MoveIn.RUNNING)
    Job.objects.update(state=Job.FAILED)
    assert "Go on from there" in desk.get(f"{ALL}{halted.pk}/").content.decode()
    desk.post(f"{ALL}{halted.pk}/go-on/")
    assert Job.objects.filter(state=Job.WAITING).count() == 1


def test_without_its_audit_link_a_halt_does_not_stand(
    halted: MoveIn, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reverie.core.audit.record", lambda **_given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.go_on_with_move_in(move=halted, by=actor_for(owner))
    assert MoveIn.objects.get().state == MoveIn.FAILED
    MoveIn.objects.update(state=MoveIn.RUNNING)
    with pytest.raises(ZeroDivisionError):
        moving.halt(move=halted, why="x", by=actor_for(owner))
    assert MoveIn.objects.get().state == MoveIn.RUNNING


def test_a_record_that_cannot_be_laid_halts(
    therapist: Therapist, client_person: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = actor_for(therapist.user)
    patient = {"resourceType": "Patient", "name": [{"family": "A", "given": ["B"]}]}
    content = json.dumps({"resourceType": "Bundle", "entry": [{"resource": patient}]}).encode()
    move = actions.begin_move_in(
        practice=therapist.practice, kind="record", content=content, name="a.json", total=1,
        words={"whose": str(client_person.pk)}, by=by,
    )  # fmt: skip

    def full(**_given: object) -> None:
        raise bringing.CannotMoveIn("There is no room for more files here.")

    monkeypatch.setattr(bringing, "lay_beside", full)
    actions.run_move_in(move=move, by=by)
    move_in({"move_in": str(move.pk)})
    page = signed_in(therapist.user).get(f"{ALL}record/{move.pk}/").content.decode()
    assert "no room for more files" in page and "Throw the file away" in page


def test_names_are_held_against_a_few_clients() -> None:
    people = [Client(name=f"First{n} Last{n}", email=f"p{n}@example.invalid") for n in range(10_000)]
    names = Names(people)
    begun = time.perf_counter()
    found = [names.of_hour(f"First Last, Firstx Last of p{n}@example.invalid.") for n in range(10_000)]
    assert found == [str(row.pk) for row in people]
    assert time.perf_counter() - begun < 5
    assert len(names.choices("Nobody at all", str(people[3].pk))) == 1 <= MOST_CHOICES


def test_the_longest_name_in_a_title_is_meant() -> None:
    people = [Client(name=name) for name in ("Ana Lima", "Ana Lima Costa", "Theo B", "Ada 1", "Ada 2")]
    names = Names(people)
    found = {
        title: names.of_hour(title) for title in ("ana lima", "Costa, Ana Lima", "Ada 2", "Ada", "Nobody")
    }
    assert found == {
        "ana lima": str(people[0].pk), "Costa, Ana Lima": str(people[1].pk), "Ada 2": str(people[4].pk),
        "Ada": "", "Nobody": "",
    }  # fmt: skip
