"""A client is called by another name or other pronouns, as told; the audit keeps which fields, no words."""

from typing import Any

import pytest

from reverie.accounts.actions import CannotRename, rename_client
from reverie.accounts.models import Client
from reverie.core import audit
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor


def test_the_fields_that_changed_are_written_down(client_person: Client, as_therapist: Actor) -> None:
    rename_client(client=client_person, name="Elena Marsh", pronouns="they/them", by=as_therapist)
    event = AuditEvent.objects.get(verb="rename_client")
    assert (event.detail, event.client) == ({"fields": ["pronouns"]}, client_person.pk)
    assert "they/them" not in str(event.detail)
    rename_client(client=client_person, name="Elena Marsh", pronouns="they/them", by=as_therapist)
    assert AuditEvent.objects.filter(verb="rename_client").count() == 1


def test_nobody_is_without_a_name(client_person: Client, as_therapist: Actor) -> None:
    with pytest.raises(CannotRename, match="wants to be called"):
        rename_client(client=client_person, name=" ", pronouns="", by=as_therapist)


def test_without_its_link_the_name_stays(
    client_person: Client, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(event: Any) -> str:
        raise OSError("the chain cannot be written")

    monkeypatch.setattr(audit, "link_hash", refuse)
    with pytest.raises(OSError, match="chain"):
        rename_client(client=client_person, name="Elias Marsh", pronouns="", by=as_therapist)
    client_person.refresh_from_db()
    assert client_person.name == "Elena Marsh"
