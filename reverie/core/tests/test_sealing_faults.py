"""What must be refused: any byte changed, cut, added, or moved to a place it was not sealed for."""

import itertools
import json
import multiprocessing
import os
import struct
import uuid
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from reverie.core import cipher, master_key
from reverie.core.cipher import CannotUnseal, decrypt, encrypt, pad, unpad
from reverie.core.models import ClientKey, NoteKey, NoteKeyWrap, PracticeKey
from reverie.core.sealing import ClientScope, NoteScope, Place, keychain

KEY, KID = bytes(range(32)), uuid.UUID(int=7)
PRACTICE, AUTHOR, CLIENT, OTHER = (uuid.uuid4() for _ in range(4))
SCOPE = NoteScope(PRACTICE, AUTHOR, CLIENT, AUTHOR)
PLACE = Place("sheet", uuid.uuid4(), 3, "sealed")


def test_every_flipped_bit_is_refused() -> None:
    sealed = encrypt(KEY, KID, b"I turned the plant.", b"here")
    for place, bit in itertools.product(range(len(sealed)), range(8)):
        forged = bytearray(sealed)
        forged[place] ^= 1 << bit
        with pytest.raises(CannotUnseal):
            decrypt(KEY, bytes(forged), b"here")


def test_every_length_but_the_true_one_is_refused() -> None:
    sealed = encrypt(KEY, KID, b"I turned the plant.", b"here")
    for length in range(len(sealed)):
        with pytest.raises(CannotUnseal):
            decrypt(KEY, sealed[:length], b"here")
    with pytest.raises(CannotUnseal):
        decrypt(KEY, sealed + b"\0", b"here")


@given(st.binary(max_size=2000), st.binary(max_size=50))
def test_what_was_sealed_comes_back(data: bytes, identity: bytes) -> None:
    assert decrypt(KEY, encrypt(KEY, KID, data, identity), identity) == data


@given(st.binary(max_size=600))
def test_noise_is_refused_in_one_way(noise: bytes) -> None:
    with pytest.raises(CannotUnseal):
        decrypt(KEY, noise, b"here")


def test_lengths_are_told_in_steps_alone() -> None:
    lengths = {len(encrypt(KEY, KID, b"x" * size, b"")) for size in range(253)}
    assert len(lengths) == 1
    assert len(encrypt(KEY, KID, b"x" * 253, b"")) - lengths.pop() == cipher.STEP


@pytest.mark.parametrize("framed", [b"", b"\0" * 255, struct.pack(">I", 253) + b"\0" * 252, pad(b"x")[:-1]])
def test_a_frame_that_is_not_ours_is_refused(framed: bytes) -> None:
    with pytest.raises(CannotUnseal):
        unpad(framed)


def test_the_composition_is_aes_256_gcm_over_head_and_identity() -> None:
    """Opened with the primitive alone: format, algorithm, key id, nonce, then ciphertext and tag."""
    sealed = encrypt(KEY, KID, b"words", b"here")
    assert sealed[:18] == b"\x01\x01" + KID.bytes
    opened = AESGCM(KEY).decrypt(sealed[18:30], sealed[30:], sealed[:18] + b"here")
    assert opened == struct.pack(">I", 5) + b"words" + b"\0" * 247


def test_a_published_vector_opens() -> None:
    """NIST GCM specification, test case 16 (AES-256 with associated data)."""
    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
    nonce, aad = bytes.fromhex("cafebabefacedbaddecaf888"), bytes.fromhex("feedfacedeadbeef" * 2 + "abaddad2")
    text = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    sealed = bytes.fromhex(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"
    )
    assert AESGCM(key).decrypt(nonce, sealed, aad) == text


@pytest.mark.slow
def test_no_nonce_comes_twice() -> None:
    nonces = {encrypt(KEY, KID, b"", b"")[18:30] for _ in range(200_000)}
    assert len(nonces) == 200_000


def _nonces(_: int) -> list[bytes]:
    return [encrypt(KEY, KID, b"", b"")[18:30] for _ in range(2000)]


@pytest.mark.slow
def test_forked_processes_share_no_nonces() -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        nonces = list(itertools.chain.from_iterable(pool.map(_nonces, range(8))))
    assert len(set(nonces)) == len(nonces) == 16_000


@pytest.mark.django_db
@pytest.mark.parametrize(
    "moved",
    [
        replace(PLACE, table="thread"),
        replace(PLACE, row=uuid.uuid4()),
        replace(PLACE, version=2),
        replace(PLACE, field="draft"),
    ],
    ids=["table", "row", "older version", "field"],
)
def test_a_value_moved_is_refused(moved: Place) -> None:
    sealed = keychain(SCOPE).seal("I turned the plant.", PLACE)
    with pytest.raises(CannotUnseal):
        keychain(SCOPE).unseal(sealed, moved)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "scope",
    [
        replace(SCOPE, practice=OTHER),
        replace(SCOPE, client=OTHER),
        replace(SCOPE, author=OTHER),
        replace(SCOPE, reader=OTHER),
        ClientScope(PRACTICE, CLIENT, "record"),
    ],
    ids=["practice", "client", "author", "reader", "record"],
)
def test_a_value_read_as_anothers_is_refused(scope) -> None:
    sealed = keychain(SCOPE).seal("I turned the plant.", PLACE)
    with pytest.raises(CannotUnseal):
        keychain(scope).unseal(sealed, PLACE)


@pytest.mark.django_db
def test_a_value_under_anothers_key_id_is_refused() -> None:
    sealed = keychain(SCOPE).seal("mine", PLACE)
    other = keychain(replace(SCOPE, client=OTHER)).seal("theirs", PLACE)
    with pytest.raises(CannotUnseal):
        keychain(SCOPE).unseal(sealed[:2] + other[2:18] + sealed[18:], PLACE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "column"),
    [
        (PracticeKey, "wrapped"),
        (NoteKeyWrap, "wrapped"),
        (NoteKey, "check_value"),
        (NoteKeyWrap, "reader"),
        (PracticeKey, "practice"),
    ],
)
def test_a_changed_key_row_opens_nothing(model, column: str) -> None:
    sealed = keychain(SCOPE).seal("I turned the plant.", PLACE)
    row = model.objects.get()
    value = getattr(row, column)
    forged = OTHER if isinstance(value, uuid.UUID) else bytes([bytes(value)[-1] ^ 1, *bytes(value)[1:]])
    model.objects.update(**{column: forged})
    with pytest.raises(CannotUnseal):
        keychain(SCOPE).unseal(sealed, PLACE)


@pytest.mark.django_db
def test_a_client_key_exchanged_for_another_opens_nothing() -> None:
    scope = ClientScope(PRACTICE, CLIENT, "journal")
    sealed = keychain(scope).seal("A dream.", PLACE)
    keychain(replace(scope, client=OTHER)).seal("x", PLACE)
    ClientKey.objects.filter(client=CLIENT).update(wrapped=ClientKey.objects.get(client=OTHER).wrapped)
    with pytest.raises(CannotUnseal):
        keychain(scope).unseal(sealed, PLACE)


@pytest.mark.django_db
def test_words_of_every_kind_come_back() -> None:
    words = ["", "I’d", "‮RTL", "\x00", "\ud800 lone", "é é", "😶‍🌫️", "x" * 100_000, json.dumps({"a": 1})]
    chain = keychain(SCOPE)
    assert [chain.unseal(chain.seal(text, PLACE), PLACE) for text in words] == words


@pytest.mark.parametrize("mode", [0o440, 0o404, 0o460, 0o777])
def test_a_master_key_that_others_can_read_is_refused(tmp_path, settings, mode: int) -> None:
    settings.MASTER_KEY_FILE = tmp_path / "master.key"
    master_key.create()
    settings.MASTER_KEY_FILE.chmod(mode)
    with pytest.raises(ImproperlyConfigured, match="chmod 400"):
        master_key.current()


@pytest.mark.parametrize("content", ["", "abc\n", "aa not-base64!\n", "aa QUJD\n"])
def test_a_damaged_master_key_is_refused_with_a_sentence(tmp_path, settings, content: str) -> None:
    settings.MASTER_KEY_FILE = tmp_path / "master.key"
    settings.MASTER_KEY_FILE.write_text(content)
    os.chmod(settings.MASTER_KEY_FILE, 0o400)
    with pytest.raises(ImproperlyConfigured, match="The master key"):
        master_key.current()


def test_a_missing_master_key_is_refused_with_a_sentence(tmp_path, settings) -> None:
    settings.MASTER_KEY_FILE = tmp_path / "master.key"
    with pytest.raises(ImproperlyConfigured, match="is missing"):
        master_key.current()
