"""`reverie bench NAME`: runs a measurement of the checkout's `bench/` folder, which no package carries."""

import argparse
import importlib
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]


class CannotMeasure(Exception):
    """One plain sentence: why nothing was measured."""


def bench(args: argparse.Namespace) -> int:
    """Run `main` of bench/NAME.py with the rest of the words. Raises CannotMeasure."""
    names = sorted(path.stem for path in CHECKOUT.glob("bench/[a-z]*.py"))
    if not names:
        raise CannotMeasure(
            "The measurements are not part of the installed package. Get a checkout of Reverie, run "
            "`make setup` in it, and try again there."
        )
    if args.name not in names:
        raise CannotMeasure(f"There is no measurement called {args.name}. There are: {', '.join(names)}.")
    sys.path.insert(0, str(CHECKOUT))
    words = [f"--{word}" for word in ("quick", "write") if getattr(args, word)]
    return int(importlib.import_module(f"bench.{args.name}").main(words) or 0)
