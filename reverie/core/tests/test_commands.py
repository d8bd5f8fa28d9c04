import json
import uuid
from argparse import Namespace

import pytest
from django.db import connection

from reverie.core import append_only, audit, commands
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor

pytestmark = pytest.mark.django_db
ACTOR = Actor.system("core.test", uuid.uuid4())


@pytest.fixture(autouse=True)
def _three_links(tmp_path, settings) -> None:
    settings.ANCHOR_FOLDER = tmp_path
    for _ in range(3):
        audit.record(by=ACTOR, verb="read")


def verify(**options) -> int:
    return commands.audit_verify(Namespace(**{"anchors": None, "json": False, **options}))


def test_a_whole_chain_is_0_and_says_what_is_not_anchored(capsys) -> None:
    assert verify() == 0
    assert "3 links, whole; 3 of them not yet anchored" in capsys.readouterr().out


def test_a_changed_link_is_1_and_named(capsys) -> None:
    append_only.drop(connection)
    AuditEvent.objects.filter(number=2).update(verb="sign")
    assert verify(json=True) == 1
    (chain,) = json.loads(capsys.readouterr().out)["chains"]
    assert (chain["fault"]["number"], chain["fault"]["what"]) == (2, "was changed")


def test_without_a_database_one_sentence(tmp_path, monkeypatch) -> None:
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "none.sqlite3"))
    else:
        monkeypatch.setattr(connection.introspection, "table_names", list)
    with pytest.raises(commands.CannotOpenDatabase):
        verify()
    assert not (tmp_path / "none.sqlite3").exists()
