"""Triggers that make the audit chain append-only in the database itself, on both engines.

They stop a mistake and a bad query, not somebody with the database's own password: that is what the
hash chain and the anchors are for. A SQLite table that a migration remakes loses its triggers, so
`are_there` is asked at every start.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

EVENTS, HEADS = "core_auditevent", "core_audithead"
WORDS = "links of the audit chain are never changed"

SQLITE = {
    "audit_event_update": f"BEFORE UPDATE ON {EVENTS} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    "audit_event_delete": f"BEFORE DELETE ON {EVENTS} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    "audit_head_delete": f"BEFORE DELETE ON {HEADS} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    "audit_head_update": (
        f"BEFORE UPDATE ON {HEADS} WHEN NEW.count <> OLD.count + 1 OR NEW.practice <> OLD.practice "
        f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    ),
}
FUNCTION = "reverie_audit_is_append_only"
POSTGRES = {
    "audit_event_update": f"BEFORE UPDATE ON {EVENTS} FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()",
    "audit_event_delete": f"BEFORE DELETE ON {EVENTS} FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()",
    "audit_event_truncate": f"BEFORE TRUNCATE ON {EVENTS} FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()",
    "audit_head_delete": f"BEFORE DELETE ON {HEADS} FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()",
    "audit_head_truncate": f"BEFORE TRUNCATE ON {HEADS} FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()",
    "audit_head_update": (
        f"BEFORE UPDATE ON {HEADS} FOR EACH ROW "
        "WHEN (NEW.count <> OLD.count + 1 OR NEW.practice <> OLD.practice) "
        f"EXECUTE FUNCTION {FUNCTION}()"
    ),
}
POSTGRES_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
)


def triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Name -> definition, for this engine."""
    return POSTGRES if connection.vendor == "postgresql" else SQLITE


def create(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on; does nothing to those that are there."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        present = _present(connection)
        for name, definition in triggers(connection).items():
            if name not in present:
                cursor.execute(f"CREATE TRIGGER {name} {definition}")


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off (a migration that changes the table; the emptying of a test database)."""
    with connection.cursor() as cursor:
        for name in triggers(connection):
            table = f" ON {HEADS if 'head' in name else EVENTS}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{table}")


def are_there(connection: BaseDatabaseWrapper) -> bool:
    """True when every trigger is on."""
    return set(triggers(connection)) <= _present(connection)


def _present(connection: BaseDatabaseWrapper) -> set[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}
