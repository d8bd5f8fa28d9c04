"""Nothing is ever derived from private text: no rule reads it, and what it says changes nothing anywhere."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from conftest import actor_for, signed_in
from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import clock, worker
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.journal import actions
from reverie.safety.models import Watch
from reverie.treatment.models import Treatment
from tests.house.tree import ROOT, Source

OPENS = {"reverie/journal/models.py"}
"""Where the keys of private text are named."""
MAY_READ_WORDS = {"journal", "process", "home"}
"""Rooms that show a page to whoever may read it: the client's own space, a shared page and its link."""
RULES = ("reverie.instruments", "reverie.safety.actions", "reverie.measures", "reverie.core.mail")
"""What could make something of words: scores, concerns, forms, messages."""
QUIET = "I watched the river for an hour and thought about the colour of it, and of the bread I had bought."
LOUD = "I want to kill myself tonight, I have the pills, nobody must know, I hear voices, I was drinking."


def sources(room: str) -> Iterator[Source]:
    for path in sorted((ROOT / "reverie" / room).rglob("*.py")):
        source = Source(ROOT, path)
        if not source.is_test and "/migrations/" not in source.name:
            yield source


def test_the_room_of_private_text_knows_no_rule() -> None:
    found = [
        f"{source.name}: {module}"
        for source in sources("journal")
        for module, _name in source.imports()
        if module.startswith(RULES)
    ]
    assert found == []


def test_only_that_room_names_its_keys() -> None:
    naming = {
        source.name
        for room in (path.name for path in (ROOT / "reverie").iterdir() if path.is_dir())
        for source in sources(room)
        for node in ast.walk(source.syntax)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "ClientScope"
        and any(isinstance(part, ast.Constant) and part.value == "journal" for part in node.args)
    }
    assert naming == OPENS


def test_no_other_room_reads_words_of_pages() -> None:
    found = {
        source.room
        for path in (ROOT / "reverie").iterdir()
        if path.is_dir()
        for source in sources(path.name)
        for module, name in source.imports()
        if module.startswith("reverie.journal") and name in {"Entry", "Draft", "OwnPage", "queries"}
    }
    assert found <= MAY_READ_WORDS


def test_a_broken_rule_is_seen(tmp_path: Path) -> None:
    """The control: a file of the room that raises a concern is noticed."""
    folder = tmp_path / "reverie" / "journal"
    folder.mkdir(parents=True)
    (folder / "watch.py").write_text("from reverie.safety.actions import raise_concern\n")
    source = Source(tmp_path, folder / "watch.py")
    assert [module for module, _name in source.imports() if module.startswith(RULES)]


# -- what the words say changes nothing ---------------------------------------------------------------


@pytest.fixture
def treatment(practice: Practice, client_person: Client, therapist: Therapist) -> Treatment:
    practice.is_monitored = True
    practice.save()
    Watch.objects.create(
        practice=practice, is_at_any_hour=True, outside_name="N.", outside_email="n@example.invalid"
    )
    people = {"practice": practice, "client": client_person, "therapist": therapist}
    return Treatment.objects.create(**people, state="active", started_on=clock.today("UTC"))


def rows() -> dict[str, int]:
    """How many rows each table holds."""
    tables = sorted(model._meta.db_table for model in apps.get_models() if model._meta.managed)
    with connection.cursor() as cursor:
        return {table: _count(cursor, table) for table in tables}


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f'SELECT count(*) FROM "{table}"')
    return int(cursor.fetchone()[0])


def grown(treatment: Treatment, words: str) -> dict[str, int]:
    """Which tables grow when a page with these words is drafted, kept, shared, read, and jobs have run."""
    before = rows()
    elena, hanna = signed_in(treatment.client.user), signed_in(treatment.therapist.user)
    save = {"body": words, "save_id": "6f1d4c1e-8b1d-4c53-9d3a-0d5a2c6d0f11", "version": 0}
    assert elena.post("/my/write/reflection/keep/", save).status_code == 200
    entry = keep(treatment, words, actor_for(treatment.client.user))
    assert words in hanna.get(f"/desk/shared/{entry.pk}/").content.decode()
    while worker.run_next():
        pass
    after = rows()
    return {name: number - before[name] for name, number in after.items() if number != before[name]}


def keep(treatment: Treatment, words: str, by: Actor) -> Any:
    share = {"therapist": treatment.therapist, "mode": "now"}
    return actions.finish_entry(
        client=treatment.client, kind="reflection", words={"title": "", "body": words}, by=by, **share
    )


def test_the_hardest_words_change_what_the_quietest_change(treatment: Treatment) -> None:
    grown(treatment, QUIET)
    quiet, loud = grown(treatment, QUIET), grown(treatment, LOUD)
    assert loud == quiet
    assert not any("concern" in table or "outbox" in table for table in loud)
    told = str(list(AuditEvent.objects.values_list("detail", flat=True)))
    assert not any(word in told for word in LOUD.split() if len(word) > 4)
