"""Behind the process door: whom the author writes about; one client's score, threads, sheets."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reverie.core.layouts import actor_of
from reverie.process import access
from reverie.process.presenters.alliance import alliance_context
from reverie.process.presenters.client import client_context, clients_context
from reverie.process.presenters.pattern import pattern_context
from reverie.process.queries.clients import client_page, clients_of
from reverie.process.queries.pattern import adding_up
from reverie.process.queries.score import AT_ONCE, ZOOM, score


def clients(request: HttpRequest) -> HttpResponse:
    """Everybody about whom the author keeps sheets, or whom they treat."""
    return render(request, "process/clients.html", clients_context(clients_of(actor_of(request))))


def client(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """One client: the score of a window of hours, threads, free-standing sheets."""
    actor = actor_of(request)
    row = access.get_client_for_reading(actor, client_id)
    try:
        until = date.fromisoformat(request.GET.get("until", ""))
    except ValueError:
        until = None
    wanted = request.GET.get("show", "")
    show = int(wanted) if wanted in map(str, ZOOM) else AT_ONCE
    return render(request, "process/client.html", client_context(client_page(actor, row, until, show)))


def pattern(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """What the marked moments of a client add up to."""
    actor = actor_of(request)
    row = access.get_client_for_reading(actor, client_id)
    return render(request, "process/pattern.html", pattern_context(row, adding_up(actor, row)))


def alliance(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Falls in the alliance check beside the ruptures and repairs that were marked."""
    actor = actor_of(request)
    row = access.get_client_for_reading(actor, client_id)
    return render(request, "process/alliance.html", alliance_context(row, score(actor, row)))
