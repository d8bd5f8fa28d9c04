"""Triggers that keep ledger, documents and confirmed charges as they are, in the database, on both engines.

The actions refuse first and say why; this is the backstop for every other path. A SQLite table that a
migration remakes loses its triggers: such a migration calls `create` again.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

WORDS = "money that was entered or issued is never changed"
FUNCTION = "reverie_billing_is_closed"
ENTRY = (
    "practice_id", "client_id", "kind", "cents", "on", "entered_at", "entered_by", "method", "charge_id",
    "undoes_id", "version",
)  # fmt: skip
DOCUMENT = (
    "practice_id", "client_id", "kind", "year", "number", "issued_at", "issued_by", "first_day", "last_day",
    "total_cents", "currency", "content_hash", "corrects_id", "replaces_id", "version",
)  # fmt: skip
REDUCTION = ("treatment_id", "valid_from", "cents", "granted_by", "version")
"""All columns but `sealed`: new keys seal the same words anew; a document's hash shows that they are."""

TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "billing_ledgerentry": ("TRUE", ENTRY),
    "billing_document": ("TRUE", DOCUMENT),
    "billing_documentline": ("TRUE", ()),
    "billing_reduction": ("TRUE", REDUCTION),
    "billing_estimatefigures": ("TRUE", ()),
    "billing_charge": ("OLD.confirmed_at IS NOT NULL", ()),
}
"""Table -> when its rows are closed, and which columns (none: all of them)."""


def quoted(column: str) -> str:
    """A column's name as both engines read it, `on` included."""
    return f'"{column}"'


def triggers(vendor: str) -> dict[str, str]:
    """Name -> definition, for the engine."""
    found = {}
    for table, (when, columns) in TABLES.items():
        of = f"UPDATE OF {', '.join(map(quoted, columns))}" if columns else "UPDATE"
        for verb, event in (("update", of), ("delete", "DELETE")):
            head = f"BEFORE {event} ON {table} FOR EACH ROW WHEN"
            found[f"{table}_{verb}_closed"] = (
                f"{head} ({when}) EXECUTE FUNCTION {FUNCTION}()"
                if vendor == "postgresql"
                else f"{head} {when} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
            )
    return found


def create(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on, in place of those that are there; tables of later migrations wait for theirs."""
    drop(connection)
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
        for name, definition in triggers(connection.vendor).items():
            if table_of(name) in there:
                cursor.execute(f"CREATE TRIGGER {name} {definition}")


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off (a migration that changes a table; the emptying of a test database)."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name in triggers(connection.vendor):
            of = f" ON {table_of(name)}" if connection.vendor == "postgresql" else ""
            if table_of(name) in there:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of}")


def table_of(trigger: str) -> str:
    """The table that a trigger guards."""
    return trigger.removesuffix("_update_closed").removesuffix("_delete_closed")
