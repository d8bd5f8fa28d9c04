"""The published vectors of NIST for AES-256-GCM and key wrap, all of them, through our own wrapper."""

from collections.abc import Iterator
from typing import Any

import cryptography_vectors
import pytest

from reverie.core.cipher import CannotUnseal, lock, unlock, unwrap_key, wrap_key

GCM = "ciphers/AES/GCM/gcm{}256.rsp"
WRAP = "keywrap/kwtestvectors/KW_{}_256{}.txt"
Vector = dict[str, Any]


def vectors(name: str) -> Iterator[Vector]:
    """The vectors of a CAVS file: names in lower case -> bytes; `fails` where the answer is a refusal."""
    held: Vector = {}
    with cryptography_vectors.open_vector_file(name, "r") as file:
        for line in map(str.strip, file):
            name, is_pair, value = line.partition(" = ")
            if name.lower() in {"count", "k", "key"} and len(held) > 1:
                yield held
                held = {}
            if line == "FAIL":
                held["fails"] = True
            elif (is_pair or line.endswith(" =")) and not line.startswith("["):
                key = name.removesuffix(" =").lower()
                if key != "count":
                    held[key] = bytes.fromhex(value)
    yield held


def ours(vector: Vector) -> bool:
    """True for the lengths that our wrapper takes: a nonce of 12 bytes, a whole tag."""
    return len(vector["iv"]) == 12 and len(vector["tag"]) == 16


def test_every_encryption_comes_out_as_published() -> None:
    found = [row for row in vectors(GCM.format("EncryptExtIV")) if ours(row)]
    for row in found:
        assert lock(row["key"], row["iv"], row["pt"], row["aad"]) == row["ct"] + row["tag"]
    assert len(found) == 375


def test_every_decryption_comes_out_as_published_or_is_refused() -> None:
    found = [row for row in vectors(GCM.format("Decrypt")) if ours(row)]
    for row in found:
        sealed = (row["key"], row["iv"], row["ct"] + row["tag"], row["aad"])
        if row.get("fails"):
            with pytest.raises(CannotUnseal):
                unlock(*sealed)
        else:
            assert unlock(*sealed) == row["pt"]
    assert len(found) == 375
    assert sum(row.get("fails", False) for row in found) > 100


def test_a_nonce_of_another_length_is_not_taken() -> None:
    others = [row for row in vectors(GCM.format("Decrypt")) if len(row["iv"]) != 12]
    assert others
    for row in others[:50]:
        with pytest.raises(ValueError, match="nonce"):
            unlock(row["key"], row["iv"], row["ct"] + row["tag"], row["aad"])


def test_every_wrap_comes_out_as_published() -> None:
    found = list(vectors(WRAP.format("AE", "")))
    for row in found:
        assert wrap_key(row["k"], row["p"]) == row["c"]
    assert len(found) == 500


def test_every_unwrap_comes_out_as_published_or_is_refused() -> None:
    found = list(vectors(WRAP.format("AD", "")))
    for row in found:
        if row.get("fails"):
            with pytest.raises(CannotUnseal):
                unwrap_key(row["k"], row["c"])
        else:
            assert unwrap_key(row["k"], row["c"]) == row["p"]
    assert len(found) == 500
    assert 0 < sum(row.get("fails", False) for row in found) < 500
