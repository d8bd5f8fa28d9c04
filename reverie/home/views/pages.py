"""The front pages: for visitors, for the client, for the therapist, for the practice."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reverie.core.layouts import actor_of
from reverie.directory.queries import guides, public_practice
from reverie.home.access import pages as access
from reverie.home.presenters import day as day_words
from reverie.home.presenters import overview as overview_words
from reverie.home.presenters import space as space_words
from reverie.home.queries.day import day_of
from reverie.home.queries.overview import overview_of
from reverie.home.queries.space import space_of


def front(request: HttpRequest) -> HttpResponse:
    """What Reverie is, for a visitor; whoever is signed in goes to their own page."""
    if actor_of(request).is_signed_in:
        return redirect("home:start")
    return render(request, "home/front.html")


def how(request: HttpRequest) -> HttpResponse:
    """How this kind of therapy works, the guides to it, and who can read what."""
    return render(request, "home/how.html", {"guides": guides(public_practice())})


def start(request: HttpRequest) -> HttpResponse:
    """After signing in: the first page of one's role."""
    actor = actor_of(request)
    if not actor.is_staff and "client" in actor.roles:
        return redirect("home:my")
    if actor.roles == {"representative"}:
        return redirect("treatment:acting")
    if not actor.roles:
        return render(request, "home/nobody.html")
    holds_hours = actor.roles & {"therapist", "trainee"}
    return redirect("home:practice" if access.may_oversee(actor) and not holds_hours else "home:day")


def my(request: HttpRequest) -> HttpResponse:
    """The client's space."""
    actor = actor_of(request)
    access.require(actor, "space.read", "own")
    space = space_of(actor)
    if space is None:
        raise Http404
    return render(request, "home/my.html", space_words.page(space))


def day(request: HttpRequest) -> HttpResponse:
    """The therapist's day; for other staff, what they can do here."""
    actor = actor_of(request)
    access.require(actor, "day.read", "own")
    found = day_of(actor, _wanted(request))
    if found is None:
        return render(request, "home/desk.html", {"roles": overview_words.can_do(actor)})
    return render(request, "home/day.html", day_words.page(found))


def _wanted(request: HttpRequest) -> date | None:
    """The day that the address names; a day that is none shows today."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


def practice(request: HttpRequest) -> HttpResponse:
    """The practice: people, numbers that point at nobody, the audit chain, messages that wait."""
    actor = actor_of(request)
    access.require(actor, "practice.oversee", "practice")
    found = overview_of(actor)
    if found is None:
        raise Http404
    return render(request, "home/practice.html", overview_words.page(found, actor))
