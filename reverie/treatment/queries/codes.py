"""The code list of diagnoses, read from its file; which release it is stands in the file's name."""

import csv
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from reverie.treatment.queries.texts import DATA

MOST = 20


@dataclass(frozen=True)
class Code:
    """One line of the list. A code that is not billable is a heading over more exact ones."""

    code: str
    description: str
    is_billable: bool


@cache
def release() -> str:
    """The newest release that is here, as year-month."""
    return max(path.stem.removeprefix("icd10cm_") for path in (DATA / "codes").glob("icd10cm_*.csv"))


@cache
def codes() -> MappingProxyType[str, Code]:
    """code -> its line, in the order of the list."""
    with (DATA / "codes" / f"icd10cm_{release()}.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return MappingProxyType(
            {row["code"]: Code(row["code"], row["description"], row["billable"] == "true") for row in rows}
        )


def find_code(text: str) -> Code | None:
    """The line of a code as somebody typed it: `f341` and `F34.1` are the same."""
    plain = text.strip().upper().replace(".", "")
    typed = f"{plain[:3]}.{plain[3:]}" if len(plain) > 3 else plain
    return codes().get(typed)


def search_codes(text: str, *, most: int = MOST) -> list[Code]:
    """The billable codes that begin with `text` or hold each of its words; best first, at most `most`."""
    wanted = text.strip().lower()
    if not wanted:
        return []
    plain = wanted.replace(".", "")
    billable = [row for row in codes().values() if row.is_billable]
    by_code = [row for row in billable if row.code.lower().replace(".", "").startswith(plain)]
    by_word = [row for row in billable if all(word in row.description.lower() for word in wanted.split())]
    return list(dict.fromkeys([*by_code, *by_word]))[:most]


def below(code: str, *, most: int = MOST) -> list[Code]:
    """The billable codes under a heading."""
    return [row for row in codes().values() if row.is_billable and row.code.startswith(code)][:most]
