"""A number by which a process that keeps a copy of a table asks what changed since it last looked.

SQLite has one writer at a time, so every change takes the next number. On PostgreSQL transactions end in
another order than they began in; the number is the transaction's own, and whoever looks remembers the
oldest that was still running, so that what it was doing is found the next time.
"""

from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

OWN = -1


class ChangeNumber(models.PositiveBigIntegerField):  # type: ignore[type-arg]
    """Set anew by every save that writes the field; a row with a number from a mark on changed since."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": 0, "db_index": True, "editable": False, **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        return RawSQL(number_of(type(model_instance)), [])  # noqa: S611


def number_of(model: type[models.Model]) -> str:
    """The number of a change that is being made, in SQL made of our own names alone."""
    if connection.vendor == "postgresql":
        return "(pg_current_xact_id()::text::bigint)"
    return f"(SELECT COALESCE(MAX(change), 0) + 1 FROM {model._meta.db_table})"  # noqa: S608


def changed_since(model: type[models.Model], key: str, mark: int) -> tuple[int, list[tuple[Any, int]]]:
    """(the mark for the next time, [(column `key`, number) of each row changed since]); one question.

    A row may be named again though nothing happened to it: its number is then the one it had. OWN stands for
    a change of the transaction that asks, which may be followed by others of the same number.
    """
    with connection.cursor() as cursor:
        cursor.execute(_question(model._meta.db_table, key), [mark])
        rows = cursor.fetchall()
    return rows[0][0], [(one, number) for _, one, number in rows if one is not None]


def _question(table: str, key: str) -> str:
    if connection.vendor == "postgresql":
        # Numbers from the future are those of another server's life, brought in from a copy of it.
        now = (
            "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS mark,"
            " pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS future,"
            " pg_current_xact_id_if_assigned()::text::bigint AS own"
        )
        return (
            f"SELECT now.mark, t.{key}, CASE WHEN t.change = now.own THEN {OWN} ELSE t.change END"  # noqa: S608
            f" FROM ({now}) now"
            f" LEFT JOIN {table} t ON t.change >= %s AND (t.change < now.future OR t.change = now.own)"
        )
    mark = f"SELECT COALESCE(MAX(change), 0) + 1 AS mark FROM {table}"  # noqa: S608
    return f"SELECT now.mark, t.{key}, t.change FROM ({mark}) now LEFT JOIN {table} t ON t.change >= %s"  # noqa: S608
