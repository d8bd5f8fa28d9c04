"""The pages: who sees what, what they do, and that they ask the database little."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from conftest import member, signed_in
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.billing import actions
from reverie.billing.models import Charge, Document, LedgerEntry, Letterhead, Reduction, ServiceCode
from reverie.billing.tests.conftest import FIRST, HEAD, charged, held, missed
from reverie.core import clock
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.treatment.models import Treatment

JANUARY = date(2026, 1, 31)


@pytest.fixture
def billed(letterhead: Letterhead, framed: Treatment, as_biller: Actor) -> Document:
    """A session and a missed hour on an invoice; another session waits."""
    charged(held(framed, FIRST), as_biller)
    actions.charge_missed(
        appointment=missed(framed, FIRST + timedelta(days=7), in_notice=False), by=as_biller
    )
    actions.confirm_as_proposed(charges=Charge.objects.all(), by=as_biller)
    invoice = actions.issue_invoice(client=framed.client, last_day=JANUARY, by=as_biller)
    charged(held(framed, FIRST + timedelta(days=28)), as_biller)
    return invoice


@pytest.fixture
def biller(as_biller: Actor) -> Browser:
    return signed_in(User.objects.get(pk=as_biller.user_id))


def of_client(name: str, client: Client) -> str:
    return reverse(f"billing:{name}", args=[client.pk])


def text(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def test_home_of_the_biller(billed: Document, biller: Browser) -> None:
    page = text(biller.get("/desk/billing/"))
    for words in ("Elena Marsh", "$360.00", "1 hour waits", "Letterhead and codes"):
        assert words in page


def test_estimates_owed(billed: Document, biller: Browser) -> None:
    page = text(biller.get("/desk/billing/estimates/"))
    assert "for a new frame" in page
    assert "No estimate is in force" in page


def test_home_of_the_owner_has_sums_and_no_names(billed: Document, owner: User) -> None:
    page = text(signed_in(owner).get("/desk/billing/"))
    assert "$360.00" in page
    assert "Elena" not in page
    assert signed_in(owner).get(of_client("account", billed.client)).status_code == 404


def test_home_of_the_front_desk(billed: Document, practice: Practice) -> None:
    desk = signed_in(member(practice, "Oona Byrne", "front_desk"))
    page = text(desk.get("/desk/billing/"))
    assert "Elena Marsh" in page
    assert "Sums of the months" not in page
    account = text(desk.get(of_client("account", billed.client)))
    assert "A payment came in" in account
    assert billed.name not in account
    assert desk.get(reverse("billing:document", args=[billed.pk])).status_code == 404


def test_home_says_what_is_missing(practice: Practice, as_biller: Actor, biller: Browser) -> None:
    assert "Write the letterhead" in text(biller.get("/desk/billing/"))


def test_charges(billed: Document, biller: Browser) -> None:
    page = text(biller.get("/desk/billing/hours/"))
    assert "the only line of your list that holds them is 90834" in page
    waiting = Charge.objects.get(confirmed_at=None)
    biller.post("/desk/billing/hours/", {"charge": [str(waiting.pk), "not-an-id"]})
    waiting.refresh_from_db()
    assert waiting.is_confirmed


def test_charge(billed: Document, biller: Browser, therapist: Therapist, colleague: Therapist) -> None:
    waiting = Charge.objects.get(confirmed_at=None)
    address = reverse("billing:charge", args=[waiting.pk])
    assert signed_in(colleague.user).get(address).status_code == 404
    assert signed_in(therapist.user).get(address).status_code == 200
    code = ServiceCode.objects.get(code="90837")
    wrong = biller.post(address, {"code": str(code.pk), "outcome": "charged", "reduced": "180.01"})
    assert (wrong.status_code, "less than nothing" in text(wrong)) == (422, True)
    biller.post(address, {"code": str(code.pk), "outcome": "charged", "reduced": "30"})
    waiting.refresh_from_db()
    assert (waiting.code, waiting.amount_cents) == ("90837", 150_00)


def test_account(billed: Document, biller: Browser, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(14):
        page = text(biller.get(of_client("account", billed.client)))
    for words in ("$360.00 is open", billed.name, "Missed hour, not called off in time", "Not confirmed yet"):
        assert words in page
    assert AuditEvent.objects.filter(verb="read_account").count() == 1


def test_account_of_several_treatments(
    billed: Document, biller: Browser, colleague: Therapist, django_assert_max_num_queries: Any
) -> None:
    facts = {"practice": colleague.practice, "therapist": colleague, "state": Treatment.ACTIVE}
    Treatment.objects.create(client=billed.client, started_on=date(2026, 2, 1), **facts)
    with django_assert_max_num_queries(14):
        page = text(biller.get(of_client("account", billed.client)))
    assert "with Hanna Lindqvist" in page and f"with {colleague.name}" in page


def test_account_of_the_therapist_is_for_reading(billed: Document, therapist: Therapist) -> None:
    browser = signed_in(therapist.user)
    assert "A payment came in" not in text(browser.get(of_client("account", billed.client)))
    assert browser.post(of_client("payment", billed.client)).status_code == 404


def test_payment_and_its_mistakes(billed: Document, biller: Browser) -> None:
    address, client = of_client("payment", billed.client), billed.client
    typed = {
        "payment-amount": "0.001",
        "payment-method": "cash",
        "payment-on": "2026-02-01",
        "payment-note": "17",
    }
    wrong = biller.post(address, typed)
    assert (wrong.status_code, 'value="17"' in text(wrong)) == (422, True)
    biller.post(address, typed | {"payment-amount": "100.50"})
    entry = LedgerEntry.objects.get(kind="payment")
    assert entry.cents == -100_50
    biller.post(reverse("billing:entry-receipt", args=[entry.pk]))
    biller.post(reverse("billing:entry-undo", args=[entry.pk]), {"reason": "Another client's"})
    assert actions.balance_of(client) == 360_00
    assert Document.objects.filter(kind="receipt").count() == 1


def test_what_cannot_be_done_is_said_on_the_account(billed: Document, biller: Browser) -> None:
    client = billed.client
    refused = {
        "refund": (
            {"refund-amount": "1", "refund-method": "cash", "refund-reason": "x"},
            "not so much to give",
        ),
        "write-off": ({"write_off-amount": "999", "write_off-reason": "x"}, "Not so much is owed"),
        "invoice": ({"invoice-last_day": "2026-01-31"}, "nothing to invoice"),
        "superbill": (
            {"superbill-first_day": "2026-01-01", "superbill-last_day": "2026-01-31"},
            "no diagnosis",
        ),
    }
    for name, (typed, sentence) in refused.items():
        answer = biller.post(of_client(name, client), typed)
        assert (answer.status_code, sentence in text(answer)) == (422, True), name


def test_write_off_estimate_reduction_and_address(billed: Document, biller: Browser) -> None:
    client, today = billed.client, clock.today(billed.practice.zone)
    days = {"estimate-first_day": str(today), "estimate-last_day": str(today + timedelta(days=364))}
    biller.post(of_client("write-off", client), {"write_off-amount": "60", "write_off-reason": "Moved"})
    biller.post(of_client("estimate", client), {**days, "estimate-weeks": "46"})
    biller.post(
        of_client("reduction", client), {"reduction-valid_from": str(today), "reduction-amount": "20"}
    )
    biller.post(of_client("addressee", client), {"addressee-last_name": "Marsh", "addressee-sex": "F"})
    assert actions.balance_of(client) == 300_00
    assert Document.objects.get(kind="estimate").total_cents == 46 * 180_00
    assert Reduction.objects.get().cents == 20_00
    assert client.addressee.words(client.addressee.chain())["last_name"] == "Marsh"


def test_document_and_its_paper(billed: Document, biller: Browser) -> None:
    page = text(biller.get(reverse("billing:document", args=[billed.pk])))
    assert "Missed hour, not called off in time" in page
    answer = biller.get(reverse("billing:document-paper", args=[billed.pk]))
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == f'attachment; filename="{billed.name}.pdf"'


def test_document_credit(billed: Document, biller: Browser) -> None:
    address = reverse("billing:document-credit", args=[billed.pk])
    wrong = biller.post(address, {"amount": "360.01", "reason": "All"})
    assert (wrong.status_code, "no more than is left" in text(wrong)) == (422, True)
    answer = biller.post(address, {"amount": "180", "reason": "Not held"})
    note = Document.objects.get(kind="credit_note")
    assert answer["Location"] == reverse("billing:document", args=[note.pk])
    assert "Not held" in text(biller.get(answer["Location"]))


def test_letterhead_codes_and_numbers(practice: Practice, biller: Browser, therapist: Therapist) -> None:
    rest = {"starts_on": "2026-01-01", "tax_percent": "8.25"}
    assert "what the tax is called" in text(biller.post("/desk/billing/letterhead/", {**HEAD, **rest}))
    biller.post("/desk/billing/letterhead/", {**HEAD, **rest, "tax_name": "VAT"})
    assert Letterhead.objects.get().tax_basis_points == 825
    code = {"code": "90834", "label": "Session", "from_minutes": "38", "to_minutes": "52"}
    biller.post("/desk/billing/letterhead/codes/", code)
    assert "stands in the list already" in text(biller.post("/desk/billing/letterhead/codes/", code))
    biller.post(reverse("billing:code-end", args=[ServiceCode.objects.get().pk]))
    assert ServiceCode.objects.get().ended_at is not None
    address = reverse("billing:numbers", args=[therapist.pk])
    assert "a slip in it" in text(biller.post(address, {"npi": "1234567890"}))
    biller.post(address, {"npi": "1234567893", "taxonomy": "103tp0814x"})
    assert therapist.numbers.taxonomy == "103TP0814X"


def test_totals(billed: Document, owner: User) -> None:
    rows = list(csv.DictReader(io.StringIO(text(signed_in(owner).get("/desk/billing/totals/?year=2026")))))
    assert (rows[0]["sessions"], rows[0]["missed hours"], rows[0]["owed changed by"]) == (
        "180.00",
        "180.00",
        "360.00",
    )
    assert (len(rows), rows[-1]["month"], rows[-1]["sessions"]) == (13, "2026", "180.00")


def test_my_bill(billed: Document, client_person: Client, stranger: Client) -> None:
    assert client_person.user is not None
    assert stranger.user is not None
    page = text(signed_in(client_person.user).get("/my/bill/"))
    assert billed.name in page
    assert "$360.00 is open" in page
    assert billed.name not in text(signed_in(stranger.user).get("/my/bill/"))


def test_my_document(billed: Document, client_person: Client, stranger: Client) -> None:
    assert client_person.user is not None
    assert stranger.user is not None
    address = reverse("billing:my-document", args=[billed.pk])
    assert signed_in(client_person.user).get(address).content.startswith(b"%PDF-")
    assert signed_in(stranger.user).get(address).status_code == 404
