"""What a word is: a run of letters and digits, with apostrophes inside; lower case.

>>> tokens("Don’t—he said, 'twas 9 o'clock.")
["don't", 'he', 'said', 'twas', '9', "o'clock"]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def plain(text: str) -> str:
    """The text in composed form with straight apostrophes, each letter still one letter when lower-cased."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text).replace("\u2019", "'").replace("\u0130", "I")


def tokens(text: str) -> list[str]:
    """The words of a text, lower case, in order."""
    return WORD.findall(plain(text).lower())


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and lower-case form of each word, as positions in `plain(text)`."""
    for match in WORD.finditer(plain(text)):
        yield match.start(), match.end(), match.group().lower()
