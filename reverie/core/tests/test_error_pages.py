"""What went wrong, said plainly, and without a database (these tests may not use one)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.test import RequestFactory

from reverie.core import error_pages

REQUEST = RequestFactory().get("/somewhere/")


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (error_pages.bad_request(REQUEST, ValueError()), 400, "We could not read what the browser sent"),
        (error_pages.not_found(REQUEST, Http404()), 404, "This page is not here"),
        (error_pages.server_error(REQUEST), 500, "Something broke on our side"),
        (error_pages.form_expired(REQUEST), 403, "This page was open too long"),
    ],
)
def test_it_says_what_happened(answer: error_pages.HttpResponse, status: int, words: str) -> None:
    page = answer.content.decode()
    assert (answer.status_code, page.count("<h1")) == (status, 1)
    assert words in page
    assert "988" in page
    assert "<c-" not in page


def failing_page(error: Exception) -> error_pages.HttpResponse:
    """What comes when a page raises this."""
    try:
        raise error
    except Exception:
        return error_pages.server_error(REQUEST)


@pytest.mark.parametrize("error", [OperationalError("database or disk is full"), InterfaceError("closed")])
def test_a_full_disk_and_a_database_that_is_away_say_that_it_passes(error: Exception) -> None:
    answer = failing_page(error)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "was not kept, not even in part" in answer.content.decode()


def test_a_mistake_of_ours_is_not_said_to_pass() -> None:
    assert failing_page(KeyError("x")).status_code == 500


def test_a_refusal_says_why() -> None:
    page = error_pages.permission_denied(REQUEST, PermissionDenied("This session is already signed."))
    assert "This session is already signed." in page.content.decode()


def test_a_missing_page_tells_nothing_of_what_was_asked() -> None:
    page = error_pages.not_found(REQUEST, Http404("No Session matches the given query."))
    assert "Session" not in page.content.decode()
