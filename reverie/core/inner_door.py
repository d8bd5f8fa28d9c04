"""A door inside the house: pages that lock sooner than the browser does.

It is open for a while after the person has shown who they are, and for as long as they go on in the room.
When it was touched, and when it was shut, is kept in the browser's session.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from reverie.core import clock

CSRF = "csrfmiddlewaretoken"
LONGEST = 400_000
"""Characters of a form that waits."""
_SHOWN: list[Callable[[HttpRequest], float]] = []


def provide_shown(source: Callable[[HttpRequest], float]) -> None:
    """Let the room that signs people in say when the person last showed who they are (seconds since 1970)."""
    _SHOWN[:] = [source]


def limit() -> timedelta:
    """How long a room stays open without a touch."""
    return timedelta(seconds=settings.ROOM_LOCK_AFTER)


def is_open(request: HttpRequest, room: str) -> bool:
    """True when the person was in the room, or showed who they are, within the limit."""
    held = _held(request, room)
    shown = _SHOWN[0](request) if _SHOWN else 0.0
    if held.get("shut", 0.0) >= shown:
        return False
    last = max(shown, held.get("touched", 0.0))
    return clock.now() - datetime.fromtimestamp(last, clock.now().tzinfo) < limit()


def touch(request: HttpRequest, room: str) -> None:
    """Note that somebody is in the room; written at most every third of the limit."""
    now, held = clock.now().timestamp(), _held(request, room)
    if now - held.get("touched", 0.0) >= limit().total_seconds() / 3:
        request.session[_name(room)] = {**held, "touched": now}


def shut(request: HttpRequest, room: str) -> None:
    """Close the door now; only showing who one is opens it again."""
    request.session[_name(room)] = {"shut": clock.now().timestamp()}


def hold(request: HttpRequest, room: str) -> bool:
    """Keep what a form brought to the shut door, with the browser's session; False when it is too long."""
    fields = {name: request.POST.getlist(name) for name in request.POST if name != CSRF}
    if sum(len(value) for values in fields.values() for value in values) > LONGEST:
        return False
    request.session[_waits(room)] = {"address": request.get_full_path(), "fields": fields}
    return True


def waiting(request: HttpRequest, room: str) -> dict[str, Any]:
    """What waits since the door was shut: {"address": …, "fields": {name: [values]}}; empty when nothing."""
    found: dict[str, Any] = request.session.get(_waits(room), {})
    return found


def let_go(request: HttpRequest, room: str) -> None:
    """Forget what waited."""
    request.session.pop(_waits(room), None)


def _waits(room: str) -> str:
    return f"door.{room}.waits"


def _held(request: HttpRequest, room: str) -> dict[str, Any]:
    found: dict[str, Any] = request.session.get(_name(room), {})
    return found


def _name(room: str) -> str:
    return f"door.{room}"
