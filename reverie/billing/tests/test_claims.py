"""Claims from confirmed charges, and the remittance that closes them: 400 claimed, 230 paid, 70 left."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Client, Practice, User
from reverie.billing import actions, x12
from reverie.billing.models import (
    Claim,
    ClaimLine,
    Coverage,
    LedgerEntry,
    Remittance,
    Series,
    TherapistNumbers,
)
from reverie.billing.tests.conftest import DATA, PERIOD, answer
from reverie.core.policy import Actor
from reverie.treatment.models import Treatment

pytestmark = pytest.mark.usefixtures("letterhead")


@pytest.fixture
def biller(as_biller: Actor) -> Browser:
    return signed_in(User.objects.get(pk=as_biller.user_id))


def text(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def test_a_claim_has_confirmed_sessions_and_no_missed_hour(claim: Claim) -> None:
    rows = x12.read(claim.words(claim.chain())["text"])
    assert (claim.name, claim.total_cents, claim.lines.count()) == ("RV-2026-0001", 400_00, 2)
    assert [row[1] for row in rows if row[0] == "SV1"] == ["HC:90834"] * 2
    assert ["NM1", "IL", "1", "MARSH", "ELENA", "", "", "", "MI", "FHP123456789"] in rows
    assert x12.check(claim.words(claim.chain())["text"]) == []


def test_the_pair_balances(claim: Claim, practice: Practice, as_biller: Actor) -> None:
    before = actions.balance_of(claim.client)
    (row,) = actions.post_remittance(practice=practice, text=answer(), by=as_biller)
    claim.refresh_from_db()
    assert (row.paid_cents, row.claims_posted, row.claims_unknown) == (230_00, 1, 0)
    assert (claim.state, claim.share_cents) == (Claim.PAID, 70_00)
    posted = dict(LedgerEntry.objects.filter(method="insurer").values_list("kind", "cents"))
    assert posted == {"insurer_payment": -230_00, "adjustment": -100_00}
    assert actions.balance_of(claim.client) == before - 400_00 + 70_00
    assert list(claim.lines.values_list("paid_cents", "struck_cents")) == [(115_00, 50_00)] * 2


def test_a_file_is_posted_once(claim: Claim, practice: Practice, as_biller: Actor) -> None:
    actions.post_remittance(practice=practice, text=answer(), by=as_biller)
    with pytest.raises(actions.CannotPost, match="posted already"):
        actions.post_remittance(practice=practice, text=answer(), by=as_biller)
    assert LedgerEntry.objects.filter(method="insurer").count() == 2


def test_nothing_of_a_wrong_file_is_posted(claim: Claim, practice: Practice, as_biller: Actor) -> None:
    half = answer(**{"*400*230*70*": "*300*230*70*", "90834*200*": "90834*150*", "CO*45*50": "CO*45*0"})
    for wrong, sentence in [
        (answer(**{"BPR*I*230": "BPR*I*1"}), "not the sum"),
        (half.replace("90834:95*200*", "90834:95*150*"), "another amount"),
        ("nothing", "begin with ISA"),
    ]:
        with pytest.raises(actions.CannotPost, match=sentence):
            actions.post_remittance(practice=practice, text=wrong, by=as_biller)
    assert not Remittance.objects.exists()
    assert not LedgerEntry.objects.filter(method="insurer").exists()


def test_claims_of_others_are_counted_and_left_alone(practice: Practice, as_biller: Actor) -> None:
    other = (DATA / "lfh-demo-835.edi").read_text()
    (row,) = actions.post_remittance(practice=practice, text=other, by=as_biller)
    assert (row.claims_posted, row.claims_unknown) == (0, 2)


def test_a_denied_claim_strikes_nothing_off(claim: Claim, practice: Practice, as_biller: Actor) -> None:
    denied = answer(
        **{
            "BPR*I*230": "BPR*I*0", "*1*400*230*70*": "*4*400*0*0*", "*200*115**": "*200*0**",
            "CAS*CO*45*50": "CAS*CO*197*200", "CAS*PR*3*35~\n": "",
        }
    ).replace("SE*24", "SE*22")  # fmt: skip
    before = actions.balance_of(claim.client)
    actions.post_remittance(practice=practice, text=denied, by=as_biller)
    claim.refresh_from_db()
    assert (claim.state, claim.reasons) == (Claim.DENIED, ["CO-197"])
    assert actions.balance_of(claim.client) == before
    assert not ClaimLine.objects.filter(is_live=True).exists()


def test_a_session_stands_in_one_claim_that_lives(claim: Claim, insured: Treatment, as_biller: Actor) -> None:
    with pytest.raises(actions.CannotClaim, match="waits for a claim"):
        actions.write_claim(treatment=insured, **PERIOD, by=as_biller)
    actions.mark_claim(claim=claim, state=Claim.WITHDRAWN, by=as_biller)
    assert actions.write_claim(treatment=insured, **PERIOD, by=as_biller).number == 2
    with pytest.raises(actions.CannotClaim, match="nothing of it changes"):
        actions.mark_claim(claim=claim, state=Claim.SENT, by=as_biller)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimLine.objects.update(is_live=True)


def test_what_is_missing_is_named(insured: Treatment, as_biller: Actor) -> None:
    Client.objects.update(born_on=None)
    insured.therapist.numbers.delete()
    insured.refresh_from_db()
    treatment = Treatment.objects.get()
    with pytest.raises(actions.Incomplete) as caught:
        actions.write_claim(treatment=treatment, **PERIOD, by=as_biller)
    assert caught.value.fields == ["npi", "taxonomy", "born_on"]
    Coverage.objects.all().delete()
    with pytest.raises(actions.CannotClaim, match="No insurance covered"):
        actions.write_claim(treatment=treatment, **PERIOD, by=as_biller)


def test_what_the_checker_refuses_is_not_kept(insured: Treatment, as_biller: Actor) -> None:
    TherapistNumbers.objects.update(npi="1")
    with pytest.raises(actions.Refused) as caught:
        actions.write_claim(treatment=Treatment.objects.get(), **PERIOD, by=as_biller)
    assert {fault.segment for fault in caught.value.faults} == {"NM1"}
    assert not Claim.objects.exists()
    assert not Series.objects.filter(kind="claim").exists()


def test_claim_write(insured: Treatment, biller: Browser) -> None:
    address = reverse("billing:claim-write", args=[insured.client_id])
    typed = {"claim-first_day": "2026-03-02", "claim-last_day": "2026-03-31"}
    assert "first and the last day" in text(biller.post(address, {}, follow=True))
    page = text(biller.post(address, typed, follow=True))
    assert "written and checked" in page
    assert "waits for a claim" in text(biller.post(address, typed, follow=True))


def test_claims_and_remittance_post(claim: Claim, biller: Browser) -> None:
    assert claim.name in text(biller.get("/desk/billing/claims/"))
    post = reverse("billing:remittance-post")
    broken = SimpleUploadedFile("a.835", answer(**{"BPR*I*230": "BPR*I*1"}).encode())
    wrong = biller.post(post, {"file": broken})
    assert (wrong.status_code, "not the sum of its claims" in text(wrong)) == (422, True)
    page = text(biller.post(post, {"file": SimpleUploadedFile("a.835", answer().encode())}, follow=True))
    assert "client’s share $70.00" in page
    assert "above what the contract pays; the practice gives it up (CO-45)" in page


def test_claim_and_its_file(claim: Claim, biller: Browser) -> None:
    page = text(biller.get(reverse("billing:claim", args=[claim.pk])))
    assert "written, not sent yet" in page
    file = biller.get(reverse("billing:claim-file", args=[claim.pk]))
    assert text(file).startswith("ISA*00*")
    biller.post(reverse("billing:claim-state", args=[claim.pk]), {"state": "sent"})
    claim.refresh_from_db()
    assert claim.state == Claim.SENT
    biller.post(reverse("billing:claim-state", args=[claim.pk]), {"state": "paid"})
    claim.refresh_from_db()
    assert claim.state == Claim.SENT


def acknowledgement(name: str, claim: Claim) -> str:
    text = (DATA / f"imsweb-277CA_{name}.edi").read_text()
    return text.replace("TRN*2*3920394930203", f"TRN*2*{claim.name}").replace(
        "TRN*2*5781", f"TRN*2*{claim.name}"
    )


def test_a_rejection_is_explained_in_words(claim: Claim, biller: Browser) -> None:
    post = reverse("billing:remittance-post")
    file = SimpleUploadedFile("a.277", acknowledgement("rejected", claim).encode())
    page = text(biller.post(post, {"file": file}, follow=True))
    claim.refresh_from_db()
    assert (claim.state, claim.reasons) == (Claim.REJECTED, ["A7-562"])
    assert "rejected: something in it is not valid (A7-562)" in page
    assert not ClaimLine.objects.filter(is_live=True).exists()


def test_an_acceptance_is_kept(claim: Claim, practice: Practice, as_biller: Actor) -> None:
    accepted = acknowledgement("accepted", claim)
    assert actions.post_acknowledgement(practice=practice, text=accepted, by=as_biller) == 1
    claim.refresh_from_db()
    assert claim.state == Claim.ACCEPTED
    assert actions.post_acknowledgement(practice=practice, text=answer(), by=as_biller) == 0
    with pytest.raises(actions.CannotPost, match="begin with ISA"):
        actions.post_acknowledgement(practice=practice, text="PDF", by=as_biller)
