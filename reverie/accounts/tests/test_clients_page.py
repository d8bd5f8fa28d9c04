from collections.abc import Callable
from typing import Any

import pytest

from conftest import member, signed_in
from reverie.accounts.models import Client, Invitation, Practice, Therapist, User


@pytest.fixture
def oona(practice: Practice) -> User:
    return member(practice, "Oona Desk", "front_desk")


@pytest.fixture
def caller(practice: Practice) -> Client:
    return Client.objects.create(
        practice=practice, name="Cleo Ray", email="cleo@example.invalid", zone=practice.zone
    )


def test_the_desk_writes_a_caller_down(oona: User) -> None:
    browser = signed_in(oona)
    browser.post("/desk/people/clients/add/", {"name": "Cleo Ray", "phone": "555-0199"})
    assert Client.objects.get().phone == "555-0199"
    assert "Cleo Ray" in browser.get("/desk/people/clients/").content.decode()


def test_a_wrong_address_comes_back_with_what_was_typed(oona: User) -> None:
    body = signed_in(oona).post("/desk/people/clients/add/", {"name": "Cleo", "email": "no"}).content.decode()
    assert 'value="Cleo"' in body
    assert not Client.objects.exists()


def test_the_desk_asks_a_client_in(oona: User, caller: Client) -> None:
    body = signed_in(oona).post(f"/desk/people/clients/{caller.pk}/invite/").content.decode()
    assert "/join/" in body
    assert Invitation.objects.get().client == caller


def test_a_client_with_an_account_is_said_to_have_one(oona: User, client_person: Client) -> None:
    answer = signed_in(oona).post(f"/desk/people/clients/{client_person.pk}/invite/", follow=True)
    assert "has an account already" in answer.content.decode()


def test_clients_of_another_practice_do_not_exist(oona: User) -> None:
    elsewhere = Practice.objects.create(name="Elsewhere", zone="America/Chicago")
    other = Client.objects.create(practice=elsewhere, name="Secret Person", email="s@x.invalid", zone="UTC")
    browser = signed_in(oona)
    assert "Secret Person" not in browser.get("/desk/people/clients/").content.decode()
    assert browser.post(f"/desk/people/clients/{other.pk}/invite/").status_code == 404


def test_therapists_and_clients_have_no_such_page(therapist: Therapist, client_person: Client) -> None:
    for user in (therapist.user, client_person.user):
        assert user is not None
        assert signed_in(user).get("/desk/people/clients/").status_code == 404
        assert signed_in(user).post("/desk/people/clients/add/", {"name": "X"}).status_code == 404


@pytest.mark.parametrize(
    "path", ["/desk/people/", "/desk/people/clients/", "/account/", "/account/sessions/"]
)
def test_pages_keep_their_budget_of_queries(
    path: str,
    owner: User,
    therapist: Therapist,
    caller: Client,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    browser = signed_in(owner)
    browser.get(path)
    with django_assert_max_num_queries(12):
        assert browser.get(path).status_code == 200
