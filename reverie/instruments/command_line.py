"""The command line of the library: `reverie instruments …`, or `python -m reverie.instruments …`.

Results are JSON on standard output, held back until they are whole. Exit status 0 done, 2 wrong use or
bad input, with one line on standard error.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from reverie.instruments import printing
from reverie.instruments.errors import BadInput
from reverie.instruments.reading import plain_number

Command = Callable[[argparse.Namespace], Any]


def _run(command: Command, label: str, arguments: argparse.Namespace) -> int:
    """Run one command, print its result, and turn bad input into one line and exit status 2."""
    try:
        result = command(arguments)
        if isinstance(result, Iterator):
            printing.write_lines(result, sys.stdout)
        else:
            printing.write_value(result, sys.stdout)
        sys.stdout.flush()
    except BadInput as error:
        print(f"{label}: {printing.one_line(error)}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader has gone (`| head`): give Python a place to flush what is left.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _lazily(module: str, name: str) -> Command:
    """A command whose module is imported only when it runs, so that `list` starts at once."""

    def command(arguments: argparse.Namespace) -> Any:
        import importlib

        return getattr(importlib.import_module(f"reverie.instruments.{module}"), name)(arguments)

    return command


def _parser(subparsers: Any, name: str, module: str, summary: str, example: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        name,
        help=summary,
        description=summary,
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    command = _lazily(module, f"run_{name}")
    parser.set_defaults(run=functools.partial(_run, command, f"reverie instruments {name}"))
    return parser


def _finite(text: str) -> float:
    number = plain_number(text.strip())
    if number is None:
        raise ValueError(text)
    return number


_finite.__name__ = "number"


def _add_list(subparsers: Any) -> None:
    _parser(subparsers, "list", "command_streams", "List the instruments.", "reverie instruments list")


def _add_score(subparsers: Any) -> None:
    parser = _parser(
        subparsers,
        "score",
        "command_streams",
        "Score forms, one JSON line each.",
        'echo \'{"id": 1, "answers": [2,2,2,2,1,1,2,0,0]}\' | reverie instruments score phq-9 -',
    )
    parser.add_argument("code", metavar="CODE", help="an instrument's code, such as phq-9")
    parser.add_argument("file", metavar="FILE.jsonl", nargs="?", help='lines of {"id": …, "answers": […]}')
    parser.add_argument("--fhir", metavar="FILE.json", help="a QuestionnaireResponse, a Bundle or a list")


def _add_change(subparsers: Any) -> None:
    parser = _parser(
        subparsers,
        "change",
        "command_tables",
        "Reliable change of each row of id,before,after.",
        "reverie instruments change scores.csv --sd 6.1 --reliability 0.84 --cutoff 10",
    )
    parser.add_argument("file", metavar="FILE.csv")
    parser.add_argument("--sd", type=_finite, required=True, help="standard deviation of the reference set")
    parser.add_argument("--reliability", type=_finite, required=True, help="its reliability, 0 to below 1")
    parser.add_argument("--cutoff", type=_finite, help="the cut-off between ill and well")
    parser.add_argument("--direction", choices=["lower", "higher"], default="lower", help="which is better")
    parser.add_argument(
        "--method",
        choices=["jacobson-truax", "edwards-nunnally", "gulliksen-lord-novick"],
        default="jacobson-truax",
    )
    parser.add_argument("--mean", type=_finite, help="mean of the reference set, for the other two methods")


def _add_defenses(subparsers: Any) -> None:
    parser = _parser(
        subparsers,
        "defenses",
        "command_tables",
        "Defensive functioning of rows of unit,defense or unit,level.",
        "reverie instruments defenses coded.csv --denominator all",
    )
    parser.add_argument("file", metavar="FILE.csv")
    parser.add_argument(
        "--denominator", choices=["defenses", "all"], default="defenses", help="what percentages divide by"
    )


def _add_relationships(subparsers: Any) -> None:
    parser = _parser(
        subparsers,
        "relationships",
        "command_tables",
        "Core relationship theme of rows of episode,component,category,valence.",
        "reverie instruments relationships episodes.csv",
    )
    parser.add_argument("file", metavar="FILE.csv")


def _add_dreams(subparsers: Any) -> None:
    parser = _parser(
        subparsers,
        "dreams",
        "command_dreams",
        "Hall/Van de Castle indicators of rows of dream,scale,code.",
        "reverie instruments dreams dreams.csv --norm male",
    )
    parser.add_argument("file", metavar="FILE.csv")
    parser.add_argument("--norm", choices=["male", "female"], help="show the norms that were verified")
    parser.add_argument("--second", metavar="FILE.csv", help="a second coder's codes, to be compared")
    parser.add_argument(
        "--denominator", choices=["human", "all"], default="human", help="friends and family are shares of"
    )


def _thresholds(text: str) -> tuple[float, ...]:
    numbers = [_finite(part) for part in text.split(",")]
    return tuple(int(number) if number.is_integer() else number for number in numbers)


_thresholds.__name__ = "list of numbers"


def _add_ruptures(subparsers: Any) -> None:
    parser = _parser(
        subparsers,
        "ruptures",
        "command_tables",
        "Rupture candidates and control chart of rows of session,alliance.",
        "reverie instruments ruptures alliance.csv --sd-norm 2.4 --k 1,2",
    )
    parser.add_argument("file", metavar="FILE.csv")
    parser.add_argument("--sd-norm", type=_finite, help="standard deviation of a norm; the larger one counts")
    parser.add_argument("--k", type=_thresholds, default=(1, 2), help="thresholds in SD (default 1,2)")
    parser.add_argument("--repair-share", type=_finite, default=0.5, help="share of the fall made good")
    parser.add_argument("--within", type=int, default=5, help="sessions within which it is made good")


def _add_words(subparsers: Any) -> None:
    parser = _parser(
        subparsers,
        "words",
        "command_words",
        "Count the words of texts by the categories of a dictionary, one JSON line each.",
        "reverie instruments words reports.jsonl --dictionary mine.dic --processes 2",
    )
    parser.add_argument("files", metavar="FILE", nargs="+", help='.txt, or .jsonl with {"id": …, "text": …}')
    parser.add_argument("--dictionary", metavar="FILE.dic", required=True)
    parser.add_argument("--whole-words", action="store_true", help="ignore the stems (entries with a star)")
    parser.add_argument("--evidence", action="store_true", help="show each word that was counted")
    parser.add_argument("--processes", type=int, default=1, metavar="N", help="processes (default 1)")


def _add_agreement(subparsers: Any) -> None:
    parser = _parser(
        subparsers,
        "agreement",
        "command_tables",
        "Agreement of raters over rows of unit,rater,value.",
        "reverie instruments agreement codes.csv --metric krippendorff --level ordinal --bootstrap 1000",
    )
    parser.add_argument("file", metavar="FILE.csv")
    metrics = ["cohen", "weighted", "fleiss", "krippendorff", "icc", "percent"]
    parser.add_argument("--metric", choices=metrics, required=True)
    levels = ["nominal", "ordinal", "interval", "ratio"]
    parser.add_argument("--level", choices=levels, default="nominal", help="for krippendorff")
    parser.add_argument("--weights", choices=["linear", "quadratic"], default="linear", help="for weighted")
    forms = ["1-1", "2-1", "3-1", "1-k", "2-k", "3-k"]
    parser.add_argument("--form", choices=forms, default="2-1", help="for icc")
    parser.add_argument("--bootstrap", type=int, default=0, metavar="N", help="resamples for an interval")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="seed of the resamples")


COMMANDS = (
    _add_list,
    _add_score,
    _add_defenses,
    _add_relationships,
    _add_dreams,
    _add_change,
    _add_ruptures,
    _add_agreement,
    _add_words,
)


def add_commands(parser: argparse.ArgumentParser) -> None:
    """Add every command of the library below this parser."""
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    for add in COMMANDS:
        add(subparsers)


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """Add `instruments` to the subcommands of `reverie`; `args.run(args)` returns the exit status."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "instruments", help="score, code and compare (JSON; no database)"
    )
    add_commands(parser)
    return parser


class Parser(argparse.ArgumentParser):
    """A parser whose complaint is one line, exit status 2."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where help is."""
        print(f"{self.prog}: {message} (see {self.prog} --help)", file=sys.stderr)
        raise SystemExit(2)


def main(argv: list[str] | None = None) -> int:
    """Entry of `python -m reverie.instruments`."""
    parser = Parser(prog="reverie instruments", description="Instruments, as JSON.")
    add_commands(parser)
    arguments = parser.parse_args(argv)
    return int(arguments.run(arguments))
