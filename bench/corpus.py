"""How fast are word counts and agreement? A seeded corpus and dictionary of ours, beside three packages.

Rivals are used where they can be imported: `krippendorff` 0.9 for alpha (among the packages for
development), `liwc` 0.5.0 and `empath` 0.89 for word counts, which are installed for this bench alone:

    uv pip install --target /tmp/rivals liwc==0.5.0 empath==0.89 requests
    PYTHONPATH=/tmp/rivals reverie bench corpus

Where the rival is our own slower way (one process, the first pass), the workload's name says so.
"""

from __future__ import annotations

import importlib.util
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from bench._measuring import Row, Workload, barred, line, measure, present  # noqa: E402
from reverie.instruments import agreement, dictionaries, token_cache, words  # noqa: E402

SEED = 20260
LETTERS = "etaoinshrdlucmfwyp"
CATEGORIES = 60
# What was promised, in times: beside liwc, empath and our own first pass; beside krippendorff; …
DICTIONARY = (1.6, 8, 10)
ALPHA, INTERVAL, TWO_PROCESSES = 10, 150, 1.5
# Calls that make one round of what takes a thousandth of a second: one call is too short for a clock.
REPEAT = 20
# Memory at eight times the corpus, beside the corpus.
FLAT = 1.1
# Prints its own peak memory in kB after counting a corpus through the command line.
MEMORY_PROGRAM = """
import sys
from reverie.instruments.command_line import main
status = main(["words", sys.argv[1], "--dictionary", sys.argv[2]])
with open("/proc/self/status") as lines:
    print(next(line.split()[1] for line in lines if line.startswith("VmHWM")), file=sys.stderr)
sys.exit(status)
"""


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    texts: int
    rounds: int
    units: int
    resamples: int


FULL, QUICK = Size(10_000, 5, 20_000, 1_000), Size(5_000, 3, 20_000, 200)
# Long enough that starting a program is little beside it.
TEXTS_OF_TWO = 30_000


def vocabulary(chance: random.Random, size: int = 20_000) -> list[str]:
    """Different words of two to nine letters that mean nothing."""
    found: dict[str, None] = {}
    while len(found) < size:
        found["".join(chance.choices(LETTERS, k=chance.randint(2, 9)))] = None
    return list(found)


def corpus(size: int) -> list[str]:
    """Texts of about 130 words, frequent words more frequent."""
    chance = random.Random(SEED)  # noqa: S311 - data, not secrets
    known = vocabulary(chance)
    weights = [1 / rank for rank in range(1, len(known) + 1)]
    return [" ".join(chance.choices(known, weights, k=chance.randint(80, 180))) + "." for _ in range(size)]


def dictionary(seed: int = 1) -> str:
    """A .dic file of 4,000 entries in sixty categories, a third of the longer ones as stems."""
    known = vocabulary(random.Random(SEED))  # noqa: S311
    chance = random.Random(seed)  # noqa: S311
    head = ["%", *(f"{number}\tcategory{number}" for number in range(1, CATEGORIES + 1)), "%"]
    body: dict[str, str] = {}
    for word in chance.sample(known, 4_000):
        entry = word[:4] + "*" if len(word) > 4 and chance.random() < 1 / 3 else word
        codes = chance.sample(range(1, CATEGORIES + 1), chance.randint(1, 3))
        body[entry] = "\t".join([entry, *map(str, codes)])
    return "\n".join([*head, *body.values()]) + "\n"


def ratings(units: int) -> Any:
    """Five raters, seven levels, a fifth of the ratings missing."""
    chance = np.random.default_rng(SEED)
    table = np.clip(chance.integers(1, 8, (units, 1)) + chance.integers(-1, 2, (units, 5)), 1, 7).astype(
        float
    )
    table[chance.random(table.shape) < 0.2] = np.nan
    return table


def rival(name: str) -> Any:
    """A package if it is installed, else None."""
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


def counted(texts: list[str], text: str) -> Callable[[], object]:
    """Count all texts with one dictionary, parsed beforehand."""
    parsed = dictionaries.parse(text)

    def work() -> None:
        counting = words.Counting(parsed)
        for each in texts:
            counting(each)

    return work


def by_liwc(texts: list[str], path: Path) -> Callable[[], object] | None:
    """The same as liwc's own README does it."""
    package = rival("liwc")
    if package is None:
        return None
    parse, _ = package.load_token_parser(str(path))

    def work() -> None:
        for text in texts:
            Counter(name for match in re.finditer(r"\w+", text.lower()) for name in parse(match.group()))

    return work


def by_empath(texts: list[str], text: str) -> Callable[[], object] | None:
    """The same by empath, with our categories in place of its own (whole words only)."""
    package = rival("empath")
    if package is None:
        return None
    lexicon = package.Empath()
    parsed = dictionaries.parse(text)
    lexicon.cats.clear()
    for word, codes in [*parsed.whole.items(), *parsed.stems.items()]:
        for code in codes:
            lexicon.cats[parsed.categories[code]].append(word)
    return lambda: [lexicon.analyze(each) for each in texts]


def split(texts: list[str]) -> Callable[[], object]:
    """The least a word count can do: lower case, cut at blanks."""
    return lambda: [each.lower().split() for each in texts]


def dictionary_workloads(size: Size, folder: Path) -> list[Workload]:
    """Word counts beside the rivals, and a second dictionary over a corpus that was cut once."""
    texts, text = corpus(size.texts), dictionary()
    path = folder / "bench.dic"
    path.write_text(text)
    few = texts[: size.texts // 10]
    cache = io.BytesIO()
    token_cache.write(enumerate(texts), cache)
    first, second = dictionaries.parse(text), dictionaries.parse(dictionary(2))

    def again(parsed: dictionaries.Dictionary = second) -> None:
        cache.seek(0)
        for _ in token_cache.count(cache, parsed):
            pass

    def first_pass() -> None:
        token_cache.write(enumerate(texts), io.BytesIO())
        again(first)

    return [
        Workload(
            "dictionary over a corpus, rival liwc", counted(texts, text), by_liwc(texts, path), split(texts)
        ),
        Workload(
            "dictionary over a corpus, rival empath", counted(few, text), by_empath(few, text), split(few)
        ),
        Workload("second dictionary over a cached corpus, rival our first pass", again, first_pass),
    ]


def agreement_workloads(size: Size) -> list[Workload]:
    """Alpha and its interval beside the other package; that has no interval, so alpha is repeated."""
    package = rival("krippendorff")
    found = []
    for level in agreement.LEVELS:
        table = ratings(size.units)
        other = None
        if package:
            other = lambda t=table, lv=level: package.alpha(t.T, level_of_measurement=lv)  # noqa: E731
        ours = lambda t=table, lv=level: agreement.krippendorff(t, level=lv)  # noqa: E731
        found.append(Workload(f"alpha, {level}, {size.units} units", ours, other))
    return found


def interval_workload(size: Size) -> Workload:
    """An interval by resampling the units: ours, and the other package called on every resample."""
    package, table = rival("krippendorff"), ratings(size.units)
    draws = np.random.default_rng(1).integers(0, size.units, (size.resamples, size.units))

    def other() -> None:
        for drawn in draws:
            package.alpha(table[drawn].T, level_of_measurement="ordinal")

    return Workload(
        f"alpha, ordinal, interval of {size.resamples} resamples of {size.units} units",
        lambda: agreement.krippendorff(table, level="ordinal", bootstrap=size.resamples),
        other if package else None,
    )


def written(folder: Path, size: int) -> Path:
    """A corpus as JSON lines."""
    path = folder / f"corpus-{size}.jsonl"
    rows = (json.dumps({"id": number, "text": text}) for number, text in enumerate(corpus(size)))
    path.write_text("\n".join(rows))
    return path


def program(path: Path, folder: Path, *more: str) -> Callable[[], object]:
    """The command line on a file, its output thrown away."""
    command = [sys.executable, "-m", "reverie.instruments", "words", str(path)]
    command += ["--dictionary", str(folder / "bench.dic"), *more]
    return lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=True, cwd=ROOT)


def processes_workload(folder: Path) -> Workload:
    """Two processes beside one."""
    path = written(folder, TEXTS_OF_TWO)
    two, one = program(path, folder, "--processes", "2"), program(path, folder)
    return Workload("two processes, rival one process", two, one)


def memory(path: Path, folder: Path) -> float:
    """Peak memory of the command line on a file, in kB (Linux)."""
    command = [sys.executable, "-c", MEMORY_PROGRAM, str(path), str(folder / "bench.dic")]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True, cwd=ROOT)
    return float(done.stderr)


def memory_line(size: Size, folder: Path) -> Row:
    """Peak memory at eight times the corpus; the limit is the peak at the corpus."""
    small, large = (memory(written(folder, size.texts * times), folder) for times in (1, 8))
    return line("corpus", "peak memory, 8 times the corpus", reverie=large, limit=small, unit="kB")


def two_processes_line(size: Size, folder: Path) -> Row:
    """Two processes beside one; judged only where two processors were free for them."""
    processors = len(os.sched_getaffinity(0))
    busy = os.getloadavg()[0] > processors
    row = barred(measure("corpus", processes_workload(folder), size.rounds + 2), faster=TWO_PROCESSES)
    if processors < 2 or busy:
        row |= {"bar": f"{row['bar']} (not judged: no two processors were free)", "met": None}
    return row


def lines(is_quick: bool) -> Iterator[Row]:
    """A line a workload, each with what was promised."""
    size = QUICK if is_quick else FULL
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for workload, bar in zip(dictionary_workloads(size, folder), DICTIONARY, strict=True):
            yield barred(measure("corpus", workload, size.rounds), faster=bar)
        for workload in agreement_workloads(size):
            yield barred(measure("corpus", workload, size.rounds, REPEAT), faster=ALPHA)
        interval = measure("corpus", interval_workload(size), max(1, size.rounds // 2), 3)
        yield barred(interval, faster=INTERVAL)
        yield two_processes_line(size, folder)
        yield barred(memory_line(size, folder), slower=FLAT)


def main(argv: list[str] | None = None) -> int:
    """Print a line a workload."""
    return present("corpus", "Word counts and agreement, side by side.", lines, argv)


if __name__ == "__main__":
    sys.exit(main())
