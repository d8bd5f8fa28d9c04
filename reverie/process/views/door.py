"""The door of the room: shut it, ask whether it is shut, say that somebody is there."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render

from reverie.core import inner_door
from reverie.process.middleware import ROOM
from reverie.process.presenters.door import held_context


def door_state(request: HttpRequest) -> HttpResponse:
    """GET says whether the room is locked; POST locks it now, and goes to the shut door."""
    if request.method == "POST":
        inner_door.shut(request, ROOM)
        if "application/json" not in request.headers.get("Accept", ""):
            return redirect("process:clients")
    is_locked = not inner_door.is_open(request, ROOM)
    return JsonResponse({"locked": is_locked, "csrf": get_token(request)})


def door_held(request: HttpRequest) -> HttpResponse:
    """What a form brought while the door was shut: to read, and to send once more."""
    if request.method == "POST":
        inner_door.let_go(request, ROOM)
        return redirect("process:clients")
    return render(request, "process/door_held.html", held_context(inner_door.waiting(request, ROOM)))


def door_alive(request: HttpRequest) -> HttpResponse:
    """Somebody touched a page of the room (the middleware has noted it)."""
    return HttpResponse(status=204)
