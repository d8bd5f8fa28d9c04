"""Values into the words of the pages."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reverie.billing.models import Charge, Document, LedgerEntry
from reverie.billing.models.labels import METHODS, OUTCOMES
from reverie.billing.presenters.words import DOCUMENTS, ENTRIES, GROUNDS, hour_words
from reverie.billing.queries.accounts import Account, Balance, EntryRead, MissedHour, Month
from reverie.billing.queries.estimates import Compared, Owed
from reverie.core import dates
from reverie.core.money import money
from reverie.treatment.models import Treatment


def balance_rows(rows: Iterable[Balance], currency: str) -> list[dict[str, Any]]:
    """The table of accounts."""
    return [
        {
            "client": row.client,
            "owed": money(row.cents, currency),
            "waiting": row.waiting,
            "is_open": row.cents > 0,
        }
        for row in rows
    ]


def charge_row(charge: Charge, zone: str) -> dict[str, Any]:
    """One hour that waits, with the rule that made it what it is."""
    why = GROUNDS.get(charge.grounds, charge.grounds)
    proposed = f"{charge.code}, {why}" if charge.code else str(why)
    return {
        "charge": charge,
        "day": dates.day(charge.on, zone),
        "hour": hour_words(charge.kind, charge.minutes, charge.grounds),
        "proposed": proposed if charge.kind == Charge.SESSION else str(OUTCOMES[charge.outcome]),
        "rule": rule_words(charge),
        "amount": money(charge.amount_cents, charge.currency),
        "less": money(charge.reduced_cents, charge.currency) if charge.reduced_cents else "",
    }


def rule_words(charge: Charge) -> str:
    """The rule as a sentence: which minutes, or which line of the frame."""
    fee = money(charge.fee_cents, charge.currency)
    if charge.kind == Charge.MISSED:
        why = GROUNDS.get(charge.grounds, charge.grounds)
        return _("By the frame: {why}. Fee {fee}.").format(why=why, fee=fee)
    if charge.code:
        said = _(
            "{n} minutes from start to stop: the only line of your list that holds them is {code}. Fee {fee}."
        )
        return said.format(n=charge.minutes, code=charge.code, fee=fee)
    said = _("{n} minutes from start to stop: no line of your list, or more than one, holds them. Fee {fee}.")
    return said.format(n=charge.minutes, fee=fee)


def account(found: Account) -> dict[str, Any]:
    """A client's running account for the desk."""
    currency, zone = found.client.practice.currency, found.client.practice.zone
    return {
        "client": found.client,
        "balance": balance_words(found.balance, currency),
        "entries": [entry_row(row, currency, zone) for row in reversed(found.entries)],
        "documents": [document_row(row, zone, found.open_of) for row in found.documents],
        "waiting": [charge_row(row, zone) for row in found.waiting],
    }


def balance_words(cents: int, currency: str) -> str:
    """What is owed, as a sentence."""
    if cents > 0:
        return _("{amount} is open.").format(amount=money(cents, currency))
    if cents < 0:
        return _("{amount} lies in the account.").format(amount=money(-cents, currency))
    return _("Nothing is open.")


def missed_row(found: MissedHour, zone: str) -> dict[str, Any]:
    """A missed hour, by which rule it was settled, and how."""
    return {
        **charge_row(found.charge, zone),
        "outcome": OUTCOMES[found.outcome],
        "is_to_credit": found.is_to_credit,
        "kind": "open" if found.is_to_credit or not found.charge.is_confirmed else "done",
    }


def treatment_choices(rows: Iterable[Treatment]) -> list[tuple[str, str]]:
    """Treatments to choose from: with whom, since when."""
    said = _("with {name}, since {day}")
    return [
        (str(row.pk), said.format(name=row.therapist.name, day=dates.short_day(row.started_on, "UTC")))
        for row in rows
    ]


def entry_row(read: EntryRead, currency: str, zone: str) -> dict[str, Any]:
    """One entry of the running account."""
    row = read.row
    return {
        "row": row,
        "day": dates.short_day(row.on, zone),
        "words": _entry_words(row),
        "note": read.note,
        "amount": money(row.cents, currency),
        "after": money(read.after, currency),
        "may_undo": row.kind == "payment" and not read.is_undone,
        "may_receipt": row.kind == "payment" and not read.is_undone and not read.has_receipt,
    }


def _entry_words(row: LedgerEntry) -> str:
    if row.kind == "charge" and row.charge is not None:
        return hour_words(row.charge.kind, row.charge.minutes, row.charge.grounds)
    words = str(ENTRIES[row.kind])
    return f"{words}, {METHODS[row.method].lower()}" if row.method else words


def document_row(row: Document, zone: str, open_of: dict[Any, int]) -> dict[str, Any]:
    """One issued document in a list."""
    left = open_of.get(row.pk)
    state = ""
    if left is not None:
        state = _("paid") if left <= 0 else _("{amount} open").format(amount=money(left, row.currency))
    return {
        "row": row,
        "name": f"{DOCUMENTS[row.kind]} {row.name}",
        "day": dates.short_day(row.issued_at, zone),
        "amount": money(row.total_cents, row.currency),
        "state": state,
        "is_open": bool(left and left > 0),
    }


def estimate_row(found: Compared, currency: str) -> dict[str, Any]:
    """An estimate beside what was charged, as a sentence."""
    comparison = found.comparison
    said = _("{charged} charged, {expected} expected by now: {above} above the estimate.")
    return {
        "client": found.figures.treatment.client,
        "name": found.figures.document.name,
        "state": comparison.state,
        "words": said.format(
            charged=money(comparison.charged_cents, currency),
            expected=money(comparison.expected_cents, currency),
            above=money(comparison.above_cents, currency),
        ),
    }


def owed_row(row: Owed, zone: str, today: date) -> dict[str, Any]:
    """An estimate that somebody waits for."""
    why = _("for a new frame") if row.is_new else _("the frame has changed since the last one")
    return {
        "client": row.treatment.client,
        "words": _("due by {day}, {why}").format(day=dates.short_day(row.due, zone), why=why),
        "is_late": row.due < today,
    }


def month_rows(months: Iterable[Month], currency: str) -> list[dict[str, Any]]:
    """The table of a year: charged, came in, let go, by month; months without money are left out."""
    rows = []
    for month in months:
        if not month.sums:
            continue
        charged = sum(month.sums.get(kind, 0) for kind in ("charge", "missed", "credit", "forfeit", "tax"))
        came_in = -sum(
            month.sums.get(kind, 0) for kind in ("payment", "taken_back", "insurer_payment", "refund")
        )
        let_go = -sum(month.sums.get(kind, 0) for kind in ("credit_note", "write_off", "adjustment"))
        name = date_format(date(2000, month.month, 1), "F")
        rows.append(
            {"name": name, "amounts": [money(cents, currency) for cents in (charged, came_in, let_go)]}
        )
    return rows


def a_year_from(today: date) -> date:
    """The last day of twelve months that begin today."""
    return today + timedelta(days=364)


def last_month_end(today: date) -> date:
    """The last day of the month before this one: up to there an invoice is usually written."""
    return today.replace(day=1) - timedelta(days=1)
