"""What stands in the addresses of moving in and out: lists, a record, what came along, a copy."""

from typing import Any

from reverie.core.demo_case import DemoWorld
from reverie.core.files import keep_file
from reverie.core.sealing import ClientScope, PracticeScope, keychain
from reverie.interop.actions import begin_move_in
from reverie.interop.models import BroughtAlong, MoveIn, PracticeCopy, PracticeCopyFile

__all__ = ["RECORD_IN", "about_moving", "record_in"]


def about_moving(world: DemoWorld) -> dict[str, Any]:
    """Argument -> row of what was brought over."""
    return {
        "move_id": move_in(world).pk,
        "brought_id": brought_along(world).pk,
        "copy_id": practice_copy(world).pk,
        "number": 1,
    }


def move_in(world: DemoWorld) -> MoveIn:
    """A client list that was looked at and not yet brought over."""
    by = world.actors["iris"]
    return begin_move_in(
        practice=world.practice, kind="clients", content=b"Name\nA person\n", name="clients.csv",
        words={}, total=1, by=by,
    )  # fmt: skip


RECORD_IN = [f"interop:record-in{act}" for act in ("", "-run", "-undo", "-forget", "-go-on")]


def record_in(world: DemoWorld) -> MoveIn:
    """One person's record of another system that Hanna looked at and did not yet bring over."""
    content = (
        b'{"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {"resourceType": "Patient",'
    )
    content += b' "name": [{"family": "Person", "given": ["A"]}]}}]}'
    return begin_move_in(
        practice=world.practice, kind="record", content=content, name="person.json", words={"whose": "new"},
        total=1, by=world.actors["hanna"],
    )  # fmt: skip


def practice_copy(world: DemoWorld) -> PracticeCopy:
    """A copy of the practice's lists, with one file."""
    by = world.actors["iris"]
    copy = PracticeCopy.objects.create(practice=world.practice, begun_by=by.user_id, state="done")
    scope = PracticeScope(world.practice.pk)
    stored = keep_file(content=b"Name\nElena Marsh\n", name="clients.csv", scope=scope, by=by)
    PracticeCopyFile.objects.create(copy=copy, number=1, name="clients.csv", rows=1, stored=stored)
    return copy


def brought_along(world: DemoWorld) -> BroughtAlong:
    """A letter that came along with Elena."""
    elena = world.clients["elena"]
    scope = ClientScope(elena.practice_id, elena.pk, "record")
    file = keep_file(content=b"%PDF-1.7", name="letter.pdf", scope=scope, by=world.actors["hanna"])
    row = BroughtAlong(client=elena, kind="paper", file=file)
    row.seal_words(keychain(scope), {"title": "letter.pdf", "source": "letter.pdf"})
    row.save()
    return row
