"""Words for people and what they do here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from reverie.accounts.models import ROLE_WORDS, ROLES, SignIn, User
from reverie.core import dates


def role_words(role: str) -> str:
    """A role as people say it."""
    return str(ROLE_WORDS.get(role, _("Client") if role == "client" else role))


def roles_words(roles: Iterable[str]) -> str:
    """Several roles in one line, in the order of the list of roles."""
    held = set(roles)
    return ", ".join(role_words(role) for role in [*ROLES, "client"] if role in held)


@dataclass(frozen=True)
class Browser:
    """A browser in which one is signed in, in words."""

    key_hash: str
    words: str
    since: str
    touched: str
    is_this: bool
    is_locked: bool


def browser_words(agent: str) -> str:
    """A browser's long name in two words: `Firefox on Linux`."""
    name = next((word for word in ("Edg", "OPR", "Firefox", "Chrome", "Safari") if word in agent), "")
    system = next(
        (word for word in ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux") if word in agent), ""
    )
    names = {"Edg": "Edge", "OPR": "Opera", "": _("A browser")}
    if not system:
        return names.get(name, name)
    return _("%(browser)s on %(system)s") % {"browser": names.get(name, name), "system": system}


def browser(row: SignIn, *, agent: str, this: str, now: datetime, zone: str) -> Browser:
    """One line of the list."""
    return Browser(
        key_hash=row.key_hash,
        words=browser_words(agent),
        since=dates.day_and_time(row.started_at, zone),
        touched=dates.day_and_time(row.touched_at, zone),
        is_this=row.key_hash == this,
        is_locked=row.is_locked(now),
    )


@dataclass(frozen=True)
class DemoPerson:
    """One person of the demo practice and what they see."""

    name: str
    email: str
    roles: str
    sees: str


def demo_person(user: User, roles: frozenset[str]) -> DemoPerson:
    """A person of the demo in words."""
    sees = {
        "therapist": _("The day, the calendar, clients of their own with record and process space."),
        "supervisor": _("Notes that two people sign, and measures of their supervisees; no process note."),
        "practice_owner": _("People, settings and the practice's overview; no notes."),
        "front_desk": _("The calendar and how to reach people; no notes."),
        "biller": _("Charges, invoices, claims and payments; no notes."),
        "client": _("Their own space: writing, hours, questions, the record, who looked at it."),
    }
    words = next((words for role, words in sees.items() if role in roles), "")
    return DemoPerson(name=user.name, email=user.email, roles=roles_words(roles), sees=words)
