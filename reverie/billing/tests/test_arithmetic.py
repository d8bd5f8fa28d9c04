"""The pure arithmetic: rules of fees, absences and estimates, and ten thousand random months."""

import random
from datetime import date, timedelta

import pytest

from reverie.billing import arithmetic
from reverie.billing.arithmetic import Absence, Code, Entry, Estimate, Reduction, Terms

DAY = date(2026, 3, 2)
RULES = ["charge_always", "waive_if_refilled", "waive_with_notice"]


@pytest.mark.parametrize(
    ("rule", "absence", "outcome"),
    [
        ("charge_always", Absence("client", in_notice=True), "charged"),
        ("charge_always", Absence("client", told_break=True), "waived"),
        ("waive_if_refilled", Absence("client", refilled=True), "waived"),
        ("waive_if_refilled", Absence("client", in_notice=True), "charged"),
        ("waive_with_notice", Absence("client", in_notice=True), "waived"),
        ("waive_with_notice", Absence("client", in_notice=False), "charged"),
        ("charge_always", Absence("therapist"), "waived"),
        ("charge_always", Absence("practice"), "waived"),
        ("", Absence("client"), "waived"),
    ],
)
def test_what_becomes_of_a_missed_hour(rule: str, absence: Absence, outcome: str) -> None:
    assert arithmetic.outcome_of(rule, absence)[0] == outcome


def test_a_fee_changes_forward_only() -> None:
    old = Terms(date(2026, 1, 1), date(2026, 1, 20), 180_00, "charge_always")
    new = Terms(date(2026, 3, 1), date(2026, 3, 10), 190_00, "charge_always")
    on = lambda day: arithmetic.terms_on([new, old], day)  # noqa: E731
    assert on(date(2025, 12, 31)) is None
    assert on(date(2026, 1, 2)) == old  # the first frame covers the hours before it was signed
    assert on(date(2026, 3, 9)) == old  # agreed on the tenth: not before
    assert on(date(2026, 3, 10)) == new


def test_reductions_follow_each_other() -> None:
    rows = [Reduction(DAY, 40_00), Reduction(DAY + timedelta(days=30), 0)]
    days = [DAY - timedelta(days=1), DAY, DAY + timedelta(days=31)]
    assert [arithmetic.reduction_on(rows, day) for day in days] == [0, 40_00, 0]
    assert arithmetic.amount_of(30_00, 40_00, "charged") == 0


def test_a_code_is_proposed_when_exactly_one_holds_the_minutes() -> None:
    codes = [Code("A", 16, 37), Code("B", 38, 52), Code("C", 53, None)]
    found = {
        minutes: [row.code for row in arithmetic.codes_for(codes, minutes)]
        for minutes in (15, 37, 38, 52, 53, 90)
    }
    assert found == {15: [], 37: ["A"], 38: ["B"], 52: ["B"], 53: ["C"], 90: ["C"]}
    assert len(arithmetic.codes_for([*codes, Code("D", 50, 60)], 52)) == 2


def test_tax_is_rounded_once_half_up() -> None:
    assert [arithmetic.tax_on(cents, 825) for cents in (100_00, 1, 6, 7, -100_00)] == [825, 0, 0, 1, -825]


def test_payments_settle_the_oldest_first() -> None:
    assert arithmetic.settle([100, 200, 300], 250) == [100, 150, 0]
    assert arithmetic.settle([100, -50], -20) == [0, 0]


def test_four_hours_a_week_for_46_weeks() -> None:
    estimate = Estimate(DAY, DAY + timedelta(days=364), hours_a_week=4, weeks=46, fee_cents=185_00)
    assert (estimate.hours, estimate.total_cents) == (184, 4 * 46 * 185_00)


def test_an_hour_every_other_week_counts_when_its_week_has_begun() -> None:
    estimate = Estimate(DAY, DAY + timedelta(days=364), 1, 45, 180_00, step_weeks=2)
    assert (estimate.hours, estimate.hours_in(1), estimate.hours_in(2)) == (23, 1, 1)
    today = DAY + timedelta(weeks=9)
    assert arithmetic.compare(estimate, 0, today).expected_cents == 5 * 180_00


def test_the_warning_comes_before_the_dispute() -> None:
    estimate = Estimate(DAY, DAY + timedelta(days=364), 1, 46, 180_00)
    today = DAY + timedelta(weeks=9)
    expected = 10 * 180_00
    states = [
        arithmetic.compare(estimate, expected + above, today).state
        for above in (0, 299_99, 300_00, 399_99, 400_00)
    ]
    assert states == ["within", "within", "near", "near", "over"]
    assert arithmetic.compare(estimate, 0, DAY - timedelta(days=9)).expected_cents == 0


def test_when_an_estimate_is_due() -> None:
    monday = date(2026, 3, 2)
    due = {ahead: arithmetic.estimate_due(monday, monday + timedelta(days=ahead)) for ahead in (2, 3, 14)}
    assert due == {2: monday, 3: date(2026, 3, 3), 14: date(2026, 3, 5)}
    assert arithmetic.estimate_due(date(2026, 3, 6), None) == date(2026, 3, 11)


def random_frames(dice: random.Random, day: date) -> list[Terms]:
    """One to three frames, the later ones beginning within the month."""
    frames = [Terms(DAY, DAY, dice.randrange(0, 40000), dice.choice(RULES))]
    for _change in range(dice.randrange(3)):
        begins = day + timedelta(days=dice.randrange(28))
        frames.append(Terms(begins, day, dice.randrange(0, 40000), dice.choice(RULES)))
    return frames


def random_outcome(dice: random.Random, rule: str) -> str:
    """Mostly held; else missed, by the rule or put to credit."""
    if dice.random() > 0.3:
        return arithmetic.CHARGED
    how = (dice.random() < 0.4 for _ in range(3))
    absence = Absence(dice.choice(["client", "client", "therapist"]), *how)
    return dice.choice([arithmetic.outcome_of(rule, absence)[0], arithmetic.CREDIT])


def random_month(dice: random.Random) -> tuple[list[int], list[Entry]]:
    """Amounts of charges, and the ledger that a month with everything in it leaves behind."""
    day = DAY + timedelta(days=dice.randrange(700))
    frames = random_frames(dice, day)
    cuts = [Reduction(day + timedelta(days=dice.randrange(28)), dice.randrange(0, 20000))]
    amounts, ledger = [], []
    for on in sorted(day + timedelta(days=dice.randrange(28)) for _ in range(dice.randrange(22))):
        terms = arithmetic.terms_on(frames, on)
        assert terms is not None
        outcome = random_outcome(dice, terms.absence_rule)
        amount = arithmetic.amount_of(terms.fee_cents, arithmetic.reduction_on(cuts, on), outcome)
        rows = arithmetic.entries_of(amount, outcome)
        if outcome == arithmetic.CREDIT and rows and dice.random() < 0.3:
            rows.append(Entry(arithmetic.FORFEIT, amount))
        amounts.append(arithmetic.balance(rows))
        ledger += rows
    return amounts, ledger


def with_money(dice: random.Random, ledger: list[Entry]) -> list[Entry]:
    """Payments, refunds, write-offs and a credit note, none of which stands on an invoice as a line."""
    money = [Entry(arithmetic.PAYMENT, -dice.randrange(1, 90000)) for _ in range(dice.randrange(4))]
    owed = arithmetic.balance([*ledger, *money])
    if owed < 0 and dice.random() < 0.6:
        money.append(Entry(arithmetic.REFUND, dice.randint(1, -owed)))
    elif owed > 0 and dice.random() < 0.3:
        money.append(
            Entry(dice.choice([arithmetic.WRITE_OFF, arithmetic.CREDIT_NOTE]), -dice.randint(1, owed))
        )
    return money


def test_ten_thousand_months_add_up() -> None:
    dice = random.Random(20260302)
    for _month in range(10_000):
        amounts, ledger = random_month(dice)
        money = with_money(dice, ledger)
        rate = dice.choice([0, 0, 825])
        lines = arithmetic.lines_of([*ledger, *money], rate)
        tax = [line for line in lines if line.kind == arithmetic.TAX]
        invoiced = arithmetic.balance(lines)
        assert invoiced == sum(amounts) + arithmetic.balance(tax)
        assert arithmetic.balance(tax) == arithmetic.tax_on(sum(amounts), rate)
        assert arithmetic.balance([*ledger, *tax, *money]) == invoiced + arithmetic.balance(money)
        assert all(line.cents > 0 for line in lines if line.kind in arithmetic.OWED)
        paid = arithmetic.settle([invoiced], -arithmetic.balance(money))
        assert 0 <= paid[0] <= max(invoiced, 0)
