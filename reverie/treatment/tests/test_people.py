"""Representatives within scope, basis and days, never the diary; couples, families and groups with days."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from conftest import actor_for, signed_in
from reverie.accounts import actions as accounts
from reverie.accounts.models import Client, Representative, Therapist, User
from reverie.core import clock
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.treatment import access, actions
from reverie.treatment.actions import UnitTerms
from reverie.treatment.models import Consent, Plan, Treatment, UnitMember
from reverie.treatment.queries.plan import consents_of
from reverie.treatment.queries.units import members_on

DAY = date(2026, 2, 3)


@pytest.fixture
def parent(treatment: Treatment) -> Representative:
    user = User.objects.create_user("ruth@example.invalid", name="Ruth Marsh", zone="UTC")
    today = clock.now().date()
    days = {"starts_on": today - timedelta(days=3), "expires_on": today + timedelta(days=30)}
    return Representative.objects.create(
        client=treatment.client, user=user, scope=["appointments", "record"], basis="Parent", **days
    )


def terms(**change: object) -> accounts.Representation:
    given = {"scope": ("record",), "basis": "Parent", "starts_on": DAY, "expires_on": date(2027, 1, 1)}
    return accounts.Representation(**{**given, **change})  # type: ignore[arg-type]


def test_an_invitation_makes_a_representative(treatment: Treatment, as_therapist: Actor) -> None:
    whom = {"client": treatment.client, "email": "Ruth@example.invalid", "name": "Ruth"}
    invitation, _token = accounts.invite_representative(**whom, terms=terms(), by=as_therapist)
    user = accounts.accept_as_new_person(
        invitation=invitation, name="Ruth", password="four words in a row", by=as_therapist
    )
    row = Representative.objects.get()
    assert (row.user, row.scope, row.basis, row.expires_on) == (user, ["record"], "Parent", date(2027, 1, 1))
    treatment.client.refresh_from_db()
    assert treatment.client.user != user


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"scope": ()}, "what they may do"),
        ({"scope": ("diary",)}, "what they may do"),
        ({"basis": " "}, "on which basis"),
        ({"expires_on": DAY}, "after the first"),
        ({"expires_on": date(2027, 8, 1)}, "comes of age"),
    ],
)
def test_terms_that_cannot_be(
    treatment: Treatment, as_therapist: Actor, change: dict[str, object], sentence: str
) -> None:
    treatment.client.born_on = date(2009, 7, 1)
    whom = {"client": treatment.client, "email": "ruth@example.invalid", "name": "Ruth"}
    with pytest.raises(accounts.CannotInvite, match=sentence):
        accounts.invite_representative(**whom, terms=terms(**change), by=as_therapist)


def test_a_representative_sees_their_scope_alone(parent: Representative, draft: Plan) -> None:
    browser = signed_in(parent.user)
    assert "Elena Marsh" in browser.get("/acting/").content.decode()
    page = browser.get(f"/acting/{parent.client_id}/").content.decode()
    assert "No plan is agreed yet." in page
    assert "Sign for the client" not in page
    assert browser.post(f"/acting/{parent.client_id}/", {"kinds": ["treatment"]}).status_code == 404
    for path in ("/my/", "/my/pages/", "/my/write/", "/my/plan/", f"/desk/clients/{parent.client_id}/"):
        assert browser.get(path).status_code == 404, path


@pytest.mark.parametrize("change", [{"expires_on": -1}, {"starts_on": 5}])
def test_outside_the_days_nothing_is_there(parent: Representative, change: dict[str, int]) -> None:
    today = clock.now().date()
    Representative.objects.update(**{name: today + timedelta(days=days) for name, days in change.items()})
    assert signed_in(parent.user).get(f"/acting/{parent.client_id}/").status_code == 404


@pytest.mark.parametrize(("hour", "acts"), [(23, True), (24, False)])
def test_the_last_day_ends_where_the_client_is(parent: Representative, hour: int, acts: bool) -> None:
    Client.objects.update(zone="America/Los_Angeles")
    Representative.objects.update(starts_on=DAY, expires_on=date(2027, 1, 1))
    midnight = datetime(2026, 12, 31, tzinfo=ZoneInfo("America/Los_Angeles"))
    with time_machine.travel(midnight + timedelta(hours=hour, minutes=30)):
        assert bool(access.representations_of(actor_for(parent.user))) is acts
        answer = signed_in(parent.user).get(f"/acting/{parent.client_id}/")
    assert (answer.status_code == 200) is acts


def test_ending_it_holds_at_the_next_request(parent: Representative, therapist: Therapist) -> None:
    address = f"/desk/clients/{parent.client_id}/representatives/"
    assert "Ruth Marsh" in signed_in(therapist.user).get(address).content.decode()
    signed_in(therapist.user).post(f"{address}{parent.pk}/end/")
    assert signed_in(parent.user).get(f"/acting/{parent.client_id}/").status_code == 404
    with pytest.raises(accounts.CannotEndRepresentation):
        accounts.end_representation(representative=parent, by=actor_for(therapist.user))


def test_a_parent_signs_until_the_client_comes_of_age(parent: Representative, as_client: Actor) -> None:
    parent.scope = ["consents"]
    parent.save()
    by, client = actor_for(parent.user), parent.client
    actions.sign_for_client(representative=parent, kinds=["treatment"], by=by)
    with pytest.raises(actions.CannotConsent, match="can be signed"):
        actions.sign_for_client(representative=parent, kinds=["process_notes"], by=by)
    treatment = Treatment.objects.get(client=client)
    treatment.client.born_on = date(2008, 12, 1)
    held = {day: consents_of(treatment, day) for day in (date(2026, 11, 30), date(2026, 12, 1))}
    signed = {
        day: [read.text.kind for read in reads if read.signed is not None] for day, reads in held.items()
    }
    assert signed == {date(2026, 11, 30): ["treatment"], date(2026, 12, 1): []}
    actions.sign_consents(treatment=treatment, kinds=["treatment"], by=as_client)
    assert [row.signed_by for row in Consent.objects.filter(revoked_at=None)] == [as_client.user_id]
    assert AuditEvent.objects.filter(verb="revoke_consent").count() == 1


def test_of_two_grounds_the_one_with_the_scope_counts(parent: Representative) -> None:
    days = {"starts_on": parent.starts_on, "expires_on": parent.expires_on}
    Representative.objects.create(
        client=parent.client, user=parent.user, scope=["consents"], basis="Guardian", **days
    )
    by = actor_for(parent.user)
    assert access.get_representation(by, parent.client_id, "record") == parent
    assert access.get_representation(by, parent.client_id, "consents").basis == "Guardian"


def test_the_link_is_shown_once(treatment: Treatment) -> None:
    address = f"/desk/clients/{treatment.client_id}/representatives/"
    given = {"name": "Ruth", "email": "ruth@example.invalid", "scope": ["record"], "basis": "Parent"}
    days = {"starts_on": "2026-01-01", "expires_on": "2027-01-01"}
    browser = signed_in(treatment.therapist.user)
    assert "/join/" in browser.post(address, {**given, **days}).content.decode()
    assert "/join/" not in browser.get(address).content.decode()
    assert browser.post(address, given).status_code == 422


@pytest.fixture
def couple(treatment: Treatment, stranger: Client, as_therapist: Actor) -> Treatment:
    return actions.open_unit(
        terms=UnitTerms("couple", "Marsh and Brandt", DAY),
        people=[treatment.client, stranger],
        therapist=treatment.therapist,
        by=as_therapist,
    )


def test_a_couple_has_its_own_record(couple: Treatment, treatment: Treatment) -> None:
    assert couple.client.unit.kind == "couple"
    assert couple.client_id != treatment.client_id
    assert [row.person.name for row in members_on(couple.client, DAY)] == ["Elena Marsh", "Theo Brandt"]


@pytest.mark.parametrize(
    ("kind", "count", "sentence"), [("couple", 1, "two people"), ("crowd", 2, "couple, family or group")]
)
def test_units_that_cannot_be(
    treatment: Treatment, stranger: Client, as_therapist: Actor, kind: str, count: int, sentence: str
) -> None:
    about = {"therapist": treatment.therapist, "by": as_therapist}
    with pytest.raises(actions.CannotJoinUnit, match=sentence):
        actions.open_unit(
            terms=UnitTerms(kind, "X", DAY), people=[treatment.client, stranger][:count], **about
        )


def test_membership_has_days(couple: Treatment, stranger: Client, as_therapist: Actor) -> None:
    unit, later = couple.client.unit, DAY + timedelta(days=30)
    member = UnitMember.objects.get(person=stranger)
    with pytest.raises(actions.CannotJoinUnit, match="comes already"):
        actions.join_unit(unit=unit, person=stranger, on=DAY, by=as_therapist)
    with pytest.raises(actions.CannotJoinUnit, match="before they came"):
        actions.leave_unit(member=member, on=DAY - timedelta(days=1), may_read_on=False, by=as_therapist)
    actions.leave_unit(member=member, on=later, may_read_on=False, by=as_therapist)
    with pytest.raises(actions.CannotJoinUnit, match="left already"):
        actions.leave_unit(member=member, on=later, may_read_on=False, by=as_therapist)
    assert len(members_on(couple.client, later)) == 1
    actions.join_unit(unit=unit, person=stranger, on=later + timedelta(days=5), by=as_therapist)


def test_each_sees_the_joint_plan_and_nobody_elses_own(
    couple: Treatment, treatment: Treatment, stranger: Client, as_client: Actor, as_therapist: Actor
) -> None:
    actions.write_history(treatment=treatment, texts={"childhood": "A landing."}, seen={}, by=as_client)
    plan = actions.draft_plan(treatment=couple, by=as_therapist)
    actions.add_goal(plan=plan, goal=actions.GoalWords("To quarrel better."), by=as_therapist)
    actions.agree_plan(plan=plan, by=as_therapist)
    actions.agree_plan(plan=plan, in_session=True, by=as_therapist)
    page = signed_in(stranger.user).get("/my/together/").content.decode()
    assert "To quarrel better." in page
    assert "A landing." not in page
    actions.leave_unit(
        member=UnitMember.objects.get(person=stranger), on=DAY, may_read_on=False, by=as_therapist
    )
    assert "To quarrel better." not in signed_in(stranger.user).get("/my/together/").content.decode()


def test_the_pages_of_a_couple(treatment: Treatment, stranger: Client, as_therapist: Actor) -> None:
    actions.open_consultation(client=stranger, therapist=treatment.therapist, started_on=DAY, by=as_therapist)
    browser = signed_in(treatment.therapist.user)
    people = [str(treatment.client_id), str(stranger.pk)]
    given = {"kind": "couple", "name": "Marsh and Brandt", "people": people, "since": "2026-02-03"}
    assert browser.post("/desk/units/", {**given, "people": people[:1]}).status_code == 422
    page = browser.post("/desk/units/", given, follow=True)
    assert "Who belongs, since when" in page.content.decode()
    member = UnitMember.objects.get(person=stranger)
    address = f"/desk/clients/{member.unit.client_id}/members/"
    browser.post(f"{address}{member.pk}/leave/", {"on": "2026-03-03", "may_read_on": "on"})
    assert "May go on reading" in browser.get(address).content.decode()
