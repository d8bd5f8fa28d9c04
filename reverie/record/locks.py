"""Triggers that keep a signed session as it was signed, in the database itself, on both engines.

The actions refuse first and say why; this is the backstop for every other path (bulk updates, imports, a
shell). A SQLite table that a migration remakes loses its triggers: such a migration calls `create` again.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

WORDS = "a signed session is never changed"
FUNCTION = "reverie_record_is_locked"
NOTE_COLUMNS = (
    "id", "created_at", "session_id", "template", "version", "sealed", "saved_at", "last_save",
    "signed_at", "signed_by", "signer", "is_late_entry", "content_hash",
)  # fmt: skip
"""Of a signed note only its release to the client may change."""

TABLES = {
    "record_session": ("OLD.locked_at IS NOT NULL", ()),
    "record_progressnote": ("OLD.signed_at IS NOT NULL", NOTE_COLUMNS),
    "record_addendum": ("TRUE", ()),
    "record_disclosure": ("TRUE", ()),
    "record_contact": ("TRUE", ()),
    "record_review": ("OLD.answered_at IS NOT NULL", ()),
}


def triggers(vendor: str) -> dict[str, str]:
    """Name -> definition, for the engine."""
    found = {}
    for table, (when, columns) in TABLES.items():
        of = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
        for verb, event in (("update", of), ("delete", "DELETE")):
            head = f"BEFORE {event} ON {table} FOR EACH ROW WHEN"
            found[f"{table}_{verb}_locked"] = (
                f"{head} ({when}) EXECUTE FUNCTION {FUNCTION}()"
                if vendor == "postgresql"
                else f"{head} {when} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
            )
    return found


def create(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on, in place of those that are there."""
    drop(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
        there = set(connection.introspection.table_names(cursor))
        for name, definition in triggers(connection.vendor).items():
            if table_of(name) in there:  # an early migration knows no later table
                cursor.execute(f"CREATE TRIGGER {name} {definition}")


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off (a migration that changes a table; the emptying of a test database)."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for name in triggers(connection.vendor):
            of = f" ON {table_of(name)}" if connection.vendor == "postgresql" else ""
            if table_of(name) in there:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of}")


def table_of(trigger: str) -> str:
    """The table that a trigger stands on."""
    return trigger.removesuffix("_update_locked").removesuffix("_delete_locked")
