"""The page of this room: empty so far, and it says so."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """What billing will be here; names nobody and reads nothing."""
    return render(request, "billing/home.html")
