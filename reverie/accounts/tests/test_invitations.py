from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser

from conftest import signed_in
from reverie.accounts import actions
from reverie.accounts.actions import CannotAccept, CannotInvite
from reverie.accounts.models import Client, Invitation, Membership, Practice, Therapist, User
from reverie.accounts.queries import actor_of
from reverie.core import audit, clock
from reverie.core.models import OutboxMessage
from reverie.core.policy import Actor

PASSWORD = "seven quiet rivers at dusk"


@pytest.fixture
def as_owner(owner: User) -> Actor:
    return actor_of(owner, has_second_factor=True)


@pytest.fixture
def invited(practice: Practice, as_owner: Actor) -> tuple[Invitation, str]:
    return actions.invite_member(
        practice=practice, email="New@Example.invalid", name="Ada New", roles=["therapist"], by=as_owner
    )


def test_an_invitation_keeps_only_the_hash_of_its_token(invited: tuple[Invitation, str]) -> None:
    row, token = invited
    assert token not in str(Invitation.objects.filter(pk=row.pk).values())
    assert row.email == "new@example.invalid"


def test_a_second_invitation_takes_the_first_back(
    practice: Practice, invited: tuple[Invitation, str], as_owner: Actor
) -> None:
    actions.invite_member(
        practice=practice, email="new@example.invalid", name="Ada", roles=["biller"], by=as_owner
    )
    assert Browser().get(f"/join/{invited[1]}/").status_code == 404


def test_a_colleague_is_not_invited_again(practice: Practice, therapist: Therapist, as_owner: Actor) -> None:
    with pytest.raises(CannotInvite, match="works here already"):
        actions.invite_member(
            practice=practice, email=therapist.user.email, name="H", roles=["biller"], by=as_owner
        )


def test_nothing_is_kept_without_the_link_in_the_chain(
    practice: Practice, as_owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**words: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError):
        actions.invite_member(practice=practice, email="a@b.invalid", name="A", roles=["biller"], by=as_owner)
    assert not Invitation.objects.exists()


def test_a_new_person_makes_an_account_and_is_not_signed_in(invited: tuple[Invitation, str]) -> None:
    browser = Browser()
    answer = browser.post(f"/join/{invited[1]}/", {"name": "Ada New", "password": PASSWORD})
    assert answer.headers["Location"] == "/account/login/"
    user = User.objects.get(email="new@example.invalid")
    assert user.check_password(PASSWORD)
    assert Membership.objects.get(user=user).role == "therapist"
    assert "_auth_user_id" not in browser.session


def test_a_link_works_once(invited: tuple[Invitation, str]) -> None:
    Browser().post(f"/join/{invited[1]}/", {"name": "Ada New", "password": PASSWORD})
    assert Browser().get(f"/join/{invited[1]}/").status_code == 404


def test_a_link_is_over_after_a_week(invited: tuple[Invitation, str]) -> None:
    with time_machine.travel(clock.now() + timedelta(days=7, seconds=1)):
        assert Browser().get(f"/join/{invited[1]}/").status_code == 404


def test_a_known_address_is_never_touched_by_a_link(invited: tuple[Invitation, str]) -> None:
    known = User.objects.create_user("new@example.invalid", "an older password here", name="Known")
    answer = Browser().post(f"/join/{invited[1]}/", {"name": "Thief", "password": PASSWORD})
    known.refresh_from_db()
    assert "There is an account with this address" in answer.content.decode()
    assert known.name == "Known"
    assert known.check_password("an older password here")
    assert not Membership.objects.filter(user=known).exists()


def test_somebody_with_an_account_takes_it_up_signed_in(invited: tuple[Invitation, str]) -> None:
    known = User.objects.create_user("new@example.invalid", name="Known")
    signed_in(known).post(f"/join/{invited[1]}/")
    assert Membership.objects.get(user=known).role == "therapist"


def test_another_account_cannot_take_it_up(invited: tuple[Invitation, str], client_person: Client) -> None:
    assert client_person.user is not None
    answer = signed_in(client_person.user).post(f"/join/{invited[1]}/")
    assert "another address" in answer.content.decode()
    assert not Membership.objects.filter(user=client_person.user).exists()


def test_accepting_keeps_nothing_when_its_link_fails(
    invited: tuple[Invitation, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**words: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError):
        actions.accept_as_new_person(
            invitation=invited[0], name="Ada", password=PASSWORD, by=Actor.system("invitation")
        )
    assert not User.objects.filter(email="new@example.invalid").exists()


def test_a_short_password_comes_back_with_one_sentence(invited: tuple[Invitation, str]) -> None:
    answer = Browser().post(f"/join/{invited[1]}/", {"name": "Ada New", "password": "too short"})
    assert "at least 15 characters" in answer.content.decode()
    assert not User.objects.filter(email="new@example.invalid").exists()


def test_a_client_opens_their_own_space(practice: Practice, as_owner: Actor) -> None:
    client = actions.register_client(
        practice=practice, name="Cleo Ray", email="cleo@example.invalid", by=as_owner
    )
    _row, token = actions.invite_client(client=client, by=as_owner)
    Browser().post(f"/join/{token}/", {"name": "Cleo", "password": PASSWORD})
    client.refresh_from_db()
    assert client.user is not None
    assert actor_of(client.user).roles == {"client"}


def test_a_client_with_an_account_is_not_invited(client_person: Client, as_owner: Actor) -> None:
    with pytest.raises(CannotInvite, match="account already"):
        actions.invite_client(client=client_person, by=as_owner)


def test_a_taken_back_invitation_cannot_be_accepted(invited: tuple[Invitation, str], as_owner: Actor) -> None:
    actions.withdraw_invitation(invitation=invited[0], by=as_owner)
    user = User.objects.create_user("new@example.invalid", name="Known")
    with pytest.raises(CannotAccept, match="no longer open"):
        actions.accept_invitation(invitation=invited[0], user=user, by=actor_of(user))


def test_with_mail_the_link_is_sent_in_neutral_words(
    practice: Practice, as_owner: Actor, settings: object
) -> None:
    settings.MAIL_URL = "smtp://mail.example.invalid"  # type: ignore[attr-defined]
    actions.invite_member(practice=practice, email="a@b.invalid", name="A", roles=["biller"], by=as_owner)
    message = OutboxMessage.objects.get(to="a@b.invalid")
    assert "therap" not in f"{message.subject} {message.body}".lower()
    assert practice.name not in f"{message.subject} {message.body}"


def test_the_people_page_lists_and_takes_back(invited: tuple[Invitation, str], owner: User) -> None:
    browser = signed_in(owner)
    assert "Ada New" in browser.get("/desk/people/").content.decode()
    browser.post(f"/desk/people/invitations/{invited[0].pk}/")
    assert "Nobody is asked in" in browser.get("/desk/people/").content.decode()


def test_an_owner_of_another_practice_cannot_take_it_back(invited: tuple[Invitation, str]) -> None:
    elsewhere = Practice.objects.create(name="Elsewhere", zone="America/Chicago")
    user = User.objects.create_user("other@example.invalid", name="Other Owner")
    Membership.objects.create(practice=elsewhere, user=user, role="practice_owner")
    assert signed_in(user).post(f"/desk/people/invitations/{invited[0].pk}/").status_code == 404
