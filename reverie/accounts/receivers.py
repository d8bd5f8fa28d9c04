"""What happens when somebody signs in, or changes how they do."""

from typing import Any

from allauth.account.signals import (
    authentication_step_completed,
    password_changed,
    password_reset,
    password_set,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from reverie.accounts import actions, factors, queries
from reverie.accounts.models import User
from reverie.accounts.session_store import AGENT, STARTED, key_hash
from reverie.core import clock, inner_door

LONGEST_AGENT = 200
inner_door.provide_shown(factors.shown_at)


@receiver(user_logged_in)
def begin_sign_in(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A new sign-in: its hour, its browser, and a link in the chain."""
    request.person = user  # type: ignore[attr-defined]
    request.session[STARTED] = clock.now().timestamp()
    request.session[AGENT] = request.headers.get("User-Agent", "")[:LONGEST_AGENT]
    actions.note_sign_in(user=user, how=factors.ways_of(request, user), by=queries.actor_of(user))


@receiver(user_logged_out)
def note_signed_out(sender: object, request: HttpRequest, **kwargs: Any) -> None:
    """The answer tells the browser to empty what it keeps of the site (the middleware writes the header)."""
    request.has_signed_out = True  # type: ignore[attr-defined]


@receiver(authentication_step_completed)
def change_key(sender: object, request: HttpRequest, **kwargs: Any) -> None:
    """Somebody who said again who they are goes on under a new key."""
    if kwargs.get("reauthenticated"):
        request.session.cycle_key()


@receiver([password_changed, password_set, password_reset])
def end_other_browsers(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """After a new password every other browser is signed out."""
    _end_others(request, user, "password")


@receiver(authenticator_added)
def factor_added(
    sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """A new factor was shown here, so this sign-in counts as made with it; the others end."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return  # they came along with the factor, which is noted by itself
    factors.note_shown(request, user, authenticator)
    _factor_changed(request, user, authenticator, "added")


@receiver(authenticator_removed)
def factor_removed(
    sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """What was shown with a removed factor no longer counts."""
    factors.forget_shown(request, authenticator)
    _factor_changed(request, user, authenticator, "removed")


@receiver(authenticator_reset)
def codes_renewed(
    sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """New recovery codes replace the old ones."""
    _factor_changed(request, user, authenticator, "renewed")


def _factor_changed(request: HttpRequest, user: User, authenticator: Authenticator, change: str) -> None:
    by = queries.actor_of(user)
    actions.note_factor_change(user=user, change=change, kind=str(authenticator.type), by=by)
    _end_others(request, user, "factor")


def _end_others(request: HttpRequest, user: User, why: str) -> None:
    """End every other browser of the person; this one goes on under a new key."""
    keep = ""
    if request.user.is_authenticated and request.user.pk == user.pk:
        request.session.cycle_key()
        keep = key_hash(request.session.session_key or "")
    actions.end_sign_ins(user=user, keep=keep, why=why, by=queries.actor_of(user))
