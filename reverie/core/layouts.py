"""What every page needs besides its own content: the bar, the crisis line, whose practice it is.

Each value is worked out on first use, so that a page that shows none of them needs no database.
Rooms above give what core cannot know: `layouts.provide("crisis", lambda request: …)` in AppConfig.ready.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from reverie.core import policy
from reverie.core.policy import ANONYMOUS, Actor

Words = str | Promise
LONGEST_BAR = 4

# What each role goes to, in order. A name that no room answers yet is left out.
PUBLIC: list[tuple[Words, str]] = [
    (_("Find a therapist"), "directory:find"),
    (_("How this works"), "home:how"),
]
CLIENT: list[tuple[Words, str]] = [
    (_("Your space"), "home:my"),
    (_("Write"), "journal:write"),
    (_("Sessions"), "scheduling:my-sessions"),
    (_("Plan"), "treatment:my-plan"),
    (_("Bill"), "billing:my-bill"),
    (_("Reaching a therapist"), "directory:my-reviews"),
]
THERAPIST: list[tuple[Words, str]] = [
    (_("Today"), "home:day"),
    (_("Calendar"), "scheduling:week"),
    (_("Clients"), "treatment:clients"),
    (_("Supervision"), "supervision:home"),
    (_("To look at"), "safety:concerns"),
    (_("Requests"), "directory:inquiries"),
    (_("Standing in"), "treatment:covers"),
    (_("Hours to confirm"), "billing:charges"),
    (_("Your page"), "directory:profile"),
    (_("Library"), "journal:library"),
    (_("Guides"), "directory:guides"),
    (_("Second signatures"), "record:countersigning"),
    (_("Wishes for a copy"), "record:access-requests"),
    (_("Moving in"), "interop:moving-in"),
]
OFFICE: list[tuple[Words, str]] = [
    (_("Practice"), "home:practice"),
    (_("Calendar"), "scheduling:week"),
    (_("Requests"), "directory:inquiries"),
    (_("Billing"), "billing:home"),
    (_("People"), "accounts:people"),
    (_("Clients’ accounts"), "accounts:clients"),
    (_("To look at"), "safety:concerns"),
    (_("Crisis wording"), "safety:wording"),
    (_("Guides"), "directory:guides"),
    (_("When somebody looks"), "safety:watch"),
    (_("Standing in"), "treatment:covers"),
    (_("Library"), "journal:library"),
    (_("Forms that are out"), "measures:status"),
    (_("Measures, counted"), "measures:aggregates"),
    (_("Who countersigns"), "record:countersigners"),
    (_("Wishes for a copy"), "record:access-requests"),
    (_("How long records are kept"), "record:keeping-rule"),
    (_("Reviews"), "directory:practice-reviews"),
    (_("Licenses"), "directory:practice-licenses"),
    (_("Profiles as files"), "directory:practice-profiles"),
    (_("Moving in"), "interop:moving-in"),
    (_("Take the practice along"), "interop:practice-copies"),
]
TRAINING: list[tuple[Words, str]] = [
    THERAPIST[3],
    THERAPIST[4],
    (_("Second signatures"), "record:countersigning"),
    (_("Today"), "home:day"),
    (_("Measures, counted"), "measures:aggregates"),
]
PLACES: list[tuple[frozenset[str], list[tuple[Words, str]]]] = [
    (frozenset({"therapist", "trainee"}), THERAPIST),
    (
        frozenset({"supervisor", "training_director"}),
        TRAINING,
    ),
    (frozenset({"practice_owner", "front_desk", "biller", "system_administrator", "researcher"}), OFFICE),
    (frozenset({"client"}), CLIENT),
    (frozenset({"representative"}), [(_("For whom you act"), "treatment:acting")]),
]
ACCOUNT: list[tuple[Words, str]] = [
    (_("Your account"), "accounts:you"),
    (_("How you sign in"), "mfa_index"),
    (_("Where you are signed in"), "accounts:sign-ins"),
]
ROOTS = {"/my/", "/desk/", "/"}
"""Front pages: every page lies below them, so only the page itself is marked as the present one."""


@dataclass(frozen=True)
class Place:
    """One entry of the bar; `current` is "page", "true" (a page below it) or empty."""

    label: Words
    url: str
    current: str = ""


@dataclass(frozen=True)
class Account:
    """The corner at the right: a person with further places and a way out, or the way in."""

    name: str = ""
    places: tuple[Place, ...] = ()
    sign_in_url: str = ""
    sign_out_url: str = ""


@dataclass(frozen=True)
class Lock:
    """The idle lock: seconds until it falls, where it is opened and asked, where a touch is told.

    Pages of a `room` that locks sooner are covered together, and keep the others open.
    """

    after: int
    unlock_url: str
    state_url: str = ""
    alive_url: str = ""
    help_url: str = ""
    room: str = ""


@dataclass(frozen=True)
class CrisisLine:
    """The first line of every page: how to reach help. `dial` and `emergency` go into tel: links."""

    question: Words
    danger: Words
    more: Words
    how: Words
    how_short: Words
    number: str
    dial: str
    hours: Words
    emergency: str
    help_url: str


Source = Callable[[HttpRequest], Any]
_SOURCES: dict[str, Source] = {}


def provide(name: str, source: Source) -> None:
    """Let a room above fill `name` (crisis, on_call, practice_name, watch, alarms) of every page."""
    _SOURCES[name] = source


def layout(request: HttpRequest) -> dict[str, Any]:
    """Context of every template; nothing is worked out, and no database asked, before a template uses it."""
    return {
        "is_demo": settings.DEMO,
        "nav": SimpleLazyObject(lambda: bar(actor_of(request), request.path)),
        "account": SimpleLazyObject(lambda: account(actor_of(request), request.get_full_path())),
        "lock": SimpleLazyObject(lambda: getattr(request, "room_lock", None) or idle_lock(actor_of(request))),
        "crisis": SimpleLazyObject(lambda: _provided("crisis", request) or crisis_line()),
        "on_call": SimpleLazyObject(lambda: _provided("on_call", request)),
        "watch": SimpleLazyObject(lambda: _provided("watch", request) or ""),
        "alarms": SimpleLazyObject(lambda: _provided("alarms", request) or []),
        "theme": SimpleLazyObject(lambda: theme_of(request)),
        "practice_name": SimpleLazyObject(lambda: _provided("practice_name", request) or ""),
    }


def bare_frame() -> dict[str, Any]:
    """The same context for a page that must stand without a request, a session and a database."""
    return {
        "is_demo": settings.DEMO,
        "crisis": _provided("crisis", HttpRequest()) or crisis_line(),
    }


def _provided(name: str, request: HttpRequest) -> Any:
    source = _SOURCES.get(name)
    return source(request) if source else None


def actor_of(request: HttpRequest) -> Actor:
    """Who asks; ANONYMOUS before the middleware has run."""
    return getattr(request, "actor", ANONYMOUS)


def theme_of(request: HttpRequest) -> str:
    """`light` or `dark` when the person chose one; empty as the device says."""
    chosen = getattr(getattr(request, "user", None), "theme", "system")
    return "" if chosen == "system" else str(chosen)


def places_of(actor: Actor) -> list[tuple[Words, str]]:
    """All places of an actor's roles in order of weight, each once."""
    if not actor.is_signed_in:
        return PUBLIC
    found = [place for roles, places in PLACES if roles & actor.roles for place in places]
    return list({name: (label, name) for label, name in found}.values())


def bar(actor: Actor, path: str) -> tuple[Place, ...]:
    """At most four places; the one that `path` lies in is marked."""
    found = _open_to(actor, places_of(actor))[:LONGEST_BAR]
    inside = [place for place in found if place.url not in ROOTS and path.startswith(place.url)]
    nearest = max(inside, key=lambda place: len(place.url), default=None)
    return tuple(
        Place(place.label, place.url, "page" if place.url == path else ("true" if place is nearest else ""))
        for place in found
    )


def account(actor: Actor, path: str) -> Account:
    """The account corner: sign in for nobody; for a person the places that the bar has no room for."""
    if not actor.is_signed_in:
        return Account(sign_in_url=_link("account_login") + (f"?next={quote(path)}" if path != "/" else ""))
    further = _open_to(actor, places_of(actor))[LONGEST_BAR:] + _open_to(actor, ACCOUNT)
    return Account(name=actor.name, places=tuple(further), sign_out_url=_link("account_logout"))


def idle_lock(actor: Actor) -> Lock | None:
    """The lock of a signed-in person's pages; None for nobody, and while no room can unlock."""
    unlock = _link("accounts:unlock")
    if not actor.is_signed_in or not unlock:
        return None
    return Lock(
        settings.LOCK_AFTER, unlock, _link("accounts:lock-state"), _link("accounts:alive"), help_url()
    )


def room_lock(room: str, *, state_url: str, alive_url: str) -> Lock:
    """The lock of the pages of a room that locks sooner; its middleware puts it into `request.room_lock`."""
    unlock = _link("accounts:unlock")
    return Lock(settings.ROOM_LOCK_AFTER, unlock, state_url, alive_url, help_url(), room)


def crisis_line() -> CrisisLine:
    """What the first line says while no room knows the practice's country: the line of the United States."""
    return CrisisLine(
        question=_("In crisis, or thinking about suicide?"),
        danger=_("In immediate danger, call"),
        more=_("More help"),
        how=_("Call or text"),
        how_short=_("by call or text"),
        number="988",
        dial="988",
        hours=_("any hour, free"),
        emergency="911",
        help_url=help_url(),
    )


def help_url() -> str:
    """Where help is, at any hour and without signing in."""
    return _link("safety:help-now")


def _open_to(actor: Actor, places: Iterable[tuple[Words, str]]) -> list[Place]:
    """The places that exist and that the gate would let the actor's roles pass."""
    return [Place(label, url) for label, name in places if (url := _link(name)) and _may_pass(actor, name)]


def _may_pass(actor: Actor, name: str) -> bool:
    action = policy.routes().get(name, {}).get("GET", "")
    return action in {"public", "signed_in"} or policy.may_ever(actor, action)


def _link(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
