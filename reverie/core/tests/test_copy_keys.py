"""The key of one presented copy: its own, for author and chosen reader, closed and destroyed alone."""

import uuid
from datetime import timedelta

import pytest

from reverie.core import clock, keyring, rotation
from reverie.core.models import AuditEvent, NoteKey
from reverie.core.sealing import CannotUnseal, CopyScope, NoteScope, Place, keychain, keychains_of_copies

pytestmark = pytest.mark.django_db
PRACTICE, AUTHOR, COPY, READER = (uuid.uuid4() for _ in range(4))
PLACE = Place("copy", uuid.uuid4(), 1, "sealed")
SCOPE = CopyScope(PRACTICE, AUTHOR, COPY, AUTHOR)
READERS = CopyScope(PRACTICE, AUTHOR, COPY, READER)


@pytest.fixture
def sealed() -> bytes:
    return keychain(SCOPE).seal("I looked up where you go.", PLACE)


def test_the_author_alone_opens_it_until_it_is_presented(sealed: bytes) -> None:
    with pytest.raises(CannotUnseal):
        keychain(READERS).unseal(sealed, PLACE)
    assert keyring.entitle(SCOPE, READER, clock.now() + timedelta(days=1)) == 1
    assert keychain(READERS).unseal(sealed, PLACE) == "I looked up where you go."


def test_the_readers_time_runs_out_and_the_authors_does_not(sealed: bytes, time_machine) -> None:
    keyring.entitle(SCOPE, READER, clock.now() + timedelta(days=1))
    time_machine.move_to(clock.now() + timedelta(days=2))
    with pytest.raises(CannotUnseal):
        keychain(READERS).unseal(sealed, PLACE)
    assert keychain(SCOPE).unseal(sealed, PLACE) == "I looked up where you go."


def test_a_reader_seals_in_the_margin_and_begins_nothing(sealed: bytes) -> None:
    keyring.entitle(SCOPE, READER)
    said = keychain(READERS).seal("She went and looked.", PLACE)
    assert keychain(SCOPE).unseal(said, PLACE) == "She went and looked."
    with pytest.raises(CannotUnseal):
        keychain(CopyScope(PRACTICE, AUTHOR, uuid.uuid4(), READER)).seal("x", PLACE)


def test_withdrawn_it_is_shut_for_the_reader_alone(sealed: bytes) -> None:
    keyring.entitle(SCOPE, READER)
    assert (keyring.withdraw(SCOPE, READER), keyring.withdraw(SCOPE, AUTHOR)) == (1, 0)
    with pytest.raises(CannotUnseal):
        keychain(READERS).unseal(sealed, PLACE)
    assert keychain(SCOPE).unseal(sealed, PLACE)


def test_destroyed_it_opens_for_nobody_and_other_copies_do(sealed: bytes) -> None:
    other = CopyScope(PRACTICE, AUTHOR, uuid.uuid4(), AUTHOR)
    kept = keychain(other).seal("another", PLACE)
    assert keyring.destroy_copy_keys(SCOPE) == 1
    with pytest.raises(CannotUnseal):
        keychain(SCOPE).unseal(sealed, PLACE)
    assert keychain(other).unseal(kept, PLACE) == "another"


def test_notes_and_copies_are_different_keys_even_under_one_id(sealed: bytes) -> None:
    with pytest.raises(CannotUnseal):
        keychain(NoteScope(PRACTICE, AUTHOR, COPY, AUTHOR)).unseal(sealed, PLACE)


def test_the_ring_knows_whose_words_a_key_seals(sealed: bytes) -> None:
    keychain(NoteScope(PRACTICE, AUTHOR, READER, AUTHOR)).seal("a note", PLACE)
    scopes = {keyring.scope_of(row.pk) for row in NoteKey.objects.all()}
    assert scopes == {SCOPE, NoteScope(PRACTICE, AUTHOR, READER, AUTHOR)}


def test_a_new_key_keeps_the_reader_and_names_no_client(sealed: bytes) -> None:
    keyring.entitle(SCOPE, READER, clock.now() + timedelta(days=1))
    rotation.rotate_own(SCOPE)
    said = keychain(READERS).seal("later", PLACE)
    assert keychain(SCOPE).unseal(said, PLACE) == "later"
    assert AuditEvent.objects.get(verb="rotate_note_key").client is None


def test_what_was_begun_is_finished_for_copies_too(sealed: bytes, time_machine) -> None:
    old = NoteKey.objects.get(is_of_copy=True)
    rotation.rotate_own(SCOPE)
    time_machine.move_to(clock.now() + rotation.REST + timedelta(minutes=1))
    rotation.finish_all()
    assert not NoteKey.objects.filter(pk=old.pk).exists()
    assert NoteKey.objects.filter(is_of_copy=True, retired_at=None).count() == 1


def test_a_new_pair_of_the_reader_opens_what_the_old_one_did(sealed: bytes) -> None:
    keyring.entitle(SCOPE, READER)
    assert rotation.rotate_author(PRACTICE, READER) == 1
    assert keychain(READERS).unseal(sealed, PLACE) == "I looked up where you go."


def test_keys_of_many_copies_come_in_one_question(sealed: bytes, django_assert_num_queries) -> None:
    shut = CopyScope(PRACTICE, AUTHOR, uuid.uuid4(), READER)
    keychain(CopyScope(PRACTICE, AUTHOR, shut.copy, AUTHOR)).seal("not presented", PLACE)
    keyring.entitle(SCOPE, READER)
    with django_assert_num_queries(1):
        chains = keychains_of_copies([READERS, shut])
        assert chains[COPY].unseal(sealed, PLACE) == "I looked up where you go."
    with pytest.raises(CannotUnseal):
        chains[shut.copy].seal("x", PLACE)
