"""Every page of the sign-in library that is routed is drawn in our layouts."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Client, Therapist, User

SIGNED_OUT = [
    "account_login",
    "account_signup",
    "account_inactive",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
]
SIGNED_IN = ["mfa_index", "mfa_list_webauthn", "account_logout", "accounts:you", "accounts:sign-ins"]


def is_ours(body: str) -> bool:
    return "core/css/reverie.css" in body and 'id="main"' in body


@pytest.mark.django_db
@pytest.mark.parametrize("name", SIGNED_OUT)
def test_signed_out_pages_are_ours(name: str, practice: object) -> None:
    answer = Browser().get(reverse(name))
    assert answer.status_code == 200, answer.status_code
    assert is_ours(answer.content.decode())


@pytest.mark.parametrize("name", SIGNED_IN)
def test_signed_in_pages_are_ours(name: str, client_person: Client) -> None:
    answer = signed_in(client_person.user).get(reverse(name))
    assert answer.status_code == 200, answer.status_code
    assert is_ours(answer.content.decode())


PEOPLE = ["accounts:people", "accounts:member-invite"]


@pytest.mark.parametrize("name", PEOPLE)
def test_people_pages_open_for_the_owner(name: str, owner: User, therapist: Therapist) -> None:
    assert is_ours(signed_in(owner).get(reverse(name)).content.decode())


@pytest.mark.parametrize("name", PEOPLE)
def test_people_pages_do_not_exist_for_others(name: str, therapist: Therapist, client_person: Client) -> None:
    assert signed_in(therapist.user).get(reverse(name)).status_code == 404
    assert signed_in(client_person.user).get(reverse(name)).status_code == 404
