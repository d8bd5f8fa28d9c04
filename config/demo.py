"""`reverie demo`: loads the invented practice, room by room from the ground up, in one transaction."""

import argparse
import importlib
import importlib.util
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from config.cli import BAD_INPUT, DONE, GROUND_UP, start_django


class CannotLoadDemo(Exception):
    """One plain sentence why not."""


def demo(args: argparse.Namespace) -> int:
    """Load the demo practice; nothing happens when it is there already."""
    if args.scale < 1:
        print("reverie demo: --scale must be 1 or more.", file=sys.stderr)
        return BAD_INPUT
    os.environ["REVERIE_DEMO"] = "1"
    start_django()
    made = load(reset=args.reset, scale=args.scale)
    print(json.dumps({"practices": made}) if args.json else _words(made))
    return DONE


def _words(made: int) -> str:
    if not made:
        return "The demo practice is there already (reverie demo --reset makes it anew)."
    return "The demo practice is loaded." if made == 1 else f"{made} demo practices are loaded."


def load(*, reset: bool, scale: int) -> int:
    """The number of practices made; 0 when the demo was there. Raises CannotLoadDemo on a real database."""
    from django.conf import settings
    from django.db import transaction

    from config import demo_network, preparing
    from reverie.core.models import Installation

    if reset:
        _throw_away()
    preparing.prepare()
    if _is_loaded():
        return 0
    Installation.current().mark_as_demo()
    with transaction.atomic():
        _load_one(1)
    demo_network.fill(scale - 1, _counted(scale))
    (settings.HOME / "demo").touch()
    return scale


def _is_loaded() -> bool:
    from reverie.accounts.models import Practice
    from reverie.core.models import Installation

    has_people = Practice.objects.exists()
    if has_people and not Installation.current().is_demo:
        raise CannotLoadDemo("This database holds a real practice; the demo wants one of its own.")
    return has_people


def _load_one(number: int) -> None:
    from reverie.core.demo_case import DemoWorld

    world = DemoWorld(copy=number)
    for module in _with_progress([name for name in _modules() if importlib.util.find_spec(name)]):
        importlib.import_module(module).load(world)


def _modules() -> list[str]:
    return [f"reverie.{room}.demo" for room in GROUND_UP]


def _with_progress(modules: list[str]) -> Iterator[str]:
    for place, module in enumerate(modules, 1):
        if sys.stderr.isatty():
            room = module.split(".")[1]
            print(f"\rdemo {place}/{len(modules)} {room:<12}", end="", file=sys.stderr, flush=True)
        yield module
    if sys.stderr.isatty():
        print("\r" + " " * 40 + "\r", end="", file=sys.stderr, flush=True)


def _counted(scale: int) -> Callable[[int, int], None]:
    """Says how far the practices for load are, and how long the rest takes at this pace."""
    begun = time.monotonic()

    def say(done: int, hours: int) -> None:
        if not sys.stderr.isatty():
            return
        rest = (time.monotonic() - begun) / done * (scale - 1 - done)
        words = f"demo: {done + 1:,} of {scale:,} practices, {hours:,} hours, about {rest / 60:.0f} min to go"
        print(f"\r{words:<76}", end="" if done < scale - 1 else "\n", file=sys.stderr, flush=True)

    return say


def _throw_away() -> None:
    """Delete a demo database. Raises CannotLoadDemo when it is not one."""
    from django.conf import settings
    from django.db import connection

    tables = connection.introspection.table_names()
    if "core_installation" in tables:
        _is_loaded()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    else:
        connection.close()
        for ending in ("", "-wal", "-shm"):
            Path(f"{settings.DATABASES['default']['NAME']}{ending}").unlink(missing_ok=True)
    for anchor in Path(settings.ANCHOR_FOLDER).glob("*.anchors"):
        anchor.unlink()
