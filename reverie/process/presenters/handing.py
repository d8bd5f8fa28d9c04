"""What is handed over to supervision, in lines to choose from and in words."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reverie.core import clock, dates
from reverie.process.actions import Said
from reverie.process.anchors import Anchor, place
from reverie.process.disguise import (
    ADDRESS,
    CALENDAR,
    CAPITAL,
    NAME,
    NUMBER,
    Pieces,
    Suspect,
    disguise,
    text_of,
)
from reverie.process.presenters.script import ASIDES, Turn, script_of, turns_of
from reverie.process.queries.handing import MINE, HandedRow, Leaving, leaving_of, pairs_of
from reverie.process.queries.sheets import SheetPage
from reverie.supervision.models import PresentedCopy


@dataclass(frozen=True)
class Choices:
    """The lines of a sheet as they were spoken, and those that are the author's own, chosen one by one."""

    spoken: list[Said]
    own: list[Said]

    @property
    def all(self) -> list[Said]:
        """Both, in the order of the page; a line is chosen by its place."""
        return [*self.spoken, *self.own]


def choices_of(page: SheetPage) -> Choices:
    """What may be chosen of a sheet; what the hour did with the author stands apart, wherever it stands."""
    words, sheet = page.words, page.sheet.id
    body, speakers = str(words["body"]), words.get("speakers") or {}
    turns = script_of(page).turns
    lines = [_said(body, turn, speakers, sheet) for turn in turns]
    spoken = [line for line, turn in zip(lines, turns, strict=True) if turn.by != "own"]
    own = [line for line, turn in zip(lines, turns, strict=True) if turn.by == "own"]
    for name in ("reactions", "carry_over"):
        own += [Said(MINE, text.strip(), str(sheet)) for text in str(words.get(name) or "").splitlines()]
    return Choices(spoken, [line for line in own if line.text])


def said_in(words: dict[str, Any], moment: UUID, held: dict[str, Any], sheet: UUID) -> list[Said]:
    """The passage of a moment as lines, each with who says it; as it was quoted when it lost its place."""
    anchor = Anchor(**held["anchors"][0])
    body, speakers = str(words["body"]), words.get("speakers") or {}
    span = place(body, anchor)
    if span is None:
        return [Said("", anchor.quote, str(sheet), str(moment))]
    found = []
    for turn in turns_of(body, speakers):
        start, end = max(turn.start, span[0]), min(turn.end, span[1])
        if start < end:
            line = Turn(turn.id, start, end, turn.voice, by=turn.by)
            found.append(_said(body, line, speakers, sheet, str(moment)))
    return found


def _said(body: str, turn: Turn, speakers: dict[str, str], sheet: UUID, moment: str = "") -> Said:
    letter = turn.voice.removesuffix(".")
    who = MINE if turn.by in ("t", "own") or letter in ASIDES else speakers.get(letter, letter)
    return Said(who, body[turn.start : turn.end].strip(), str(sheet), moment)


# -- what leaves ------------------------------------------------------------------------------------------

WHY = {
    NAME: gettext_lazy("a name you know"),
    CAPITAL: gettext_lazy("written with a capital"),
    NUMBER: gettext_lazy("a number, or an age"),
    CALENDAR: gettext_lazy("a month or a day"),
    ADDRESS: gettext_lazy("an address"),
}


def shown(pieces: Pieces) -> list[tuple[str, str]]:
    """Pieces for a page: the words, and what they stand for; brackets are drawn, not written."""
    found = []
    for piece in pieces:
        is_bare = piece.original and piece.text[0] == "[" and piece.text[-1] == "]"
        found.append((piece.text[1:-1] if is_bare else piece.text, piece.original))
    return found


def leaving_context(leaving: Leaving, looked: list[str]) -> dict[str, Any]:
    """Exactly what would leave, line by line, and what to look at."""
    return {
        "title": shown(leaving.title),
        "question": shown(leaving.question),
        "lines": [(shown(who), shown(said)) for who, said in leaving.lines],
        "replaced": leaving.replaced,
        "count": sum(row.count for row in leaving.replaced),
        "seal": leaving.seal,
        "suspects": [(row.words, _where(row), row.words in looked) for row in leaving.suspects],
    }


def _where(row: Suspect) -> str:
    places = []
    for at in row.lines:
        places.append((_("title"), _("question"))[at] if at < 2 else _("line %s") % (at // 2))
    return f"{WHY[row.why]}; {', '.join(dict.fromkeys(places))}"


def speakers_of(words: dict[str, Any]) -> list[tuple[str, str]]:
    """Who speaks, and what is written in their place; only those whose name is replaced."""
    pairs = pairs_of(words["aliases"])
    names = dict.fromkeys(row["who"] for row in words["lines"])
    found = {who: text_of(disguise(who, pairs)) for who in names}
    return [(who, alias) for who, alias in found.items() if who != alias]


# -- what is out ------------------------------------------------------------------------------------------


def state_of(copy: PresentedCopy | None, zone: str) -> tuple[str, str]:
    """Where a copy stands, in words, and the mark of its tag."""
    if copy is None:
        return _("Not there any more"), "private"
    reader, day = copy.supervision.supervisor.name, dates.short_day(copy.until, zone)
    if copy.withdrawn_at is not None:
        return _("Taken back on %s") % dates.short_day(copy.withdrawn_at, zone), "private"
    if copy.ended_early(zone):
        return _("Closed: the supervision with %s has ended") % reader, "private"
    if clock.today(copy.practice.zone) > copy.until:
        return _("Was open to %(who)s until %(day)s") % {"who": reader, "day": day}, "done"
    return _("Presented to %(who)s until %(day)s") % {"who": reader, "day": day}, "shared"


@dataclass(frozen=True)
class HandedLine:
    """One handing over in a list: how it is called, where it stands, how much was replaced."""

    id: UUID
    title: str
    begins: str
    state: str
    mark: str
    replaced: str
    copy: UUID | None


def handed_lines(rows: list[HandedRow], zone: str) -> tuple[list[HandedLine], list[HandedLine]]:
    """What is being made ready, and what is or was out, latest first."""
    preparing: list[HandedLine] = []
    out: list[HandedLine] = []
    for row in rows:
        leaving = leaving_of(row.words, "")
        count = sum(one.count for one in leaving.replaced)
        state, mark = (_("Not presented yet"), "open") if row.is_preparing else state_of(row.copy, zone)
        words = leaving.words
        line = HandedLine(
            row.row.id,
            words.title or _("without a title"),
            words.lines[0].text if words.lines else "",
            state,
            mark,
            ngettext("Check what was replaced (%s)", "Check what was replaced (%s)", count) % count,
            row.copy.pk if row.copy else None,
        )
        (preparing if row.is_preparing else out).append(line)
    return preparing, out


def copy_context(row: HandedRow, zone: str) -> dict[str, Any]:
    """What left, beside what it stood for."""
    leaving = leaving_of(row.words, "")
    state, mark = state_of(row.copy, zone)
    said = [(line["who"], line["text"]) for line in row.words["lines"]]
    return {
        **leaving_context(leaving, []),
        "said": said,
        "speakers": speakers_of(row.words),
        "state": state,
        "mark": mark,
        "copy": row.copy,
        "is_open": row.copy is not None and row.copy.is_open(clock.today(row.copy.practice.zone)),
    }
