import pytest
from django.dispatch import Signal

from conftest import member, signed_in
from reverie.accounts import actions, events
from reverie.accounts.actions import CannotChangeRoles, CannotOffBoard
from reverie.accounts.models import Invitation, Membership, Practice, SignIn, Therapist, User
from reverie.accounts.queries import actor_of
from reverie.core import audit
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor


@pytest.fixture
def as_owner(owner: User) -> Actor:
    return actor_of(owner, has_second_factor=True)


@pytest.fixture
def no_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The audit write fails, so nothing may be saved."""

    def fail(**words: object) -> None:
        raise RuntimeError("no link")

    monkeypatch.setattr(audit, "record", fail)


def roles(user: User) -> set[str]:
    return set(Membership.objects.filter(user=user, ended_at=None).values_list("role", flat=True))


def test_add_member_makes_a_therapist_of_a_holder_of_hours(practice: Practice, as_owner: Actor) -> None:
    user = User.objects.create_user("new@example.invalid", name="Ada New", zone="America/New_York")
    actions.add_member(practice=practice, user=user, roles=["therapist", "supervisor"], by=as_owner)
    assert roles(user) == {"therapist", "supervisor"}
    assert Therapist.objects.get(user=user).zone == "America/New_York"
    assert AuditEvent.objects.filter(verb="join", object_id=str(user.id)).count() == 1


def test_add_member_refuses_an_unknown_role(practice: Practice, as_owner: Actor, owner: User) -> None:
    with pytest.raises(CannotChangeRoles, match="no such role"):
        actions.add_member(practice=practice, user=owner, roles=["queen"], by=as_owner)


@pytest.mark.usefixtures("no_audit")
def test_add_member_saves_nothing_without_its_link(practice: Practice, as_owner: Actor) -> None:
    user = User.objects.create_user("new@example.invalid", name="Ada New")
    with pytest.raises(RuntimeError):
        actions.add_member(practice=practice, user=user, roles=["therapist"], by=as_owner)
    assert not roles(user)
    assert not Therapist.objects.filter(user=user).exists()


def test_change_roles_ends_one_and_begins_another(
    practice: Practice, therapist: Therapist, as_owner: Actor
) -> None:
    actions.change_roles(practice=practice, user=therapist.user, roles=["supervisor"], by=as_owner)
    assert roles(therapist.user) == {"supervisor"}
    therapist.refresh_from_db()
    assert therapist.ended_at is not None
    ended = Membership.objects.get(user=therapist.user, role="therapist")
    assert ended.ended_by == as_owner.user_id


def test_the_last_owner_stays_owner(practice: Practice, owner: User, as_owner: Actor) -> None:
    with pytest.raises(CannotChangeRoles, match="needs an owner"):
        actions.change_roles(practice=practice, user=owner, roles=["biller"], by=as_owner)
    assert roles(owner) == {"practice_owner"}


@pytest.mark.usefixtures("no_audit")
def test_change_roles_saves_nothing_without_its_link(
    practice: Practice, therapist: Therapist, as_owner: Actor
) -> None:
    with pytest.raises(RuntimeError):
        actions.change_roles(practice=practice, user=therapist.user, roles=["biller"], by=as_owner)
    assert roles(therapist.user) == {"therapist"}


def test_off_boarding_ends_everything_at_once(
    practice: Practice, therapist: Therapist, as_owner: Actor
) -> None:
    browser = signed_in(therapist.user)
    invited, _token = actions.invite_member(
        practice=practice, email="x@example.invalid", name="X", roles=["trainee"], by=actor_of(therapist.user)
    )
    actions.off_board(practice=practice, user=therapist.user, by=as_owner)
    assert not roles(therapist.user)
    assert not SignIn.objects.filter(user=therapist.user).exists()
    assert Invitation.objects.get(pk=invited.pk).withdrawn_at is not None
    assert browser.get("/account/").status_code == 302, "the very next request is refused"


def test_off_boarding_tells_other_rooms_inside_the_transaction(
    practice: Practice, therapist: Therapist, as_owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**words: object) -> None:
        raise RuntimeError("a feed could not be ended")

    signal = Signal()
    signal.connect(fail, weak=False)
    monkeypatch.setattr("reverie.accounts.actions.memberships.member_off_boarded", signal)
    with pytest.raises(RuntimeError):
        actions.off_board(practice=practice, user=therapist.user, by=as_owner)
    assert roles(therapist.user) == {"therapist"}
    assert events.member_off_boarded is not signal


def test_nobody_off_boards_oneself_or_the_last_owner(
    practice: Practice, owner: User, as_owner: Actor
) -> None:
    other = actor_of(member(practice, "Ada Second", "system_administrator"))
    with pytest.raises(CannotOffBoard, match="yourself"):
        actions.off_board(practice=practice, user=owner, by=as_owner)
    with pytest.raises(CannotOffBoard, match="needs an owner"):
        actions.off_board(practice=practice, user=owner, by=other)


def test_off_boarding_of_a_stranger_is_refused(practice: Practice, as_owner: Actor) -> None:
    user = User.objects.create_user("stranger@example.invalid", name="Str Anger")
    with pytest.raises(CannotOffBoard, match="does not work here"):
        actions.off_board(practice=practice, user=user, by=as_owner)


@pytest.mark.usefixtures("no_audit")
def test_off_boarding_saves_nothing_without_its_link(
    practice: Practice, therapist: Therapist, as_owner: Actor
) -> None:
    with pytest.raises(RuntimeError):
        actions.off_board(practice=practice, user=therapist.user, by=as_owner)
    assert roles(therapist.user) == {"therapist"}
