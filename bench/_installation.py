"""A whole installation that is thrown away: settings, keys, an empty database of either engine."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def begin(database_url: str = "") -> Path:
    """Start Django on an empty database; SQLite in a folder of its own unless a URL is given.

    Returns the folder, which is deleted when the process ends.
    """
    home = Path(tempfile.mkdtemp(prefix="reverie-bench-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ.update(
        REVERIE_HOME=str(home), DATABASE_URL=database_url, DJANGO_SETTINGS_MODULE="config.settings",
        REVERIE_URL="http://localhost",
    )  # fmt: skip
    import django

    django.setup()
    from django.core.management import call_command

    from reverie.core import anchors, master_key

    master_key.create()
    anchors.create_key()
    call_command("migrate", verbosity=0)
    return home
