"""Every act on a disk that is full from its first write on, from its second, and so on.

Prints as JSON, for each act, at how many writes it was refused, and what was then found half saved.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django
from django.conf import settings

EVERY = int(os.environ.get("REVERIE_EVERY", "4"))
"""1 tries every write (`make proof`), 4 every fourth."""
Act = Callable[[], Any]


def acts(life: Any) -> dict[str, Act]:
    """Name -> what somebody does; each can be tried again."""
    from reverie.core import clock
    from reverie.journal.actions import finish_entry
    from reverie.measures import actions as measures
    from reverie.record import actions as record
    from reverie.scheduling import actions as scheduling

    begun, by, client_by = clock.now() - timedelta(hours=1), life.by, life.client_by
    facts = record.Facts(started_at=begun, stopped_at=begun + timedelta(minutes=50))
    session = record.open_session(treatment=life.treatment, facts=facts, by=by)
    form = measures.plan_administration(treatment=life.treatment, instrument="phq-9", send=True, by=by)
    note: dict[str, Any] = {"session": session, "words": {"note": "The house. " * 900}, "template": "free"}
    people = {"therapist": life.hanna, "client": life.elena}
    page: dict[str, Any] = {"kind": "dream", "words": {"body": "A dream."}}
    paper = {"title": "Letter", "name": "letter.txt", "content": b"Dear " * 20_000, "is_shown": True}
    return {
        "a first draft": lambda: record.save_draft(**note, version=0, by=by),
        "a further draft": lambda: record.save_draft(**note, version=1, by=by),
        "a signature": lambda: record.sign_note(session=session, version=2, by=by),
        "a risk answer": lambda: measures.answer_item(administration=form, item=9, answer=1, by=client_by),
        "a booking": lambda: scheduling.book_appointment(**people, start_at=life.next_hour, by=by),
        "a page": lambda: finish_entry(client=life.elena, **page, by=client_by),
        "an upload": lambda: record.add_paper(client=life.elena, **paper, by=by),
    }


def state() -> tuple[Any, ...]:
    """What is in the connected database."""
    from reverie.core import snapshot
    from tests.faults.life import Kept

    kept = Kept()
    notes = {key: (note.version, note.is_signed) for key, note in kept.notes.items()}
    return snapshot.count_rows(), notes, kept.texts, kept.answers, kept.half_done()


def try_everywhere(act: Act, disk: Any) -> tuple[int, list[str]]:
    """Refused at so many writes before it went through; what an act that was refused had changed."""
    from django.db import OperationalError

    before, changed = state(), []
    for room in range(0, 1000, EVERY):
        disk.room = room
        try:
            act()
            return room, changed
        except OperationalError:
            disk.room = None
            if state() != before:
                changed.append(f"after {room} writes")
        finally:
            disk.room = None
    raise AssertionError("It never went through.")


def main() -> dict[str, Any]:
    """Each act in its turn."""
    django.setup()
    from django.db import connection

    from config.preparing import prepare
    from tests.faults.disk import Disk
    from tests.faults.life import Kept, Life, damage

    prepare()
    life = Life()
    connection.close()
    disk = Disk(settings.HOME)
    disk.watches()
    try:
        found = {name: try_everywhere(act, disk) for name, act in acts(life).items()}
        return {"acts": found, "wrong": Kept().half_done() + damage()}
    finally:
        connection.close()
        disk.lets_go()


if __name__ == "__main__":
    json.dump(main(), sys.stdout)
