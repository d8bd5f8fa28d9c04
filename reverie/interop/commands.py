"""Commands of this room: `reverie export client ID DIR`, `reverie import client FILE`."""

import argparse
import json
from pathlib import Path
from typing import Any
from uuid import UUID

from reverie.accounts.models import Client
from reverie.core.policy import Actor
from reverie.interop.actions import bring_back, export_client

DONE, DIFFERENT = 0, 1


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

    bring = subparsers.add_parser("import", help="the record out of files")
    what = bring.add_subparsers(metavar="WHAT", required=True)
    back = what.add_parser(
        "client",
        help="one client's record back from a copy of it, where that client is missing",
        epilog="example: reverie import client record-2026-11-26.zip",
    )
    back.add_argument("file", type=Path, metavar="FILE", help="an archive made by `reverie export client`")
    back.add_argument("--passphrase-file", type=Path, metavar="FILE", help="the words that open a closed one")
    back.add_argument("--json", action="store_true", help="print both counts as JSON")
    back.set_defaults(run=import_file)


def import_file(args: argparse.Namespace) -> int:
    """Bring a record back and say how many items the copy names and how many are here: 1 when they differ."""
    by = Actor.system("cli.import")
    client, told, here = bring_back(archive=args.file.read_bytes(), passphrase=_words(args), by=by)
    counts = {"client": str(client.pk), "items": _sum(told), "here": _sum(here)}
    print(json.dumps(counts) if args.json else f"{counts['here']} items of {counts['items']} are here.")
    return DONE if told == here else DIFFERENT


def _sum(counts: dict[str, dict[str, int]]) -> int:
    return sum(sum(kinds.values()) for kinds in counts.values())


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
