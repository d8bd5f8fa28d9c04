"""Commands of this room: `reverie export client ID DIR`."""

import argparse
from pathlib import Path
from typing import Any
from uuid import UUID

from reverie.accounts.models import Client
from reverie.core.policy import Actor
from reverie.interop.actions import export_client

DONE = 0


class CannotExportHere(Exception):
    """One plain sentence why nothing was written."""


def add_parser(subparsers: Any) -> None:
    """Add the commands to the command line's subparsers."""
    export = subparsers.add_parser("export", help="the record in files")
    verbs = export.add_subparsers(metavar="WHAT", required=True)
    client = verbs.add_parser(
        "client",
        help="one client's whole record as an archive, written down as a disclosure",
        epilog="example: reverie export client 6162194f-… ./out --to 'Elena Marsh' --for 'her request'",
    )
    client.add_argument("id", metavar="ID", help="the client's id, as in the address of their page")
    client.add_argument("folder", type=Path, metavar="DIR", help="a folder that exists")
    client.add_argument("--to", required=True, metavar="WHOM", help="who gets the copy")
    client.add_argument("--for", dest="purpose", required=True, metavar="WHAT", help="what it is for")
    client.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help="close the archive with the words in this file (age)",
    )
    client.set_defaults(run=export_to_folder)


def export_to_folder(args: argparse.Namespace) -> int:
    """Write the archive into the folder; raises CannotExportHere when that cannot be."""
    client = _client(args.id)
    if not args.folder.is_dir():
        raise CannotExportHere(f"{args.folder} is not a folder.")
    by = Actor.system("cli.export", client.practice_id)
    archive = export_client(
        client=client, own=False, recipient=args.to, purpose=args.purpose, passphrase=_words(args), by=by
    )
    path = args.folder / archive.name
    try:
        with path.open("xb") as file:
            path.chmod(0o600)
            file.write(archive.content)
    except FileExistsError:
        raise CannotExportHere(f"{path} is there already; move it away first.") from None
    print(f"{path}: {archive.items} items.")
    return DONE


def _words(args: argparse.Namespace) -> str:
    path: Path | None = getattr(args, "passphrase_file", None)
    return path.read_text(encoding="utf-8").strip() if path else ""


def _client(identity: str) -> Client:
    try:
        return Client.objects.get(pk=UUID(identity))
    except (ValueError, Client.DoesNotExist):
        raise CannotExportHere(f"There is no client {identity} in this database.") from None
