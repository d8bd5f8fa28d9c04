"""The page of this room: what a supervisor may read already, and what will come."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reverie.core import policy
from reverie.core.layouts import actor_of
from reverie.measures.queries import supervised


def home(request: HttpRequest) -> HttpResponse:
    """Whose measures the supervisor reads, by name; nothing of what was answered."""
    actor = actor_of(request)
    context = {"treatments": supervised(actor), "signs": policy.may_ever(actor, "countersigning.see")}
    return render(request, "supervision/home.html", context)
