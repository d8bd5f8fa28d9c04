"""Commands of the ground: `reverie audit verify`, `doctor`, `backup` and `restore`."""

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection

from reverie.core import backup, doctor, full_disk, probe, snapshot, verification
from reverie.core.verification import Chain, Report

DONE, NEGATIVE = 0, 1


class CannotOpenDatabase(Exception):
    """One plain sentence why there is nothing to read."""


def add_parser(subparsers: Any) -> None:
    """Add the commands to the command line's subparsers."""
    audit = subparsers.add_parser("audit", help="the chain of acts")
    verbs = audit.add_subparsers(metavar="VERB", required=True)
    verify = verbs.add_parser(
        "verify",
        help="walk the chain and its anchors; exit 1 at the first bad link",
        epilog="example: reverie audit verify --anchors /mnt/other-disk/anchors",
    )
    verify.add_argument("--anchors", type=Path, metavar="FOLDER", help="anchors that were kept elsewhere")
    verify.add_argument("--json", action="store_true", help="print the findings as JSON")
    verify.set_defaults(run=audit_verify)
    look = subparsers.add_parser(
        "doctor",
        help="what is well here and what is not; exit 1 if one thing is bad",
        epilog="example: reverie doctor --json",
    )
    look.add_argument("--json", action="store_true", help="print the lines as JSON")
    look.set_defaults(run=doctor_examine)
    keep = subparsers.add_parser(
        "backup",
        help="an online, encrypted copy that was tried before it counts",
        epilog="example: reverie backup /mnt/backups/monday.reverie",
    )
    keep.add_argument("file", type=Path, metavar="FILE")
    keep.add_argument("--json", action="store_true", help="print what was made as JSON")
    keep.set_defaults(run=backup_make)
    back = subparsers.add_parser(
        "restore",
        help="fill an empty installation from a backup; the master key must be in place",
        epilog="example: reverie restore /mnt/backups/monday.reverie",
    )
    back.add_argument("file", type=Path, metavar="FILE")
    back.add_argument("--json", action="store_true", help="print what was found in it as JSON")
    back.set_defaults(run=backup_restore)


def require_database() -> None:
    """Raises CannotOpenDatabase when nothing was ever prepared here; makes no file."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not Path(name).exists():
        raise CannotOpenDatabase(f"There is no database at {name}; REVERIE_HOME says where it lies.")
    if "core_auditevent" not in connection.introspection.table_names():
        raise CannotOpenDatabase("The database is empty; `reverie prepare` makes its tables.")


def audit_verify(args: argparse.Namespace) -> int:
    """Print what the chain and its anchors say; 1 when something is wrong with them."""
    require_database()
    report = verification.verify(args.anchors)
    if args.json:
        print(json.dumps(_as_json(report)))
    else:
        print("\n".join(_as_words(report)))
    return DONE if report.is_whole else NEGATIVE


def _as_json(report: Report) -> dict[str, Any]:
    chains = [{**asdict(chain), "practice": str(chain.practice)} for chain in report.chains]
    damage = [asdict(one) for one in report.damage]
    return {"whole": report.is_whole, "chains": chains, "damaged_anchors": damage}


def _as_words(report: Report) -> list[str]:
    lines = [f"{one.file}, line {one.line}, {one.what}." for one in report.damage]
    lines += [line for chain in report.chains for line in _chain_words(chain)]
    return lines or ["No act was recorded yet."]


def _chain_words(chain: Chain) -> list[str]:
    if chain.fault is None:
        return [f"{chain.practice}: {chain.links} links, whole; {chain.unanchored} of them not yet anchored."]
    row = f" (row {chain.fault.row})" if chain.fault.row is not None else ""
    return [
        f"{chain.practice}: BAD at link {chain.fault.number}{row}: {chain.fault.what}.",
        f"{chain.practice}: {chain.links} links here, {chain.unanchored} of them not yet anchored.",
    ]


def doctor_examine(args: argparse.Namespace) -> int:
    """Print a line for each thing; 1 when one is bad."""
    lines = doctor.examine()
    if args.json:
        print(json.dumps([asdict(line) for line in lines]))
    else:
        marks = {doctor.GOOD: "ok", doctor.WARNING: "look", doctor.BAD: "BAD"}
        print("\n".join(f"{marks[line.state]:<5}{line.name:<22}{line.words}" for line in lines))
    return NEGATIVE if any(line.state == doctor.BAD for line in lines) else DONE


def backup_make(args: argparse.Namespace) -> int:
    """Make a backup and try it; raises CannotBackUp when there is none."""
    require_database()
    made = backup.make(args.file)
    if args.json:
        print(json.dumps({**asdict(made), "file": str(made.file), "made_at": made.made_at.isoformat()}))
    else:
        print(
            f"{made.file}: {made.size / 1e6:.1f} MB, {made.rows} rows. It was restored into a trial place: "
            f"the audit chain is whole and {made.sealed_tried} sealed rows opened."
        )
        print("The key that opens it is the master key; keep its recovery sheet somewhere else.")
    return DONE


def backup_restore(args: argparse.Namespace) -> int:
    """Restore, bring older tables to this version, look at what came back; 1 when it is not whole."""
    backup.restore(args.file)
    found = _brought_to_this_version()
    is_whole = found.is_chain_whole and not found.sealed_refused
    if args.json:
        print(json.dumps(found.as_json()))
    else:
        chain = "whole" if found.is_chain_whole else "NOT WHOLE (reverie audit verify says where)"
        print(
            f"{sum(found.tables.values())} rows restored; the audit chain of {found.links} links is {chain}; "
            f"{found.sealed_tried - found.sealed_refused} of {found.sealed_tried} sealed rows tried open."
        )
    return DONE if is_whole else NEGATIVE


def _brought_to_this_version() -> probe.Probe:
    """Look at what came back, its rows counted as they came. Raises CannotRestore without room for it."""
    try:
        tables = snapshot.count_rows()
        call_command("migrate", interactive=False, verbosity=0)
        return replace(probe.probe(), tables=tables)
    except (OSError, DatabaseError) as error:
        if not full_disk.is_full(error, settings.HOME):
            raise
        raise backup.CannotRestore(backup.IS_BACK) from None
