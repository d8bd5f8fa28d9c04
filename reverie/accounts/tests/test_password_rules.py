"""What a password may be and how it is asked for; changing it needs the one before."""

import gzip
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth import password_validation
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client as Browser
from django.test import override_settings

from conftest import PASSWORD, signed_in
from reverie.accounts import passwords
from reverie.accounts.models import Practice, User

LOGIN = "/account/login/"


def lets_in(email: str, password: str) -> bool:
    return Browser().post(LOGIN, {"login": email, "password": password}).status_code == 302


def common(longer_than: int) -> list[str]:
    """The common passwords that come with Django and are at least this long."""
    path = Path(password_validation.__file__).parent / "common-passwords.txt.gz"
    with gzip.open(path, "rt") as lines:
        return [word for word in lines.read().split() if len(word) >= longer_than]


def test_the_three_thousand_most_common_of_eight_characters_are_refused() -> None:
    words = common(passwords.SHORT_PASSWORD)
    assert len(words) >= 3000
    refuse = passwords.BlockListValidator()
    for word in words:
        with pytest.raises(ValidationError):
            refuse.validate(word)


@pytest.mark.parametrize(
    "password",
    [
        "reverie reverie reverie",
        "Psychotherapy-Practice-1",
        "elm row psychotherapy",
        "ElmRowPsychotherapy2026",
    ],
)
def test_the_words_of_the_place_are_refused(practice: Practice, password: str) -> None:
    with pytest.raises(ValidationError, match="knows this practice"):
        validate_password(password)


def test_beside_other_words_they_may_stand(practice: Practice) -> None:
    validate_password("therapy of seven rivers")


@pytest.mark.parametrize("path", [LOGIN, "/account/signup/"])
def test_passwords_are_hidden_and_a_manager_can_fill_them_in(practice: Practice, path: str) -> None:
    form = Browser().get(path).context["form"]
    fields = [field for name, field in form.fields.items() if "password" in name]
    assert [field.widget.input_type for field in fields] == ["password"] * len(fields) != []
    assert all("-password" in field.widget.attrs["autocomplete"] for field in fields)
    assert not any({"maxlength", "onpaste"} & set(field.widget.attrs) for field in fields)


def test_no_script_of_ours_stops_pasting() -> None:
    root = Path(apps.get_app_config("core").path).parent
    found = [path.name for path in root.rglob("static/**/*.js") if '"paste"' in path.read_text()]
    assert found == []


@pytest.mark.parametrize(
    "other", [PASSWORD.upper(), PASSWORD[:-1], PASSWORD + " ", " " + PASSWORD, PASSWORD[:20]]
)
def test_a_password_is_compared_as_it_was_typed(elena: User, other: str) -> None:
    assert not lets_in(elena.email, other)
    assert lets_in(elena.email, PASSWORD)


@override_settings(PASSWORD_HASHERS=["reverie.accounts.passwords.Argon2"])
def test_a_long_password_counts_to_its_last_character(elena: User) -> None:
    long = "ø " * 100 + "end"
    elena.set_password(long)
    assert elena.check_password(long)
    assert not elena.check_password(long[:-1] + "D")


def test_a_password_lasts_until_its_owner_changes_it(elena: User) -> None:
    with time_machine.travel("2036-01-01T00:00:00+00:00", tick=False):
        answer = Browser().post(LOGIN, {"login": elena.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/my/"


@pytest.mark.parametrize("old", ["", "not the one before"])
def test_without_the_old_password_there_is_no_new_one(elena: User, old: str) -> None:
    new = "eight loud rivers at dawn"
    signed_in(elena).post(
        "/account/password/change/", {"oldpassword": old, "password1": new, "password2": new}
    )
    elena.refresh_from_db()
    assert elena.check_password(PASSWORD)


def test_somebody_with_a_password_cannot_set_one_without_it(elena: User) -> None:
    new = {"password1": "eight loud rivers at dawn", "password2": "eight loud rivers at dawn"}
    signed_in(elena).post("/account/password/set/", new)
    elena.refresh_from_db()
    assert elena.check_password(PASSWORD)


def test_no_hint_and_no_question_is_kept() -> None:
    names = {
        field.name for model in apps.get_app_config("accounts").get_models() for field in model._meta.fields
    }
    assert "email" in names
    assert not [name for name in names if "hint" in name or "question" in name or "answer" in name]


@pytest.mark.django_db
def test_a_new_installation_knows_nobody() -> None:
    assert not User.objects.exists()
