"""No room for what was written: it is known as such, and an anchor is there whole or not at all."""

import errno
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, transaction

from reverie.core import anchors, audit, full_disk
from reverie.core.policy import Actor


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file of this process grows past so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def act(practice: Any) -> None:
    with transaction.atomic():
        audit.record(by=Actor.system("test", practice.pk), verb="read", on=practice)


@pytest.mark.django_db
def test_half_an_anchor_is_taken_back(practice: Any, tmp_path: Path, settings) -> None:
    settings.ANCHOR_FOLDER = tmp_path
    act(practice)
    anchors.write()
    (file,) = tmp_path.glob("*.anchors")
    act(practice)
    before = file.read_bytes()
    with largest_file(len(before) + 50), pytest.raises(OSError, match="large"):
        anchors.write()
    assert file.read_bytes() == before
    assert anchors.write() == 1
    assert [len(found) for found in anchors.read()] == [2, 0]


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OperationalError("database or disk is full"),
        OperationalError('could not extend file "base/1": No space left on device'),
    ],
)
def test_a_full_disk_is_known_as_such(error: Exception) -> None:
    assert full_disk.is_full(error)


def test_other_trouble_is_not_a_full_disk(tmp_path: Path) -> None:
    assert not full_disk.is_full(OSError(errno.EACCES, "Permission denied"))
    assert not full_disk.is_full(OperationalError("disk I/O error"), tmp_path)
