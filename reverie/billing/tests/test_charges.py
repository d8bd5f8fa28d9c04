"""Charges: one for each hour, by the frame's rule, closed by a person."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from conftest import actor_for
from reverie.accounts.models import Client, Practice
from reverie.billing import actions, tasks
from reverie.billing.models import Charge, LedgerEntry, Letterhead, ServiceCode
from reverie.billing.tests.conftest import FIRST, at, charged, frame, held, hour, missed
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.directory.models import Profile
from reverie.record import actions as record
from reverie.record.events import session_signed
from reverie.record.models import Session
from reverie.treatment.models import Break, Treatment

pytestmark = pytest.mark.usefixtures("letterhead")
ROBOT = Actor.system("billing.reconcile")


def test_a_signed_session_makes_a_charge_with_its_rule(framed: Treatment, as_biller: Actor) -> None:
    charge = charged(held(framed, FIRST, minutes=52), as_biller)
    assert (charge.kind, charge.minutes, charge.code, charge.grounds) == ("session", 52, "90834", "minutes")
    assert (charge.fee_cents, charge.amount_cents, charge.outcome) == (180_00, 180_00, "charged")
    assert charged(held(framed, FIRST + timedelta(days=7), minutes=53), as_biller).code == "90837"


def test_the_signal_sent_twice_makes_one_charge(
    framed: Treatment, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        session = held(framed, FIRST)
    assert Charge.objects.count() == 1
    session_signed.send_robust(sender=Session, session=session)
    actions.charge_session(session=session, by=ROBOT)
    assert Charge.objects.count() == 1


def test_a_crash_between_signing_and_charging_is_repaired_by_night(framed: Treatment) -> None:
    held(framed, FIRST)  # the signal never came: nobody ran what waits for the commit
    assert Charge.objects.count() == 0
    tasks.reconcile({})
    tasks.reconcile({})
    assert Charge.objects.get().amount_cents == 180_00


def test_nothing_is_charged_before_money_is_set_up(framed: Treatment, practice: Practice) -> None:
    Letterhead.objects.update(starts_on=FIRST + timedelta(days=1))
    assert actions.charge_session(session=held(framed, FIRST), by=ROBOT) is None
    Letterhead.objects.all().delete()
    assert actions.reconcile(practice=practice, by=ROBOT) == 0


def test_missed_hours_by_the_frames_rule(framed: Treatment, practice: Practice) -> None:
    missed(framed, FIRST, in_notice=False)
    missed(framed, FIRST + timedelta(days=7), in_notice=True)
    hour(framed, FIRST + timedelta(days=14), "client_absent")
    hour(framed, FIRST + timedelta(days=21), "clinician_absent")
    assert actions.reconcile(practice=practice, by=ROBOT) == 3
    found = list(Charge.objects.values_list("kind", "outcome", "grounds", "amount_cents"))
    assert found == [
        ("missed", "charged", "out_of_notice", 180_00),
        ("missed", "waived", "in_notice", 0),
        ("missed", "charged", "out_of_notice", 180_00),
    ]


def test_a_refilled_hour_and_a_told_break_are_free(treatment: Treatment, practice: Practice) -> None:
    frame(treatment, FIRST, 180_00, "waive_if_refilled")
    other = hour(treatment, FIRST + timedelta(days=1))
    missed(treatment, FIRST, in_notice=False, refilled_by=other)
    later = FIRST + timedelta(days=14)
    Break.objects.create(
        treatment=treatment,
        first_day=later,
        last_day=later,
        told_on=FIRST,
        told_by=treatment.therapist.user_id,
    )
    missed(treatment, later, in_notice=False)
    actions.reconcile(practice=practice, by=ROBOT)
    assert list(Charge.objects.values_list("grounds", "amount_cents")) == [("refilled", 0), ("told_break", 0)]


def test_an_hour_is_never_charged_as_missed_and_as_held(framed: Treatment, practice: Practice) -> None:
    booked = hour(framed, FIRST, "client_absent")
    actions.reconcile(practice=practice, by=ROBOT)
    session = held(framed, FIRST, appointment=booked)
    actions.reconcile(practice=practice, by=ROBOT)
    charge = Charge.objects.get()
    assert (charge.kind, charge.session, charge.code) == ("session", session, "90834")


def test_an_absence_in_the_record_is_a_missed_hour(framed: Treatment, as_biller: Actor) -> None:
    charge = charged(held(framed, FIRST, attendance="absent"), as_biller)
    assert (charge.kind, charge.code, charge.amount_cents) == ("missed", "", 180_00)
    assert (
        actions.charge_session(
            session=held(framed, FIRST + timedelta(days=7), attendance="th_absent"), by=ROBOT
        )
        is None
    )


def test_a_later_fee_never_reaches_back(framed: Treatment, as_biller: Actor) -> None:
    charge = charged(held(framed, FIRST), as_biller)
    frame(framed, FIRST + timedelta(days=7), 190_00)
    assert charged(held(framed, FIRST + timedelta(days=14)), as_biller).fee_cents == 190_00
    actions.reconcile(practice=framed.practice, by=ROBOT)
    charge.refresh_from_db()
    assert charge.fee_cents == 180_00


def test_a_first_meeting_has_the_stated_fee(treatment: Treatment, as_biller: Actor) -> None:
    session = held(treatment, FIRST)
    assert charged(session, as_biller).fee_cents == 0
    Profile.objects.create(
        practice=treatment.practice, therapist=treatment.therapist, slug="h", statement="", approaches=[],
        concerns=[], languages=[], places=[], fee_first_cents=210_00, fee_cents=180_00,
        confirmed_at=clock.now(),
    )  # fmt: skip
    assert charged(session, as_biller).fee_cents == 210_00  # nobody had confirmed it: brought in line


def test_a_reduction_holds_from_its_day(framed: Treatment, as_biller: Actor) -> None:
    with clock.telling(at(FIRST)):
        actions.grant_reduction(
            treatment=framed,
            valid_from=FIRST + timedelta(days=7),
            cents=60_00,
            reason="Lost work",
            by=as_biller,
        )
        with pytest.raises(actions.CannotCharge, match="today or later"):
            actions.grant_reduction(
                treatment=framed, valid_from=date(2026, 1, 1), cents=1, reason="", by=as_biller
            )
        with pytest.raises(actions.CannotCharge, match="Another reduction"):
            actions.grant_reduction(
                treatment=framed, valid_from=FIRST + timedelta(days=2), cents=1, reason="", by=as_biller
            )
        with pytest.raises(actions.CannotCharge, match="more than the fee"):
            actions.grant_reduction(
                treatment=framed, valid_from=FIRST + timedelta(days=9), cents=181_00, reason="", by=as_biller
            )
    assert charged(held(framed, FIRST), as_biller).amount_cents == 180_00
    assert charged(held(framed, FIRST + timedelta(days=7)), as_biller).amount_cents == 120_00


def test_confirming_enters_the_ledger_and_closes(framed: Treatment, as_biller: Actor) -> None:
    code = ServiceCode.objects.get(code="90837")
    charge = actions.confirm_charge(charge=charged(held(framed, FIRST), as_biller), code=code, by=as_biller)
    assert (charge.code, charge.is_confirmed) == ("90837", True)
    entry = LedgerEntry.objects.get()
    assert (entry.kind, entry.cents, entry.charge) == ("charge", 180_00, charge)
    with pytest.raises(actions.CannotCharge, match="credit note"):
        actions.confirm_charge(charge=charge, by=as_biller)


def test_a_missed_hour_put_to_credit(framed: Treatment, as_biller: Actor) -> None:
    charge = actions.charge_missed(appointment=missed(framed, FIRST, in_notice=False), by=ROBOT)
    assert charge is not None
    actions.confirm_charge(charge=charge, outcome="credit", by=as_biller)
    assert actions.balance_of(charge.client) == 0
    actions.forfeit_credit(charge=charge, reason="Not taken up in three months", by=as_biller)
    assert actions.balance_of(charge.client) == 180_00
    with pytest.raises(actions.CannotEnter, match="already"):
        actions.forfeit_credit(charge=charge, reason="Again", by=as_biller)


def test_what_cannot_be_confirmed(framed: Treatment, as_biller: Actor) -> None:
    session = charged(held(framed, FIRST), as_biller)
    absent = charged(held(framed, FIRST + timedelta(days=7), attendance="absent"), as_biller)
    code = ServiceCode.objects.get(code="90834")
    for charge, more, sentence in [
        (absent, {"code": code}, "bears no code"),
        (session, {"outcome": "credit"}, "Only a missed hour"),
        (session, {"outcome": "forfeited"}, "Choose what becomes"),
        (session, {"reduced_cents": 180_01}, "less than nothing"),
    ]:
        with pytest.raises(actions.CannotCharge, match=sentence):
            actions.confirm_charge(charge=charge, **more, by=as_biller)
    assert not Charge.objects.filter(confirmed_at__isnull=False).exists()


def test_the_database_refuses_a_code_on_a_missed_hour(framed: Treatment, as_biller: Actor) -> None:
    charged(held(framed, FIRST, attendance="absent"), as_biller)
    with pytest.raises(IntegrityError), transaction.atomic():
        Charge.objects.update(code="90834")


def test_closed_is_closed_in_the_database(framed: Treatment, as_biller: Actor) -> None:
    actions.confirm_charge(charge=charged(held(framed, FIRST), as_biller), by=as_biller)
    for change in (
        lambda: Charge.objects.update(amount_cents=1),
        lambda: Charge.objects.all()._raw_delete("default"),
        lambda: LedgerEntry.objects.update(cents=1),
        lambda: LedgerEntry.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            change()


def test_confirming_a_month_at_once(framed: Treatment, as_biller: Actor, client_person: Client) -> None:
    for week in range(4):
        charged(held(framed, FIRST + timedelta(weeks=week)), as_biller)
    assert actions.confirm_as_proposed(charges=Charge.objects.all(), by=as_biller) == 4
    assert actions.confirm_as_proposed(charges=Charge.objects.all(), by=as_biller) == 0
    assert actions.balance_of(client_person) == 4 * 180_00


def test_an_unsigned_session_is_not_charged(framed: Treatment) -> None:
    facts = record.Facts(at(FIRST), at(FIRST) + timedelta(minutes=50))
    session = record.open_session(treatment=framed, facts=facts, by=actor_for(framed.therapist.user))
    assert actions.charge_session(session=session, by=ROBOT) is None
