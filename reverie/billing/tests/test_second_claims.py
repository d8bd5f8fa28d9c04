"""Claims to a second insurance: after the first has answered, with what it paid, checked like any other."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client as Browser
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Practice, User
from reverie.billing import actions, x12
from reverie.billing.claim_values import First, Left, Payer, Second, ServiceAnswered
from reverie.billing.models import Claim, Coverage, LedgerEntry
from reverie.billing.tests.conftest import FIRST, PERIOD, answer
from reverie.billing.tests.test_claim_files import AT, CLAIM, IRIS, written
from reverie.core.policy import Actor
from reverie.treatment.models import Treatment

BOTH = (Left("CO", "45", 50_00), Left("PR", "3", 35_00))
WHO = Second(Payer("Fictional Health Plan", "99999"), IRIS, "FHP 123456789")
BY_SESSION = First(WHO, AT.date(), 230_00, services=(ServiceAnswered(115_00, BOTH),) * 2)
OF_THE_WHOLE = First(WHO, AT.date(), 230_00, left=(Left("CO", "45", 100_00), Left("PR", "3", 70_00)))
MANY = tuple(Left("OA", str(n), 1_00) for n in range(1, 9))


@pytest.mark.parametrize(
    "first",
    [
        BY_SESSION,
        OF_THE_WHOLE,
        replace(BY_SESSION, who=replace(WHO, relation="spouse", group="G7")),
        replace(OF_THE_WHOLE, left=(*MANY, Left("CO", "45", 162_00))),
        First(WHO, AT.date(), 0, services=(ServiceAnswered(0, (Left("PR", "1", 200_00),)),) * 2),
    ],
)
def test_the_checker_accepts_a_claim_to_the_second(first: First) -> None:
    text = written(replace(CLAIM, payer=Payer("Another Plan", "88888", "HM"), first=first))
    assert x12.check(text) == []
    rows = x12.read(text)
    assert [row[1] for row in rows if row[0] == "SBR"] == ["S", "P"]
    assert ["AMT", "D", x12.amount(first.paid_cents)] in rows
    left = [x12.cents(row[n]) for row in rows if row[0] == "CAS" for n in range(3, len(row), 3)]
    assert first.paid_cents + sum(left) == CLAIM.total_cents


def test_a_broken_answer_is_refused_with_the_place() -> None:
    broken = replace(BY_SESSION, services=(ServiceAnswered(115_00, (Left("XX", "45", 85_00),)),) * 2)
    faults = x12.check(written(replace(CLAIM, first=broken)))
    assert "CAS" in {fault.segment for fault in faults}


# -- from the first claim's answer to the second claim -------------------------------------------------


@pytest.fixture
def twice(letterhead: Any, insured: Treatment, as_biller: Actor) -> Claim:
    """The claim to the first insurance; it names a second one."""
    facts = {"name": "Another Plan", "payer_id": "88888", "is_in_network": True}
    insurer = actions.add_insurer(practice=insured.practice, **facts, by=as_biller)
    cover = actions.Cover(insurer=insurer, starts_on=FIRST, order=Coverage.SECOND)
    actions.write_coverage(client=insured.client, cover=cover, words={"member_id": "SEC1"}, by=as_biller)
    return actions.write_claim(treatment=insured, **PERIOD, by=as_biller)


def post(claim: Claim, as_biller: Actor, text: str) -> None:
    actions.post_remittance(practice=claim.practice, text=text, by=as_biller)
    claim.refresh_from_db()


@pytest.fixture
def answered(twice: Claim, as_biller: Actor) -> Claim:
    """It was answered: 230 paid, 100 struck off, 70 left."""
    post(twice, as_biller, answer().replace("HC:90834:95", "HC:90834"))
    return twice


def second_answer(claim: Claim, paid: int, share: int) -> str:
    """The second insurance repeats what the first one paid and struck off, and pays of the rest."""
    lines = "".join(
        f"SVC*HC:90834*200*{paid / 2:g}**1~\nDTM*472*{day}~\nCAS*OA*23*115~\n"
        f"CAS*CO*45*{85 - paid / 2 - share / 2:g}~\n" + (f"CAS*PR*2*{share / 2:g}~\n" if share else "")
        for day in ("20260302", "20260309")
    )
    head = answer().partition("CLP*")[0].replace("230", str(paid)).replace("CHK0001", "CHK0002")
    claimed = f"CLP*{claim.name}*2*400*{paid}*{share}*12*X*11~\n"
    return f"{head}{claimed}{lines}SE*24*0001~\nGE*1*2~\nIEA*1*000000002~\n"


def test_what_the_first_left_goes_to_the_second(answered: Claim, as_biller: Actor) -> None:
    found = actions.write_second_claim(claim=answered, by=as_biller)
    rows = x12.read(found.words(found.chain())["text"])
    assert (found.after, found.coverage, found.total_cents) == (answered, answered.second, 400_00)
    assert [row[1] for row in rows if row[0] == "SBR"] == ["S", "P"]
    assert [row[2] for row in rows if row[0] == "SVD"] == ["115", "115"]
    assert ["CAS", "PR", "3", "35"] in rows and ["DTP", "573", "D8", "20260320"] in rows
    assert not [row for row in rows if row[:2] == ["AMT", "F5"]], "the insurer's money is not the client's"
    assert [line.is_second for line in found.lines.all()] == [True, True]


@pytest.mark.parametrize(("paid", "share"), [(70, 0), (50, 20), (40, 10), (0, 70)])
def test_both_answers_balance_with_the_account(
    answered: Claim, as_biller: Actor, paid: int, share: int
) -> None:
    found = actions.write_second_claim(claim=answered, by=as_biller)
    before = actions.balance_of(answered.client)
    post(found, as_biller, second_answer(found, paid, share))
    assert (found.state, found.share_cents, found.paid_cents) == (Claim.PAID, share * 100, paid * 100)
    assert actions.balance_of(answered.client) == before - 70_00 + share * 100


def test_a_second_answer_can_be_taken_back(answered: Claim, as_biller: Actor) -> None:
    found = actions.write_second_claim(claim=answered, by=as_biller)
    before = actions.balance_of(answered.client)
    post(found, as_biller, second_answer(found, 40, 10))
    back = (
        second_answer(found, 40, 10)
        .replace("*2*400*40*10*", "*22*-400*-40*-10*")
        .replace("CHK0002", "CHK0003")
    )
    back = back.replace("BPR*I*40", "BPR*I*-40").replace("*200*20*", "*-200*-20*")
    for amount in ("115", "60", "5"):
        back = back.replace(f"*{amount}~", f"*-{amount}~")
    post(found, as_biller, back)
    assert (found.state, actions.balance_of(answered.client)) == (Claim.SENT, before)


def test_a_session_stands_in_one_claim_to_each(answered: Claim, as_biller: Actor) -> None:
    found = actions.write_second_claim(claim=answered, by=as_biller)
    with pytest.raises(actions.CannotClaim, match="stands already"):
        actions.write_second_claim(claim=answered, by=as_biller)
    actions.mark_claim(claim=found, state=Claim.WITHDRAWN, by=as_biller)
    assert actions.write_second_claim(claim=answered, by=as_biller).number == found.number + 1
    with pytest.raises(actions.CannotClaim, match="no second insurance"):
        actions.write_second_claim(claim=found, by=as_biller)


def test_before_the_first_has_answered_none_is_written(twice: Claim, as_biller: Actor) -> None:
    with pytest.raises(actions.CannotClaim, match="has not answered yet"):
        actions.write_second_claim(claim=twice, by=as_biller)
    Claim.objects.update(state=Claim.PAID, answered_on=FIRST, share_cents=0)
    with pytest.raises(actions.CannotClaim, match="left nothing"):
        actions.write_second_claim(claim=twice, by=as_biller)
    assert Claim.objects.count() == 1


def test_nothing_is_kept_without_its_link(answered: Claim, as_biller: Actor, broken_audit: None) -> None:
    with pytest.raises(OSError, match="the chain"), transaction.atomic():
        actions.write_second_claim(claim=answered, by=as_biller)
    assert Claim.objects.count() == 1


def test_sessions_that_do_not_add_up_are_told_as_a_whole(twice: Claim, as_biller: Actor) -> None:
    plain = answer().replace("SVC*HC:90834*200*115**1~\nDTM*472*20260302~\nCAS*CO*45*50~\nCAS*PR*3*35~\n", "")
    plain = plain.replace("SVC*HC:90834:95*200*115**1~\nDTM*472*20260309~\nCAS*CO*45*50~\nCAS*PR*3*35~\n", "")
    post(twice, as_biller, plain.replace("DTM*232", "CAS*CO*45*100~\nCAS*PR*3*70~\nDTM*232"))
    found = actions.write_second_claim(claim=twice, by=as_biller)
    rows = x12.read(found.words(found.chain())["text"])
    assert ["CAS", "CO", "45", "100"] in rows and not [row for row in rows if row[0] == "SVD"]


def test_the_page_writes_it(answered: Claim, as_biller: Actor, practice: Practice) -> None:
    biller: Browser = signed_in(User.objects.get(pk=as_biller.user_id))
    address = reverse("billing:claim", args=[answered.pk])
    assert "Write the claim to Another Plan" in biller.get(address).content.decode()
    page = biller.post(reverse("billing:claim-second", args=[answered.pk]), follow=True).content.decode()
    assert f">{answered.name}</a>, which the first insurance has answered" in page
    assert "Write the claim to" not in biller.get(address).content.decode()
    refused = biller.post(reverse("billing:claim-second", args=[answered.pk]), follow=True).content.decode()
    assert "stands already" in refused and LedgerEntry.objects.filter(method="insurer").count() == 2
