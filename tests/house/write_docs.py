"""Writes docs/reference/commands.md from the command line itself, and asvs.md from its table: `make docs`."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from config import cli
from tests.house import write_asvs

FILE = Path(__file__).parents[2] / "docs" / "reference" / "commands.md"
HEAD = """# Commands

`reverie` is the one program. Exit codes: 0 done, 1 a negative answer, 2 wrong use or bad input with one line
on standard error. `instruments` and `timetable` need no database and no settings. This page is written by
`make docs`; a test fails when it is not what the program says.
"""


def commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """The full name and the parser of every command that does something, in order."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for group in groups:
        for name in sorted(group.choices):
            yield from commands(group.choices[name])
    if not groups:
        yield parser.prog, parser


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for name, parser in commands(cli.parser_for(["--all"])):
        parts.append(f"\n## `{name}`\n\n{_says(parser)}\n\n")
        told = [row for row in parser._actions if row.dest != "help" and row.help != argparse.SUPPRESS]
        parts += [f"- {_option(action)}\n" for action in told]
        if parser.epilog:
            parts.append(f"\n`{' '.join(parser.epilog.split()).removeprefix('example: ')}`\n")
    return "".join(parts)


def _says(parser: argparse.ArgumentParser) -> str:
    words = " ".join((parser.description or _help_of(parser)).split())
    return (words[:1].upper() + words[1:]).rstrip(".") + "."


def _help_of(parser: argparse.ArgumentParser) -> str:
    root = cli.parser_for(["--all"])
    for action in _all_actions(root):
        if isinstance(action, argparse._SubParsersAction):
            for choice in action._choices_actions:
                if parser.prog == f"{action._prog_prefix} {choice.dest}":
                    return str(choice.help)
    return parser.prog


def _all_actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _all_actions(below)


def _option(action: argparse.Action) -> str:
    name = action.option_strings[-1] if action.option_strings else str(action.metavar or action.dest)
    if action.option_strings and action.nargs != 0:
        name += f" {action.metavar or action.dest.upper()}"
    return f"`{name}`: {action.help}" if action.help else f"`{name}`"


if __name__ == "__main__":
    FILE.write_text(page())
    write_asvs.FILE.write_text(write_asvs.page())
