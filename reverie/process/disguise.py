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
afterwards beforehand downstairs evening hardly inside meanwhile morning otherwise outside
tomorrow tonight upstairs
a about actually after again against ago all almost already also although always am an and another any
anybody anyone anything anyway anywhere are aren't around as at away back be because been before behind
being beside besides between both brother but by came can can't cannot certainly clearly come could
couldn't dad did didn't do does doesn't don't during each eight either else enough even ever every
everybody everyone everything father feel feeling felt few finally fine first five for four from gave
get give go going gone good got great had has hasn't have haven't he her here hers him his honestly how
if in instead is isn't it its just knew know last later leave left let like long look looking made make
many maybe me might mine mom more most mother much mum must my neither never next nine no nobody none
not nothing noticed now nowhere obviously of off oh ok okay on once one only or other ought our out over
people perhaps please probably quite rather read really remember right said same say saying says second
see seen seven shall she should shouldn't silence since sister six so some somebody someone something
sometimes somewhere soon sorry still such suddenly take tell ten than thank thanks that the their them
then there these they think thinking this those though thought three to today too took two under unless
until up us usually very want wanted was wasn't we well went were weren't what whatever when whenever
where wherever whether which while who whoever why with without won't wonder wondered would wouldn't
years yes yesterday yet you your
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
    meant = [Alias(plain(pair.original).strip(), plain(pair.alias).strip()) for pair in aliases]
    pairs = sorted((pair for pair in meant if pair.original), key=lambda pair: -len(pair.original))
    body, at, found = plain(text), 0, list[Piece]()
    if pairs:
        pattern = re.compile("|".join(f"({_pattern(pair.original)})" for pair in pairs))
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
    is let go only when it stands there, or in the lines, in small letters too, and nowhere inside a sentence
    with a capital.
    """
    hidden = [_hidden(pieces) for pieces in lines]
    names = _any_of(known)
    small = _small("\n".join([plain(written), *hidden]))
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
    alias = pair.alias or LEFT_OUT
    begins = stood[0].isupper() and pair.original[0].islower()
    return alias[0].upper() + alias[1:] if begins else alias


def _hidden(pieces: Pieces) -> str:
    """The text with every alias as signs that are no letters, so that places and beginnings stay right."""
    return "".join("\0" * len(piece.text) if piece.original else piece.text for piece in pieces)


def _any_of(known: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for every name, in any case; None without names."""
    names = sorted({plain(name).strip() for name in known} - {""}, key=len, reverse=True)
    return re.compile(f"{BEFORE}(?i:{'|'.join(map(_letters, names))}){AFTER}") if names else None


def _small(text: str) -> Set[str]:
    """Words that are nobody's name where they begin a sentence: usual ones, and those written small here."""
    found = [(match.group(), match.start()) for match in WORD.finditer(text)]
    small = {word for word, _at in found if word.islower()}
    inside = {word.lower() for word, at in found if word[0].isupper() and not _begins(text, at)}
    return (BEGINNINGS | small) - inside


def _begins(text: str, at: int) -> bool:
    """True when the word at this place begins a sentence or a quotation."""
    return STARTS.search(text[max(0, at - AROUND) : at]) is not None


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
        forms = {word.lower().replace("\u2019", "'"), stem.lower()}
        is_let_go = forms & small and _begins(hidden, match.start())
        if word[0].isupper() and stem != "I" and not is_let_go:
            yield match, CAPITAL
