"""When the audit link cannot be written, nobody joined, nothing was signed, transferred or limited."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from reverie.accounts import actions as accounts
from reverie.accounts.models import Client, Representative, Therapist
from reverie.core.policy import Actor
from reverie.treatment import actions
from reverie.treatment.actions import UnitTerms
from reverie.treatment.models import Treatment

DAY, LAST = date(2026, 2, 3), date(2026, 6, 9)
Rows = Callable[[str], dict[str, list[Any]]]


def refused(acts: list[Callable[[], object]]) -> None:
    for act in acts:
        with pytest.raises(OSError, match="chain"):
            act()


def test_of_units(
    treatment: Treatment, stranger: Client, as_therapist: Actor, rows_of: Rows, request: pytest.FixtureRequest
) -> None:
    about = {"therapist": treatment.therapist, "by": as_therapist}
    terms = UnitTerms("family", "Marsh", DAY)
    opened = actions.open_unit(terms=terms, people=[treatment.client, stranger], **about)
    unit = opened.client.unit
    member = unit.members.first()
    actions.leave_unit(member=unit.members.last(), on=DAY, may_read_on=False, by=as_therapist)
    before = rows_of("treatment"), rows_of("accounts")
    request.getfixturevalue("broken_audit")
    refused(
        [
            lambda: actions.open_unit(terms=terms, people=[treatment.client, stranger], **about),
            lambda: actions.join_unit(unit=unit, person=stranger, on=LAST, by=as_therapist),
            lambda: actions.leave_unit(member=member, on=LAST, may_read_on=True, by=as_therapist),
        ]
    )
    assert (rows_of("treatment"), rows_of("accounts")) == before


def test_of_limits_and_transfers(
    treatment: Treatment,
    colleague: Therapist,
    as_client: Actor,
    as_therapist: Actor,
    rows_of: Rows,
    request: pytest.FixtureRequest,
) -> None:
    terms = {"treatment": treatment, "sessions": 16, "last_day": LAST, "words": {"focus": "X"}}
    limit = actions.propose_limit(**terms, by=as_therapist)
    transfer = actions.propose_transfer(treatment=treatment, to=colleague, letter="", by=as_therapist)
    before = rows_of("treatment")
    request.getfixturevalue("broken_audit")
    refused(
        [
            lambda: actions.propose_limit(**terms, by=as_therapist),
            lambda: actions.agree_limit(limit=limit, by=as_client),
            lambda: actions.agree_transfer(transfer=transfer, by=as_client),
            lambda: actions.withdraw_transfer(transfer=transfer, by=as_client),
        ]
    )
    assert rows_of("treatment") == before


def test_of_completing_and_of_summaries(
    treatment: Treatment,
    colleague: Therapist,
    as_therapist: Actor,
    rows_of: Rows,
    request: pytest.FixtureRequest,
) -> None:
    transfer = actions.propose_transfer(treatment=treatment, to=colleague, letter="", by=as_therapist)
    actions.agree_transfer(transfer=transfer, in_session=True, by=as_therapist)
    actions.announce_ending(treatment=treatment, last_day=LAST, by=as_therapist)
    summary = actions.write_ending(treatment=treatment, words={"now": "X"}, by=as_therapist)
    before = rows_of("treatment")
    request.getfixturevalue("broken_audit")
    refused(
        [
            lambda: actions.complete_transfer(transfer=transfer, on=DAY, by=as_therapist),
            lambda: actions.write_ending(treatment=treatment, words={"now": "Y"}, version=1, by=as_therapist),
        ]
    )
    Treatment.objects.update(state="ended", ended_on=DAY, ended_reason="agreed")
    refused([lambda: actions.sign_ending(summary=summary, version=1, by=as_therapist)])
    Treatment.objects.update(state="ending", ended_on=None, ended_reason="")
    assert rows_of("treatment") == before


def test_of_representatives(
    treatment: Treatment, stranger: Client, as_therapist: Actor, rows_of: Rows, request: pytest.FixtureRequest
) -> None:
    terms = accounts.Representation(("consents",), "Parent", DAY, date(2027, 1, 1))
    whom = {"client": treatment.client, "email": "ruth@example.invalid", "name": "Ruth", "terms": terms}
    days = {"starts_on": DAY, "expires_on": date(2027, 1, 1)}
    row = Representative.objects.create(
        client=treatment.client, user=stranger.user, scope=["consents"], basis="Parent", **days
    )
    by = Actor(user_id=stranger.user_id, practice_id=treatment.practice_id)
    before = rows_of("treatment"), rows_of("accounts")
    request.getfixturevalue("broken_audit")
    refused(
        [
            lambda: accounts.invite_representative(**whom, by=as_therapist),
            lambda: accounts.end_representation(representative=row, by=as_therapist),
            lambda: actions.sign_for_client(representative=row, kinds=["treatment"], by=by),
        ]
    )
    assert (rows_of("treatment"), rows_of("accounts")) == before
