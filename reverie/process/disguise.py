"""Replaces what would say who somebody is, and lists what still looks like it: string matching, no more.

    pieces = disguise("Jonah’s at somebody’s.", [Alias("Jonah", "[brother]")])
    text_of(pieces)                 # "[brother]’s at somebody’s."
    suspects([pieces], ["Marsh"])   # what is left for the author to look at

It reads letters and not sense, knows no names but those it is given, and decides nothing: the author does.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

LEFT_OUT = "[…]"
"""What stands for an original without an alias."""
NAME, CAPITAL, NUMBER, CALENDAR, ADDRESS = "name", "capital", "number", "calendar", "address"
"""Why something is listed: a known name, a capital letter, a number or age, a month or day, an address."""

INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
APOSTROPHES, HYPHENS = "'\u2019\u02bc", "-\u2010\u2011"
BEFORE, AFTER = r"(?<![^\W_])", r"(?![^\W_])"
"""No letter and no digit there; an underscore is how people set words apart."""
WORD = re.compile(rf"[^\W\d_]+(?:[{APOSTROPHES}{HYPHENS}][^\W\d_]+)*")
STARTS = re.compile(r"(?:^|[.?!:;…—–\n])[^\w\0]*$|[\"“‘«(\[]$")
"""What stands before the first word of a sentence, or of a quotation."""
AROUND = 40
COUNTED = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred"
).replace(" ", "|")
NUMBERS = re.compile(
    r"\d+(?:[.,:/-]\d+)*(?:st|nd|rd|th)?"
    rf"|{BEFORE}(?:{COUNTED})(?:[\s-](?:and\s)?(?:{COUNTED}))*[\s-](?:years?|months?|weeks?|o['’]clock)\w*"
    r"(?:[\s-]old)?"
    rf"|{BEFORE}(?:teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties){AFTER}",
    re.IGNORECASE,
)
DAYS = re.compile(
    rf"{BEFORE}(?:January|February|March|April|May|June|July|August|September|October|November|December"
    rf"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?){AFTER}"
)
ADDRESSES = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+", re.IGNORECASE)
SMALL = """
a about after again all also always an and another any are as at away back be because before but by
can could did do does don everybody everything for from had has have he her here hers him his how i
if in is isn it its just later let like maybe me mine more most my never no nobody none not nothing
now of off oh on once one only or other our out over perhaps please really right she should so some
somebody something sometimes sorry still than thank thanks that the their them then there these they
this those though three to today too two under until up us very was we well were what when where
which while who why will with without would yes yesterday yet you your
"""
BEGINNINGS = frozenset(SMALL.split())
"""Words that begin sentences and are nobody's name."""


@dataclass(frozen=True)
class Alias:
    """What is said instead of what; `original` as it is written in the text."""

    original: str
    alias: str


@dataclass(frozen=True)
class Piece:
    """A run of text; `original` is what it stands for, empty where nothing was replaced."""

    text: str
    original: str = ""


Pieces = tuple[Piece, ...]


@dataclass(frozen=True)
class Replaced:
    """One original as it stood, what stands for it, and how often."""

    original: str
    alias: str
    count: int


@dataclass(frozen=True)
class Suspect:
    """Something that still looks like an identity, why it is listed, and in which lines (from 0)."""

    words: str
    why: str
    lines: tuple[int, ...]


def plain(text: str) -> str:
    """Text in composed letters and without invisible signs, so that a name is found however it was typed."""
    return unicodedata.normalize("NFC", text.translate(INVISIBLE))


def disguise(text: str, aliases: Iterable[Alias]) -> Pieces:
    """The text in pieces, every original replaced: whole words, longest first, possessives kept.

    A single word with a capital is met as it is written and in capitals alone (May, never may); everything
    else in any case, and at the beginning of a sentence the alias begins as the original did.
    """
    pairs = sorted(
        (pair for pair in aliases if pair.original.strip()), key=lambda pair: -len(plain(pair.original))
    )
    body, at, found = plain(text), 0, list[Piece]()
    if pairs:
        pattern = re.compile("|".join(f"({_pattern(plain(pair.original).strip())})" for pair in pairs))
        for match in pattern.finditer(body):
            pair = pairs[(match.lastindex or 1) - 1]
            found += [Piece(body[at : match.start()]), Piece(_alias(match.group(), pair), match.group())]
            at = match.end()
    return tuple(piece for piece in (*found, Piece(body[at:])) if piece.text)


def text_of(pieces: Pieces) -> str:
    """What a reader sees."""
    return "".join(piece.text for piece in pieces)


def replaced(lines: Sequence[Pieces]) -> list[Replaced]:
    """What was replaced, in order of appearance."""
    counts: dict[tuple[str, str], int] = {}
    for piece in (piece for pieces in lines for piece in pieces if piece.original):
        counts[piece.original, piece.text] = counts.get((piece.original, piece.text), 0) + 1
    return [Replaced(original, alias, count) for (original, alias), count in counts.items()]


def suspects(lines: Sequence[Pieces], known: Iterable[str], written: str = "") -> list[Suspect]:
    """What still looks like an identity outside of the aliases, in order of appearance.

    `known` are names and originals; `written` is the author's text around it: a word that begins a sentence
    is let go only when it stands there, or in the lines, in small letters too.
    """
    hidden = [_hidden(pieces) for pieces in lines]
    names = _any_of(known)
    small = BEGINNINGS | {
        word for word in WORD.findall(" ".join([plain(written), *hidden])) if word.islower()
    }
    seen: dict[str, tuple[str, str, list[int]]] = {}
    for number, (pieces, text) in enumerate(zip(lines, hidden, strict=True)):
        for _start, words, why in sorted(_found(text_of(pieces), text, names, small)):
            seen.setdefault(words.casefold(), (words, why, []))[2].append(number)
    return [Suspect(words, why, tuple(dict.fromkeys(at))) for words, why, at in seen.values()]


def _pattern(original: str) -> str:
    is_one_name = len(original.split()) == 1 and original != original.lower()
    found = "|".join(_letters(form) for form in dict.fromkeys([original, original.upper()]))
    if not is_one_name:
        found = f"(?i:{_letters(original)})"
    first, last = (BEFORE if original[0].isalnum() else ""), (AFTER if original[-1].isalnum() else "")
    return f"{first}(?:{found}){last}"


def _letters(original: str) -> str:
    """A pattern for the letters; spaces, apostrophes and hyphens as people and programs write them."""
    found = []
    for sign in " ".join(original.split()):
        kin = next((kin for kin in (APOSTROPHES, HYPHENS) if sign in kin), "")
        found.append(r"\s+" if sign == " " else f"[{kin}]" if kin else re.escape(sign))
    return "".join(found)


def _alias(stood: str, pair: Alias) -> str:
    alias = plain(pair.alias).strip() or LEFT_OUT
    begins = stood[0].isupper() and pair.original.strip()[0].islower()
    return alias[0].upper() + alias[1:] if begins else alias


def _hidden(pieces: Pieces) -> str:
    """The text with every alias as signs that are no letters, so that places and beginnings stay right."""
    return "".join("\0" * len(piece.text) if piece.original else piece.text for piece in pieces)


def _any_of(known: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for every name, in any case; None without names."""
    names = sorted({plain(name).strip() for name in known} - {""}, key=len, reverse=True)
    return re.compile(f"{BEFORE}(?i:{'|'.join(map(_letters, names))}){AFTER}") if names else None


def _found(
    text: str, hidden: str, names: re.Pattern[str] | None, small: Set[str]
) -> Iterator[tuple[int, str, str]]:
    """(place, words, why) of everything to look at; what lies inside something longer is not said again."""
    taken: list[tuple[int, int]] = []
    for match, why in _matches(text, hidden, names, small):
        start, end = match.span()
        if not any(start < stop and begin < end for begin, stop in taken):
            taken.append((start, end))
            yield start, match.group().strip(), why


def _matches(
    text: str, hidden: str, names: re.Pattern[str] | None, small: Set[str]
) -> Iterator[tuple[re.Match[str], str]]:
    """Names are looked for in the aliases too, everything else outside of them."""
    for why, pattern in ((ADDRESS, ADDRESSES), (NUMBER, NUMBERS), (CALENDAR, DAYS)):
        yield from ((match, why) for match in pattern.finditer(hidden))
    if names:
        yield from ((match, NAME) for match in names.finditer(text))
    for match in WORD.finditer(hidden):
        word, stem = match.group(), re.split(f"[{APOSTROPHES}]", match.group())[0]
        before = hidden[max(0, match.start() - AROUND) : match.start()]
        is_let_go = {word.lower(), stem.lower()} & small and STARTS.search(before)
        if word[0].isupper() and stem != "I" and not is_let_go:
            yield match, CAPITAL
