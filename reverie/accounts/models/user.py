"""A person who can sign in."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from reverie.core.models import BaseModel

LONG_PASSWORD = 15
"""Characters of a password that may be the only thing somebody knows (NIST SP 800-63B-4)."""
THEMES = ["system", "light", "dark"]


class People(BaseUserManager["User"]):
    """Makes users by e-mail; the address is compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a user; without a password only a passkey or an invitation lets them in."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, BaseModel):
    """A person; what they may do comes from memberships and from being somebody's client."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    pronouns = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=64, default="America/New_York")
    language = models.CharField(max_length=10, default="en")
    theme = models.CharField(max_length=6, default="system", choices=[(theme, theme) for theme in THEMES])
    is_active = models.BooleanField(default=True)
    is_password_long = models.BooleanField(default=False, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = People()

    def __str__(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        """Hash a password, and remember whether it is long enough to stand alone."""
        super().set_password(raw_password)
        self.is_password_long = raw_password is not None and len(raw_password) >= LONG_PASSWORD
