"""The numbers by which other systems know a therapist: NPI and NUCC taxonomy. Pure."""

import re
import tomllib
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

DATA = Path(__file__).parent / "data"
TAXONOMY_SYSTEM = "http://nucc.org/provider-taxonomy"
NPI_SYSTEM = "http://hl7.org/fhir/sid/us-npi"
CODE = re.compile(r"[0-9A-Z]{9}X")
PREFIX = "80840"
"""What stands before an NPI when its last digit is worked out: a health number of the United States."""


@cache
def taxonomies() -> dict[str, str]:
    """Code -> display of what a person can be."""
    found: dict[str, dict[str, str]] = tomllib.loads((DATA / "taxonomies.toml").read_text(encoding="utf-8"))
    return found["person"]


def wrong_with_npi(number: str) -> str:
    """One sentence on what is wrong with an NPI; empty when it is right or left out."""
    if not number:
        return ""
    if not re.fullmatch(r"[0-9]{10}", number):
        return _("An NPI has ten digits.")
    if checksum(PREFIX + number) != 0:
        return _("The last digit of this NPI does not fit the others; one digit is mistyped.")
    return ""


def checksum(digits: str) -> int:
    """The Luhn sum of a number, modulo ten: 0 for one that is right."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10


def wrong_with_taxonomy(code: str) -> str:
    """One sentence on what is wrong with a taxonomy code; empty when it has the right form or is left out."""
    if code and not CODE.fullmatch(code):
        return _("A taxonomy code has ten letters and digits and ends in X, such as 103TC0700X.")
    return ""
