"""The public pages of the directory."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from reverie.core import clock, dates, zones
from reverie.core.policy import Actor
from reverie.directory import queries
from reverie.directory.access import get_booked_appointment, get_listed_profile
from reverie.directory.actions import CannotBook, ask_for_hour, book_consultation, receipt_of
from reverie.directory.forms.public import BookForm, FindForm, HourForm
from reverie.directory.models import Profile
from reverie.directory.presenters import booking as booking_words
from reverie.directory.presenters import finding, words
from reverie.directory.presenters import profile as profile_words
from reverie.directory.presenters import reviews as review_words
from reverie.directory.queries.asking import answer_by, hours_on_request, is_on_request
from reverie.directory.queries.reviews import counted


# A search changes nothing; the exemption keeps the page free of cookies. Concerns come in the body alone.
@csrf_exempt
def find(request: HttpRequest) -> HttpResponse:
    """The list of therapists by their next open hour; concerns are never part of an address."""
    data = request.POST if request.method == "POST" else request.GET.copy()
    if request.method == "GET":
        data.pop("concern", None)
    practice = queries.public_practice()
    form = FindForm(data, zone=practice.zone if practice else "UTC")
    search = form.search()
    zone, number = form.reading()
    found = queries.find(search, zone, number)
    page = {
        "form": form,
        "cards": [profile_words.card(listing, zone) for listing in found.listings],
        "headline": finding.headline(found, search),
        "found": found,
        "zone": zones.zone_words(zone),
        "practice": practice,
    }
    return render(request, "directory/find.html", page)


def therapist(request: HttpRequest, slug: str) -> HttpResponse:
    """One therapist, in their own words, with the open hours of a first consultation."""
    profile = get_listed_profile(slug)
    hours, reviews = queries.hours_of([profile]).get(profile.pk, ()), counted(profile.therapist)
    credentials = list(
        profile.credentials.filter(valid_until__gte=clock.now().date()).order_by("jurisdiction")
    )
    states = tuple(row.jurisdiction for row in credentials)
    page = {
        "profile": profile,
        "card": profile_words.card(queries.Listing(profile, hours, states), profile.practice.zone),
        "days": words.days(hours, profile.practice.zone),
        "days_on_request": words.days(hours_on_request(profile), profile.practice.zone),
        "licences": [profile_words.licence(row) for row in credentials],
        "checked": profile_words.checked(credentials),
        "confirmed": profile_words.confirmed(profile),
        "money": profile_words.Money.of(profile),
        "zone": zones.zone_words(profile.practice.zone),
        "reviews": review_words.questions(reviews),
        "no_reviews": review_words.instead(reviews),
        "reviewers": reviews.clients,
    }
    return render(request, "directory/therapist.html", page)


def book(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who you are and keep the hour, or ask for it; a taken hour comes back with what was typed."""
    profile = get_listed_profile(slug)
    hour = HourForm(request.POST or request.GET)
    if not hour.is_valid():
        return HttpResponseRedirect(reverse("directory:therapist", args=[slug]))
    chosen = hour.cleaned_data
    on_request = is_on_request(profile, chosen["start"])
    form = BookForm(request.POST or None, initial=booking_words.known(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(_kept(request, profile, chosen | form.person(), on_request))
        except CannotBook as refusal:
            form.add_error(None, str(refusal))
    page = {
        "profile": profile,
        "form": form,
        "hour": booking_words.Hour.of(chosen, profile),
        "on_request": on_request,
        "until": dates.day_and_time(answer_by(chosen["start"]), profile.practice.zone),
    }
    return render(request, "directory/book.html", page, status=400 if form.errors else 200)


def _kept(request: HttpRequest, profile: Profile, said: dict[str, Any], on_request: bool) -> str:
    """The address of what came of it: a booked hour, or one that was asked for. Raises CannotBook."""
    if ("on_request" in request.POST) != on_request:
        raise CannotBook(_("What holds for this hour has just changed. Read once more what happens, please."))
    person = {name: said[name] for name in ("name", "email", "phone", "words")}
    facts: dict[str, Any] = {"profile": profile, "start_at": said["start"], "place": said["place"]}
    facts |= {"user": booking_words.person(request.user), "by": _who(request, profile)}
    if on_request:
        return reverse("directory:asked", args=[receipt_of(ask_for_hour(**facts, person=person))])
    booking = book_consultation(**facts, **person)
    return reverse("directory:booked", args=[booking_words.receipt(booking)])


def _who(request: HttpRequest, profile: Profile) -> Actor:
    """The person who books; somebody without an account is named as the booking itself."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor if actor.is_signed_in else Actor.system("directory.booking", profile.practice_id)


def booked(request: HttpRequest, receipt: str) -> HttpResponse:
    """What was booked, and the way to an account; opened by the receipt in the address alone."""
    appointment_id, invitation = booking_words.opened(receipt)
    appointment = get_booked_appointment(appointment_id)
    page = {
        "hour": booking_words.Hour.of_appointment(appointment),
        "is_mailed": bool(settings.MAIL_URL),
        "account_url": reverse("accounts:join", args=[invitation]) if invitation else "",
    }
    return render(request, "directory/booked.html", page)
