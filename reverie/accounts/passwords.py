"""What a password must be (NIST SP 800-63B-4): long and not known to everybody; and how it is hashed."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reverie.accounts.models import LONG_PASSWORD, Practice

SHORT_PASSWORD = 8
WORDS_OF_THE_PLACE = (
    "reverie",
    "psychotherapy",
    "psychotherapist",
    "therapy",
    "therapist",
    "practice",
    "password",
)
"""What somebody tries first who knows which site this is; the names of its practices are added."""
LEFT_OVER = 5
"""Letters and digits that a password must have beside those words."""


class Argon2(Argon2PasswordHasher):
    """Argon2id at 32 MiB: under 100 ms on a small machine, and a flood of sign-ins does not fill it."""

    time_cost = 3
    memory_cost = 32 * 1024
    parallelism = 1


class LengthValidator:
    """15 characters where the password stands alone, 8 beside a second factor; everything else is free."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError with how long it must be."""
        least = SHORT_PASSWORD if _has_factor(user) else LONG_PASSWORD
        if len(password) < least:
            raise ValidationError(
                _("Use at least %(least)d characters. A few words in a row are easier to keep than signs."),
                code="password_too_short",
                params={"least": least},
            )

    def get_help_text(self) -> str:
        return _("At least 15 characters, such as a few words. Pasting from a password manager works.")


class BlockListValidator(CommonPasswordValidator):
    """Refuses what everybody tries first, also when it is only written several times in a row."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError when the password, or the piece it repeats, is among the common ones."""
        lowered = password.lower().strip()
        if len(set(lowered)) < 3 or {lowered, _piece(lowered)} & self.passwords:
            raise ValidationError(
                _("Many people use this password, so it is tried first. Choose another."),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        return ""


class PlaceValidator:
    """Refuses a password made of the words of this place: the program, the work, the practice's own name."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError when hardly anything is left without those words."""
        rest = _signs(password)
        names = [_signs(name) for name in Practice.objects.values_list("name", flat=True)]
        for word in sorted([*names, *WORDS_OF_THE_PLACE], key=len, reverse=True):
            rest = rest.replace(word, "") if word else rest
        if rest != _signs(password) and len(rest) < LEFT_OVER:
            raise ValidationError(
                _("Somebody who knows this practice would try this early. Choose words that do not name it."),
                code="password_of_the_place",
            )

    def get_help_text(self) -> str:
        return ""


def _signs(text: str) -> str:
    """Letters and digits alone, in small letters."""
    return "".join(sign for sign in text.lower() if sign.isalnum())


def _piece(password: str) -> str:
    """The shortest piece that a password repeats, or itself: `passpass` is `pass` twice."""
    return password[: (password + password).find(password, 1)] if password else ""


def _has_factor(user: Any) -> bool:
    if user is None or user.pk is None:
        return False
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists())
