"""Who asks: turns the signed-in user into the actor of every room, and keeps locked browsers out."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth import logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from reverie.accounts import actions, factors, queries
from reverie.accounts.forms import UnlockForm
from reverie.accounts.models import SignIn
from reverie.core import clock, policy
from reverie.core.policy import ANONYMOUS, Actor

PRACTICE = "practice"
OPEN_WHILE_LOCKED = {"accounts:unlock", "accounts:lock-state", "account_logout"}


class ActorMiddleware:
    """Sets `request.actor`, worked out on first use so that public pages need no database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_behind(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if getattr(request, "has_signed_out", False):
            response.headers["Clear-Site-Data"] = '"storage"'
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Ends what has lasted too long, stops what is locked, and notes that the person is there."""
        name = name_of(request)
        if "public" in policy.routes().get(name, {}).values() and name not in OPEN_WHILE_LOCKED:
            hide_while_locked(request)
            return None
        if not request.user.is_authenticated:
            return None
        sign_in = sign_in_behind(request)
        if sign_in is None:
            return None
        now = clock.now()
        if sign_in.is_over(now, is_staff=person_behind(request).is_staff):
            logout(request)
            request.actor = ANONYMOUS  # type: ignore[attr-defined]
            return None
        if sign_in.is_locked(now):
            return None if name in OPEN_WHILE_LOCKED else locked_page(request)
        if sign_in.needs_touch(now) and name not in OPEN_WHILE_LOCKED:
            actions.touch(sign_in=sign_in)
        return None


def name_of(request: HttpRequest) -> str:
    """The address's name, as the permission table has it."""
    return request.resolver_match.view_name if request.resolver_match else ""


def hide_while_locked(request: HttpRequest) -> None:
    """On a public page a locked browser is nobody's; looked up only when the page asks who it is."""
    person = request.user
    request.person = person  # type: ignore[attr-defined]

    def visible() -> AbstractBaseUser | AnonymousUser:
        if person.is_authenticated and not actor_behind(request).is_signed_in:
            return AnonymousUser()
        return getattr(person, "_wrapped", person)

    request.user = SimpleLazyObject(visible)  # type: ignore[assignment]


def sign_in_behind(request: HttpRequest) -> SignIn | None:
    """The row of this browser's session, once the session was read."""
    return getattr(request.session, "row", None)


def person_behind(request: HttpRequest) -> Actor:
    """The actor that the signed-in user is, locked or not."""
    user = getattr(request, "person", request.user)
    if not user.is_authenticated:
        return ANONYMOUS
    chosen = request.session.get(PRACTICE)
    known: dict[object, Actor] = request.__dict__.setdefault("_people", {})
    who = (user.pk, chosen, factors.has_second_factor(request, user))
    if who not in known:
        # Asked for twice in a request, by the lock and by the view; worked out once.
        practice = UUID(chosen) if chosen else None
        known[who] = queries.actor_of(user, practice=practice, has_second_factor=who[2])
    return known[who]


def actor_behind(request: HttpRequest) -> Actor:
    """The same, but nobody while the browser is locked or its time is over."""
    person = person_behind(request)
    sign_in = sign_in_behind(request) if person.is_signed_in else None
    if sign_in is None:
        return person
    now = clock.now()
    is_shut = sign_in.is_locked(now) and name_of(request) not in OPEN_WHILE_LOCKED
    if is_shut or sign_in.is_over(now, is_staff=person.is_staff):
        return ANONYMOUS
    return person


def locked_page(request: HttpRequest) -> HttpResponse:
    """423: words for a script, or a page that asks who it is and then goes on."""
    wants_page = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate" and "text/html" in (
        request.headers.get("Accept", "text/html")
    )
    if not wants_page or request.headers.get("HX-Request"):
        return JsonResponse({"locked": True}, status=423)
    where = request.get_full_path() if request.method == "GET" else ""
    form = UnlockForm(initial={"next": where})
    context = {"form": form, "ways": queries.ways_to_unlock(request.user)}  # type: ignore[arg-type]
    return render(request, "accounts/unlock.html", context, status=423)
