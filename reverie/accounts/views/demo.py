"""The demo's one click: only on a database marked as demo, only for this machine itself."""

import ipaddress

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from reverie.accounts import factors, presenters, queries
from reverie.accounts.models import User
from reverie.core.models import Installation

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HERE = {"localhost", "127.0.0.1", "[::1]"}
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


def demo(request: HttpRequest) -> HttpResponse:
    """Who can be looked at, and what each sees."""
    require_demo(request)
    people = [presenters.demo_person(user, roles) for user, roles in queries.demo_people()]
    return render(request, "accounts/demo.html", {"people": people})


def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Be one of them; it counts as signed in with a second factor."""
    require_demo(request)
    user = get_object_or_404(User, email=request.POST.get("email", ""), is_active=True)
    login(request, user, backend=BACKEND)
    factors.note_demo(request, user)
    actor = queries.actor_of(user)
    return redirect("/desk/" if actor.is_staff else "/my/")


def require_demo(request: HttpRequest) -> None:
    """Http404 unless the database is a demo and the request comes from this machine, past no proxy."""
    host = request.get_host()
    name = host if host.endswith("]") else host.rsplit(":", 1)[0]
    is_here = name in HERE and ipaddress.ip_address(request.META["REMOTE_ADDR"]).is_loopback
    if not is_here or any(request.META.get(header) for header in FORWARDED):
        raise Http404
    if not Installation.objects.filter(is_demo=True).exists():
        raise Http404
