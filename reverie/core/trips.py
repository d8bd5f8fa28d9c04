"""Statements that are sent to the database without waiting for each one's answer.

For acts on which others wait, whose statements are written out: a trip and a plan for each take longer
than the answers. SQLite has no trips, and keeps plans by itself; there everything happens at once.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection, models, transaction

Rows = Sequence[tuple[Any, ...]]


@contextmanager
def in_few_trips() -> Iterator[None]:
    """PostgreSQL: statements are on their way until an answer is read, and prepared once a connection.

    What the database refuses is raised at the next answer or at the end of the block. Inside a transaction.
    """
    if connection.vendor != "postgresql":
        yield
        return
    database = connection.connection
    before = database.cursor_factory, database.prepare_threshold
    database.cursor_factory, database.prepare_threshold = connection.Database.Cursor, 0  # type: ignore[attr-defined]
    try:
        with connection.wrap_database_errors, database.pipeline():
            yield
    finally:
        database.cursor_factory, database.prepare_threshold = before


def sent(statement: str, values: Sequence[Any]) -> Callable[[], Rows]:
    """Send a question; what is returned reads the answer when it is called.

    The database begins no statement before the one ahead of it has ended, so a question that is sent after
    locks were asked for sees what they keep still.
    """
    database = transaction.get_connection()
    cursor = database.cursor()
    cursor.execute(statement, values)

    def answer() -> Rows:
        with cursor:
            return cursor.fetchall()  # type: ignore[no-any-return]

    if database.vendor == "postgresql":
        return answer
    rows = answer()  # an open question would keep the file's old state in use
    return lambda: rows


def insert(row: models.Model) -> None:
    """Put a new row into its table: the statement is the same for every row, and not built each time.

    For models of whose saving nobody is told by a signal. Inside a transaction.
    """
    statement, fields = _statement(type(row))
    database = transaction.get_connection()
    values = [field.get_db_prep_save(field.pre_save(row, add=True), database) for field in fields]
    with database.cursor() as cursor:
        cursor.execute(statement, values)
    row._state.adding, row._state.db = False, database.alias


@cache
def _statement(model: type[models.Model]) -> tuple[str, list[Any]]:
    fields = [one for one in model._meta.concrete_fields if not isinstance(one, models.AutoField)]
    names, marks = ", ".join(str(one.column) for one in fields), ", ".join("%s" for _ in fields)
    return f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})", fields  # noqa: S608


def insert_all(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Put many new rows by one statement; each says its id and what differs from the model's defaults.

    Defaults are taken once for all rows. For models of whose saving nobody is told by a signal. Inside a
    transaction.
    """
    statement, fields = _statement(model)
    database, bare = transaction.get_connection(), model()
    usual = [field.get_db_prep_save(field.pre_save(bare, add=True), database) for field in fields]
    places = {field.attname: (place, field.get_db_prep_save) for place, field in enumerate(fields)}

    def values(row: dict[str, Any]) -> list[Any]:
        found = usual.copy()
        for name, value in row.items():
            place, prepared = places[name]
            found[place] = prepared(value, database)
        return found

    with database.cursor() as cursor:
        cursor.executemany(statement, map(values, rows))
