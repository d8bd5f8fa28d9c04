"""Everything that shows the promises hold, one after another, and one table at the end: `make proof`.

Each part is a command of its own; what it printed lies in build/proof. `--quick` asks for the counts of the
suite instead of the full ones. The table is made of what the commands answered, nothing else.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOGS = ROOT / "build" / "proof"
LEAST_KILLED = 0.95
"""Of a hundred changes to the guards that a test could notice, so many are."""


@dataclass(frozen=True)
class Part:
    """A promise, the tests that try it, and how often they do when there is time."""

    promise: str
    paths: tuple[str, ...]
    counts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What came of one part."""

    words: str
    has_passed: bool
    seconds: float


FAULTS = "tests/faults/test_{}.py"
HOSTILE = "tests/hostile/test_{}.py"
PARTS = [
    Part("killed at any moment, nothing acknowledged is lost", (FAULTS.format("kill"),)),
    Part("the real server killed under load", (FAULTS.format("kill_server"),), {"REVERIE_KILLS": "1000"}),
    Part("the power cut under the save path", (FAULTS.format("power_cut"),), {"REVERIE_CUTS": "1000"}),
    Part("the disk full at every step", (FAULTS.format("full_disk"),), {"REVERIE_EVERY": "1"}),
    Part(
        "the disk full in backup, update and restore",
        (FAULTS.format("full_disk_upkeep"),),
        {"REVERIE_EVERY": "1"},
    ),
    Part("the database restarted", (FAULTS.format("database_restart"),), {"REVERIE_RESTARTS": "20"}),
    Part("an answer and its concern survive together", (FAULTS.format("risk_answer_survives"),)),
    Part("no word of a note is lost", (FAULTS.format("no_word_is_lost"),), {"REVERIE_WORDS": "2000"}),
    Part("the help page stands alone", (FAULTS.format("help_stands"),)),
    Part("backups are verified and come back", (FAULTS.format("backup"),)),
    Part("keys are changed, however often it stops", (FAULTS.format("rotation"),)),
    Part("each tampering with the audit is found", (FAULTS.format("tampering"),)),
    Part(
        "a record goes out whole and comes back",
        (FAULTS.format("a_record_comes_back"), FAULTS.format("a_long_record")),
    ),
    Part("many processes are one practice", (FAULTS.format("many_processes"),)),
    Part(
        "an update killed midway goes on, from each release",
        (FAULTS.format("upgrade"), FAULTS.format("upgrade_postgres"), FAULTS.format("releases")),
        {"REVERIE_KILLED": "20"},
    ),
    Part("no request makes the server fall over", (HOSTILE.format("fuzz"),), {"REVERIE_REQUESTS": "50000"}),
    Part(
        "what is kept is what was sent",
        (HOSTILE.format("strings"), HOSTILE.format("half_signs"), HOSTILE.format("cells")),
    ),
    Part("a key that somebody chose or knew opens nothing", (HOSTILE.format("sessions"),)),
    Part("forgery, framing and methods, on every route", (HOSTILE.format("every_route"),)),
    Part("guessing a password fails", (HOSTILE.format("guessing"),), {"REVERIE_GUESSES": "10000"}),
    Part("mail, jobs and clock may fail", (FAULTS.format("what_is_down"),)),
    Part("no file costs much", (HOSTILE.format("bombs"),)),
    Part("nobody waits for who sends slowly", (HOSTILE.format("slow_clients"),)),
    Part("axe on every page of everybody", (FAULTS.format("every_page"),), {"REVERIE_EVERYBODY": "1"}),
    Part("each denial without a trace", ("tests/house/test_permission_matrix.py",)),
    Part(
        "no word of the process room anywhere",
        ("tests/house/test_canary.py", "tests/house/test_canary_process.py"),
    ),
    Part("no page asks much", ("tests/house/test_query_budget.py",)),
    Part("the package runs without a checkout", ("tests/house/test_package.py",)),
]
MUTATION = Part("the guards are guarded: changes of them are noticed", ())


def ask(part: Part, *, is_quick: bool) -> Outcome:
    """Run one part and read what it answered."""
    env = os.environ | ({} if is_quick else part.counts)
    words = [sys.executable, "-m", "pytest", "-q", "-m", "slow or not slow", *part.paths]
    start = time.monotonic()
    done = _logged(words, part, env)
    last = done.stdout.strip().splitlines()[-1:] or ["nothing"]
    told = re.sub(r"\x1b\[\d+m|^=+ | =+$| in [\d.]+s.*$", "", last[0])
    return Outcome(told, done.returncode == 0, time.monotonic() - start)


def mutate() -> Outcome:
    """Change the guards a little, one change at a time, and count which changes a test notices."""
    start = time.monotonic()
    program = str(Path(sys.executable).with_name("mutmut"))
    shutil.rmtree(ROOT / "mutants", ignore_errors=True)
    _logged([program, "run"], MUTATION, dict(os.environ))
    _logged([program, "export-cicd-stats"], MUTATION, dict(os.environ))
    found = ROOT / "mutants" / "mutmut-cicd-stats.json"
    if not found.exists():
        return Outcome("the changes could not be made", False, time.monotonic() - start)
    counts = json.loads(found.read_text())
    share = counts["killed"] / max(1, counts["total"])
    return Outcome(
        f"{counts['killed']} of {counts['total']} noticed ({share:.1%})",
        share >= LEAST_KILLED,
        time.monotonic() - start,
    )


def _logged(words: list[str], part: Part, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    LOGS.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-z]+", "-", part.promise.lower()).strip("-")
    with (LOGS / f"{name}.log").open("a") as log:
        log.write(done.stdout + done.stderr)
    return done


def table(outcomes: list[tuple[Part, Outcome]], *, is_quick: bool) -> str:
    """The outcomes as people read them."""
    rows = ["| promise | how often | what came | seconds | |", "|---|---|---|---|---|"]
    for part, outcome in outcomes:
        often = (
            ""
            if is_quick
            else ", ".join(f"{name[8:].lower()} {count}" for name, count in part.counts.items())
        )
        end = "pass" if outcome.has_passed else "**fall**"
        rows.append(f"| {part.promise} | {often} | {outcome.words} | {outcome.seconds:.0f} | {end} |")
    return "\n".join(rows)


def main(argv: list[str] | None = None) -> int:
    """Run the parts whose promise holds a word of `argv`, or all; 1 when one falls."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the counts of the suite")
    parser.add_argument("words", nargs="*", help="only the promises that hold one of these words")
    args = parser.parse_args(argv)
    shutil.rmtree(LOGS, ignore_errors=True)
    outcomes: list[tuple[Part, Outcome]] = []
    for part in [*PARTS, MUTATION]:
        if args.words and not any(word in part.promise for word in args.words):
            continue
        print(f"{part.promise} …", file=sys.stderr, flush=True)
        outcome = mutate() if part is MUTATION else ask(part, is_quick=args.quick)
        print(f"  {outcome.words}, {outcome.seconds:.0f} s", file=sys.stderr, flush=True)
        outcomes.append((part, outcome))
    print(table(outcomes, is_quick=args.quick))
    return 0 if all(outcome.has_passed for _, outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
