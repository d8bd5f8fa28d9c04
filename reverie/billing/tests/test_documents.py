"""Documents: snapshots numbered without gaps, from the same entries as the ledger."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from reverie.accounts.models import Client
from reverie.billing import actions
from reverie.billing.models import Charge, Document, DocumentLine, LedgerEntry, Letterhead, Series
from reverie.billing.queries import estimates, papers
from reverie.billing.tests.conftest import FIRST, HOME, at, charged, frame, held, missed
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.treatment.models import Diagnosis, Plan, Treatment

pytestmark = pytest.mark.usefixtures("letterhead")
JANUARY = date(2026, 1, 31)


@pytest.fixture
def january(framed: Treatment, as_biller: Actor) -> Treatment:
    """Three sessions, one missed and paid, one called off in time: all confirmed."""
    for week in range(3):
        charged(held(framed, FIRST + timedelta(weeks=week)), as_biller)
    for day, in_notice in [(FIRST + timedelta(days=21), False), (FIRST + timedelta(days=22), True)]:
        actions.charge_missed(appointment=missed(framed, day, in_notice=in_notice), by=as_biller)
    actions.confirm_as_proposed(charges=Charge.objects.all(), by=as_biller)
    return framed


@pytest.fixture
def planned(january: Treatment, as_biller: Actor) -> Treatment:
    """A plan with a diagnosis, and the therapist's NPI."""
    plan = Plan(
        treatment=january, number=1, client_agreed_at=at(FIRST), client_agreed_by=january.client.user_id,
        therapist_agreed_at=at(FIRST), therapist_agreed_by=january.therapist.user_id,
    )  # fmt: skip
    plan.seal_words(january.chain(), {"diagnosis": "F34.1", "diagnosis_words": "Dysthymic disorder"})
    plan.save()
    actions.write_numbers(
        therapist=january.therapist, npi="1234567893", taxonomy="103TP0814X", licence="", by=as_biller
    )
    return january


@pytest.fixture
def invoice(january: Treatment, as_biller: Actor) -> Document:
    actions.write_addressee(client=january.client, words=HOME, by=as_biller)
    return actions.issue_invoice(client=january.client, last_day=JANUARY, by=as_biller)


def words(document: Document) -> dict[str, Any]:
    return document.words(document.chain())


def test_an_invoice_lists_all_hours_missed_ones_on_their_own_lines(invoice: Document) -> None:
    lines = words(invoice)["lines"]
    assert [line["kind"] for line in lines] == ["session"] * 3 + ["missed"] * 2
    assert [line["cents"] for line in lines] == [180_00] * 4 + [0]
    assert (invoice.name[:2], invoice.number, invoice.total_cents) == ("I-", 1, 4 * 180_00)
    assert words(invoice)["client"]["name"] == "Elena Marsh"


def test_lines_charges_and_ledger_are_one_sum(invoice: Document, client_person: Client) -> None:
    lines = sum(DocumentLine.objects.values_list("cents", flat=True))
    charges = sum(Charge.objects.values_list("amount_cents", flat=True))
    assert lines == charges == actions.balance_of(client_person) == invoice.total_cents


def test_what_was_invoiced_is_not_invoiced_again(invoice: Document, as_biller: Actor) -> None:
    with pytest.raises(actions.CannotIssue, match="nothing to invoice"):
        actions.issue_invoice(client=invoice.client, last_day=JANUARY, by=as_biller)


def test_an_invoice_waits_for_every_hour(framed: Treatment, as_biller: Actor) -> None:
    charged(held(framed, FIRST), as_biller)
    with pytest.raises(actions.CannotIssue, match="1 hour up to that day"):
        actions.issue_invoice(client=framed.client, last_day=JANUARY, by=as_biller)
    with pytest.raises(actions.CannotIssue, match="days that are over"):
        actions.issue_invoice(client=framed.client, last_day=date(2200, 1, 1), by=as_biller)
    Letterhead.objects.all().delete()
    with pytest.raises(actions.CannotIssue, match="who bills"):
        actions.issue_invoice(client=framed.client, last_day=JANUARY, by=as_biller)


def test_numbers_have_no_gaps_even_after_a_refusal(
    january: Treatment, as_biller: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("reverie.core.audit.link_hash", lambda event: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.issue_invoice(client=january.client, last_day=FIRST, by=as_biller)
    for days in (0, 7, 31):
        actions.issue_invoice(client=january.client, last_day=FIRST + timedelta(days=days), by=as_biller)
    assert list(Document.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert Series.objects.get().last == 3


def test_the_series_begins_anew_each_year(january: Treatment, as_biller: Actor) -> None:
    for year, last in [(2026, FIRST), (2027, JANUARY)]:
        with clock.telling(at(date(year, 6, 1))):
            assert (
                actions.issue_invoice(client=january.client, last_day=last, by=as_biller).name
                == f"I-{year}-0001"
            )


def test_an_issued_document_stays_as_it_is(invoice: Document, as_biller: Actor) -> None:
    actions.write_letterhead(
        practice=invoice.practice, words={"name": "Another name"}, starts_on=FIRST, by=as_biller
    )
    invoice.refresh_from_db()
    assert words(invoice)["practice"]["name"] == "Elm Row Psychotherapy"
    assert actions.hash_of(words(invoice)) == invoice.content_hash
    for change in (
        lambda: Document.objects.update(total_cents=1),
        lambda: Document.objects.all()._raw_delete("default"),
        lambda: DocumentLine.objects.update(cents=1),
        lambda: DocumentLine.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            change()


def test_partial_payments_and_a_receipt(invoice: Document, client_person: Client, as_biller: Actor) -> None:
    payment = actions.take_payment(
        client=client_person, cents=300_00, method="check", on=JANUARY, by=as_biller
    )
    assert papers.settled(client_person) == [(invoice, 420_00)]
    receipt = actions.issue_receipt(entry=payment, by=as_biller)
    assert (receipt.name[:2], receipt.total_cents, words(receipt)["due_cents"]) == ("R-", 300_00, 420_00)
    with pytest.raises(actions.CannotIssue, match="receipt already"):
        actions.issue_receipt(entry=payment, by=as_biller)
    actions.take_payment(client=client_person, cents=420_00, method="cash", on=JANUARY, by=as_biller)
    assert papers.settled(client_person) == [(invoice, 0)]


def test_a_credit_note_and_what_may_be_given_back(invoice: Document, as_biller: Actor) -> None:
    client = invoice.client
    actions.take_payment(client=client, cents=720_00, method="transfer", on=JANUARY, by=as_biller)
    with pytest.raises(actions.CannotEnter, match="not so much"):
        actions.refund(client=client, cents=1, method="cash", by=as_biller)
    note = actions.issue_credit_note(invoice=invoice, cents=180_00, reason="Not held.", by=as_biller)
    assert (note.total_cents, note.corrects, words(note)["invoice"]) == (-180_00, invoice, invoice.name)
    actions.refund(client=client, cents=180_00, method="cash", by=as_biller)
    assert actions.balance_of(client) == 0
    with pytest.raises(actions.CannotIssue, match="no more than is left"):
        actions.issue_credit_note(invoice=invoice, cents=540_01, reason="All of it.", by=as_biller)


def test_a_wrong_payment_is_taken_back_by_an_entry(invoice: Document, as_biller: Actor) -> None:
    client = invoice.client
    entry = actions.take_payment(client=client, cents=72_00, method="cash", on=JANUARY, by=as_biller)
    actions.take_back_payment(entry=entry, reason="Somebody else's", by=as_biller)
    assert actions.balance_of(client) == 720_00
    with pytest.raises(actions.CannotEnter, match="already"):
        actions.take_back_payment(entry=entry, reason="Again", by=as_biller)
    with pytest.raises(actions.CannotIssue, match="payment that stands"):
        actions.issue_receipt(entry=entry, by=as_biller)


def test_writing_off(invoice: Document, as_biller: Actor) -> None:
    with pytest.raises(actions.CannotEnter, match="why"):
        actions.write_off(client=invoice.client, cents=1, reason=" ", by=as_biller)
    with pytest.raises(actions.CannotEnter, match="Not so much"):
        actions.write_off(client=invoice.client, cents=720_01, reason="x", by=as_biller)
    entry = actions.write_off(client=invoice.client, cents=720_00, reason="Moved away", by=as_biller)
    assert entry.words(entry.chain()) == {"note": "Moved away"}
    assert actions.balance_of(invoice.client) == 0


def test_tax_is_a_line_of_its_own(january: Treatment, as_biller: Actor) -> None:
    Letterhead.objects.update(tax_name="VAT", tax_basis_points=825)
    invoice = actions.issue_invoice(client=january.client, last_day=JANUARY, by=as_biller)
    assert [line["cents"] for line in words(invoice)["lines"] if line["entry"] == "tax"] == [59_40]
    assert invoice.total_cents == 720_00 + 59_40 == actions.balance_of(january.client)


def test_a_superbill_has_sessions_only(planned: Treatment, as_biller: Actor) -> None:
    actions.take_payment(client=planned.client, cents=200_00, method="card", on=JANUARY, by=as_biller)
    bill = actions.issue_superbill(treatment=planned, first_day=FIRST, last_day=JANUARY, by=as_biller)
    found = words(bill)
    assert [line["code"] for line in found["lines"]] == ["90834"] * 3
    assert [line["paid_cents"] for line in found["lines"]] == [180_00, 20_00, 0]
    assert (found["lines"][0]["place"], found["lines"][0]["diagnosis"]) == ("11", "F34.1")
    assert found["provider"]["npi"] == "1234567893"
    assert bill.total_cents == 3 * 180_00


def test_a_missed_hour_is_no_service(january: Treatment) -> None:
    charge = Charge.objects.filter(kind=Charge.MISSED).first()
    assert charge is not None
    with pytest.raises(ValueError, match="a service"):
        papers.service_line(charge, 0, [])


def test_what_a_superbill_waits_for(january: Treatment, as_biller: Actor) -> None:
    with pytest.raises(actions.CannotIssue, match="No confirmed session"):
        actions.issue_superbill(treatment=january, first_day=JANUARY, last_day=JANUARY, by=as_biller)
    with pytest.raises(actions.CannotIssue, match="no diagnosis"):
        actions.issue_superbill(treatment=january, first_day=FIRST, last_day=JANUARY, by=as_biller)
    charge = charged(held(january, JANUARY, minutes=10), as_biller)
    actions.confirm_charge(charge=charge, by=as_biller)
    with pytest.raises(actions.CannotIssue, match="1 session has no"):
        actions.issue_superbill(treatment=january, first_day=FIRST, last_day=JANUARY, by=as_biller)


def test_an_estimate_equals_the_frames_arithmetic(treatment: Treatment, as_biller: Actor) -> None:
    terms = frame(treatment, FIRST, 185_00, hours=4)
    last = FIRST + timedelta(days=364)
    issue = {"treatment": treatment, "first_day": FIRST, "by": as_biller}
    document = actions.issue_estimate(frame=terms, last_day=last, weeks=46, **issue)
    assert document.total_cents == len(terms.weekly()) * 46 * terms.fee_cents == 34_040_00
    assert words(document)["hours"] == 184
    newer = actions.issue_estimate(frame=terms, last_day=last, weeks=40, **issue)
    assert newer.replaces == document
    with pytest.raises(actions.CannotIssue, match="twelve months"):
        actions.issue_estimate(frame=terms, last_day=last + timedelta(days=2), weeks=46, **issue)
    with pytest.raises(actions.CannotIssue, match="So many weeks"):
        actions.issue_estimate(frame=terms, last_day=JANUARY, weeks=46, **issue)


def test_the_warning_comes_in_time(framed: Treatment, as_biller: Actor) -> None:
    terms = framed.frames.get()
    last = FIRST + timedelta(days=364)
    actions.issue_estimate(
        treatment=framed, frame=terms, first_day=FIRST, last_day=last, weeks=46, by=as_biller
    )
    frame(framed, FIRST + timedelta(days=1), 240_00)
    for day in range(1, 6):
        actions.confirm_charge(
            charge=charged(held(framed, FIRST + timedelta(days=day)), as_biller), by=as_biller
        )
    states = [
        estimates.compared(framed.practice_id, FIRST + timedelta(days=7 * week))[0].comparison.state
        for week in (0, 4, 5)
    ]
    assert states == ["over", "near", "within"]


def test_an_estimate_is_owed_until_it_is_there(framed: Treatment, as_biller: Actor) -> None:
    (row,) = estimates.owed(framed.practice_id, FIRST)
    assert (row.treatment, row.due, row.is_new) == (framed, date(2026, 1, 9), True)
    actions.issue_estimate(
        treatment=framed, frame=row.frame, first_day=FIRST, last_day=FIRST + timedelta(days=364), weeks=46,
        by=as_biller,
    )  # fmt: skip
    assert estimates.owed(framed.practice_id, FIRST) == []
    frame(framed, FIRST + timedelta(days=30), 190_00)
    assert [row.is_new for row in estimates.owed(framed.practice_id, FIRST)] == [False]


def test_entries_of_the_ledger_go_with_their_sign(client_person: Client, as_biller: Actor) -> None:
    for kind, cents in [("payment", 5), ("charge", -5), ("refund", -5), ("adjustment", 0)]:
        row = LedgerEntry(
            practice_id=client_person.practice_id, client=client_person, kind=kind, cents=cents, on=FIRST
        )
        row.seal_words(row.chain(), {"note": ""})
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_a_given_diagnosis_goes_before_the_plans(planned: Treatment, as_biller: Actor) -> None:
    for number, (code, given, ended) in enumerate(
        [("F41.1", FIRST, FIRST + timedelta(days=6)), ("F33.1", FIRST + timedelta(days=7), None)], start=1
    ):
        row = Diagnosis(
            client=planned.client, number=number, release="2026-04", given_on=given, given_by=UUID(int=1)
        )
        row.ended_on, row.ended_by = ended, UUID(int=1) if ended else None
        row.seal_words(planned.chain(), {"code": code, "description": "", "remark": ""})
        row.save()
    bill = actions.issue_superbill(treatment=planned, first_day=FIRST, last_day=JANUARY, by=as_biller)
    assert [line["diagnosis"] for line in words(bill)["lines"]] == ["F41.1", "F33.1", "F33.1"]
