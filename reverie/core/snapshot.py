"""A copy of the database as it is at one moment, while others go on writing; and the way back."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from reverie.core import full_disk


class CannotCopy(Exception):
    """One plain sentence why the database cannot be copied or brought back."""


def take(target: Path) -> dict[str, int]:
    """Copy the database into `target`; the number of rows of each table in the copy. Raises CannotCopy."""
    if connection.vendor == "sqlite":
        return _take_sqlite(target)
    return _take_postgres(target)


def bring_back(source: Path) -> None:
    """Fill the empty database from a copy. Raises CannotCopy when it is not empty."""
    if connection.vendor == "sqlite":
        _bring_back_sqlite(source)
    else:
        _bring_back_postgres(source)


def count_rows() -> dict[str, int]:
    """Table -> rows, of the connected database."""
    names = sorted(connection.introspection.table_names())
    with connection.cursor() as cursor:
        return {name: _count(cursor, name) for name in names}


def _count(cursor: Any, table: str) -> int:
    return int(cursor.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0])  # noqa: S608 names of tables


# -- SQLite ------------------------------------------------------------------------------------------


def _take_sqlite(target: Path) -> dict[str, int]:
    source = Path(_name())
    if not source.exists():
        raise CannotCopy(f"There is no database at {source}; REVERIE_HOME says where it lies.")
    live = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    try:
        with closing(live), closing(sqlite3.connect(target)) as copy:
            live.backup(copy)  # in one step: a copy in steps begins anew whenever somebody writes
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        # Asked while what was copied still lies there: SQLite may call a full disk an I/O error.
        why = "the disk is full" if full_disk.is_full(error, target.parent) else error
        raise CannotCopy(f"The database was not copied: {why}.") from None
    with closing(sqlite3.connect(target)) as copy:
        _require_sound(copy)
        tables = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        return {name: _count(copy, name) for (name,) in tables if not name.startswith("sqlite_")}


def _require_sound(copy: sqlite3.Connection) -> None:
    try:
        said = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise CannotCopy(f"The copy of the database is not sound: {said.splitlines()[0]}.")


def _bring_back_sqlite(source: Path) -> None:
    target = Path(_name())
    if target.exists():
        raise CannotCopy(f"There is a database at {target} already; a backup goes into an empty place.")
    with closing(sqlite3.connect(source)) as copy:
        _require_sound(copy)
        copy.execute("PRAGMA journal_mode=WAL")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source.chmod(0o600)
    shutil.move(source, target)


# -- PostgreSQL --------------------------------------------------------------------------------------


def _take_postgres(target: Path) -> dict[str, int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        snapshot = cursor.execute("SELECT pg_export_snapshot()").fetchone()[0]
        rows = count_rows()
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}")
    return rows


def _bring_back_postgres(source: Path) -> None:
    if connection.introspection.table_names():
        raise CannotCopy("The database has tables already; a backup goes into an empty one.")
    _run(
        "pg_restore",
        "--no-owner",
        "--exit-on-error",
        "--single-transaction",
        "--dbname",
        _name(),
        str(source),
    )


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _run(program: str, *words: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise CannotCopy(
            f"{program} is not installed; on Debian or Ubuntu: sudo apt install postgresql-client"
        )
    found = connection.settings_dict
    places = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    env = {name: str(found[key]) for name, key in places.items() if found[key]}
    done = subprocess.run(
        [path, *words],
        env={**os.environ, **env, "PGDATABASE": _name()},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotCopy(f"{program}: {(done.stderr.strip().splitlines() or ['no reason given'])[0]}.")


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """The DATABASE_URL of an empty database for a trial, gone afterwards. Raises CannotCopy."""
    if connection.vendor == "sqlite":
        yield f"sqlite://{folder / 'trial.sqlite3'}"
        return
    name = f"{_name()}_trial_{os.getpid()}"
    found = connection.settings_dict
    with connection.cursor() as cursor:
        try:
            cursor.execute(f'CREATE DATABASE "{name}"')
        except Exception as error:
            raise CannotCopy(f"No second database can be made to try the backup: {error}") from None
    try:
        who = f"{found['USER']}:{found['PASSWORD']}".rstrip(":")
        yield f"postgresql://{who}@:{found['PORT'] or 5432}/{name}?host={found['HOST']}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
