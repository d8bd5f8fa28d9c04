"""The arithmetic of money for hours: whole cents in, whole cents out. Pure: no Django, no database, no clock.

Pages, actions, jobs and tests all count with this module and nowhere else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

CHARGED, WAIVED, CREDIT, FORFEITED = "charged", "waived", "credit", "forfeited"
OUTCOMES = (CHARGED, WAIVED, CREDIT, FORFEITED)
"""What becomes of an hour: paid; not paid; paid and put toward another; that other hour never came."""

CHARGE, MAKE_UP, FORFEIT, TAX = "charge", "credit", "forfeit", "tax"
PAYMENT, TAKEN_BACK, REFUND = "payment", "taken_back", "refund"
CREDIT_NOTE, WRITE_OFF = "credit_note", "write_off"
INSURER_PAYMENT, ADJUSTMENT = "insurer_payment", "adjustment"
OWED = (CHARGE, FORFEIT, TAX, TAKEN_BACK, REFUND)
"""Kinds of entries above zero."""
LESS = (MAKE_UP, PAYMENT, CREDIT_NOTE, WRITE_OFF)
"""Kinds of entries below zero."""
EITHER = (INSURER_PAYMENT, ADJUSTMENT)
"""An insurer may also take back what it paid or struck off."""
INVOICED = (CHARGE, MAKE_UP, FORFEIT, TAX)
"""Kinds of entries that stand as lines on an invoice, each on one."""

WARN_AT, DISPUTE_AT = 300_00, 400_00
"""Cents above an estimate: when the practice is warned, when a client in the US may dispute the bill."""


@dataclass(frozen=True)
class Terms:
    """What a frame says about money: the fee from a day on, and the rule for missed hours."""

    valid_from: date
    agreed_on: date
    fee_cents: int
    absence_rule: str


@dataclass(frozen=True)
class Reduction:
    """So many cents less for an hour, from a day on, until the next one begins."""

    valid_from: date
    cents: int


@dataclass(frozen=True)
class Absence:
    """How an agreed hour came to be missed. `side`: client, therapist, practice or system."""

    side: str
    in_notice: bool = False
    refilled: bool = False
    told_break: bool = False


def terms_on(frames: Iterable[Terms], day: date) -> Terms | None:
    """The terms that hold on `day`. A later frame counts from the day both agreed to it, never before."""
    found = None
    for number, terms in enumerate(sorted(frames, key=lambda terms: terms.valid_from)):
        begins = max(terms.valid_from, terms.agreed_on) if number else terms.valid_from
        if begins <= day:
            found = terms
    return found


def reduction_on(reductions: Iterable[Reduction], day: date) -> int:
    """Cents off the fee on `day`; 0 without a reduction."""
    held = [row for row in reductions if row.valid_from <= day]
    return max(held, key=lambda row: row.valid_from).cents if held else 0


def outcome_of(rule: str, absence: Absence) -> tuple[str, str]:
    """Outcome of a missed hour by the frame's rule, and the grounds as a word for the page to explain."""
    if absence.told_break:
        return WAIVED, "told_break"
    if absence.side != "client":
        return WAIVED, "not_by_client"
    if rule == "charge_always":
        return CHARGED, "charge_always"
    if rule == "waive_if_refilled":
        return (WAIVED, "refilled") if absence.refilled else (CHARGED, "not_refilled")
    if rule == "waive_with_notice":
        return (WAIVED, "in_notice") if absence.in_notice else (CHARGED, "out_of_notice")
    return WAIVED, "no_rule"


def amount_of(fee_cents: int, reduced_cents: int, outcome: str) -> int:
    """What an hour costs: the fee less the reduction, never less than nothing; 0 when it is waived."""
    return 0 if outcome == WAIVED else max(fee_cents - reduced_cents, 0)


@dataclass(frozen=True)
class Code:
    """One line of the practice's list: minutes from and to (None: no upper end), both included."""

    code: str
    from_minutes: int
    to_minutes: int | None


def codes_for(codes: Iterable[Code], minutes: int) -> list[Code]:
    """The lines whose minutes hold an hour of this length; the rule proposes only when there is one."""
    return [
        row
        for row in codes
        if row.from_minutes <= minutes and (row.to_minutes is None or minutes <= row.to_minutes)
    ]


@dataclass(frozen=True)
class Entry:
    """One signed amount: plus is owed, minus came in or was let go."""

    kind: str
    cents: int


def entries_of(amount_cents: int, outcome: str) -> list[Entry]:
    """What a confirmed charge writes into the ledger; nothing for an hour that costs nothing."""
    if amount_cents <= 0:
        return []
    charge = [Entry(CHARGE, amount_cents)]
    return [*charge, Entry(MAKE_UP, -amount_cents)] if outcome == CREDIT else charge


def balance(entries: Iterable[Entry]) -> int:
    """What is owed; below zero the client has money to come."""
    return sum(entry.cents for entry in entries)


def tax_on(cents: int, basis_points: int) -> int:
    """Tax on a sum, in hundredths of a percent, half a cent rounded up, away from zero."""
    whole = (abs(cents) * basis_points + 5_000) // 10_000
    return whole if cents >= 0 else -whole


def lines_of(entries: Iterable[Entry], tax_basis_points: int = 0) -> list[Entry]:
    """What stands on an invoice: its kinds of entries in order, then the tax on their sum, if any."""
    lines = [entry for entry in entries if entry.kind in INVOICED]
    tax = tax_on(balance(lines), tax_basis_points)
    return [*lines, Entry(TAX, tax)] if tax > 0 else lines


def plain(cents: int) -> str:
    """ "1230.00", for files and fields; no sign of a currency, no thousands."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def settle(bills: Sequence[int], money: int) -> list[int]:
    """How much of each bill is paid, oldest first, when `money` came in; never more than the bill."""
    paid = []
    for bill in bills:
        part = min(max(bill, 0), max(money, 0))
        paid.append(part)
        money -= part
    return paid


@dataclass(frozen=True)
class Move:
    """An entry on its way to the hours. `hours`: the one it charges, or those that a correction is for."""

    kind: str
    cents: int
    hours: tuple[Any, ...] = ()


def paid_of(moves: Iterable[Move]) -> dict[Any, int]:
    """Hour -> how much of it is paid, after the moves in the order in which they came.

    What comes in or was put to credit pays the oldest first; a correction lowers its own hours, a write-off
    the oldest open ones; what goes back is taken from the newest.
    """
    open_of: dict[Any, int] = {}
    paid: dict[Any, int] = {}
    money = 0
    for move in moves:
        if move.kind in (CHARGE, FORFEIT, TAX):
            hour = move.hours[0] if move.hours else None
            open_of[hour] = open_of.get(hour, 0) + move.cents
        elif move.kind in (CREDIT_NOTE, WRITE_OFF, ADJUSTMENT):
            money += _let_go(open_of, paid, -move.cents, move.hours)
        else:
            money += _pay(open_of, paid, -move.cents, move.hours) if move.hours else -move.cents
        money = _pay(open_of, paid, money, ())
    return paid


def _pay(open_of: dict[Any, int], paid: dict[Any, int], money: int, hours: Sequence[Any]) -> int:
    """Pay the oldest first, or take back from the newest; what is left of the money."""
    names = [name for name in (hours or list(open_of)) if name in open_of]
    for name in names if money > 0 else reversed(names):
        part = min(open_of[name], money) if money > 0 else -min(paid.get(name, 0), -money)
        open_of[name] -= part
        paid[name] = paid.get(name, 0) + part
        money -= part
    return money


def _let_go(open_of: dict[Any, int], paid: dict[Any, int], cents: int, hours: Sequence[Any]) -> int:
    """Lower what is open of these hours (or of all, the oldest first); what was paid of them comes free."""
    names = [name for name in (hours or list(open_of)) if name in open_of]
    for name in names:
        part = min(open_of[name], cents) if cents > 0 else cents
        open_of[name] -= part
        cents -= part
    free = 0
    for name in reversed(names) if hours else ():
        part = min(paid.get(name, 0), cents)
        paid[name] = paid.get(name, 0) - part
        cents -= part
        free += part
    return free


# -- the good-faith estimate ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Estimate:
    """What a frame will cost: so many hours a week (or every `step_weeks`) for so many weeks, at a fee."""

    first_day: date
    last_day: date
    hours_a_week: int
    weeks: int
    fee_cents: int
    step_weeks: int = 1

    @property
    def hours(self) -> int:
        """How many hours it counts."""
        return self.hours_in(self.weeks)

    def hours_in(self, weeks: int) -> int:
        """The hours of the first so many weeks; one that has begun counts."""
        return self.hours_a_week * -(-weeks // self.step_weeks)

    @property
    def total_cents(self) -> int:
        """What they cost together."""
        return self.hours * self.fee_cents


@dataclass(frozen=True)
class Comparison:
    """An estimate beside what was charged so far. `state`: within, near (+ $300) or over (+ $400)."""

    expected_cents: int
    charged_cents: int
    state: str

    @property
    def above_cents(self) -> int:
        """How far what was charged lies above what was expected by now; 0 when it does not."""
        return max(self.charged_cents - self.expected_cents, 0)


def compare(estimate: Estimate, charged_cents: int, today: date) -> Comparison:
    """What was charged in the period beside what the estimate expects up to and including this week."""
    days = (min(today, estimate.last_day) - estimate.first_day).days
    weeks = min(max(days // 7 + 1, 0), estimate.weeks)
    expected = estimate.hours_in(weeks) * estimate.fee_cents
    above = charged_cents - expected
    state = "over" if above >= DISPUTE_AT else "near" if above >= WARN_AT else "within"
    return Comparison(expected, charged_cents, state)


def business_days(first: date, last: date) -> int:
    """Days from Monday to Friday after `first` up to and including `last`; public holidays are not known."""
    return sum((first + timedelta(days=n)).weekday() < 5 for n in range(1, (last - first).days + 1))


def add_business_days(day: date, count: int) -> date:
    """The day that lies `count` days from Monday to Friday after `day`."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def estimate_due(asked_on: date, first_service: date | None) -> date:
    """The last day to hand over an estimate (45 CFR 149.610(b)(1)).

    On request: within 3 business days. Scheduled at least 10 business days ahead: within 3; at least 3 ahead:
    within 1. An hour that is nearer than that has no deadline of its own: the day itself.
    """
    if first_service is None:
        return add_business_days(asked_on, 3)
    ahead = business_days(asked_on, first_service)
    if ahead >= 3:
        return add_business_days(asked_on, 3 if ahead >= 10 else 1)
    return asked_on
