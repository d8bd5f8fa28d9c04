"""Copies, remarks and hours in words: days, states, lines with what was replaced, sums of time."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reverie.core import dates
from reverie.supervision.models import REASON_WORDS, TRAINING, SupervisionHour
from reverie.supervision.queries import Held, Listed, Pair, Reading, Said, Total

REPLACED = re.compile(r"\[([^\[\]\n]{1,60})\]")
"""What an author put in place of a name, a day or a place."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a line; `is_replaced` when it stands for something left out."""

    words: str
    is_replaced: bool = False


@dataclass(frozen=True)
class RemarkRow:
    """One remark, in words."""

    said: Said
    head: str


@dataclass(frozen=True)
class LineRow:
    """One line with its margin. `voice` is empty where the same person goes on."""

    number: int
    voice: str
    by: str
    pieces: tuple[Piece, ...]
    remarks: list[RemarkRow] = field(default_factory=list)


@dataclass(frozen=True)
class CopyRow:
    """One copy of a list, in words."""

    listed: Listed
    head: str
    state: str
    mark: str
    remarks: str
    is_new: bool


@dataclass(frozen=True)
class PairRow:
    """One supervision, in words."""

    pair: Pair
    name: str
    about: str
    hours: str
    waits: str
    open: list[CopyRow]
    past: list[CopyRow]


@dataclass(frozen=True)
class HourRow:
    """One hour of the log, in words."""

    row: SupervisionHour
    day: str
    length: str
    state: str
    mark: str
    answered_on: date | None


def pieces_of(text: str) -> tuple[Piece, ...]:
    """The line with what was replaced apart."""
    found, at = [], 0
    for match in REPLACED.finditer(text):
        found += [Piece(text[at : match.start()])] if match.start() > at else []
        found.append(Piece(match[1], is_replaced=True))
        at = match.end()
    return (*found, Piece(text[at:])) if at < len(text) or not found else tuple(found)


def lines_of(reading: Reading, zone: str) -> list[LineRow]:
    """Every line with the remarks on it."""
    rows, before = [], ""
    for number, line in enumerate(reading.words.lines):
        voice = "" if line.speaker == before else line.speaker
        by = "t" if line.speaker == "T" else ""
        rows.append(LineRow(number, voice, by, pieces_of(line.text)))
        before = line.speaker
    for said in reading.remarks:
        if said.row.line is not None and said.row.line < len(rows):
            rows[said.row.line].remarks.append(_remark(said, zone))
    return rows


def on_the_whole(reading: Reading, zone: str) -> list[RemarkRow]:
    """The remarks on no line."""
    return [_remark(said, zone) for said in reading.remarks if said.row.line is None]


def state_of(reading: Reading, zone: str) -> tuple[str, str]:
    """Who reads the copy now and until when, and its mark."""
    name = reading.copy.supervision.supervisor.name
    return _state(Listed(reading.copy, "", reading.is_open, 0, 0), name, zone)


def reads_of(reading: Reading, zone: str) -> list[str]:
    """When its reader opened it: "Tuesday, June 9, at 9:10 am"."""
    return list(dict.fromkeys(dates.day_and_time(moment, zone) for moment in reading.reads))


def other_name(reading: Reading) -> str:
    """With whom the actor reads it."""
    pair = reading.copy.supervision
    return pair.supervisor.name if reading.is_author else pair.supervisee.name


def pair_rows(pairs: Iterable[Pair], zone: str) -> list[PairRow]:
    """The supervisions of a person."""
    return [pair_row(pair, zone) for pair in pairs]


def pair_row(pair: Pair, zone: str) -> PairRow:
    """One supervision: with whom, since when, its copies open and past, its hours."""
    other = pair.row.supervisor if pair.is_own else pair.row.supervisee
    copies = [_copy_row(listed, pair, zone) for listed in pair.copies]
    held = hours_words(pair.held, pair.row.supervisor.name)
    count = pair.held.waiting
    waits = "" if pair.is_own or not count else ngettext(
        "{count} hour waits for you to confirm it", "{count} hours wait for you to confirm them", count
    ).format(count=count)  # fmt: skip
    return PairRow(
        pair, other.name, _about(pair, zone), held, waits,
        [row for row in copies if row.listed.is_open], [row for row in copies if not row.listed.is_open],
    )  # fmt: skip


def hours_words(held: Held, supervisor: str) -> str:
    """ "Since January: 11 hours, all confirmed by Naomi Feld." """
    if not held.minutes:
        return _("No hours are in the log of this year yet.")
    words = _("Since January: {time}, all confirmed by {name}.")
    if held.waiting:
        words = ngettext(
            "Since January: {time}; {count} entry waits to be confirmed.",
            "Since January: {time}; {count} entries wait to be confirmed.", held.waiting,
        )  # fmt: skip
    return words.format(time=length(held.minutes), name=supervisor, count=held.waiting)


def hour_rows(hours: Iterable[SupervisionHour], zone: str) -> list[HourRow]:
    """The log, line by line."""
    return [
        HourRow(
            row,
            dates.day(row.held_on, zone),
            length(row.minutes),
            *_hour(row, zone),
            dates.local(row.answered_at, zone).date() if row.answered_at else None,
        )
        for row in hours
    ]


def total_rows(totals: Iterable[Total]) -> list[tuple[str, str, str, str, str]]:
    """Supervisee, supervisor, kind, confirmed and waiting time."""
    return [
        (row.supervisee, row.supervisor, kind_word(row.kind), length(row.confirmed), length(row.waiting))
        for row in totals
    ]


def kind_word(kind: str) -> str:
    """The kind of a supervision."""
    return _("training") if kind == TRAINING else _("consultation")


def length(minutes: int) -> str:
    """ "50 minutes", "11 hours", "1 hour, 40 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = [ngettext("{count} hour", "{count} hours", hours).format(count=hours)] if hours else []
    if rest or not hours:
        parts.append(ngettext("{count} minute", "{count} minutes", rest).format(count=rest))
    return ", ".join(parts)


def day_of(day: date, zone: str) -> str:
    """A day in a head: "June 9"."""
    return dates.short_day(day, zone)


def _about(pair: Pair, zone: str) -> str:
    words = _("{kind}, since {day}")
    if pair.row.ended_at is not None:
        words = _("{kind}, ended on {ended}")
    ended = dates.short_day(pair.row.ended_at, zone) if pair.row.ended_at else ""
    kind = kind_word(pair.row.kind).capitalize()
    return words.format(kind=kind, day=dates.short_day(pair.row.starts_on, zone), ended=ended)


def _copy_row(listed: Listed, pair: Pair, zone: str) -> CopyRow:
    head = _("Presented {day}").format(day=dates.short_day(listed.copy.presented_at, zone))
    state, mark = _state(listed, pair.row.supervisor.name, zone)
    count, words = listed.remarks, ""
    if listed.unread:
        words = ngettext("{count} remark to read", "{count} remarks to read", listed.unread)
    elif count:
        words = ngettext("{count} remark", "{count} remarks", count)
    remarks = words.format(count=listed.unread or count)
    return CopyRow(listed, head, state, mark, remarks, bool(listed.unread))


def _state(listed: Listed, name: str, zone: str) -> tuple[str, str]:
    copy = listed.copy
    if copy.withdrawn_at is not None:
        return _("Taken back {day}").format(day=dates.short_day(copy.withdrawn_at, zone)), "private"
    if listed.is_open:
        return _("Shown to {name} until {day}").format(name=name, day=day_of(copy.until, zone)), "shared"
    if copy.ended_early(zone):
        return _("Closed with the supervision"), "private"
    return _("Was shown until {day}").format(day=day_of(copy.until, zone)), "private"


def _remark(said: Said, zone: str) -> RemarkRow:
    who = _("You") if said.is_own else said.row.author.name
    words = _("{who}, {day}, on") if said.quote else _("{who}, {day}")
    return RemarkRow(said, words.format(who=who, day=dates.day(said.row.said_at, zone)))


def _hour(row: SupervisionHour, zone: str) -> tuple[str, str]:
    if row.state == SupervisionHour.LOGGED:
        return _("Waits to be confirmed"), "open"
    day = dates.short_day(row.answered_at, zone) if row.answered_at else ""
    if row.state == SupervisionHour.CONFIRMED:
        return _("Confirmed {day}").format(day=day), "done"
    return _("Returned {day}. {reason}.").format(day=day, reason=dict(REASON_WORDS)[row.reason]), "risk"
