"""The command line `reverie`: finds each room's `commands.py` by name and hands the words to it.

A room's `commands.py` has `add_parser(subparsers)`; each parser sets `run=function(args) -> exit code`.
Exit codes: 0 done, 1 a negative answer, 2 wrong use or bad input with one line on stderr.
`instruments` and `timetable` start without Django, settings or database.
"""

import argparse
import importlib
import importlib.util
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from reverie.core import full_disk

DONE, NEGATIVE, BAD_INPUT = 0, 1, 2
PURE = {"instruments": "reverie.instruments.command_line", "timetable": "reverie.timetable.command_line"}
GROUND_UP = [
    "core", "accounts", "scheduling", "safety", "directory", "treatment", "measures", "journal", "record",
    "supervision", "process", "billing", "interop", "home",
]  # fmt: skip
"""The rooms in the order of the house; demo data loads in this order too."""


class Parser(argparse.ArgumentParser):
    """A parser whose complaint is one line, exit code 2."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message} (see {self.prog} --help)", file=sys.stderr)
        raise SystemExit(BAD_INPUT)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        args = parser_for(words).parse_args(words)
        return int(args.run(args) or DONE)
    except SystemExit as stop:
        return _stopped(stop)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        sentence = plain_sentence(error)
        if sentence is None:
            raise
        print(f"reverie: {sentence}", file=sys.stderr)
        return BAD_INPUT


def _stopped(stop: SystemExit) -> int:
    # A SystemExit with words is a setting that cannot be used (config.env.BadSetting).
    if isinstance(stop.code, str):
        print(f"reverie: {stop.code}", file=sys.stderr)
        return BAD_INPUT
    return int(stop.code or DONE)


def plain_sentence(error: Exception) -> str | None:
    """The sentence to print for an error that is the user's, None for one that is ours."""
    name = type(error).__name__
    if has_no_room(error):
        return full_disk.SENTENCE
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}."
    if name.startswith("Cannot") or name in {"BadInput", "ImproperlyConfigured"}:
        return str(error)
    if name == "OperationalError" and not isinstance(error, OSError):
        return f"The database does not answer: {str(error).splitlines()[0]}."
    return None


def has_no_room(error: Exception) -> bool:
    """True when an error of the system or of the database says that the disk is full."""
    if not isinstance(error, OSError) and type(error).__name__ != "OperationalError":
        return False
    from django.conf import settings

    return full_disk.is_full(error, settings.HOME if settings.configured else None)


def parser_for(words: Sequence[str]) -> Parser:
    """The parser with as many commands as these words need."""
    parser = Parser(prog="reverie", description="Practice software for psychodynamic therapy.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    first = next((word for word in words if not word.startswith("-")), None)
    if first in PURE:
        _add(commands, PURE[first])
    elif first in BUILT_IN:
        BUILT_IN[first](commands)
    else:
        _add_all(commands)
    return parser


def _add_all(commands: Any) -> None:
    for add in BUILT_IN.values():
        add(commands)
    start_django()
    for module in [*PURE.values(), *(f"reverie.{room}.commands" for room in GROUND_UP)]:
        if importlib.util.find_spec(module):
            _add(commands, module)


def _add(commands: Any, module: str) -> None:
    importlib.import_module(module).add_parser(commands)


def start_django() -> None:
    """Read the settings and load the rooms; a bad setting stops with one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.umask(0o077)  # what is written here is for nobody else on this machine
    import django

    django.setup()


# -- commands that need no room to be loaded before their words are read -----------------------------


def _add_run(commands: Any) -> None:
    parser = commands.add_parser(
        "run",
        help="web pages and jobs in one process group; prints the address",
        epilog="example: reverie run --workers 4",
    )
    parser.add_argument("--only", choices=["web", "jobs"], help="one kind of process, for a service manager")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="web processes (2)")
    parser.set_defaults(run=_later("config.running", "run"))


def _add_prepare(commands: Any) -> None:
    parser = commands.add_parser(
        "prepare",
        help="keys, database and static files, as `run` does before it starts",
        epilog="example: reverie prepare",
    )
    parser.set_defaults(run=_later("config.running", "prepare_command"))


def _add_demo(commands: Any) -> None:
    parser = commands.add_parser(
        "demo",
        help="load the demo practice; refuses on a database with real people",
        epilog="example: reverie demo --reset",
    )
    parser.add_argument("--reset", action="store_true", help="throw the old demo away first")
    parser.add_argument(
        "--scale", type=int, default=1, metavar="N", help="N practices: this one, and N - 1 for load"
    )
    parser.add_argument("--json", action="store_true", help="print what was made as JSON")
    parser.set_defaults(run=_later("config.demo", "demo"))


def _add_bench(commands: Any) -> None:
    parser = commands.add_parser(
        "bench",
        help="side-by-side measurements, a JSON line a workload (from a checkout)",
        epilog="example: reverie bench search --quick",
    )
    parser.add_argument("name", metavar="NAME", help="search, availability, booking, recurrence, corpus, …")
    parser.add_argument("--quick", action="store_true", help="a small run")
    parser.add_argument("--write", action="store_true", help="write the figures into docs/reference")
    parser.add_argument("--json", action="store_true", help="JSON, as always here")
    parser.set_defaults(run=_later("config.benching", "bench"))


def _later(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    def run(args: argparse.Namespace) -> int:
        return int(getattr(importlib.import_module(module), function)(args) or DONE)

    return run


BUILT_IN: dict[str, Callable[[Any], None]] = {
    "run": _add_run,
    "prepare": _add_prepare,
    "demo": _add_demo,
    "bench": _add_bench,
}


if __name__ == "__main__":
    sys.exit(main())
