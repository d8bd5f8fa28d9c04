"""Calls, letters, papers, copies and the time a record is kept, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reverie.core import dates
from reverie.core.sealing import KeyChain
from reverie.record.models import AccessRequest, Contact, Disclosure
from reverie.record.models.labels import CONTACTS
from reverie.record.queries.keeping import Keeping
from reverie.record.queries.papers import ContactRead, PaperRead

STATES = {
    AccessRequest.GIVEN: gettext_lazy("Given"),
    AccessRequest.REFUSED: gettext_lazy("Refused in writing"),
    AccessRequest.TAKEN_BACK: gettext_lazy("Taken back"),
}


@dataclass(frozen=True)
class ContactRow:
    """One entry between the hours."""

    row: Contact
    head: str
    title: str
    text: str
    signature: str
    is_whole: bool
    is_put_right: bool = False


@dataclass(frozen=True)
class PaperRow:
    """One paper."""

    row: Any
    title: str
    head: str
    state: str
    kind: str


@dataclass(frozen=True)
class DisclosureRow:
    """One thing that was given out."""

    day: str
    recipient: str
    purpose: str
    what: str


@dataclass(frozen=True)
class RequestRow:
    """One wish for a copy and its clock."""

    row: AccessRequest
    head: str
    state: str
    kind: str
    wish: str
    answer: str


def contact_rows(rows: Iterable[ContactRead]) -> list[ContactRow]:
    """Entries between the hours; one that was put right says so."""
    found = list(rows)
    put_right = {read.row.corrects_id for read in found}
    return [contact_row(read, is_put_right=read.row.pk in put_right) for read in found]


def contact_row(read: ContactRead, *, is_put_right: bool = False) -> ContactRow:
    """ "Phone call, Tuesday, June 9, 10:00 am, 5 minutes"; late ones and corrections say so."""
    row = read.row
    head = f"{CONTACTS[row.kind]}, {dates.day_and_time(row.at, row.zone)}"
    if row.minutes:
        head += ngettext(", {n} minute", ", {n} minutes", row.minutes).format(n=row.minutes)
    if row.is_late_entry:
        head += _(", late entry")
    if row.corrects_id:
        head += _(", puts an earlier entry right")
    way = _("from {person}") if row.is_incoming else _("to {person}")
    title = way.format(person=read.person) + (f": {read.subject}" if read.subject else "")
    signature = _("Signed by {who} on {day}").format(
        who=row.signer, day=dates.short_day(row.signed_at, row.zone)
    )
    return ContactRow(row, head, title, read.text, signature, read.is_whole, is_put_right)


def paper_rows(rows: Iterable[PaperRead], zone: str) -> list[PaperRow]:
    """Papers, with who brought them and whether the client reads them."""
    found = []
    for read in rows:
        row = read.row
        came = _("handed in by the client") if row.is_from_client else _("added by the practice")
        size = max(1, round(row.stored.size / 1000))
        head = _("{day}, {came}, {kind}, {size} kB").format(
            day=dates.day(row.added_at, zone), came=came, kind=row.stored.kind.upper(), size=size
        )
        state, kind = (_("The client reads it"), "shared") if row.shown_at else (_("Not shown"), "")
        found.append(PaperRow(row, read.title, head, state, kind))
    return found


def disclosure_rows(rows: Iterable[tuple[Disclosure, dict[str, str]]], zone: str) -> list[DisclosureRow]:
    """What was given out: the day, to whom, what, and what for."""
    found = []
    for row, words in rows:
        own = row.kind == Disclosure.OWN_COPY
        what = words.get("what") or ngettext(
            "a copy of the record, {n} item", "a copy of the record, {n} items", row.items
        ).format(n=row.items)
        recipient = _("the client") if own else words["recipient"]
        purpose = _("the client’s own copy") if own else words["purpose"]
        found.append(DisclosureRow(dates.short_day(row.at, zone), recipient, purpose, what))
    return found


def request_rows(
    rows: Iterable[AccessRequest], today: date, chain: KeyChain | None = None
) -> list[RequestRow]:
    """Wishes for a copy: how many days are left, red from the twenty-fifth day on.

    Without a `chain` nothing is unsealed: who waits since when, for those who only watch the clock.
    """
    found = []
    for row in rows:
        words = row.words(chain) if chain is not None else {"wish": "", "answer": ""}
        state, kind = _state(row, today)
        head = _("asked {day}").format(day=dates.day(row.asked_at, row.client.zone))
        found.append(RequestRow(row, head, state, kind, words["wish"], words["answer"]))
    return found


def keeping_lines(keeping: Keeping, zone: str) -> list[str]:
    """The rule in words, and what it comes to for this client."""
    lines = [keeping.rule.name + "."]
    if keeping.until is None:
        goes_on = _("The treatment goes on, so this record is kept without an end for now.")
        lines.append(goes_on if keeping.goes_on else _("There was no service yet, so no time runs."))
    else:
        because = _(" (the client came of age late enough for that)") if keeping.is_by_majority else ""
        lines.append(
            _("The last service was on {last}; the record is kept until {until}{because}.").format(
                last=_full(keeping.last_service), until=_full(keeping.until), because=because
            )
        )
    if not keeping.is_birthday_known:
        lines.append(_("No birthday is kept; the record of a minor may have to be kept longer."))
    lines.append(_("Source: {source}.").format(source=keeping.rule.source))
    if not keeping.rule.verified:
        lines.append(
            _("Nobody has checked this source for your state yet; ask counsel before you destroy anything.")
        )
    return lines


def _full(day: date | None) -> str:
    return f"{day:%B} {day.day}, {day.year}" if day else ""


def _state(row: AccessRequest, today: date) -> tuple[str, str]:
    if row.state != AccessRequest.OPEN:
        return str(STATES[row.state]), "done"
    left = (row.due_on - today).days
    if left < 0:
        return ngettext("{n} day late", "{n} days late", -left).format(n=-left), "risk"
    words = ngettext("{n} day left", "{n} days left", left).format(n=left)
    return words, "risk" if row.is_red(today) else "open"
