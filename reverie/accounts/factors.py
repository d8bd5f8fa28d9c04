"""With what the browser's session was opened: the one place that knows how the library keeps it."""

from typing import Any

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from reverie.accounts.models import User

DEMO = "demo"


def records_of(request: HttpRequest, user: Any) -> list[dict[str, Any]]:
    """What `user` has shown in this session."""
    return list(get_authentication_records(request, user))


def has_second_factor(request: HttpRequest, user: Any) -> bool:
    """True when a passkey, a code or the demo's one click opened this session."""
    counted = {"mfa", DEMO} if settings.DEMO else {"mfa"}
    return any(record.get("method") in counted for record in records_of(request, user))


def ways_of(request: HttpRequest, user: User) -> list[str]:
    """In short words: `password`, `totp`, `webauthn`, `recovery_codes`, `demo`."""
    return sorted({str(record.get("type") or record.get("method")) for record in records_of(request, user)})


def shown_at(request: HttpRequest) -> float:
    """When the person last showed who they are in this session, in seconds since 1970."""
    shown = [float(record.get("at", 0.0)) for record in records_of(request, request.user)]
    return max([*shown, float(request.session.get("sign_in.started", 0.0))])


def note_shown(request: HttpRequest, user: User, authenticator: Authenticator) -> None:
    """A factor that was just enrolled was shown in doing so."""
    record_authentication(request, user, "mfa", id=authenticator.pk, type=str(authenticator.type))


def note_demo(request: HttpRequest, user: User) -> None:
    """The demo's one click stands for password and factor."""
    record_authentication(request, user, DEMO)


def forget_shown(request: HttpRequest, authenticator: Authenticator) -> None:
    """Drop what was shown with a factor that is gone."""
    kept = [record for record in records_of(request, request.user) if record.get("id") != authenticator.pk]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept
