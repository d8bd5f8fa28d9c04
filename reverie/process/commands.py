"""Commands of the process space: `reverie notes open`, for an author's own archive."""

import argparse
import getpass
import io
import sys
import zipfile
from pathlib import Path
from typing import Any

from reverie.process.archive import CannotOpenArchive, open_archive

DONE, BAD_INPUT = 0, 2


def add_parser(subparsers: Any) -> None:
    """Add the commands to the command line's subparsers."""
    notes = subparsers.add_parser("notes", help="an author's own archive of process notes")
    verbs = notes.add_subparsers(metavar="VERB", required=True)
    opening = verbs.add_parser(
        "open",
        help="unpack an archive into a new folder; asks for its passphrase",
        epilog="example: reverie notes open notes.reverie notes-2026",
    )
    opening.add_argument("file", type=Path, metavar="FILE", help="the archive")
    opening.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that is not there yet")
    opening.set_defaults(run=notes_open)


def notes_open(args: argparse.Namespace) -> int:
    """Unpack an archive; 2 with one sentence when it does not open."""
    try:
        if args.folder.exists():
            raise CannotOpenArchive("This folder is there already; name a new one.")
        data = open_archive(args.file.read_bytes(), getpass.getpass("Passphrase: "))
    except (OSError, CannotOpenArchive) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        print(f"reverie notes open: {args.file}: {reason}", file=sys.stderr)
        return BAD_INPUT
    args.folder.mkdir(mode=0o700, parents=True)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        packed.extractall(args.folder)
        print(f"{len(packed.namelist())} files are in {args.folder}.")
    return DONE
