"""Plain writing: text with a few marks becomes blocks for a page, and its reading grade is measured.

    ## A heading            a paragraph with *weight* and [a link](/find/)
    - a list               1. steps               > something a person said
    !key                   a statement of `data/evidence.toml`, shown only when it was checked

Pure: no markup leaves this file, so the template escapes every word.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

INLINE = re.compile(r"\[(?P<words>[^\]\n]+)\]\((?P<href>[^)\s]+)\)|\*(?P<weight>[^*\n]+)\*")
SAFE_LINK = re.compile(r"(/(?!/)[^\s\\]*|https://[^\s\\]+|tel:[0-9+]+|#[a-z0-9-]+)\Z")
ITEM = {"list": re.compile(r"- +"), "steps": re.compile(r"\d+\. +"), "quote": re.compile(r"> ?")}
SENTENCE_END = re.compile(r"[.!?]+(?=[\s”\"’')]|$)")
WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*|\d[\d,.]*")


@dataclass(frozen=True)
class Run:
    """Some words in one look: a link when `href` is set, or with `weight`."""

    words: str
    href: str = ""
    weight: bool = False


@dataclass(frozen=True)
class Block:
    """One block: heading, text, list, steps, quote or figure. `items` are its lines as runs."""

    kind: str
    items: tuple[tuple[Run, ...], ...]
    id: str = ""
    key: str = ""

    @property
    def text(self) -> str:
        """The words alone, a line for each item."""
        return "\n".join("".join(run.words for run in item) for item in self.items)


def read(text: str) -> tuple[Block, ...]:
    """The blocks of a text; what is no mark stays as the person wrote it."""
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return tuple(_block(part.strip("\n")) for part in parts if part.strip())


def _block(part: str) -> Block:
    if part.startswith("## "):
        words = part[3:].strip()
        return Block("heading", (_runs(words),), id=anchor(words))
    if re.fullmatch(r"![a-z0-9-]+", part):
        return Block("figure", (), key=part[1:])
    lines = part.split("\n")
    for kind, mark in ITEM.items():
        if mark.match(lines[0]):
            return Block(kind, tuple(_runs(line) for line in _items(lines, mark, kind)))
    return Block("text", (_runs(" ".join(line.strip() for line in lines)),))


def _items(lines: list[str], mark: re.Pattern[str], kind: str) -> list[str]:
    """Each marked line with the lines that continue it; a quotation is one item."""
    items: list[str] = []
    for line in lines:
        words, is_marked = mark.subn("", line.strip(), count=1)
        if items and (kind == "quote" or not is_marked):
            items[-1] += " " + words
        else:
            items.append(words)
    return items


def _runs(words: str) -> tuple[Run, ...]:
    runs: list[Run] = []
    end = 0
    for mark in INLINE.finditer(words):
        if mark["href"] and not SAFE_LINK.match(mark["href"]):
            continue
        runs.append(Run(words[end : mark.start()]))
        runs.append(Run(mark["words"] or mark["weight"], mark["href"] or "", bool(mark["weight"])))
        end = mark.end()
    runs.append(Run(words[end:]))
    return tuple(run for run in runs if run.words)


def anchor(words: str) -> str:
    """A heading as the end of an address."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "part"


def links(blocks: Iterable[Block]) -> list[str]:
    """Every address that the text leads to."""
    return [run.href for block in blocks for item in block.items for run in item if run.href]


# -- how hard it is to read ---------------------------------------------------------------------------


def plain(blocks: Iterable[Block], figure: Callable[[str], str]) -> str:
    """The sentences of a text without headings; a list item without a stop counts as one; `figure` gives
    the words of a statement by its key."""
    lines: list[str] = []
    for block in blocks:
        if block.kind == "figure":
            lines.append(figure(block.key))
        elif block.kind != "heading":
            lines += block.text.split("\n")
    return "\n".join(line if SENTENCE_END.search(line[-2:]) else f"{line}." for line in lines if line)


def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade (Kincaid et al. 1975): 0.39 words/sentence + 11.8 syllables/word - 15.59."""
    words = WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(SENTENCE_END.findall(text)))
    spoken = sum(syllables(word) for word in words)
    return round(0.39 * len(words) / sentences + 11.8 * spoken / len(words) - 15.59, 1)


SILENT_END = re.compile(r"(?<![aeiouy])e$(?<![^aeiouy]le)|(?<![aeiouydt])ed$|(?<![aeiouyscgxz])(?<![cs]h)es$")
SPOKEN_APART = re.compile(
    r"(?<![tcsgxln])i[aou]|(?<!p)eo|(?<![gq])ua|iet|(?<![tcs])(?<!fr)ien|[aeiouy](?=ing$)|[st](?=hm$|m$)"
    r"|(?<=[ct])i(?=at)|(?<=[dr])ea$|(?<=ch)o(?=an)|(?<=sc)ien"
)


def syllables(word: str) -> int:
    """Syllables of an English word by its vowel groups; at least one, a numeral counts as one."""
    low = re.sub(r"[^a-z]", "", word.lower()).replace("qu", "kw")
    low = re.sub(r"some(?=.)", "som", low)  # someone, something: its e is as silent as at the end
    groups = len(re.findall(r"[aeiouy]+", low))
    return max(1, groups - len(SILENT_END.findall(low)) + len(SPOKEN_APART.findall(low)))
