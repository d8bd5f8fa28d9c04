"""Commands of the installation's keys: `reverie keys rotate`, and `from-paper`, the way back of the sheet."""

import argparse
import sys
from typing import Any

from reverie.accounts.models import Practice
from reverie.core import master_key, recovery_sheet, rotation

DONE = 0


def add_parser(subparsers: Any) -> None:
    """Add the commands to the command line's subparsers."""
    keys = subparsers.add_parser("keys", help="the installation's keys")
    verbs = keys.add_subparsers(metavar="VERB", required=True)
    back = verbs.add_parser(
        "from-paper",
        help="write the master key from a printed recovery sheet, read from standard input",
        epilog="example: reverie keys from-paper < sheet.txt   (a line a key: its id, then its groups)",
    )
    back.set_defaults(run=keys_from_paper)
    try_out = verbs.add_parser(
        "drill",
        help="hold a printed recovery sheet against the keys here; changes nothing, and notes the day",
        epilog="example: reverie keys drill < sheet.txt   (typed from the paper, never printed anew)",
    )
    try_out.set_defaults(run=keys_drill)
    turn = verbs.add_parser(
        "rotate",
        help="new keys for old ones; may be stopped at any moment and called again",
        epilog="example: reverie keys rotate master",
    )
    turn.add_argument("what", choices=["master", "practices", "finish"], help="finish: what was begun before")
    turn.set_defaults(run=keys_rotate)


def keys_from_paper(args: argparse.Namespace) -> int:
    """Read the lines, write the file, say so."""
    if sys.stdin.isatty():
        print(
            "A line for each key: its id, then its groups. An empty line with Ctrl-D ends.", file=sys.stderr
        )
    written = recovery_sheet.bring_back(sys.stdin)
    print(f"{written} key{'s' if written > 1 else ''} written to {master_key.path()}.")
    return DONE


def keys_drill(args: argparse.Namespace) -> int:
    """Read the lines, compare them, say so."""
    if sys.stdin.isatty():
        print("Type the sheet, a line for each key; an empty line with Ctrl-D ends.", file=sys.stderr)
    agreed = recovery_sheet.drill(sys.stdin)
    print(f"{agreed} key{'s agree' if agreed > 1 else ' agrees'}: this sheet brings everything back.")
    return DONE


def keys_rotate(args: argparse.Namespace) -> int:
    """Change the keys of one level, and say what there is to do now."""
    if args.what == "master":
        print(f"{rotation.rotate_master()} practice keys are wrapped by the new master key.")
        print("Print the recovery sheet again; the old one does not open what is sealed from now on.")
    elif args.what == "practices":
        changed = sum(rotation.rotate_practice(row.id) for row in Practice.objects.order_by("created_at"))
        print(f"{changed} keys and rows moved to new practice keys.")
    else:
        print(f"{rotation.finish_all()} keys and rows moved.")
    return DONE
