"""The public pages of the directory."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from reverie.core import clock
from reverie.core.policy import Actor
from reverie.directory import queries
from reverie.directory.access import get_booked_appointment, get_listed_profile
from reverie.directory.actions import CannotBook, book_consultation
from reverie.directory.forms.public import BookForm, FindForm, HourForm
from reverie.directory.models import Profile
from reverie.directory.presenters import booking as booking_words
from reverie.directory.presenters import finding, words
from reverie.directory.presenters import profile as profile_words
from reverie.directory.presenters import reviews as review_words
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
        "zone": words.zone_words(zone),
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
        "licences": [profile_words.licence(row) for row in credentials],
        "checked": profile_words.checked(credentials),
        "confirmed": profile_words.confirmed(profile),
        "money": profile_words.Money.of(profile),
        "zone": words.zone_words(profile.practice.zone),
        "reviews": review_words.questions(reviews),
        "no_reviews": review_words.instead(reviews),
        "reviewers": reviews.clients,
    }
    return render(request, "directory/therapist.html", page)


def book(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who you are and keep the hour; a taken hour leads back with what was typed kept."""
    profile = get_listed_profile(slug)
    hour = HourForm(request.POST or request.GET)
    if not hour.is_valid():
        return HttpResponseRedirect(reverse("directory:therapist", args=[slug]))
    form = BookForm(request.POST or None, initial=booking_words.known(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            booking = book_consultation(
                profile=profile,
                start_at=hour.cleaned_data["start"],
                place=hour.cleaned_data["place"],
                **form.person(),
                user=booking_words.person(request.user),
                by=_who(request, profile),
            )
            return HttpResponseRedirect(reverse("directory:booked", args=[booking_words.receipt(booking)]))
        except CannotBook as refusal:
            form.add_error(None, str(refusal))
    page = {"profile": profile, "form": form, "hour": booking_words.Hour.of(hour.cleaned_data, profile)}
    return render(request, "directory/book.html", page, status=400 if form.errors else 200)


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
