import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from reverie.accounts.models import User
from reverie.accounts.passwords import Argon2
from reverie.accounts.tests.test_signing_in import SECRET


@pytest.mark.parametrize(
    "password",
    [
        "fourteen chars",
        "passwordpassword",
        "aaaaaaaaaaaaaaaaaaaa",
        "qwertyqwertyqwerty",
        "hanna@example.invalid",
    ],
)
def test_short_and_common_passwords_are_refused(db: None, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, User(email="hanna@example.invalid", name="Hanna Lindqvist"))


@pytest.mark.parametrize(
    "password",
    [
        "seven quiet rivers",
        "ｓｅｖｅｎ　ｑｕｉｅｔ　ｒｉｖｅｒｓ",
        "🌲🌲🌊 and ten rivers",
        "x1" + "long " * 60,
    ],
)
def test_anything_long_is_taken(db: None, password: str) -> None:
    validate_password(password, User(email="hanna@example.invalid", name="Hanna Lindqvist"))


def test_beside_a_factor_eight_characters_are_enough(db: None) -> None:
    from allauth.mfa.totp.internal.auth import TOTP

    user = User.objects.create_user("hanna@example.invalid", name="Hanna")
    TOTP.activate(user, SECRET)
    validate_password("otter-42", user)


def test_a_short_password_is_remembered_as_one_that_cannot_stand_alone(db: None) -> None:
    assert User.objects.create_user("a@b.invalid", "seven quiet rivers", name="A").is_password_long
    assert not User.objects.create_user("c@d.invalid", "otter-42", name="C").is_password_long


def test_passwords_are_hashed_with_argon2id() -> None:
    encoded = Argon2().encode("seven quiet rivers", "a salt of sixteen")
    assert encoded.startswith("argon2$argon2id$v=19$m=32768,t=3,p=1$")
