"""Writes docs/reference/asvs.md from the table in tests/house/asvs: `make docs`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.house.tree import ROOT

TABLE = Path(__file__).parent / "asvs"
FILE = ROOT / "docs" / "reference" / "asvs.md"
NOT_APPLICABLE, NOT_DONE = "Not applicable: ", "Not done: "
CHAPTERS = {
    1: "Words of others inside something else",
    2: "What is accepted",
    3: "Browsers",
    4: "Answers and sockets",
    5: "Files",
    6: "Signing in",
    7: "Sessions",
    8: "Who may do what",
    9: "Tokens that carry their contents",
    10: "Tokens for other programs",
    11: "Ciphers and keys",
    12: "Connections",
    13: "What is installed",
    14: "Private data",
    15: "Parts of others, and what answers hold",
}
HEAD = """# Against OWASP ASVS 5.0.0

The Application Security Verification Standard numbers what a careful examiner asks. Here stand its
requirements of level 1, and those of level 2 about signing in, sessions, authorization, ciphers and data,
each in a few words of our own (the number leads to the standard's) with the tests that prove it, or a plain
reason. Nobody from outside has examined this, and it is no certificate. Chapters 16 and 17 have nothing of
level 1; the rest of level 2 and level 3 were not looked at. This page is written by `make docs` from
`tests/house/asvs`; a test fails when a requirement is missing, or a test that is named here.

| level | proven by a test | not applicable | not done | all |
|---|---:|---:|---:|---:|
"""


@dataclass(frozen=True)
class Row:
    """One requirement: what it asks, and what proves it or why nothing does."""

    number: str
    level: int
    asks: str
    tests: tuple[str, ...] = ()
    why: str = ""

    @property
    def chapter(self) -> int:
        return int(self.number.split(".")[0])

    @property
    def stands(self) -> str:
        """`proven`, `not applicable` or `not done`."""
        if self.tests:
            return "proven"
        return "not applicable" if self.why.startswith(NOT_APPLICABLE) else "not done"


def wanted() -> dict[int, list[str]]:
    """Level -> the numbers of the requirements that are looked at."""
    numbers = tomllib.loads((TABLE / "ids.toml").read_text())
    return {level: numbers[f"level_{level}"] for level in (1, 2)}


def rows(folder: Path = TABLE) -> list[Row]:
    """The whole table, chapter by chapter."""
    return [
        Row(number, found["level"], found["asks"], tuple(found.get("tests", ())), found.get("why", ""))
        for path in sorted(folder.glob("v*.toml"))
        for number, found in tomllib.loads(path.read_text()).items()
    ]


def page() -> str:
    """The whole page."""
    table = rows()
    parts = [HEAD, *(_count(table, level) for level in (1, 2)), _count(table, 0)]
    left = [row for row in table if row.stands == "not done"]
    parts.append(
        "\n## Not done\n\n" + "".join(f"- **{row.number}** {row.asks}: {_why(row)}\n" for row in left)
    )
    for chapter, name in CHAPTERS.items():
        parts.append(
            f"\n## {chapter} {name}\n\n| number | level | asks that | how it stands |\n|---|---|---|---|\n"
        )
        parts += [_line(row) for row in table if row.chapter == chapter]
    return "".join(parts)


def _count(table: list[Row], level: int) -> str:
    of = [row.stands for row in table if level in (0, row.level)]
    numbers = [of.count(word) for word in ("proven", "not applicable", "not done")]
    return f"| {level or 'both'} | {' | '.join(map(str, numbers))} | {len(of)} |\n"


def _line(row: Row) -> str:
    proof = ", ".join(f"`{name}`" for name in row.tests) or f"**{row.stands}:** {_why(row)}"
    return f"| {row.number} | {row.level} | {row.asks} | {proof} |\n"


def _why(row: Row) -> str:
    return row.why.removeprefix(NOT_APPLICABLE).removeprefix(NOT_DONE)
