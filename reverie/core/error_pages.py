"""Pages for what went wrong: in our layout, without database, session or request, each with a way on."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from reverie.core import layouts

SECONDS_TO_WAIT = 60


def _page(status: int, name: str, says: str = "") -> HttpResponse:
    page = render_to_string(f"errors/{name}.html", {**layouts.bare_frame(), "says": says})
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent something that cannot be read."""
    return _page(400, "400")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: a verb refused on a row that one may see; the exception's sentence says why."""
    return _page(403, "403", says=str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing here, or nothing for this person; the two look the same."""
    return _page(404, "404")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our mistake; 503 where the database does not answer or its disk is full, which passes."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        page = _page(503, "503")
        page["Retry-After"] = str(SECONDS_TO_WAIT)
        return page
    return _page(500, "500")


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of the forgery check: the form was too old, or cookies are off."""
    return _page(403, "form_expired")
