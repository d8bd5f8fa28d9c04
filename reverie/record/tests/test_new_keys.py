"""New keys for a client whose notes are signed: the words open and the signature holds."""

import pytest
from django.db import IntegrityError, transaction

from reverie.core import rotation
from reverie.core.policy import Actor
from reverie.record import actions
from reverie.record.models import Addendum, Disclosure, ProgressNote
from reverie.record.queries.sessions import verify_note

pytestmark = pytest.mark.django_db


def test_signed_words_are_sealed_anew_and_still_signed(signed: ProgressNote, as_therapist: Actor) -> None:
    actions.add_addendum(note=signed, kind="addendum", reason="Why.", text="What.", by=as_therapist)
    client, before = signed.session.client, bytes(ProgressNote.objects.get().sealed)
    assert rotation.rotate_client(client.practice_id, client.pk, "record") >= 2
    note = ProgressNote.objects.get()
    assert bytes(note.sealed) != before and verify_note(note)
    assert Addendum.objects.get().words(note.chain())["text"] == "What."
    rotation.finish_all()


def test_calls_and_what_was_given_out_go_along(signed: ProgressNote, as_therapist: Actor) -> None:
    client = signed.session.client
    actions.write_disclosure(
        client=client, kind="given_out", recipient="A court", purpose="An order", by=as_therapist
    )
    before = Disclosure.objects.get().digest()
    rotation.rotate_client(client.practice_id, client.pk, "record")
    row = Disclosure.objects.get()
    assert row.digest() != before and row.words(signed.chain())["recipient"] == "A court"


def test_other_words_under_the_same_key_are_refused(signed: ProgressNote) -> None:
    other = ProgressNote.objects.get()
    other.seal_words(other.chain(), {"note": "Something else."})
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        ProgressNote.objects.update(sealed=other.sealed)
