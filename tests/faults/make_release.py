"""Packs a small practice of this version for those to come: `python -m tests.faults.make_release`.

The invented practice of the demo, its hours shortened, loaded through the actions of every room; its keys are
made for it and open nothing else. Done once for a release, before its tag; what is packed is never made anew.
Needs a PostgreSQL server: the same rows are packed for it too (`release_rows`).
"""

import importlib
import importlib.util
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.faults.release_rows import ROWS, pack_rows

ROOT = Path(__file__).parents[2]
RELEASES = Path(__file__).parent / "releases"
HOME, SEEN = "home.tar.xz", "seen.json"
WHOLE, LONGEST = 1, 60
"""So many hours and pages keep their whole text and marks; of the others the beginning."""
FORMS_UNTIL = 4
"""The questionnaires of so many hours."""


def version() -> str:
    """The version that this checkout will be released as."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def main() -> int:
    """Make the folder of this version; 2 when it is there."""
    folder = RELEASES / version()
    if folder.exists():
        print(f"{folder} is there; a release is packed once.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "REVERIE_HOME": str(home)}
        env |= {"DJANGO_SETTINGS_MODULE": "config.settings"}
        command = [sys.executable, "-m", "tests.faults.make_release", "--here"]
        said = subprocess.run(
            command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        folder.mkdir(parents=True)
        pack(home, folder / HOME)
    pack_rows(folder / HOME, folder / ROWS)
    (folder / SEEN).write_text(said)
    print(f"{folder}: {(folder / HOME).stat().st_size // 1000} kB")
    return 0


def pack(home: Path, into: Path) -> None:
    """The database, the keys and the anchors; nothing that is made anew by itself."""
    with tarfile.open(into, "w:xz", preset=9) as packed:
        for name in ("reverie.sqlite3", "keys", "anchors"):
            packed.add(home / name, name, filter=_nobodys)


def _nobodys(info: tarfile.TarInfo) -> tarfile.TarInfo | None:
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    return None if info.name.endswith(".lock") else info


def fill() -> dict[str, Any]:
    """Make the practice in the connected installation; what can be seen of it afterwards."""
    import django

    django.setup()
    from django.db import connection, transaction

    from config.cli import GROUND_UP
    from config.preparing import prepare
    from reverie.core import anchors
    from reverie.core.demo_case import DemoWorld

    prepare()
    shorten()
    world = DemoWorld()
    with transaction.atomic():
        for room in GROUND_UP:
            if importlib.util.find_spec(f"reverie.{room}.demo"):
                importlib.import_module(f"reverie.{room}.demo").load(world)
        _more(world)
    anchors.write()
    connection.cursor().execute("VACUUM")
    connection.cursor().execute("PRAGMA journal_mode=DELETE")
    return seen()


def shorten() -> None:
    """The case for this process: its hours and pages without most of their words, no case to read."""
    from reverie.core import demo_case
    from reverie.directory import demo as directory
    from reverie.process import demo as process

    whole = demo_case.case()
    hours = [hour if hour.number <= WHOLE else _beginning(hour) for hour in whole.hours]
    pages = [
        page if page.number <= WHOLE else replace(page, text=page.text[:LONGEST]) for page in whole.pages
    ]
    forms = [form for form in whole.forms if form.session <= FORMS_UNTIL]
    short = replace(whole, hours=hours, pages=pages, forms=forms)
    modules: list[Any] = [demo_case, directory, process]
    for module in modules:
        module.case = lambda: short
    modules[-1].lucy_r = lambda world, by: None


def _beginning(hour: Any) -> Any:
    note = str(hour.facts.get("progress_note", ""))[:LONGEST]
    facts = {**hour.facts, "moments": [], "countertransference": "", "carry_over": "", "progress_note": note}
    return replace(hour, facts=facts, text=hour.text[:LONGEST])


def _more(world: Any) -> None:
    """What the demo leaves to people: a copy given out, one of the practice begun, the chain walked."""
    from reverie.core.policy import Actor
    from reverie.home.actions.checking import check_audit
    from reverie.interop import actions as interop

    interop.export_client(client=world.clients["elena"], own=True, by=world.actors["elena"])
    interop.begin_practice_copy(practice=world.practice, by=world.actors["iris"])
    check_audit(by=Actor.system("home.check_audit"))


def seen() -> dict[str, Any]:
    """What every later version must find: rows by table, and words that were sealed."""
    from reverie.core import snapshot

    return {"rows": snapshot.count_rows(), "pages": pages()}


def pages() -> list[str]:
    """The beginning of each page that a client wrote, opened."""
    from reverie.core.sealing import keychain
    from reverie.journal.models import Entry

    rows = Entry.objects.order_by("created_at", "pk")
    return [row.words(keychain(row.scope))["body"][:LONGEST] for row in rows]


if __name__ == "__main__":
    if sys.argv[1:] == ["--here"]:
        json.dump(fill(), sys.stdout, indent=1)
        sys.exit(0)
    sys.exit(main())
