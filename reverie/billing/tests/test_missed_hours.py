"""A missed hour is paid, not paid, put to credit, or its credit falls away: each from a page."""

from datetime import date

import pytest
from django.test import Client as Browser
from django.urls import reverse

from conftest import actor_for, member, signed_in
from reverie.accounts.models import Practice, User
from reverie.billing import actions
from reverie.billing.models import Charge, LedgerEntry, ServiceCode
from reverie.billing.tests.conftest import charged, held, missed
from reverie.core.policy import Actor
from reverie.treatment.models import Treatment

TUESDAYS = (date(2026, 1, 6), date(2026, 1, 13), date(2026, 1, 20))
pytestmark = pytest.mark.usefixtures("letterhead")


@pytest.fixture
def biller(as_biller: Actor) -> Browser:
    return signed_in(User.objects.get(pk=as_biller.user_id))


@pytest.fixture
def hours(framed: Treatment, as_biller: Actor) -> list[Charge]:
    """Three hours called off too late."""
    found = [
        actions.charge_missed(appointment=missed(framed, day, in_notice=False), by=as_biller)
        for day in TUESDAYS
    ]
    return [row for row in found if row is not None]


def test_each_outcome_is_reached(hours: list[Charge], biller: Browser) -> None:
    for row, outcome in zip(hours, ("charged", "waived", "credit"), strict=True):
        biller.post(reverse("billing:charge", args=[row.pk]), {"outcome": outcome, "reduced": "0"})
    page = reverse("billing:missed-hours", args=[hours[0].client_id])
    shown = biller.get(page).content.decode()
    assert "Not paid" in shown and "Paid, and put toward an hour to come" in shown
    forfeit = reverse("billing:credit-forfeit", args=[hours[2].pk])
    assert "Write down why" in biller.post(forfeit, {}, follow=True).content.decode()
    after = biller.post(forfeit, {"reason": "It never came."}, follow=True).content.decode()
    assert "Paid; the hour to come fell away" in after
    sums = dict(LedgerEntry.objects.filter(charge=hours[2]).values_list("kind", "cents"))
    assert sums == {"charge": 180_00, "credit": -180_00, "forfeit": 180_00}
    assert "forfeited already" in biller.post(forfeit, {"reason": "Again"}, follow=True).content.decode()


def test_the_front_desk_does_not_settle_hours(hours: list[Charge], practice: Practice) -> None:
    desk = signed_in(member(practice, "Oona Byrne", "front_desk"))
    assert desk.get(reverse("billing:missed-hours", args=[hours[0].client_id])).status_code in (403, 404)
    assert desk.post(reverse("billing:credit-forfeit", args=[hours[0].pk]), {"reason": "x"}).status_code in (
        403,
        404,
    )


def test_two_lines_of_one_code_are_told_apart(
    framed: Treatment, practice: Practice, as_biller: Actor
) -> None:
    line = {"practice": practice, "code": "90834", "from_minutes": 10, "to_minutes": 20}
    actions.add_code(**line, label="First meeting", is_first=True, by=as_biller)
    charged(held(framed, TUESDAYS[0]), as_biller)
    actions.confirm_as_proposed(charges=Charge.objects.all(), by=as_biller)
    assert Charge.objects.get().label == "Individual session"


def test_a_code_out_of_use_is_told(framed: Treatment, as_biller: Actor, biller: Browser) -> None:
    row = charged(held(framed, TUESDAYS[0]), as_biller)
    actions.end_code(code=ServiceCode.objects.get(code="90834"), by=as_biller)
    page = biller.post(reverse("billing:charges"), {"charge": [str(row.pk)]}, follow=True).content.decode()
    assert "out of use now" in page
    row.refresh_from_db()
    assert not row.is_confirmed


def test_the_therapist_settles_their_own(hours: list[Charge], framed: Treatment) -> None:
    therapist = actor_for(framed.therapist.user)
    assert therapist.user_id is not None
    page = signed_in(framed.therapist.user).get(reverse("billing:missed-hours", args=[framed.client_id]))
    assert page.status_code == 200 and "Settle this hour" in page.content.decode()
