import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from reverie.core import snapshot

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own way of copying")


@pytest.fixture
def live(tmp_path: Path, monkeypatch) -> Path:
    """A database file with two rows that must always agree."""
    path = tmp_path / "live.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE pair (name TEXT, value INTEGER, filler BLOB)")
        database.executemany("INSERT INTO pair VALUES (?, 0, zeroblob(4000000))", [("left",), ("right",)])
        database.commit()
    monkeypatch.setattr(snapshot, "_name", lambda: str(path))
    return path


def write_until(stop: threading.Event, path: Path, started: threading.Event) -> None:
    with closing(sqlite3.connect(path)) as database:
        while not stop.is_set():
            database.execute("UPDATE pair SET value = value + 1")
            database.commit()
            started.set()


def test_a_copy_is_of_one_moment_while_somebody_writes(live: Path, tmp_path: Path) -> None:
    stop, started = threading.Event(), threading.Event()
    writer = threading.Thread(target=write_until, args=(stop, live, started))
    writer.start()
    started.wait(10)
    try:
        assert snapshot._take_sqlite(tmp_path / "copy.sqlite3") == {"pair": 2}
    finally:
        stop.set()
        writer.join()
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
        (left,), (right,) = copy.execute("SELECT value FROM pair ORDER BY name")
    assert left == right > 0


def test_a_missing_database_is_said(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(snapshot, "_name", lambda: str(tmp_path / "none"))
    with pytest.raises(snapshot.CannotCopy, match="There is no database"):
        snapshot._take_sqlite(tmp_path / "copy")
    assert not (tmp_path / "none").exists()


def test_a_copy_that_is_not_sound_is_not_brought_back(live: Path, tmp_path: Path, monkeypatch) -> None:
    snapshot._take_sqlite(tmp_path / "copy")
    content = bytearray((tmp_path / "copy").read_bytes())
    content[4096:8192] = b"\xff" * 4096
    (tmp_path / "copy").write_bytes(content)
    monkeypatch.setattr(snapshot, "_name", lambda: str(tmp_path / "new.sqlite3"))
    with pytest.raises(snapshot.CannotCopy, match="not sound"):
        snapshot._bring_back_sqlite(tmp_path / "copy")
    assert not (tmp_path / "new.sqlite3").exists()
