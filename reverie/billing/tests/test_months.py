"""Random months through the database: lines, charges and ledger are one sum, and superbills are clean."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Sum

from reverie.billing import actions, arithmetic
from reverie.billing.models import Charge, Document, DocumentLine, LedgerEntry
from reverie.billing.tests.conftest import FIRST, at, charged, frame, held, hour, missed
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.treatment.models import Plan, Treatment

MONTHS = 12


def an_hour(dice: random.Random, treatment: Treatment, day: date, by: Actor) -> None:
    """Held, missed in one of several ways, or moved to the next day."""
    how = dice.random()
    if how < 0.6:
        charged(held(treatment, day, minutes=dice.choice([25, 50, 55])), by)
    elif how < 0.9:
        actions.charge_missed(appointment=missed(treatment, day, in_notice=dice.random() < 0.5), by=by)
    else:
        new = hour(treatment, day + timedelta(days=1), "took_place")
        hour(treatment, day, "moved", moved_to=new)
        charged(held(treatment, day + timedelta(days=1), appointment=new), by)


def some_money(dice: random.Random, treatment: Treatment, by: Actor) -> None:
    """A payment, then a refund, a write-off, a credit note or nothing, as the account allows."""
    client, today = treatment.client, clock.today(treatment.practice.zone)
    actions.take_payment(client=client, cents=dice.randint(1, 90000), method="cash", on=today, by=by)
    owed = actions.balance_of(client)
    if owed < 0:
        actions.refund(client=client, cents=dice.randint(1, -owed), method="cash", by=by)
    elif owed > 0 and dice.random() < 0.5:
        actions.write_off(client=client, cents=dice.randint(1, owed), reason="x", by=by)
    invoice = Document.objects.filter(kind=Document.INVOICE, total_cents__gt=0).first()
    if invoice is not None and dice.random() < 0.3 and not invoice.corrections.exists():
        actions.issue_credit_note(invoice=invoice, cents=1, reason="x", by=by)


def add_up(treatment: Treatment) -> tuple[int, int, int]:
    """Lines of all invoices; charges with what they put to credit; the invoiced kinds of the ledger."""
    lines = DocumentLine.objects.filter(is_invoiced=True).aggregate(sum=Sum("cents"))["sum"] or 0
    put = Charge.objects.exclude(outcome="credit").aggregate(sum=Sum("amount_cents"))["sum"] or 0
    kinds = LedgerEntry.objects.filter(kind__in=arithmetic.INVOICED)
    return lines, put, kinds.aggregate(sum=Sum("cents"))["sum"] or 0


@pytest.fixture
def planned(letterhead: Any, treatment: Treatment, as_biller: Actor) -> Treatment:
    """A diagnosis, an NPI, and a frame whose fee changes twice."""
    plan = Plan(
        treatment=treatment, number=1, client_agreed_at=at(FIRST), client_agreed_by=treatment.client.user_id,
        therapist_agreed_at=at(FIRST), therapist_agreed_by=treatment.therapist.user_id,
    )  # fmt: skip
    plan.seal_words(treatment.chain(), {"diagnosis": "F34.1", "diagnosis_words": ""})
    plan.save()
    actions.write_numbers(
        therapist=treatment.therapist, npi="1234567893", taxonomy="", licence="", by=as_biller
    )
    actions.add_code(
        practice=treatment.practice, code="90832", label="Short", from_minutes=16, to_minutes=37, by=as_biller
    )
    for days, cents in [(0, 180_00), (40, 190_50), (90, 175_25)]:
        frame(treatment, FIRST + timedelta(days=days), cents)
    return treatment


def test_random_months_add_up(planned: Treatment, as_biller: Actor) -> None:
    dice = random.Random(7)
    for month in range(MONTHS):
        first = FIRST + timedelta(days=20 * month)
        for day in sorted(dice.sample(range(0, 18, 2), dice.randint(1, 4))):
            an_hour(dice, planned, first + timedelta(days=day), as_biller)
        for charge in Charge.objects.filter(kind=Charge.MISSED, outcome="charged", confirmed_at=None):
            if dice.random() < 0.4:
                actions.confirm_charge(charge=charge, outcome="credit", by=as_biller)
        actions.confirm_as_proposed(charges=Charge.objects.all(), by=as_biller)
        actions.issue_invoice(client=planned.client, last_day=first + timedelta(days=19), by=as_biller)
        some_money(dice, planned, as_biller)
        lines, charges, ledger = add_up(planned)
        assert lines == charges == ledger
    numbers = (
        Document.objects.filter(kind=Document.INVOICE).order_by("number").values_list("number", flat=True)
    )
    assert list(numbers) == list(range(1, MONTHS + 1))
    superbill(planned, as_biller)


def superbill(planned: Treatment, by: Actor) -> None:
    """Everything so far on one superbill: sessions alone, and no more paid than came in."""
    last = FIRST + timedelta(days=20 * MONTHS)
    bill = actions.issue_superbill(treatment=planned, first_day=FIRST, last_day=last, by=by)
    assert set(bill.lines.values_list("charge__kind", flat=True)) == {Charge.SESSION}
    rows = bill.words(bill.chain())["lines"]
    assert len(rows) == Charge.objects.filter(kind=Charge.SESSION).count()
    money = LedgerEntry.objects.filter(kind__in=["payment", "taken_back", "refund", "credit"])
    came_in = -sum(money.values_list("cents", flat=True))
    assert 0 <= sum(row["paid_cents"] for row in rows) <= came_in
