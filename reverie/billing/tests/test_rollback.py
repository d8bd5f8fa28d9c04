"""When the audit link cannot be written, the act did not happen: for every action of this room."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from reverie.billing import actions
from reverie.billing.models import Charge, Coverage, Document, Insurer, LedgerEntry, ServiceCode
from reverie.billing.tests.conftest import FIRST, HEAD, HOME, charged, held, missed
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.treatment.models import Treatment

Rows = Callable[[str], dict[str, list[Any]]]
JANUARY = date(2026, 1, 31)


@pytest.fixture
def world(letterhead: Any, framed: Treatment, as_biller: Actor) -> Treatment:
    """One of everything that this room has."""
    charged(held(framed, FIRST), as_biller)
    credit = actions.charge_missed(
        appointment=missed(framed, FIRST + timedelta(days=1), in_notice=False), by=as_biller
    )
    assert credit is not None
    actions.confirm_charge(charge=credit, outcome="credit", by=as_biller)
    actions.confirm_as_proposed(charges=Charge.objects.all(), by=as_biller)
    actions.issue_invoice(client=framed.client, last_day=FIRST + timedelta(days=2), by=as_biller)
    actions.take_payment(client=framed.client, cents=10_00, method="cash", on=JANUARY, by=as_biller)
    actions.take_payment(client=framed.client, cents=300_00, method="cash", on=JANUARY, by=as_biller)
    insurer = actions.add_insurer(
        practice=framed.practice, name="A", payer_id="", is_in_network=False, by=as_biller
    )
    cover = actions.Cover(insurer=insurer, starts_on=FIRST)
    actions.write_coverage(client=framed.client, cover=cover, words={"member_id": "1"}, by=as_biller)
    charged(held(framed, FIRST + timedelta(days=3)), as_biller)
    held(framed, FIRST + timedelta(days=4))
    return framed


def acts_on_hours(world: Treatment, by: Actor) -> list[Callable[[], object]]:
    waiting = Charge.objects.get(confirmed_at=None)
    credit = Charge.objects.get(outcome="credit")
    today = clock.today(world.practice.zone)
    return [
        lambda: actions.reconcile(practice=world.practice, by=by),
        lambda: actions.confirm_charge(charge=waiting, by=by),
        lambda: actions.forfeit_credit(charge=credit, reason="x", by=by),
        lambda: actions.grant_reduction(treatment=world, valid_from=today, cents=1, reason="", by=by),
    ]


def acts_on_money(world: Treatment, by: Actor) -> list[Callable[[], object]]:
    client, invoice = world.client, Document.objects.get()
    payment = LedgerEntry.objects.filter(kind="payment").order_by("cents")[0]
    small = LedgerEntry.objects.filter(kind="payment").order_by("cents")[1]
    frame = world.frames.get()
    days = {"first_day": FIRST, "last_day": FIRST + timedelta(days=100)}
    return [
        lambda: actions.take_payment(client=client, cents=1, method="cash", on=JANUARY, by=by),
        lambda: actions.take_back_payment(entry=payment, reason="x", by=by),
        lambda: actions.refund(client=client, cents=1, method="cash", by=by),
        lambda: actions.issue_receipt(entry=small, by=by),
        lambda: actions.issue_credit_note(invoice=invoice, cents=1, reason="x", by=by),
        lambda: actions.issue_estimate(treatment=world, frame=frame, weeks=2, **days, by=by),
    ]


def acts_on_lists(world: Treatment, by: Actor) -> list[Callable[[], object]]:
    practice, code, insurer = world.practice, ServiceCode.objects.all()[0], Insurer.objects.get()
    cover = actions.Cover(insurer=insurer, starts_on=FIRST)
    new = {"code": "B12", "label": "B", "from_minutes": 1, "to_minutes": None}
    return [
        lambda: actions.write_letterhead(
            practice=practice, words={**HEAD, "name": "B"}, starts_on=JANUARY, by=by
        ),
        lambda: actions.add_code(practice=practice, **new, by=by),
        lambda: actions.end_code(code=code, by=by),
        lambda: actions.write_numbers(therapist=world.therapist, npi="", taxonomy="", licence="L", by=by),
        lambda: actions.write_addressee(client=world.client, words=HOME, by=by),
        lambda: actions.add_insurer(practice=practice, name="B", payer_id="", is_in_network=True, by=by),
        lambda: actions.end_insurer(insurer=insurer, by=by),
        lambda: actions.write_coverage(client=world.client, cover=cover, words={"member_id": "2"}, by=by),
        lambda: actions.check_coverage(coverage=Coverage.objects.get(), by=by),
    ]


@pytest.mark.parametrize("acts", [acts_on_hours, acts_on_money, acts_on_lists])
def test_nothing_is_kept_without_its_audit_link(
    world: Treatment, as_biller: Actor, rows_of: Rows, request: pytest.FixtureRequest, acts: Any
) -> None:
    before = rows_of("billing")
    tried = acts(world, as_biller)
    request.getfixturevalue("broken_audit")
    for act in tried:
        with pytest.raises(OSError, match="chain"):
            act()
        assert rows_of("billing") == before


def test_writing_off_and_superbill_leave_nothing(
    world: Treatment, as_biller: Actor, rows_of: Rows, request: pytest.FixtureRequest
) -> None:
    actions.confirm_as_proposed(charges=Charge.objects.all(), by=as_biller)
    before = rows_of("billing")
    request.getfixturevalue("broken_audit")
    with pytest.raises(OSError, match="chain"):
        actions.write_off(client=world.client, cents=1, reason="x", by=as_biller)
    with pytest.raises(OSError, match="chain"):
        actions.issue_invoice(client=world.client, last_day=JANUARY, by=as_biller)
    assert rows_of("billing") == before
