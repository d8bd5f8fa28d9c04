"""Small pieces that other pages ask for through the door; empty for everybody else."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reverie.core.layouts import actor_of
from reverie.process import queries


def day_line(request: HttpRequest, about: UUID) -> HttpResponse:
    """Where we left off, for an appointment, a session or a client; 204 when there is nothing."""
    found = queries.day_line(actor_of(request), about)
    if found is None:
        return HttpResponse(status=204)
    return render(request, "process/day_line.html", {"line": found})


def counts(request: HttpRequest) -> HttpResponse:
    """For owner and administrator: how many sheets each author keeps."""
    return render(request, "process/counts.html", {"counts": queries.sheet_counts(actor_of(request))})
