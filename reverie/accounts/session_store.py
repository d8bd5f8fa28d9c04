"""Where browser sessions are kept (SESSION_ENGINE): the key as a hash, the contents sealed."""

import hashlib
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.contrib.sessions.serializers import JSONSerializer
from django.db import IntegrityError, transaction

from reverie.accounts.models import SignIn
from reverie.core import clock
from reverie.core.sealing import CannotUnseal, seal_with_master, unseal_with_master

STARTED, SHARED, AGENT = "sign_in.started", "sign_in.shared", "sign_in.agent"


def key_hash(key: str) -> str:
    """What the database keeps of a cookie's key."""
    return hashlib.sha256(key.encode()).hexdigest()


def contents_of(row: SignIn) -> dict[str, Any]:
    """What a browser's session holds. Raises CannotUnseal."""
    text = unseal_with_master(bytes(row.sealed), f"sign-in|{row.key_hash}")
    return cast(dict[str, Any], JSONSerializer().loads(text.encode()))


class SessionStore(SessionBase):
    """Django's session over `SignIn`; `row` is the loaded row, for limits without a second query."""

    row: SignIn | None = None

    def load(self) -> dict[str, Any]:
        """The contents, or nothing when the row is gone, over or sealed by a key that is not here."""
        key = self.session_key or ""
        self.row = SignIn.objects.filter(key_hash=key_hash(key), expires_at__gt=clock.now()).first()
        if self.row is None:
            self._session_key = None
            return {}
        try:
            return contents_of(self.row)
        except CannotUnseal:
            self._session_key = None
            self.row = None
            return {}

    def exists(self, session_key: str) -> bool:
        return SignIn.objects.filter(key_hash=key_hash(session_key)).exists()

    def create(self) -> None:
        """Make a row under a new key; its first write is now, so that two browsers never share one."""
        self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """Write the contents. Raises UpdateError when the row was ended, CreateError on a key twice."""
        if self.session_key is None:
            self.create()
            return
        contents = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        values = self._columns(contents, self.session_key)
        if must_create:
            self.row = self._insert(values, self.session_key)
        elif not SignIn.objects.filter(key_hash=key_hash(self.session_key)).update(**values):
            raise UpdateError

    def _columns(self, contents: dict[str, Any], key: str) -> dict[str, Any]:
        text = JSONSerializer().dumps(contents).decode()
        values = {
            "user_id": UUID(contents[SESSION_KEY]) if SESSION_KEY in contents else None,
            "sealed": seal_with_master(text, f"sign-in|{key_hash(key)}"),
            "expires_at": self.get_expiry_date(),
            "is_shared_computer": bool(contents.get(SHARED)),
        }
        if STARTED in contents:
            values["started_at"] = datetime.fromtimestamp(contents[STARTED], UTC)
        return values

    def _insert(self, values: dict[str, Any], key: str) -> SignIn:
        try:
            with transaction.atomic():
                return SignIn.objects.create(key_hash=key_hash(key), **values)
        except IntegrityError:
            raise CreateError from None

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            SignIn.objects.filter(key_hash=key_hash(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """Remove the rows whose time is over."""
        SignIn.objects.filter(expires_at__lte=clock.now()).delete()
