"""What the database must be set to, so that an acknowledged word survives a power cut and a deleted one
does not survive deletion. Asked of every connection; an installation that is set otherwise does not start.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

PRAGMAS: dict[str, object] = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
"""SQLite's name -> the value it must read back (synchronous 2 is FULL)."""


def wrong_settings(connection: BaseDatabaseWrapper) -> list[str]:
    """What is not as it must be, as `journal_mode is delete, not wal`; empty when all is well."""
    if connection.vendor != "sqlite":
        return []
    wrong = []
    with connection.cursor() as cursor:
        for name, wanted in PRAGMAS.items():
            # Not the ORM's cursor: this must neither be counted nor logged as a page's query.
            found = cursor.cursor.execute(f"PRAGMA {name}").fetchone()[0]
            if found != wanted:
                wrong.append(f"{name} is {found}, not {wanted}")
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        wrong.append("transactions do not begin IMMEDIATE")
    return wrong


def assert_settings(*, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Refuse a connection that could lose what it acknowledged. Raises ImproperlyConfigured."""
    wrong = wrong_settings(connection)
    if wrong:
        raise ImproperlyConfigured(f"The database is not safe to write to: {'; '.join(wrong)}.")


def watch() -> None:
    """Ask every connection from now on."""
    connection_created.connect(assert_settings, dispatch_uid="reverie.core.durability")
