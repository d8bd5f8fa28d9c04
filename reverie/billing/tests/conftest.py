"""A practice that bills, a treatment with a frame, hours that took place or were missed."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conftest import actor_for, member
from reverie.accounts.models import Client, Practice, Therapist
from reverie.billing import actions
from reverie.billing.models import Charge, Claim, Letterhead
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.record import actions as record
from reverie.record.models import Session
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Frame, Plan, Treatment

FIRST = date(2026, 1, 6)
HEAD = {
    "name": "Elm Row Psychotherapy", "street": "14 Elm Row", "city": "Portland", "state": "OR",
    "postal_code": "97205", "phone": "5035550100", "tax_id": "930000000", "npi": "1234567893",
    "terms": "Payable within 30 days.",
}  # fmt: skip
HOME = {
    "first_name": "Elena", "last_name": "Marsh", "street": "2 Sample Ave", "city": "Portland", "state": "OR",
    "postal_code": "97206", "sex": "F",
}  # fmt: skip


@pytest.fixture
def as_biller(practice: Practice) -> Actor:
    return actor_for(member(practice, "Ana Sol", "biller"))


@pytest.fixture
def letterhead(practice: Practice, as_biller: Actor) -> Letterhead:
    """Elm Row bills from the first day of 2026, with two codes of its own list."""
    for code, low, high in [("90834", 38, 52), ("90837", 53, None)]:
        actions.add_code(
            practice=practice,
            code=code,
            label="Individual session",
            from_minutes=low,
            to_minutes=high,
            by=as_biller,
        )
    return actions.write_letterhead(practice=practice, words=HEAD, starts_on=date(2026, 1, 1), by=as_biller)


@pytest.fixture
def treatment(client_person: Client, therapist: Therapist) -> Treatment:
    return Treatment.objects.create(
        practice=therapist.practice, client=client_person, therapist=therapist, state=Treatment.ACTIVE,
        started_on=FIRST,
    )  # fmt: skip


def frame(
    treatment: Treatment, day: date, cents: int, rule: str = "waive_with_notice", hours: int = 1
) -> Frame:
    """A frame that both agreed to on its first day."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    row = Frame(
        treatment=treatment, number=treatment.frames.count() + 1, valid_from=day,
        hours=[[n, 600, 50] for n in range(hours)], zone=treatment.practice.zone, fee_cents=cents,
        absence_rule=rule, client_agreed_at=noon, client_agreed_by=treatment.client.user_id,
        client_agreed_how="self", therapist_agreed_at=noon, therapist_agreed_by=treatment.therapist.user_id,
    )  # fmt: skip
    row.seal_words(treatment.chain(), {"remark": ""})
    row.save()
    return row


@pytest.fixture
def framed(treatment: Treatment) -> Treatment:
    """Tuesdays at ten, 180 dollars, called off in time is not paid."""
    frame(treatment, FIRST, 180_00)
    return treatment


def at(day: date, hour: int = 18) -> datetime:
    """Ten in the morning in Portland."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def hour(treatment: Treatment, day: date, state: str = "confirmed", **more: Any) -> Appointment:
    """An arranged hour of fifty minutes."""
    start = at(day)
    return Appointment.objects.create(
        practice=treatment.practice, therapist=treatment.therapist, client=treatment.client, state=state,
        wall_start=datetime(day.year, day.month, day.day, 10, tzinfo=UTC), zone=treatment.practice.zone,
        start_at=start, end_at=start + timedelta(minutes=50), minutes=50, **more,
    )  # fmt: skip


def missed(treatment: Treatment, day: date, *, in_notice: bool, **more: Any) -> Appointment:
    """An hour that the client called off."""
    return hour(
        treatment, day, "cancelled", cancelled_at=at(day) - timedelta(days=1), cancelled_side="client",
        is_in_notice=in_notice, **more,
    )  # fmt: skip


def held(
    treatment: Treatment, day: date, minutes: int = 50, attendance: str = "present", **more: Any
) -> Session:
    """A session that took place and was signed; no signal is sent."""
    by = actor_for(treatment.therapist.user)
    facts = record.Facts(at(day), at(day) + timedelta(minutes=minutes), attendance=attendance)
    with clock.telling(at(day) + timedelta(hours=3)):
        session = record.open_session(treatment=treatment, facts=facts, by=by, **more)
        record.save_draft(session=session, words={"note": "Held."}, template="free", version=0, by=by)
        record.sign_note(session=session, version=1, by=by)
    session.refresh_from_db()
    return session


def charged(session: Session, by: Actor) -> Charge:
    """The charge of a session, unconfirmed."""
    charge = actions.charge_session(session=session, by=by)
    assert charge is not None
    return charge


DATA = Path(__file__).parent / "data" / "x12"
MONDAYS = (date(2026, 3, 2), date(2026, 3, 9))
PERIOD = {"first_day": MONDAYS[0], "last_day": MONDAYS[1] + timedelta(days=1)}


def answer(**change: str) -> str:
    text = (DATA / "own-835.edi").read_text()
    for old, new in change.items():
        text = text.replace(old, new)
    return text


@pytest.fixture
def known(treatment: Treatment, as_biller: Actor) -> Treatment:
    """Everything that a claim needs to know of client, therapist and plan."""
    client = treatment.client
    Client.objects.filter(pk=client.pk).update(born_on=date(1988, 11, 2))
    treatment.refresh_from_db()
    plan = Plan(
        treatment=treatment, number=1, client_agreed_at=at(FIRST), client_agreed_by=client.user_id,
        therapist_agreed_at=at(FIRST), therapist_agreed_by=treatment.therapist.user_id,
    )  # fmt: skip
    plan.seal_words(treatment.chain(), {"diagnosis": "F34.1", "diagnosis_words": "Dysthymic disorder"})
    plan.save()
    actions.write_numbers(
        therapist=treatment.therapist, npi="1234567893", taxonomy="103TP0814X", licence="", by=as_biller
    )
    actions.write_addressee(client=client, words=HOME, by=as_biller)
    return treatment


@pytest.fixture
def insured(known: Treatment, as_biller: Actor) -> Treatment:
    """Two sessions of 200 confirmed, a missed hour between them, and a cover in network."""
    frame(known, FIRST, 200_00)
    facts = {"name": "Fictional Health Plan", "payer_id": "99999", "is_in_network": True}
    insurer = actions.add_insurer(practice=known.practice, **facts, by=as_biller)
    cover = actions.Cover(insurer=insurer, starts_on=FIRST, is_in_network=True)
    words = {"member_id": "FHP123456789"}
    actions.write_coverage(client=known.client, cover=cover, words=words, by=as_biller)
    actions.charge_missed(appointment=missed(known, date(2026, 3, 3), in_notice=False), by=as_biller)
    for day in MONDAYS:
        charged(held(known, day), as_biller)
    actions.confirm_as_proposed(charges=Charge.objects.all(), by=as_biller)
    return known


@pytest.fixture
def claim(insured: Treatment, as_biller: Actor) -> Claim:
    with clock.telling(at(date(2026, 3, 10))):
        return actions.write_claim(treatment=insured, **PERIOD, by=as_biller)
