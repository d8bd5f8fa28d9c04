"""The commands `reverie timetable occurrences` and `reverie timetable starts`.

JSON out, no database, no settings.
"""

import argparse
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn

from reverie.timetable.calendar_file import CalendarError
from reverie.timetable.calendar_series import read_occurrences
from reverie.timetable.starts import BadSpec, read_spec, starts

DONE, BAD_INPUT = 0, 2
EXAMPLE = (
    '{"zone": "Europe/Berlin", "from": "2027-02-15", "to": "2027-02-20", "minutes": 50, "step": 15, '
    '"weekly": [{"weekday": 0, "start": "09:00", "end": "12:00"}]}'
)


class WrongUse(ValueError):
    """One sentence for stderr; the command ends with exit code 2."""


def add_parser(subparsers: Any) -> None:
    """Add `timetable` and its commands to the subparsers of a command line; each sets `run(args) -> exit
    code`.
    """
    parser = subparsers.add_parser("timetable", help="standing hours and free time, without a database")
    add_commands(parser)


def add_commands(parser: argparse.ArgumentParser) -> None:
    """Add the commands to a parser of their own (`python -m reverie.timetable`)."""
    commands = parser.add_subparsers(dest="timetable_command", metavar="COMMAND", required=True)
    one = commands.add_parser(
        "occurrences",
        help="the occurrences of an .ics file in a period",
        description="A JSON line for each occurrence that overlaps [from, to), in UTC, sorted by start.",
        epilog="example: reverie timetable occurrences hours.ics --from 2026-03-01 --to 2026-04-01",
    )
    one.add_argument("file", metavar="FILE.ics", help="an iCalendar file, - for standard input")
    one.add_argument(
        "--from", dest="begin", metavar="ISO", required=True, help="first instant, UTC unless it says more"
    )
    one.add_argument("--to", dest="end", metavar="ISO", required=True, help="end of the period, excluded")
    one.set_defaults(run=_guarded(run_occurrences))
    two = commands.add_parser(
        "starts",
        help="every possible start of a meeting",
        description="Possible starts from weekly hours, exceptions and bookings, as one JSON object.",
        epilog="example: echo '" + EXAMPLE + "' | reverie timetable starts -",
    )
    two.add_argument("file", metavar="FILE.json", help="the description, - for standard input")
    two.set_defaults(run=_guarded(run_starts))


def run_occurrences(args: argparse.Namespace) -> int:
    """Print the occurrences of a file; notes about mended events go to stderr."""
    begin, end = _moment(args.begin, "--from"), _moment(args.end, "--to")
    if end < begin:
        raise WrongUse(f"--to: {args.end} lies before --from, {args.begin}.")
    try:
        reading = read_occurrences(_bytes_of(args.file), begin, end)
    except CalendarError as error:
        raise WrongUse(f"{args.file}: {error}.") from None
    for note in reading.notes:
        print(f"{args.file}: {note}.", file=sys.stderr)
    lines = [
        json.dumps({"uid": one.uid, "start": _stamp(one.start), "end": _stamp(one.end)}, ensure_ascii=False)
        for one in reading.occurrences
    ]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return DONE


def run_starts(args: argparse.Namespace) -> int:
    """Print the possible starts of a description."""
    try:
        data = json.loads(_bytes_of(args.file), parse_constant=_no_constant)
        found = [f"{moment:%Y-%m-%dT%H:%MZ}" for moment in starts(read_spec(data))]
    except json.JSONDecodeError as error:
        raise WrongUse(f"{args.file}: line {error.lineno}: this is not JSON: {error.msg}.") from None
    except (UnicodeDecodeError, RecursionError):
        raise WrongUse(f"{args.file}: this is not JSON in UTF-8.") from None
    except BadSpec as error:
        raise WrongUse(f"{args.file}: {error}") from None
    first, last = (found[0], found[-1]) if found else (None, None)
    print(json.dumps({"count": len(found), "first": first, "last": last, "starts": found}))
    return DONE


def _no_constant(text: str) -> NoReturn:
    raise BadSpec(f"{text} is not a number of JSON.")


def _guarded(command: Any) -> Any:
    """The command with its refusals turned into one line on stderr and exit code 2."""

    def run(args: argparse.Namespace) -> int:
        try:
            return int(command(args))
        except WrongUse as error:
            print(error, file=sys.stderr)
            return BAD_INPUT

    return run


def _bytes_of(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise WrongUse(f"{name}: cannot be opened: {(error.strerror or 'unknown reason').lower()}.") from None


def _moment(text: str, option: str) -> datetime:
    """A date or a date-time; without a zone it is UTC."""
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
        moment = datetime(day.year, day.month, day.day) if day else datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise WrongUse(
            f"{option}: {text} is not an instant such as 2026-03-01 or 2026-03-01T09:00Z."
        ) from None


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment.year > 999 else moment.isoformat().replace("+00:00", "Z")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m reverie.timetable", description=__doc__)
    add_commands(parser)
    args = parser.parse_args(arguments)
    return int(args.run(args))
