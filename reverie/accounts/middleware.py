"""Who asks: turns the signed-in user into the actor that every room works with."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from reverie.accounts import queries


class ActorMiddleware:
    """Sets `request.actor`, worked out on first use so that public pages need no database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: queries.actor_of(request.user))  # type: ignore[attr-defined]
        return self.get_response(request)
