"""The record of one person, brought by who will treat them: moving in at an address of its own."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from reverie.interop.views import moving


def record_in(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """What the record says, whose it is, and what became of it."""
    return moving.move_in(request, move_id)


def record_in_run(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """Lay it beside its client."""
    return moving.move_in_run(request, move_id)


def record_in_undo(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """Take it back."""
    return moving.move_in_undo(request, move_id)


def record_in_forget(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """Throw it away."""
    return moving.move_in_forget(request, move_id)


def record_in_go_on(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """Take up what has halted."""
    return moving.move_in_go_on(request, move_id)
