"""Marked passages in a text that goes on being edited: pure functions, no database.

An anchor is a quote, what stood before and after it, and where it began. `anchor_of` finds words a person
pointed at, `follow` carries anchors from one text to the next, `place` says where one stands now. What
cannot be followed with certainty is lost and says so; nothing moves to other words in silence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

CONTEXT = 32
"""Characters kept on each side of a quote."""
ENOUGH = 12
"""Characters of context, on one side, that make a quote found again the same quote."""
TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
FEW = 4_000
"""Tokens up to which a changed stretch is compared word by word; longer ones line by line."""

Span = tuple[int, int]


class NotThere(LookupError):
    """The words do not occur in the text."""


class Twice(LookupError):
    """The words occur more than once; `places` lists (start, end) of each."""

    def __init__(self, places: list[Span]) -> None:
        super().__init__(f"The words occur {len(places)} times.")
        self.places = places


@dataclass(frozen=True)
class Anchor:
    """Words in a text, with what surrounds them; `start` counts characters from 0."""

    quote: str
    before: str
    after: str
    start: int
    is_lost: bool = False

    @property
    def end(self) -> int:
        """The character after the last."""
        return self.start + len(self.quote)


def anchor_at(text: str, start: int, end: int) -> Anchor:
    """The anchor of text[start:end]."""
    return Anchor(
        quote=text[start:end],
        before=text[max(0, start - CONTEXT) : start],
        after=text[end : end + CONTEXT],
        start=start,
    )


def anchor_of(text: str, words: str, within: Span | None = None) -> Anchor:
    """The anchor of `words`, looked for in the whole text or in one stretch of it.

    Spaces, line breaks (with the next speaker's name) and straight or curly quotation marks need not agree.
    Raises NotThere, or Twice when the place is not clear.
    """
    start, end = within or (0, len(text))
    pattern = _pattern(words)
    found = [match.span() for match in pattern.finditer(text, start, end)] if pattern else []
    if not found:
        raise NotThere("The words do not occur in the text.")
    if len(found) > 1:
        raise Twice(found)
    return anchor_at(text, *found[0])


def place(text: str, anchor: Anchor) -> Span | None:
    """Where the anchor's words stand in `text`; None when they have lost their place."""
    if not anchor.is_lost and text[anchor.start : anchor.end] == anchor.quote:
        return anchor.start, anchor.end
    return _again(text, anchor)


def follow(old: str, new: str, anchors: Sequence[Anchor]) -> list[Anchor]:
    """The anchors of `old` in `new`, in the same order; those whose words were changed come back lost."""
    if old == new:
        return list(anchors)
    head, tail = _unchanged(old, new)
    blocks = _blocks(old[head : len(old) - tail], new[head : len(new) - tail], head)
    shift = len(new) - len(old)
    return [_moved(anchor, old, new, (head, len(old) - tail, shift), blocks) for anchor in anchors]


def _moved(
    anchor: Anchor, old: str, new: str, edit: tuple[int, int, int], blocks: list[tuple[int, int, int]]
) -> Anchor:
    head, tail_start, shift = edit
    if anchor.is_lost:
        span = _again(new, anchor)
        return anchor_at(new, *span) if span else anchor
    start: int | None = None
    if anchor.end <= head:
        start = anchor.start
    elif anchor.start >= tail_start:
        start = anchor.start + shift
    else:
        start = next((b + anchor.start - a for a, b, n in blocks if _holds(a, n, anchor)), None)
    if start is None and old.count(anchor.quote) == 1:
        span = _again(new, anchor)
        start = span[0] if span else None
    if start is None or new[start : start + len(anchor.quote)] != anchor.quote:
        return replace(anchor, is_lost=True)
    return anchor_at(new, start, start + len(anchor.quote))


def _holds(start: int, length: int, anchor: Anchor) -> bool:
    return start <= anchor.start and anchor.end <= start + length


def _unchanged(old: str, new: str) -> Span:
    """How many characters the texts share at the beginning and, beyond those, at the end."""
    most = min(len(old), len(new))
    head = _same(old, new, most)
    return head, _same(old[head:][::-1], new[head:][::-1], most - head)


def _same(left: str, right: str, most: int) -> int:
    """Length of the common beginning, by halving (whole slices compare fast)."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if left[low:middle] == right[low:middle] else (low, middle - 1)
    return low


def _blocks(old: str, new: str, offset: int) -> list[tuple[int, int, int]]:
    """Stretches that both texts share in order: (start in old, start in new, length) in characters."""
    left, right = TOKENS.findall(old), TOKENS.findall(new)
    if len(left) > FEW or len(right) > FEW:
        left, right = old.splitlines(keepends=True), new.splitlines(keepends=True)
    ends_left, ends_right = _ends(left), _ends(right)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return [
        (offset + ends_left[a], offset + ends_right[b], ends_left[a + n] - ends_left[a])
        for a, b, n in matcher.get_matching_blocks()
        if n
    ]


def _ends(parts: Sequence[str]) -> list[int]:
    ends = [0]
    for part in parts:
        ends.append(ends[-1] + len(part))
    return ends


def _again(text: str, anchor: Anchor) -> Span | None:
    """The one place where the quote stands in its old surroundings; None when there is none, or two."""
    found = []
    start = text.find(anchor.quote) if anchor.quote else -1
    while start >= 0:
        if _at_home(text, anchor, start):
            found.append((start, start + len(anchor.quote)))
        start = text.find(anchor.quote, start + 1)
    return found[0] if len(found) == 1 else None


def _at_home(text: str, anchor: Anchor, start: int) -> bool:
    """True when enough of what stood before or after the quote stands there again."""
    end = start + len(anchor.quote)
    before, after = anchor.before[-ENOUGH:], anchor.after[:ENOUGH]
    return (len(before) == ENOUGH and text[:start].endswith(before)) or (
        len(after) == ENOUGH and text.startswith(after, end)
    )


MARKS = [("'‘’", "['‘’]"), ('"“”', '["“”]')]


def _pattern(words: str) -> re.Pattern[str] | None:
    """A pattern that forgives spaces, curly marks, dots and, at a line break, the next speaker's name."""
    parts = words.replace("...", "…").split()
    if not parts:
        return None
    return re.compile(r"(?:\n\w{1,12}:\s*|\s+)+".join(_loosely(part) for part in parts))


def _loosely(part: str) -> str:
    found = []
    for sign in part:
        same = next((pattern for signs, pattern in MARKS if sign in signs), None)
        found.append(same or (r"(?:…|\.\.\.)" if sign == "…" else re.escape(sign)))
    return "".join(found)
