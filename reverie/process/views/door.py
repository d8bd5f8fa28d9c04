"""The door of the room: shut it, ask whether it is shut, say that somebody is there."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect

from reverie.core import inner_door
from reverie.process.middleware import ROOM


def door_state(request: HttpRequest) -> HttpResponse:
    """GET says whether the room is locked; POST locks it now, and goes to the shut door."""
    if request.method == "POST":
        inner_door.shut(request, ROOM)
        if "application/json" not in request.headers.get("Accept", ""):
            return redirect("process:clients")
    is_locked = not inner_door.is_open(request, ROOM)
    return JsonResponse({"locked": is_locked, "csrf": get_token(request)})


def door_alive(request: HttpRequest) -> HttpResponse:
    """Somebody touched a page of the room (the middleware has noted it)."""
    return HttpResponse(status=204)
