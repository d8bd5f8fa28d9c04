"""Claims in order: of one treatment, under one insurance, alive once, answered once."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Practice, Therapist, User
from reverie.billing import actions, x12
from reverie.billing.models import Charge, Claim, Coverage, LedgerEntry
from reverie.billing.tests.conftest import FIRST, MONDAYS, PERIOD, answer, at, charged, frame, held
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.treatment.models import Treatment

pytestmark = pytest.mark.usefixtures("letterhead")


@pytest.fixture
def elsewhere(insured: Treatment, colleague: Therapist, as_biller: Actor) -> Treatment:
    """The same client with a colleague, a session of theirs in the same days."""
    other = Treatment.objects.create(
        practice=insured.practice, client=insured.client, therapist=colleague, state=Treatment.ACTIVE,
        started_on=FIRST + timedelta(days=9),
    )  # fmt: skip
    frame(other, FIRST, 200_00)
    charged(held(other, date(2026, 3, 5)), as_biller)
    actions.confirm_as_proposed(charges=Charge.objects.all(), by=as_biller)
    return other


def test_a_claim_holds_the_sessions_of_one_treatment(
    insured: Treatment,
    elsewhere: Treatment,
    as_biller: Actor,
) -> None:
    found = actions.write_claim(treatment=insured, **PERIOD, by=as_biller)
    assert {line.charge.therapist_id for line in found.lines.all()} == {insured.therapist_id}
    assert found.lines.count() == 2


def test_the_page_asks_for_which_treatment(
    insured: Treatment, elsewhere: Treatment, as_biller: Actor
) -> None:
    biller = signed_in(User.objects.get(pk=as_biller.user_id))
    page = biller.get(reverse("billing:account", args=[insured.client_id])).content.decode()
    assert 'name="claim-treatment"' in page and f"with {elsewhere.therapist.name}" in page
    typed = {"claim-first_day": "2026-03-02", "claim-last_day": "2026-03-31", "claim-treatment": insured.pk}
    biller.post(reverse("billing:claim-write", args=[insured.client_id]), typed)
    assert Claim.objects.get().treatment == insured


def test_the_same_answer_in_other_bytes_is_posted_once(
    claim: Claim,
    practice: Practice,
    as_biller: Actor,
) -> None:
    actions.post_remittance(practice=practice, text=answer(), by=as_biller)
    for again in (answer().replace("~\n", "~\r\n"), answer(**{"TRN*1*": "TRN*1*X"})):
        with pytest.raises(actions.CannotPost, match="already"):
            actions.post_remittance(practice=practice, text=again, by=as_biller)
    assert LedgerEntry.objects.filter(method="insurer").count() == 2


def test_what_was_never_paid_is_not_taken_back(claim: Claim, practice: Practice, as_biller: Actor) -> None:
    back = answer(**{"*1*400*230*70*": "*22*400*230*70*"})
    with pytest.raises(actions.CannotPost, match="never paid"):
        actions.post_remittance(practice=practice, text=back, by=as_biller)


def test_no_session_stands_in_two_claims_that_live(
    insured: Treatment, claim: Claim, as_biller: Actor
) -> None:
    actions.mark_claim(claim=claim, state=Claim.REJECTED, by=as_biller)
    later = actions.write_claim(treatment=insured, **PERIOD, by=as_biller)
    with pytest.raises(actions.CannotClaim, match="stand in a later claim"):
        actions.mark_claim(claim=claim, state=Claim.SENT, by=as_biller)
    with pytest.raises(actions.CannotPost, match="stand in a later claim"):
        actions.post_remittance(practice=insured.practice, text=answer(), by=as_biller)
    actions.mark_claim(claim=later, state=Claim.WITHDRAWN, by=as_biller)
    assert actions.mark_claim(claim=claim, state=Claim.SENT, by=as_biller).state == Claim.SENT


def test_each_day_is_claimed_from_who_covered_it(insured: Treatment, as_biller: Actor) -> None:
    first = Coverage.objects.get()
    cover = actions.Cover(insurer=first.insurer, starts_on=MONDAYS[1], is_in_network=True)
    actions.write_coverage(client=insured.client, cover=cover, words={"member_id": "NEW1"}, by=as_biller)
    with pytest.raises(actions.CannotClaim, match="March 9 on another insurance"):
        actions.write_claim(treatment=insured, **PERIOD, by=as_biller)
    early = {**PERIOD, "last_day": MONDAYS[0]}
    assert actions.write_claim(treatment=insured, **early, by=as_biller).coverage == first
    Coverage.objects.exclude(pk=first.pk).update(starts_on=MONDAYS[1] + timedelta(days=1))
    Coverage.objects.filter(pk=first.pk).update(ends_on=MONDAYS[0])
    with pytest.raises(actions.CannotClaim, match="No insurance covered the client on March 9"):
        actions.write_claim(treatment=insured, **PERIOD, by=as_biller)


def test_a_second_insurance_is_kept_and_named(insured: Treatment, as_biller: Actor) -> None:
    facts = {"name": "Another Plan", "payer_id": "", "is_in_network": False}
    insurer = actions.add_insurer(practice=insured.practice, **facts, by=as_biller)
    cover = actions.Cover(insurer=insurer, starts_on=FIRST, order=2)
    actions.write_coverage(client=insured.client, cover=cover, words={"member_id": "SEC 1"}, by=as_biller)
    with pytest.raises(actions.Incomplete) as caught:
        actions.write_claim(treatment=insured, **PERIOD, by=as_biller)
    assert caught.value.fields == ["second_payer_id"]
    type(insurer).objects.filter(pk=insurer.pk).update(payer_id="88888")
    with clock.telling(at(date(2026, 3, 10))):
        found = actions.write_claim(treatment=insured, **PERIOD, by=as_biller)
    rows = x12.read(found.words(found.chain())["text"])
    assert found.coverage.order == 1
    assert [row[1] for row in rows if row[0] == "SBR"] == ["P", "S"]
    page = signed_in(User.objects.get(pk=as_biller.user_id)).get(
        reverse("billing:coverage", args=[insured.client_id])
    )
    assert "It pays second" in page.content.decode()
    assert found.second is not None and found.second.insurer == insurer
