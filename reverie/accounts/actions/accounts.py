"""What a person changes about their own account, and where they are signed in."""

from typing import Any

from django.db import transaction

from reverie.accounts.models import SignIn, User
from reverie.core import audit, clock
from reverie.core.policy import Actor

CHANGEABLE = {"name", "pronouns", "zone", "language", "theme"}


@transaction.atomic
def change_account(*, user: User, facts: dict[str, Any], by: Actor) -> User:
    """Change how a person is called and how pages look to them; other columns are refused with KeyError."""
    unknown = set(facts) - CHANGEABLE
    if unknown:
        raise KeyError(f"An account has no {', '.join(sorted(unknown))}.")
    for column, value in facts.items():
        setattr(user, column, value)
    user.save(update_fields=list(facts))
    audit.record(by=by, verb="change", on=user, detail={"fields": sorted(facts)})
    return user


@transaction.atomic
def end_sign_ins(*, user: User, keep: str = "", only: str = "", why: str, by: Actor) -> int:
    """End a person's sign-ins: all, all but the one whose key hash is `keep`, or `only` that one.

    Returns how many; each of those browsers is signed out with its next request.
    """
    rows = SignIn.objects.filter(user=user).exclude(key_hash=keep)
    if only:
        rows = rows.filter(key_hash=only)
    ended, _rows = rows.delete()
    audit.record(by=by, verb="end_sign_ins", on=user, detail={"why": why, "ended": ended})
    return ended


@transaction.atomic
def note_sign_in(*, user: User, how: list[str], by: Actor) -> None:
    """Keep in the chain that somebody signed in, and with what (never from where)."""
    audit.record(by=by, verb="sign_in", on=user, detail={"how": how})


@transaction.atomic
def note_refused_sign_in(*, email: str) -> None:
    """Keep in the chain that a password was refused; the same work for a known and an unknown address."""
    user = User.objects.filter(email=email.lower()).first()
    audit.record(by=Actor.system("sign-in"), verb="refuse_sign_in", on=user)


@transaction.atomic
def note_factor_change(*, user: User, change: str, kind: str, by: Actor) -> None:
    """Keep in the chain that a passkey, an app or the recovery codes were added, removed or renewed."""
    audit.record(by=by, verb=f"factor_{change}", on=user, detail={"kind": kind})


def lock(*, sign_in: SignIn) -> None:
    """Lock a browser's pages until the person says who they are."""
    SignIn.objects.filter(key_hash=sign_in.key_hash, locked_at=None).update(locked_at=clock.now())


def touch(*, sign_in: SignIn) -> None:
    """Note that the person is there; a locked browser stays locked."""
    SignIn.objects.filter(key_hash=sign_in.key_hash, locked_at=None).update(touched_at=clock.now())


@transaction.atomic
def unlock(*, sign_in: SignIn, how: str, by: Actor) -> None:
    """Open a browser's pages again, after the person has said who they are."""
    SignIn.objects.filter(key_hash=sign_in.key_hash).update(locked_at=None, touched_at=clock.now())
    audit.record(by=by, verb="unlock", detail={"how": how})
