"""What must be there before the pages are: folders, keys, tables, static files. Safe to call again."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config import env
from reverie.core import anchors, append_only, backup, clock, keyring, master_key


def prepare() -> None:
    """Make what is missing. Raises ImproperlyConfigured or stops with one sentence when it cannot."""
    for folder in (settings.HOME, settings.HOME / "keys", settings.ANCHOR_FOLDER, settings.UPLOAD_FOLDER):
        env.make_folder(Path(folder))
    env.make_secret(settings.SECRET_FILE)
    refuse_without_its_keys()
    master_key.create()
    master_key.keys()
    anchors.create_key()
    keep_what_is_there()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not append_only.are_there(connection):
        raise ImproperlyConfigured("The audit chain has lost its triggers; was its table changed by hand?")
    collect_static()


def refuse_without_its_keys() -> None:
    """A new master key would open nothing of what lies here. Raises ImproperlyConfigured and makes none."""
    if "core_practicekey" not in connection.introspection.table_names():
        return
    if lost := keyring.lost_master_keys():
        raise ImproperlyConfigured(
            f"What is in the database was sealed under the master key {', '.join(lost)}, which is not in"
            f" {master_key.path()}; {master_key.FROM_PAPER}."
        )


def keep_what_is_there() -> None:
    """A backup before an update changes the tables; it is tried by taking it through the same update.

    Raises CannotBackUp, and then nothing was changed. A demo, and a practice that is still empty, need none.
    """
    executor = MigrationExecutor(connection)
    is_new = "accounts_practice" not in connection.introspection.table_names()
    if settings.DEMO or is_new or not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM accounts_practice")
        if not cursor.fetchone()[0]:
            return
    folder = Path(settings.BACKUP_FOLDER or settings.HOME / "backups")
    env.make_folder(folder)
    backup.make(folder / f"{clock.now():%Y-%m-%d-%H%M%S}-before-update{backup.ENDING}")


def collect_static() -> None:
    """Gather the static files, unless they are the ones gathered last time."""
    stamp = settings.STATIC_ROOT / ".gathered"
    found = fingerprint()
    if stamp.exists() and stamp.read_text() == found:
        return
    call_command("collectstatic", interactive=False, clear=settings.STATIC_ROOT.exists(), verbosity=0)
    stamp.write_text(found)


def fingerprint() -> str:
    """A digest of the names, sizes and times of all static files."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def words_of_welcome() -> list[str]:
    """Lines to print above the address: what this installation is, and what it still needs."""
    if settings.DEMO:
        return [
            "Demo practice: everybody in it is invented. Do not enter anything about real people.",
            f"Whose eyes to look with: {settings.URL}/demo/",
        ]
    from reverie.home.actions.setup import new_setup_link  # its models are loaded by now

    link = new_setup_link()
    return [f"Set up your practice here (the link works once): {link}"] if link else []
