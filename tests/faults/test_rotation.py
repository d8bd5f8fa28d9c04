"""Keys change under sealed rows: every word still opens, old keys open nothing, a stop halfway is mended."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import anchors, clock, keyring, master_key, rotation, verification
from reverie.core.models import AuditEvent, AuthorKey, ClientKey, NoteKey, PracticeKey, SealedModel
from reverie.core.policy import Actor
from reverie.core.sealing import CannotUnseal, ClientScope, NoteScope, Place, PracticeScope, keychain

pytestmark = pytest.mark.django_db
WORDS = {"title": "The quiet house", "about": "I turned the plant."}
PLACE = Place("letter", uuid.uuid4(), 1, "sealed")


@pytest.fixture(autouse=True)
def _own_master_key(tmp_path: Path, settings) -> None:
    settings.MASTER_KEY_FILE = tmp_path / "master.key"
    settings.ANCHOR_FOLDER = tmp_path
    master_key.create()
    anchors.create_key()


@pytest.fixture
def scope(practice: Practice, therapist: Therapist, client_person: Client) -> NoteScope:
    return NoteScope(practice.id, therapist.user_id, client_person.id, therapist.user_id)


@pytest.fixture
def threads(scope: NoteScope) -> list[SealedModel]:
    """Three sealed rows of the process space."""
    chain = keychain(scope)
    return [thread(scope, chain, number) for number in range(3)]


def thread(scope: NoteScope, chain, number: int) -> SealedModel:
    """One sealed row of the process space."""
    model = apps.get_model("process", "Thread")
    row = model(practice_id=scope.practice, author_id=scope.author, client_id=scope.client)
    row.seal_words(chain, {**WORDS, "number": number})
    row.save()
    return row


@pytest.fixture
def page(practice: Practice, client_person: Client) -> SealedModel:
    """One sealed page of the client's own."""
    model = apps.get_model("journal", "Entry")
    row = model(practice=practice, client=client_person, kind="dream", written_at=clock.now())
    row.seal_words(keychain(ClientScope(practice.id, client_person.id, "journal")), WORDS)
    row.save()
    return row


def numbers(rows: list[SealedModel], scope: NoteScope) -> list[int]:
    chain = keychain(scope)
    return [type(row)._default_manager.get(pk=row.pk).words(chain)["number"] for row in rows]


def test_a_new_master_key_wraps_every_practice(threads, scope) -> None:
    before = PracticeKey.objects.get().master_kid
    assert rotation.rotate_master() == 1
    assert PracticeKey.objects.get().master_kid == master_key.current()[0] != before
    assert numbers(threads, scope) == [0, 1, 2]
    assert Path(settings.MASTER_KEY_FILE).stat().st_mode & 0o777 == 0o400


def test_a_master_rotation_stopped_before_wrapping_is_finished(threads, scope) -> None:
    master_key.add_version()
    assert numbers(threads, scope) == [0, 1, 2]
    assert (rotation.finish_all(), rotation.finish_all()) == (1, 0)


def test_a_new_practice_key_moves_clients_authors_and_the_practices_own_words(
    threads, page, scope, practice
) -> None:
    letter = keychain(PracticeScope(practice.id)).seal("Dear colleague", PLACE)
    old = PracticeKey.objects.get()
    rotation.rotate_practice(practice.id)
    assert not ClientKey.objects.filter(practice_key=old).exists()
    assert not AuthorKey.objects.filter(practice_key=old).exists()
    assert numbers(threads, scope) == [0, 1, 2]
    assert keychain(PracticeScope(practice.id)).unseal(letter, PLACE) == "Dear colleague"
    assert rotation.finish_practice(practice.id) == 0


def test_a_new_author_key_keeps_what_the_author_may_read(threads, scope, time_machine) -> None:
    assert rotation.rotate_author(scope.practice, scope.author) == 1
    assert numbers(threads, scope) == [0, 1, 2]
    assert AuthorKey.objects.count() == 2, "the old pair rests a day"
    time_machine.move_to(clock.now() + rotation.REST + timedelta(minutes=1))
    rotation.finish_all()
    assert AuthorKey.objects.count() == 1


def test_new_note_keys_seal_every_row_anew(threads, scope, time_machine) -> None:
    old, digests = NoteKey.objects.get(), [row.digest() for row in threads]
    assert rotation.rotate_notes(scope.practice, scope.author, scope.client) == 3
    for row in threads:
        row.refresh_from_db()
    assert not set(digests) & {row.digest() for row in threads}
    assert numbers(threads, scope) == [0, 1, 2]
    time_machine.move_to(clock.now() + rotation.REST + timedelta(minutes=1))
    rotation.finish_all()
    assert not NoteKey.objects.filter(pk=old.pk).exists()
    assert numbers(threads, scope) == [0, 1, 2]


def test_each_row_sealed_anew_leaves_its_new_digest_in_the_chain(threads, scope) -> None:
    rotation.rotate_notes(scope.practice, scope.author, scope.client)
    told = AuditEvent.objects.filter(verb="reseal").values_list("object_id", "detail")
    for row in threads:
        row.refresh_from_db()
    assert dict(told) == {str(row.pk): {"digest": row.digest()} for row in threads}
    assert verification.verify().is_whole


def test_a_rotation_of_notes_stopped_halfway_is_finished(threads, scope, monkeypatch) -> None:
    whole, calls = rotation._reseal, []

    def stop_at_the_second(*args) -> int:
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return whole(*args)

    monkeypatch.setattr(rotation, "_reseal", stop_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate_notes(scope.practice, scope.author, scope.client)
    monkeypatch.setattr(rotation, "_reseal", whole)
    assert numbers(threads, scope) == [0, 1, 2]
    assert rotation.finish_notes(scope.practice, scope.author, scope.client) == 2
    assert numbers(threads, scope) == [0, 1, 2]


def test_a_row_sealed_late_under_a_retired_key_is_moved_too(scope, threads) -> None:
    late = keychain(scope)
    late.seal("loads the present key", PLACE)
    rotation.rotate_notes(scope.practice, scope.author, scope.client)
    row = thread(scope, late, 9)
    assert numbers([row], scope) == [9]
    assert rotation.finish_notes(scope.practice, scope.author, scope.client) == 1


def test_a_new_client_key_seals_the_clients_pages_anew(page, practice, client_person) -> None:
    assert rotation.rotate_client(practice.id, client_person.id, "journal") == 1
    page.refresh_from_db()
    assert page.words(keychain(ClientScope(practice.id, client_person.id, "journal"))) == WORDS


def test_a_second_reader_reads_for_a_time_and_no_longer(threads, scope, colleague, time_machine) -> None:
    reader = NoteScope(scope.practice, scope.author, scope.client, colleague.user_id)
    keyring.entitle(scope, colleague.user_id, clock.now() + timedelta(days=7))
    assert numbers(threads, reader) == [0, 1, 2]
    time_machine.move_to(clock.now() + timedelta(days=8))
    with pytest.raises(CannotUnseal):
        numbers(threads, reader)
    assert numbers(threads, scope) == [0, 1, 2]


def test_a_reader_keeps_their_time_through_a_rotation_and_loses_it_when_withdrawn(
    threads, scope, colleague
) -> None:
    reader = NoteScope(scope.practice, scope.author, scope.client, colleague.user_id)
    keyring.entitle(scope, colleague.user_id, clock.now() + timedelta(days=7))
    rotation.rotate_notes(scope.practice, scope.author, scope.client)
    assert numbers(threads, reader) == [0, 1, 2]
    keyring.withdraw(scope, colleague.user_id)
    with pytest.raises(CannotUnseal):
        numbers(threads, reader)
    assert numbers(threads, scope) == [0, 1, 2]


def test_only_a_reader_can_let_others_read(threads, scope, colleague) -> None:
    stranger = NoteScope(scope.practice, scope.author, scope.client, colleague.user_id)
    with pytest.raises(CannotUnseal):
        keyring.entitle(stranger, colleague.user_id)


@pytest.fixture
def shred(scope) -> Callable[[], int]:
    by = Actor(user_id=uuid.uuid4(), practice_id=scope.practice, roles=frozenset({"practice_owner"}))
    return lambda: rotation.shred_client(practice=scope.practice, client=scope.client, by=by)


def test_a_shredded_client_opens_no_more_and_others_do(threads, page, scope, stranger, shred) -> None:
    other = ClientScope(scope.practice, stranger.id, "record")
    kept = keychain(other).seal("A note on Theo", PLACE)
    assert shred() == 2
    with pytest.raises(CannotUnseal):
        numbers(threads, scope)
    with pytest.raises(CannotUnseal):
        page.words(keychain(ClientScope(scope.practice, scope.client, "journal")))
    assert keychain(other).unseal(kept, PLACE) == "A note on Theo"
    assert AuditEvent.objects.get(verb="shred").detail == {"keys": 2}
