import uuid

import pytest

from reverie.core.models import NoteKeyWrap
from reverie.core.sealing import (
    CannotUnseal,
    ClientScope,
    NoteScope,
    Place,
    keychain,
    seal_with_master,
    unseal_with_master,
)

pytestmark = pytest.mark.django_db
PRACTICE, AUTHOR, CLIENT, OTHER = (uuid.uuid4() for _ in range(4))
PLACE = Place("sheet", uuid.uuid4(), 1, "sealed")


def note_scope(reader: uuid.UUID = AUTHOR) -> NoteScope:
    return NoteScope(PRACTICE, AUTHOR, CLIENT, reader)


def test_author_reads_what_was_sealed() -> None:
    sealed = keychain(note_scope()).seal("I turned the plant.", PLACE)
    assert keychain(note_scope()).unseal(sealed, PLACE) == "I turned the plant."


def test_nobody_else_has_a_wrap() -> None:
    sealed = keychain(note_scope()).seal("I turned the plant.", PLACE)
    with pytest.raises(CannotUnseal):
        keychain(note_scope(OTHER)).unseal(sealed, PLACE)


def test_a_deleted_wrap_closes_the_notes() -> None:
    sealed = keychain(note_scope()).seal("I turned the plant.", PLACE)
    NoteKeyWrap.objects.all().delete()
    with pytest.raises(CannotUnseal):
        keychain(note_scope()).unseal(sealed, PLACE)


def test_a_value_moved_to_another_row_is_refused() -> None:
    sealed = keychain(note_scope()).seal("I turned the plant.", PLACE)
    with pytest.raises(CannotUnseal):
        keychain(note_scope()).unseal(sealed, Place("sheet", uuid.uuid4(), 1, "sealed"))


def test_journal_and_record_have_keys_of_their_own() -> None:
    sealed = keychain(ClientScope(PRACTICE, CLIENT, "journal")).seal("A dream.", PLACE)
    with pytest.raises(CannotUnseal):
        keychain(ClientScope(PRACTICE, CLIENT, "record")).unseal(sealed, PLACE)


def test_a_secret_under_the_master_key_is_bound_to_its_purpose() -> None:
    sealed = seal_with_master("JBSWY3DP", "second-factor")
    assert unseal_with_master(sealed, "second-factor") == "JBSWY3DP"
    with pytest.raises(CannotUnseal):
        unseal_with_master(sealed, "sign-in")
