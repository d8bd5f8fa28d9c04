"""A sheet's text as turns, each cut into pieces where marks begin and end, with its notes beside it."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from reverie.process.anchors import Anchor, place
from reverie.process.models.kinds import level_of
from reverie.process.presenters.notes import Note, note_of
from reverie.process.queries.sheets import SheetPage

SPOKEN = re.compile(r"(\w{1,12}):[ \t]*(?=\S)")
ASIDES = ("Feeling", "Thought", "Later")
"""Lines of a process recording that belong to the line before: the three columns beside the dialogue."""
TIME = re.compile(r"\d{1,2}:\d\d(?: ?[ap]m)?")


@dataclass(frozen=True)
class Label:
    """What a marked piece carries: link, class, letters and words for a screen reader."""

    moment: UUID
    css: str
    letters: str
    words: str
    starts: bool
    ends: bool


@dataclass(frozen=True)
class Piece:
    """A run of text under the same marks; the last label is the innermost."""

    text: str
    labels: tuple[Label, ...] = ()


@dataclass
class Turn:
    """One paragraph: who speaks, when, the stretch of the body, the pieces and the notes in the margin."""

    id: str
    start: int
    end: int
    voice: str = ""
    at: str = ""
    by: str = ""
    pieces: list[Piece] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True)
class Span:
    """Where a moment stands in the text."""

    start: int
    end: int
    moment: UUID
    words: dict[str, Any]
    is_second: bool = False


@dataclass(frozen=True)
class Script:
    """What the reading page shows: turns, and notes whose words have lost their place."""

    turns: list[Turn]
    lost: list[Note]


def script_of(page: SheetPage) -> Script:
    """The sheet as it is read."""
    body = str(page.words["body"])
    turns = turns_of(body, page.words.get("speakers") or {})
    spans, lost = [], []
    for moment, words in page.moments.items():
        anchors = [Anchor(**anchor) for anchor in words["anchors"]]
        places = [place(body, anchor) for anchor in anchors]
        spans += [Span(*found, moment, words, bool(n)) for n, found in enumerate(places) if found]
        if places[0] is None:
            lost.append(note_of(moment, words, page.threads))
    spans.sort(key=lambda span: (span.start, -span.end))
    _fill(turns, body, spans, page.threads)
    return Script(turns, lost)


def turns_of(body: str, speakers: dict[str, str]) -> list[Turn]:
    """The paragraphs of a body: a line each where people are named, else what blank lines divide."""
    is_dialogue = any(SPOKEN.match(line) for line in body.splitlines())
    pattern = r"[^\n]+" if is_dialogue else r"\S(?:.|\n(?!\s*\n))*"
    turns: list[Turn] = []
    time = ""
    for match in re.finditer(pattern, body):
        text = match.group().strip()
        if not text:
            continue
        if TIME.fullmatch(text):
            time = text
            continue
        turns.append(_turn(match, len(turns) + 1, speakers, is_dialogue, time))
        time = ""
    return turns


def _turn(match: re.Match[str], number: int, speakers: dict[str, str], is_dialogue: bool, time: str) -> Turn:
    spoken = SPOKEN.match(match.group()) if is_dialogue else None
    voice = spoken.group(1) if spoken else ""
    start = match.start() + (spoken.end() if spoken else 0)
    is_own = speakers.get(voice) == "you" or (voice == "T" and "T" not in speakers)
    by = ("t" if is_own else "") if spoken else ("gap" if is_dialogue else "")
    by = "own" if voice in ASIDES else by
    return Turn(f"u{number}", start, match.end(), voice_of(voice), time, by)


@dataclass(frozen=True)
class Row:
    """One line of a process recording: the dialogue, and what was put beside it."""

    turn: Turn | None
    asides: dict[str, list[Turn]]

    def cells(self) -> list[list[Turn]]:
        """Feelings, thoughts, later comment."""
        return [self.asides.get(name, []) for name in ASIDES]


def rows_of(turns: Sequence[Turn]) -> list[Row]:
    """The turns in four columns; empty when no line has anything beside it."""
    if not any(turn.voice in ASIDES for turn in turns):
        return []
    found: list[Row] = []
    for turn in turns:
        if turn.voice not in ASIDES:
            found.append(Row(turn, {}))
            continue
        if not found:
            found.append(Row(None, {}))
        found[-1].asides.setdefault(turn.voice, []).append(turn)
    return found


def voice_of(letter: str) -> str:
    """ "E." for a letter, a name as it is."""
    return f"{letter}." if len(letter) == 1 else letter


def _fill(turns: list[Turn], body: str, spans: Sequence[Span], threads: dict[UUID, str]) -> None:
    starts = [turn.start for turn in turns]
    held: list[list[Span]] = [[] for _turn in turns]
    noted: set[UUID] = set()
    for span in spans:
        first = max(0, bisect_right(starts, span.start) - 1)
        for index in range(first, len(turns)):
            if turns[index].start >= span.end:
                break
            if turns[index].end > span.start:
                held[index].append(span)
                if span.moment not in noted:
                    turns[index].notes.append(note_of(span.moment, span.words, threads))
                    noted.add(span.moment)
    for turn, inside in zip(turns, held, strict=True):
        turn.pieces = _pieces(body, turn, inside)
        if turn.by == "gap" and any(span.words["kind"] == "countertransference" for span in inside):
            turn.by = "own"


def _pieces(body: str, turn: Turn, spans: list[Span]) -> list[Piece]:
    cuts = {turn.start, turn.end}
    for span in spans:
        cuts |= {max(turn.start, span.start), min(turn.end, span.end)}
    edges = sorted(cuts)
    found = []
    for start, end in pairwise(edges):
        labels = tuple(
            _label(span, start == span.start and not span.is_second, end == min(turn.end, span.end))
            for span in spans
            if span.start <= start and end <= span.end
        )
        found.append(Piece(body[start:end], labels))
    return found


def _label(span: Span, starts: bool, ends: bool) -> Label:
    note = note_of(span.moment, span.words, {})
    level = level_of(span.words["codes"]) if span.words["kind"] == "defense" else None
    said = note.title.lower() + (", " + _("level %s") % level if level else "")
    letters = f"{note.letters} {level}" if level else note.letters
    return Label(span.moment, note.css, letters, said, starts, ends)
