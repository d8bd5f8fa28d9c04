"""A person who can sign in."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from reverie.core.models import BaseModel


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
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = People()

    def __str__(self) -> str:
        return self.name
