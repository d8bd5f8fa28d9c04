"""Which hours are paid: by insurer, payments and credits, after corrections; pure, and from the ledger."""

import random
from datetime import date

import pytest

from reverie.accounts.models import Client
from reverie.billing import actions, arithmetic
from reverie.billing.arithmetic import Move, paid_of
from reverie.billing.models import Charge
from reverie.billing.queries import papers
from reverie.billing.tests.conftest import charged, held, missed
from reverie.core.policy import Actor
from reverie.treatment.models import Treatment

DAYS = (date(2026, 1, 6), date(2026, 1, 13), date(2026, 1, 20))


def charge(hour: str, cents: int = 100) -> Move:
    return Move(arithmetic.CHARGE, cents, (hour,))


@pytest.mark.parametrize(
    ("moves", "paid"),
    [
        ([charge("a"), charge("b"), Move("payment", -150)], {"a": 100, "b": 50}),
        ([Move("payment", -150), charge("a"), charge("b")], {"a": 100, "b": 50}),
        ([charge("a"), Move("write_off", -100), charge("b"), Move("payment", -100)], {"b": 100}),
        ([charge("a"), charge("b"), Move("credit_note", -100, ("a",)), Move("payment", -100)], {"b": 100}),
        ([charge("a"), Move("payment", -100), charge("b"), Move("credit_note", -100, ("a",))], {"b": 100}),
        ([charge("m"), Move("credit", -100), charge("b"), Move("payment", -100)], {"m": 100, "b": 100}),
        ([charge("a"), Move("payment", -100), Move("taken_back", 100), charge("b")], {}),
        ([charge("a"), charge("b"), Move("insurer_payment", -60, ("b",))], {"b": 60}),
    ],
)
def test_what_is_paid(moves: list[Move], paid: dict[str, int]) -> None:
    assert {hour: cents for hour, cents in paid_of(moves).items() if cents} == paid


def test_no_hour_is_paid_more_than_it_costs_and_no_cent_twice() -> None:
    dice = random.Random(6)
    for _month in range(500):
        moves, hours = [], []
        for number in range(dice.randint(1, 12)):
            hours.append(str(number))
            moves.append(charge(str(number), dice.randint(1, 300)))
            kind = dice.choice(["payment", "credit_note", "write_off", "refund", "payment"])
            about = (dice.choice(hours),) if kind == "credit_note" else ()
            moves.append(Move(kind, (1 if kind == "refund" else -1) * dice.randint(1, 300), about))
        paid = paid_of(moves)
        costs = {move.hours[0]: move.cents for move in moves if move.kind == arithmetic.CHARGE}
        assert all(0 <= cents <= costs[hour] for hour, cents in paid.items())
        assert sum(paid.values()) <= -sum(move.cents for move in moves if move.kind == "payment")


@pytest.mark.usefixtures("letterhead")
def test_a_superbill_counts_credits_and_corrections(
    framed: Treatment, client_person: Client, as_biller: Actor
) -> None:
    first = charged(held(framed, DAYS[0]), as_biller)
    put_off = actions.charge_missed(appointment=missed(framed, DAYS[1], in_notice=False), by=as_biller)
    last = charged(held(framed, DAYS[2]), as_biller)
    assert put_off is not None
    actions.confirm_charge(charge=put_off, outcome="credit", by=as_biller)
    actions.confirm_as_proposed(charges=Charge.objects.all(), by=as_biller)
    invoice = actions.issue_invoice(client=client_person, last_day=DAYS[0], by=as_biller)
    actions.issue_credit_note(invoice=invoice, cents=80_00, reason="Too much.", by=as_biller)
    pay = {"client": client_person, "method": "cash", "on": DAYS[2], "by": as_biller}
    actions.take_payment(cents=280_00, **pay)
    assert actions.balance_of(client_person) == 0
    assert papers.paid_by_charge(client_person) == {first.pk: 100_00, put_off.pk: 180_00, last.pk: 180_00}
