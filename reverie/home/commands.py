"""Commands of the front pages: `reverie keys from-paper`, the way back of the set-up's recovery sheet."""

import argparse
import sys
from typing import Any

from reverie.core import master_key, recovery_sheet

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


def keys_from_paper(args: argparse.Namespace) -> int:
    """Read the lines, write the file, say so."""
    if sys.stdin.isatty():
        print(
            "A line for each key: its id, then its groups. An empty line with Ctrl-D ends.", file=sys.stderr
        )
    written = recovery_sheet.bring_back(sys.stdin)
    print(f"{written} key{'s' if written > 1 else ''} written to {master_key.path()}.")
    return DONE
