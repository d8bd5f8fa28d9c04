"""A day in a house on a forgetful disk, and the power cut so often: `python -m tests.faults.power_cut CUTS`.

Prints as JSON how many cuts there were, in how many something acknowledged was lost, and in how many the
database was damaged or something stood half done.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

import django
from django.conf import settings

ACTS_A_CONNECTION = 150


def live(count: int) -> tuple[Any, list[Any]]:
    """A disk that was watched while so many acts were done, and their claims."""
    from django.db import connection

    from config.preparing import prepare
    from tests.faults.disk import Disk
    from tests.faults.life import Life

    prepare()
    life = Life()
    connection.close()
    disk, claims = Disk(settings.HOME), []
    disk.watches()
    try:
        for number, claim in enumerate(islice(life.acts(), count), 1):
            disk.tells()
            claims.append(claim)
            if number % ACTS_A_CONNECTION == 0:
                connection.close()
    finally:
        connection.close()
        disk.lets_go()
    return disk, claims


def look(claims: list[Any]) -> tuple[bool, list[str]]:
    """Is an acknowledged act lost from the connected database; and what is wrong with it."""
    from django.db import DatabaseError, connection

    from tests.faults.life import Kept, damage

    try:
        if wrong := damage():
            return True, wrong
        kept = Kept()
        return bool(kept.lost(claims)), kept.half_done()
    except DatabaseError as error:
        return True, [str(error)]
    finally:
        connection.close()


def weaken() -> None:
    """The negative control: SQLite as it is often set up, and nobody who refuses it."""
    from reverie.core import durability

    options = settings.DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=NORMAL")
    durability.PRAGMAS["synchronous"] = 1


def main(cuts: int, acts: int, seed: int, *, is_weak: bool) -> dict[str, object]:
    """Live, cut, look."""
    django.setup()
    if is_weak:
        weaken()
    from django.db import connection

    from tests.faults.disk import images

    disk, claims = live(acts)
    ways: Counter[str] = Counter()
    wrong: list[str] = []
    lost = 0
    folder = Path(tempfile.mkdtemp(prefix="cut-", dir=settings.HOME))
    connection.settings_dict["NAME"] = str(folder / "reverie.sqlite3")
    for told, way in images(disk, cuts, folder, seed):
        is_lost, said = look(claims[:told])
        ways[way] += 1
        lost += is_lost
        wrong += said
    shutil.rmtree(folder)
    happened = {"cuts": cuts, "acts": acts, "steps": len(disk.steps), "ways": dict(ways)}
    return {**happened, "lost": lost, "damaged": len(wrong), "wrong": wrong[:5]}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("cuts", type=int)
    parser.add_argument("--acts", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--normal", action="store_true")
    args = parser.parse_args()
    json.dump(main(args.cuts, args.acts, args.seed, is_weak=args.normal), sys.stdout)
