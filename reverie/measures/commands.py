"""Commands of the forms: `reverie forms list`, `reverie forms add`."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from reverie.instruments import scoring
from reverie.measures import packs, questionnaires

DONE, BAD_INPUT = 0, 2


def add_parser(subparsers: Any) -> None:
    """Add the commands to the command line's subparsers."""
    forms = subparsers.add_parser("forms", help="the words of the questionnaires")
    verbs = forms.add_subparsers(metavar="VERB", required=True)
    listing = verbs.add_parser(
        "list",
        help="which forms can be asked here, and whose words they are",
        epilog="example: reverie forms list --json",
    )
    listing.add_argument("--json", action="store_true", help="print the list as JSON")
    listing.set_defaults(run=forms_list)
    adding = verbs.add_parser(
        "add",
        help="bring a form with its licence: a FHIR Questionnaire",
        epilog="example: reverie forms add core-10.json --code core-10",
    )
    adding.add_argument("file", type=Path, metavar="FILE", help="the Questionnaire, as JSON")
    adding.add_argument("--code", required=True, help="its scoring key (reverie instruments list)")
    adding.add_argument("--notice", default="", help="whose words these are, where the file does not say it")
    adding.set_defaults(run=forms_add)


def forms_list(args: argparse.Namespace) -> int:
    """Print the forms that are here."""
    rows = [
        {
            "code": code,
            "name": scoring.get(code).name,
            "questions": len(questionnaires.get(code).questions),
            "comes_with": "pack" if code in questionnaires.packs() else "Reverie",
            "notice": questionnaires.get(code).notice,
        }
        for code in questionnaires.known()
    ]
    if args.json:
        print(json.dumps(rows, ensure_ascii=False))
    else:
        print("\n".join(f"{row['code']:<16} {row['questions']:>3}  {row['comes_with']}" for row in rows))
    return DONE


def forms_add(args: argparse.Namespace) -> int:
    """Check a form against its key and keep it unchanged; 2 with one sentence when it does not fit."""
    try:
        pack = packs.check(args.file.read_bytes(), args.code, args.notice)
        packs.keep(pack)
    except (OSError, packs.BadForm) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        print(f"reverie forms add: {args.file}: {reason}", file=sys.stderr)
        return BAD_INPUT
    print(f"{pack.instrument.name} can be asked now. Its notice: {pack.form.notice}")
    return DONE
