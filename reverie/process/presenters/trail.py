"""A thread's trail in words: station by station, quiet returns gathered, breaks between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from reverie.core import dates
from reverie.process.models.kinds import kinds
from reverie.process.presenters.notes import detail_of, note_of
from reverie.process.queries.threads import Step, ThreadPage

HEADS = [
    ("rupture", "rupture", lazy("Rupture")),
    ("repair", "repair", lazy("Repair")),
    ("reopened", "appears", lazy("Opens again")),
    ("eased", "change", lazy("Eased")),
    ("interpreted", "interpreted", lazy("Interpreted")),
    ("named", "appears", lazy("Named")),
    ("noticed", "appears", lazy("First noticed")),
]


@dataclass(frozen=True)
class Said:
    """One quoted passage: where it is, who marked it as what, in which session."""

    sheet: UUID
    moment: UUID
    quote: str
    by: str
    remark: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Station:
    """One step of the trail, or returns in a row; `first` is open, `more` folded; a break has neither."""

    when: str
    date: str
    mark: str
    title: str
    first: Sequence[Said] = ()
    more: Sequence[Said] = ()


def stations_of(page: ThreadPage, zone: str) -> list[Station]:
    """The stations from first appearance to now."""
    by_sheet: dict[UUID, list[Step]] = {}
    for step in page.trail:
        by_sheet.setdefault(step.entry.sheet, []).append(step)
    found: list[Station] = []
    quiet: list[list[Step]] = []
    breaks = sorted(page.breaks)
    for steps in by_sheet.values():
        held = [edge for edge in breaks if edge[0] <= steps[0].entry.on]
        breaks = breaks[len(held) :]
        taken = _taken(page, steps)
        if quiet and (taken or held or _is_worked(page, quiet[0]) != _is_worked(page, steps)):
            found.append(_gathered(page, quiet, zone))
            quiet = []
        found += [_break(edge, zone) for edge in held if found]
        if taken:
            found.append(_station(page, steps, taken, zone))
        else:
            quiet.append(steps)
    return found + ([_gathered(page, quiet, zone)] if quiet else [])


def _taken(page: ThreadPage, steps: list[Step]) -> set[str]:
    """What happened to the thread in a session, beyond coming back or being interpreted once more."""
    thread, first = page.thread.id, page.thread.course.interpreted
    taken = {name for step in steps for name in step.entry.steps.get(thread, ())} - {"returns"}
    taken |= {str(step.entry.codes.get("turn", "rupture")) for step in steps if step.entry.kind == "rupture"}
    return taken - ({"interpreted"} if steps[0].entry.on != first else set())


def _is_worked(page: ThreadPage, steps: list[Step]) -> bool:
    since = page.thread.course.worked_since
    return since is not None and steps[0].entry.on >= since


def _station(page: ThreadPage, steps: list[Step], taken: set[str], zone: str) -> Station:
    mark, title = next((mark, title) for name, mark, title in HEADS if name in taken)
    says = [_said(step) for step in steps]
    carry = [bool(step.remark or step.entry.steps.get(page.thread.id)) for step in steps]
    first = [said for said, carries in zip(says, carry, strict=True) if carries] or says[:1]
    return Station(
        when=_when(steps),
        date=dates.short_day(steps[0].entry.on, zone),
        mark=mark,
        title=str(title),
        first=first,
        more=[said for said in says if said not in first],
    )


def _gathered(page: ThreadPage, quiet: list[list[Step]], zone: str) -> Station:
    """Sessions in a row in which the thread came back and nothing else happened to it."""
    worked = _is_worked(page, quiet[0])
    says = [_said(steps[0], _when(steps)) for steps in quiet]
    first, last = quiet[0], quiet[-1]
    when, day = _when(first), dates.short_day(first[0].entry.on, zone)
    if len(quiet) > 1:
        when = _("%(first)s to %(last)s") % {"first": when, "last": last[0].entry.number or ""}
        day = _("%(first)s to %(last)s") % {"first": day, "last": dates.short_day(last[0].entry.on, zone)}
    return Station(
        when=when,
        date=day,
        mark="worked" if worked else "appears",
        title=_("Working through") if worked else _("Comes back"),
        first=says[:1],
        more=says[1:],
    )


def _break(edge: tuple[date, date], zone: str) -> Station:
    first, last = (dates.short_day(day, zone) for day in edge)
    return Station(_("%(first)s to %(last)s") % {"first": first, "last": last}, "", "break", _("A break"))


def _when(steps: list[Step]) -> str:
    number = steps[0].entry.number
    return _("Session %s") % number if number else _("A free sheet")


def _said(step: Step, when: str = "") -> Said:
    kind = kinds()[step.entry.kind]
    note = note_of(step.entry.moment, step.words, {})
    detail = detail_of(kind, step.words["codes"])
    by = ", ".join(part for part in (when, note.title, detail) if part)
    return Said(step.entry.sheet, step.entry.moment, note.quote, by, step.remark or note.note, note.rows)
