"""Triggers that keep rows as they were closed (a signed session, money that was entered), on both engines.

The actions refuse first and say why; this is the backstop for every other path (bulk updates, imports, a
shell). New keys may seal the same words anew, and nothing else: a sealed value is exchanged only for one
that names another key, and the row's content hash shows that the words are the same.

A migration that adds a column to such a table, or remakes it on SQLite, calls `create` again.
"""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

NO_RESEAL = (
    "substr(NEW.sealed, 3, 16) = substr(OLD.sealed, 3, 16)"
    " OR substr(NEW.sealed, 1, 2) <> substr(OLD.sealed, 1, 2)"
    " OR length(NEW.sealed) <> length(OLD.sealed)"
)
"""Bytes 1 and 2 are the format, 3 to 18 name the key; the same words have the same length."""


@dataclass(frozen=True)
class ClosedRows:
    """The closed tables of one room: table -> when a row of it is closed, and which columns stay open."""

    words: str
    function: str
    tables: dict[str, tuple[str, tuple[str, ...]]]
    mark: str = "closed"

    def create(self, connection: BaseDatabaseWrapper) -> None:
        """Put the triggers on, in place of those that are there; tables of later migrations wait."""
        self.drop(connection)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN RAISE EXCEPTION '{self.words}' "
                    "USING ERRCODE = 'integrity_constraint_violation'; END $$"
                )
            for table in self._there(connection):
                for verb, (event, when) in self._events(connection, table).items():
                    cursor.execute(f"CREATE TRIGGER {self._name(table, verb)} {event} ON {table} "
                                   f"FOR EACH ROW WHEN ({when}) {self._refusal(connection)}")  # fmt: skip

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        """Take the triggers off (a migration that changes a table; the emptying of a test database)."""
        with connection.cursor() as cursor:
            for table in self._there(connection):
                of = f" ON {table}" if connection.vendor == "postgresql" else ""
                for verb in ("update", "reseal", "delete"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {self._name(table, verb)}{of}")

    def _there(self, connection: BaseDatabaseWrapper) -> list[str]:
        there = set(connection.introspection.table_names())
        return [table for table in self.tables if table in there]

    def _name(self, table: str, verb: str) -> str:
        return f"{table}_{verb}_{self.mark}"

    def _events(self, connection: BaseDatabaseWrapper, table: str) -> dict[str, tuple[str, str]]:
        """Verb -> the event, and when it is refused."""
        when, open_columns = self.tables[table]
        with connection.cursor() as cursor:
            found = connection.introspection.get_table_description(cursor, table)
        names = [column.name for column in found if column.name not in open_columns]
        kept = ", ".join(f'"{name}"' for name in names if name != "sealed")
        events = {"update": (f"BEFORE UPDATE OF {kept}", when), "delete": ("BEFORE DELETE", when)}
        if "sealed" in names:
            events["reseal"] = ("BEFORE UPDATE OF sealed", f"({when}) AND ({NO_RESEAL})")
        return events

    def _refusal(self, connection: BaseDatabaseWrapper) -> str:
        if connection.vendor == "postgresql":
            return f"EXECUTE FUNCTION {self.function}()"
        return f"BEGIN SELECT RAISE(ABORT, '{self.words}'); END"
