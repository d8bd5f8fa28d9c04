"""The gate before every view: an address that the permission table does not name does not exist."""

from collections.abc import Callable
from urllib.parse import quote, unquote_to_bytes

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from reverie.core import policy


class GateMiddleware:
    """Asks the table before each view; 404 for what the actor's roles can never do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """None lets the request through; the row itself is asked for in the room's access.py."""
        match = request.resolver_match
        methods = policy.routes().get(match.view_name if match else "")
        if methods is None:
            raise Http404
        method = "GET" if request.method == "HEAD" else str(request.method)
        action = methods.get(method)
        if action is None:
            return HttpResponseNotAllowed(sorted(methods))
        if not is_text(request):
            raise BadRequest("What was sent is no text.")
        if action == "public":
            return None
        return self._person(request, action)

    def _person(self, request: HttpRequest, action: str) -> HttpResponse | None:
        actor: policy.Actor = request.actor  # type: ignore[attr-defined]
        if not actor.is_signed_in:
            return HttpResponseRedirect(f"{reverse('account_login')}?next={quote(request.get_full_path())}")
        if action == "signed_in":
            return None
        if actor.is_staff and not actor.has_second_factor:
            return HttpResponseRedirect(reverse("mfa_index"))
        if not policy.may_ever(actor, action):
            raise Http404
        return None


def is_text(request: HttpRequest) -> bool:
    """False for a form whose bytes are no UTF-8, which Django would keep with other signs in their place."""
    if request.method != "POST" or request.content_type != "application/x-www-form-urlencoded":
        return True
    try:
        unquote_to_bytes(request.body).decode()
    except UnicodeDecodeError:
        return False
    return True


def named_routes() -> list[str]:
    """The full name of every address, `room:name` or bare; unnamed ones as their pattern."""
    return sorted(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, prefix: str) -> list[str]:
    found: list[str] = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            found.append(f"{prefix}{entry.name}" if entry.name else f"unnamed {entry.pattern}")
        else:
            found += _walk(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
    return found


@register()
def every_route_is_in_the_table(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """The site does not start with an address that the permission table does not name."""
    unknown = [name for name in named_routes() if name not in policy.routes()]
    return [Error(f"{name} is not in core/data/routes.toml.", id="core.E001") for name in unknown]
