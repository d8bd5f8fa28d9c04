"""The rows of a packed practice in the tables of PostgreSQL, as SQL: the same ids, words and keys.

`python -m tests.faults.release_rows` writes them beside the practice of this version, once, with the code
that packed it; `make_release` does so by itself. Needs a PostgreSQL server.
"""

import lzma
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.faults.updating import ROOT, Installation
from tests.postgres import cluster

ROWS = "rows.sql.xz"
DATABASE = "reverie.sqlite3"
NEWER = (b"\\restrict ", b"\\unrestrict ", b"SET transaction_timeout ")
"""Lines of a dump that older servers and programs do not know."""


def pack_rows(packed: Path, into: Path) -> None:
    """Carry the rows of a packed home over to a server, and keep what that one says of them."""
    with cluster() as url, tempfile.TemporaryDirectory() as place:
        home = Installation(Path(place) / "home", packed, url).home
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "REVERIE_HOME": str(home)}
        env |= {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": url}
        subprocess.run(
            [sys.executable, "-m", "tests.faults.release_rows", str(home / DATABASE)],
            cwd=ROOT,
            env=env,
            check=True,
        )
        said = subprocess.run([*_program("pg_dump", url), "--no-owner"], check=True, capture_output=True)
        into.write_bytes(lzma.compress(said.stdout, preset=9))


@contextmanager
def on_postgres(home: Path, packed: Path, rows: Path) -> Iterator[Installation]:
    """The packed installation, its keys in a home and its rows on a server of its own."""
    with cluster() as url:
        content = lzma.decompress(rows.read_bytes())
        words = [*_program("psql", url), "-q", "-v", "ON_ERROR_STOP=1"]
        subprocess.run(words, input=content, check=True, capture_output=True)
        made = Installation(home, packed, url)
        (made.home / DATABASE).unlink()
        yield made


def _program(name: str, url: str) -> list[str]:
    return [name, "-h", parse_qs(urlsplit(url).query)["host"][0], "-U", "postgres", "-d", "postgres"]


def carry(database: Path) -> None:
    """Every row of a SQLite file into the connected server, on which nothing lies yet."""
    import django

    django.setup()
    from django.apps import apps
    from django.core.management import call_command
    from django.core.management.color import no_style
    from django.db import connection, connections, transaction

    from config import env

    call_command("migrate", verbosity=0)
    both = {"default": {}, "packed": env.sqlite(database)}
    connections.settings["packed"] = connections.configure_settings(both)["packed"]
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # rows come in any order, as they are
        for model in models:
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
            model._base_manager.bulk_create(list(model._base_manager.using("packed").all()))
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


if __name__ == "__main__":
    if sys.argv[1:]:
        carry(Path(sys.argv[1]))
    else:
        from tests.faults.make_release import HOME, RELEASES, version

        pack_rows(RELEASES / version() / HOME, RELEASES / version() / ROWS)
