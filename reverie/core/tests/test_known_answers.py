"""Forms that are kept for years, written out: changed, they would leave old links and seals unread."""

import hashlib
import hmac
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db.models import QuerySet

from reverie.core import audit, cipher, sealing
from reverie.core.cipher import CannotUnseal
from reverie.core.models import AuditEvent, AuditHead
from reverie.core.sealing import ClientScope, KeyChain, NoteScope, Place, PracticeScope

ONE, TWO, THREE, FOUR, KID = (UUID(int=number) for number in range(1, 6))
LINK = (
    '{"actor":"\\u00c4nne","at":"2026-06-09T17:00:00+00:00","client":%s,"detail":%s,"number":7,'
    '"object_id":"9","object_type":"record.session","practice":"00000000-0000-0000-0000-000000000001",'
    '"role":"therapist","verb":"sign"}'
)


def link(client: UUID | None, detail: dict[str, object], previous: str = "") -> AuditEvent:
    return AuditEvent(
        practice=ONE, number=7, at=datetime(2026, 6, 9, 17, tzinfo=UTC), actor="Änne", role="therapist",
        verb="sign", object_type="record.session", object_id="9", client=client, detail=detail,
        previous=previous,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("client", "detail", "written"),
    [
        (None, {}, ("null", "{}")),
        (TWO, {}, (f'"{TWO}"', "{}")),
        (TWO, {"b": [1], "a": "ö"}, (f'"{TWO}"', '{"a":"\\u00f6","b":[1]}')),
    ],
)
def test_a_link_is_written_out_like_this(
    client: UUID | None, detail: dict[str, object], written: tuple[str, str]
) -> None:
    row = link(client, detail, previous="f" * 64)
    words = audit.canonical(str(ONE), *(getattr(row, name) for name in audit.HASHED))
    assert words.decode() == LINK % written
    assert audit.link_hash(row) == hashlib.sha256(("f" * 64 + LINK % written).encode()).hexdigest()


@pytest.mark.django_db
def test_the_head_of_a_chain_is_asked_for_once(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    AuditHead.objects.create(practice=ONE, count=3, hash="a" * 64)
    with django_assert_num_queries(1):
        assert audit._locked_head(ONE).count == 3


@pytest.mark.django_db
def test_two_first_acts_that_meet_share_one_head(monkeypatch: pytest.MonkeyPatch) -> None:
    AuditHead.objects.create(practice=ONE, count=3, hash="a" * 64)
    monkeypatch.setattr(QuerySet, "first", lambda self: None)  # read before the other's act was there
    assert audit._locked_head(ONE).count == 3
    assert AuditHead.objects.count() == 1


@pytest.mark.parametrize(
    ("scope", "whose"),
    [
        (PracticeScope(ONE), f"{ONE}||"),
        (ClientScope(ONE, TWO, "record"), f"{ONE}|{TWO}|"),
        (NoteScope(ONE, THREE, TWO, FOUR), f"{ONE}|{TWO}|{THREE}"),
    ],
)
def test_a_seal_authenticates_this(scope: sealing.Scope, whose: str) -> None:
    place = Place("record_note", FOUR, 3, "body")
    identity = KeyChain(scope, sealing.keychain(scope)._source).identity(place, KID)
    assert identity.decode() == f"reverie/1|record_note|{FOUR}|{whose}|3|{KID}|body"


def test_the_key_for_secrets_is_derived_like_this() -> None:
    master = bytes(range(32))
    first = hmac.new(bytes(32), master, hashlib.sha256).digest()
    derived = hmac.new(first, b"reverie/master/1" + b"\1", hashlib.sha256).digest()
    assert sealing._derived(master) == derived
    assert sealing._purpose("totp") == b"reverie/1|master|totp"


def test_a_sealed_value_lies_like_this(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cipher.os, "urandom", lambda size: bytes(range(size)))
    key, identity = bytes(32), b"here"
    sealed = cipher.encrypt(key, KID, b"words", identity)
    assert sealed[:30] == b"\1\1" + KID.bytes + bytes(range(12))
    framed = b"\0\0\0\5words" + bytes(256 - 9)
    assert sealed[30:] == cipher.lock(key, bytes(range(12)), framed, sealed[:18] + identity)
    assert cipher.decrypt(key, sealed, identity) == b"words"


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (
            lambda: cipher.unwrap_key(bytes(32), bytes(40)),
            "The wrapped key was changed, or this is not its wrapping key.",
        ),
        (lambda: cipher.unpad(b"\0" * 3), "The sealed value has no frame of ours."),
        (lambda: cipher.unpad(b"\0" * 257), "The sealed value has no frame of ours."),
        (lambda: cipher.unpad(b"\0\0\0\xfd" + bytes(252)), "The sealed value has no frame of ours."),
        (lambda: cipher.key_id(bytes(29)), "The sealed value is too short."),
        (
            lambda: cipher.key_id(b"\2\1" + bytes(28)),
            "The sealed value has a format that this version does not know.",
        ),
        (
            lambda: cipher.key_id(b"\1\2" + bytes(28)),
            "The sealed value has a format that this version does not know.",
        ),
        (
            lambda: cipher.unlock(bytes(32), bytes(12), bytes(32), b""),
            "The sealed value was changed or moved.",
        ),
        (
            lambda: sealing.unseal_with_master(b"\1\1" + bytes(28), "totp"),
            "The master key that sealed this value is not here.",
        ),
    ],
)
def test_what_cannot_be_opened_says_why(act: Callable[[], object], sentence: str) -> None:
    with pytest.raises(CannotUnseal) as refused:
        act()
    assert str(refused.value) == sentence


def test_the_longest_value_of_a_frame_opens() -> None:
    assert cipher.unpad(b"\0\0\0\xfc" + b"a" * 252) == b"a" * 252
    assert cipher.key_id(b"\1\1" + KID.bytes + bytes(12)) == KID


@pytest.mark.parametrize(("key", "nonce"), [(31, 12), (33, 12), (32, 11), (32, 13)])
def test_keys_and_nonces_of_another_length_are_refused(key: int, nonce: int) -> None:
    for act in (cipher.lock, cipher.unlock):
        with pytest.raises(ValueError, match=r"^A key has 32 bytes and a nonce 12\.$"):
            act(bytes(key), bytes(nonce), b"data", b"")
