"""Commands of the ground: `reverie audit verify`."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.db import connection

from reverie.core import verification
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
