"""A moving-in as words: its state, its heaps, the lines that were left out."""

import csv
import io
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reverie.core import dates
from reverie.interop.actions import safe_cells
from reverie.interop.client_lines import ClientLine
from reverie.interop.hour_lines import HourLine
from reverie.interop.models import BroughtAlong, MoveIn, PracticeCopy
from reverie.interop.queries.hours import HoursPlan
from reverie.interop.queries.moving import ClientPlan

MOST_SHOWN = 50


def state_of(move: MoveIn) -> tuple[str, str]:
    """A word for the state, and the kind of tag it stands in."""
    return {
        MoveIn.READY: (_("Not yet run"), "open"),
        MoveIn.RUNNING: (_("Under way"), "open"),
        MoveIn.DONE: (_("Done"), "done"),
        MoveIn.UNDOING: (_("Being undone"), "open"),
        MoveIn.UNDONE: (_("Undone"), ""),
        MoveIn.FAILED: (_("Halted"), "open"),
    }[move.state]


def kind_of(move: MoveIn) -> str:
    """What is brought over."""
    words = {MoveIn.CLIENTS: _("Clients"), MoveIn.HOURS: _("Hours"), MoveIn.PAPERS: _("Papers")}
    return {**words, MoveIn.RECORD: _("Record of one person")}[move.kind]


def addresses(move: MoveIn) -> dict[str, str]:
    """Where its page is, and where each act on it goes."""
    start = "interop:record-in" if move.kind == MoveIn.RECORD else "interop:move-in"
    acts = {act: reverse(f"{start}-{act}", args=[move.pk]) for act in ("run", "undo", "forget", "go-on")}
    return {"page": reverse(start, args=[move.pk]), "go_on": acts.pop("go-on"), **acts}


def page(move: MoveIn, words: dict[str, Any]) -> dict[str, Any]:
    """What its page says of it, whatever its state."""
    state, tag = state_of(move)
    said = {"refused": words.get("refused", []), "failed": words.get("failed", "")}
    about = {"name": words["name"], "state": state, "tag": tag, "progress": progress(move)}
    return {**about, **said, "to": addresses(move)}


@dataclass(frozen=True)
class MoveRow:
    """One moving-in in the list."""

    url: str
    kind: str
    name: str
    when: str
    state: str
    tag: str


def move_row(move: MoveIn, name: str, zone: str) -> MoveRow:
    """A line of the list."""
    state, tag = state_of(move)
    return MoveRow(
        addresses(move)["page"], kind_of(move), name, dates.day_and_time(move.created_at, zone), state, tag
    )


def progress(move: MoveIn) -> str:
    """How far it is, in words."""
    if move.state == MoveIn.UNDONE:
        words = _("Everything that it had made is taken back.")
        stayed = ngettext(
            "{n} thing stays, since somebody has worked with it.",
            "{n} things stay, since somebody has worked with them.",
            move.stayed,
        )
        return stayed.format(n=move.stayed) if move.stayed else words
    return _("{n} of {total}").format(n=move.through, total=move.total)


@dataclass(frozen=True)
class LineRow:
    """One line of the file, with what is said of it."""

    line: int
    name: str
    says: str


def faulty_rows(plan: ClientPlan) -> list[LineRow]:
    """Lines that are not brought over, each with column and reason."""
    return [LineRow(row.line, row.name, _faults(row)) for row in plan.faulty]


def double_rows(plan: ClientPlan) -> list[LineRow]:
    """Lines of people who seem to be here."""
    return [LineRow(row.line, row.name, _("is {whom}").format(whom=row.double_of)) for row in plan.doubles]


def ready_rows(plan: ClientPlan, zone: str) -> list[tuple[int, str, str, str, str]]:
    """The first lines that become clients: line, name, address, birth, what was mended."""
    return [
        (
            row.line,
            row.name,
            row.values.get("email", "") or row.values.get("phone", ""),
            date_format(row.born_on, "F j, Y") if row.born_on else "",
            " ".join(row.notes),
        )
        for row in plan.ready[:MOST_SHOWN]
    ]


def left_out_file(plan: ClientPlan) -> bytes:
    """The lines that are not brought over, as they came, with the reason in front; cells made harmless."""
    target = io.StringIO()
    target.write("\ufeff")
    writer = csv.writer(target)
    writer.writerow([_("Line"), _("Why it was left out"), *safe_cells(plan.table.head)])
    reasons = {row.line: _faults(row) for row in plan.faulty}
    if not plan.brings_doubles:
        reasons |= {row.line: row.double_of for row in plan.doubles}
    for row in plan.table.rows:
        if row.line in reasons:
            writer.writerow([row.line, *safe_cells([reasons[row.line], *(row.cells or ())])])
    return target.getvalue().encode()


def _faults(line: ClientLine) -> str:
    return " ".join(
        f"{fault.column}: {fault.sentence}" if fault.column else fault.sentence for fault in line.faults
    )


@dataclass(frozen=True)
class BesideRow:
    """One thing that came along."""

    pk: str
    title: str
    when: str
    source: str
    has_file: bool
    columns: list[tuple[str, str]]
    problems: list[dict[str, str]]
    encounters: list[dict[str, str]]
    not_read: str


def beside_row(row: BroughtAlong, words: dict[str, Any], zone: str) -> BesideRow:
    """A thing that came along, as words."""
    return BesideRow(
        str(row.pk),
        words["title"],
        dates.day(row.created_at, zone),
        words["source"],
        row.file_id is not None,
        list(words.get("columns", {}).items()),
        words.get("problems", []),
        words.get("encounters", []),
        ", ".join(words.get("not_read", [])),
    )


def hour_rows(plan: HoursPlan) -> list[tuple[int, str, str, str]]:
    """The first lines that lie ahead, and the faulty ones: line, whose, when, what is said of it."""
    shown = [*plan.faulty, *plan.ahead][:MOST_SHOWN]
    return [(line.line, line.who, _when(line), line.fault or " ".join(line.notes)) for line in shown]


def _when(line: HourLine) -> str:
    if line.day is None or line.fault:
        return ""
    clock = dates.time(datetime.combine(line.day, time(*divmod(line.minute, 60)), UTC), "UTC")
    if not line.step_days:
        return _("{day}, {time}").format(day=date_format(line.day, "l, F j, Y"), time=clock)
    every = _("every {weekday}") if line.step_days == 7 else _("every other {weekday}")
    words = every.format(weekday=date_format(line.day, "l"))
    return _("{every}, {time}, from {day}").format(
        every=words, time=clock, day=date_format(line.day, "F j, Y")
    )


@dataclass(frozen=True)
class CopyFile:
    """One file of a copy of the practice."""

    number: int
    name: str
    rows: str


@dataclass(frozen=True)
class CopyRow:
    """One copy of the practice."""

    pk: str
    when: str
    state: str
    tag: str
    is_at_work: bool
    through: int
    total: int
    progress: str
    files: list[CopyFile]


def copy_row(copy: PracticeCopy, zone: str, *, given_up: bool) -> CopyRow:
    """A copy with its files, once it is whole."""
    is_done = copy.state == PracticeCopy.DONE
    state = (
        _("whole")
        if is_done
        else _("halted; throw it away and make another")
        if given_up
        else _("being made")
    )
    files = [
        CopyFile(
            file.number, file.name, ngettext("{n} row", "{n} rows", file.rows).format(n=f"{file.rows:,}")
        )
        for file in (copy.files.all() if is_done else ())
    ]
    return CopyRow(
        str(copy.pk), dates.day_and_time(copy.created_at, zone), state, "done" if is_done else "open",
        not is_done and not given_up, copy.through, max(copy.total, 1),
        _("{n} of {total} files").format(n=copy.through, total=copy.total), files,
    )  # fmt: skip
