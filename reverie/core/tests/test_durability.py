import sqlite3

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper

SAFE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
pytestmark = pytest.mark.django_db
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own settings")


def open_with(path, pragmas: str, mode: str | None = "IMMEDIATE") -> None:
    """Connect to a new file with these settings; Django's signal asks them."""
    found = {**connection.settings_dict, "NAME": str(path)}
    found["OPTIONS"] = {"init_command": pragmas, "transaction_mode": mode}
    wrapper = DatabaseWrapper(found)
    try:
        wrapper.connect()
    finally:
        wrapper.close()


@on_sqlite
def test_safe_settings_connect(tmp_path) -> None:
    open_with(tmp_path / "a.sqlite3", SAFE)


@on_sqlite
@pytest.mark.parametrize(
    ("pragmas", "named"),
    [
        (SAFE.replace("WAL", "DELETE"), "journal_mode"),
        (SAFE.replace("FULL", "NORMAL"), "synchronous"),
        (SAFE.replace("foreign_keys=ON", "foreign_keys=OFF"), "foreign_keys"),
        (SAFE.replace("secure_delete=ON", "secure_delete=OFF"), "secure_delete"),
    ],
)
def test_each_unsafe_setting_is_refused_by_name(tmp_path, pragmas: str, named: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=named):
        open_with(tmp_path / "a.sqlite3", pragmas)


@on_sqlite
def test_transactions_that_begin_deferred_are_refused(tmp_path) -> None:
    with pytest.raises(ImproperlyConfigured, match="IMMEDIATE"):
        open_with(tmp_path / "a.sqlite3", SAFE, mode=None)


@on_sqlite
def test_a_second_writer_waits_instead_of_failing_halfway() -> None:
    """IMMEDIATE: the write lock is taken at the beginning, where waiting is harmless."""
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.close()
