"""The public pages of the directory."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from reverie.core import dates, zones
from reverie.core.file_response import as_picture
from reverie.core.files import read_file
from reverie.core.layouts import actor_of
from reverie.core.policy import Actor
from reverie.directory import queries
from reverie.directory.access import get_booked_appointment, get_listed_profile, get_own_profile
from reverie.directory.actions import CannotBook, ask_for_hour, book_consultation, receipt_of
from reverie.directory.forms.public import BookForm, FindForm, HourForm
from reverie.directory.models import Profile
from reverie.directory.presenters import booking as booking_words
from reverie.directory.presenters import finding, therapist_page
from reverie.directory.presenters import profile as profile_words
from reverie.directory.queries.asking import answer_by, is_on_request
from reverie.directory.queries.credentials import valid_licences
from reverie.directory.queries.reviews import counted


# A search changes nothing; the exemption keeps the page free of cookies. Concerns come in the body alone.
@csrf_exempt
def find(request: HttpRequest) -> HttpResponse:
    """The list of therapists by their next open hour; concerns are never part of an address."""
    data = request.POST if request.method == "POST" else request.GET.copy()
    if request.method == "GET":
        data.pop("concern", None)
    practice = queries.practice_and_intake()
    home = practice.zone if practice else "UTC"
    form = FindForm(data, zone=home)
    search = form.search()
    zone, number = form.reading()
    found, along = queries.find(search, zone, number), therapist_page.along(zone, home)
    page = {
        "form": form,
        "cards": [profile_words.card(one, zone, along) for one in found.listings],
        "headline": finding.headline(found, search),
        "found": found,
        "zone": zones.zone_words(zone),
        "clock": zone,
        "address": finding.address(form.shareable()),
        "practice": practice,
    }
    return render(request, "directory/find.html", page)


def therapist(request: HttpRequest, slug: str) -> HttpResponse:
    """One therapist, in their own words, with the open hours of a first consultation."""
    profile = get_listed_profile(slug)
    zone = therapist_page.reading_zone(request.GET.get("zone", ""), profile.practice.zone)
    page = therapist_page.page(profile, valid_licences(profile), counted(profile.therapist), zone)
    return render(request, "directory/therapist.html", page)


def photograph(request: HttpRequest, slug: str) -> HttpResponse:
    """The photograph on a page that is shown, or 404."""
    return _picture(get_listed_profile(slug))


def profile_photograph_own(request: HttpRequest) -> HttpResponse:
    """The photograph on one's own page, shown or not."""
    profile = get_own_profile(actor_of(request))
    if profile is None:
        raise Http404
    return _picture(profile)


def _picture(profile: Profile) -> HttpResponse:
    stored = profile.photograph
    if stored is None:
        raise Http404
    return as_picture(read_file(stored), name="photograph", kind=stored.kind)


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
    zone = therapist_page.reading_zone(hour.data.get("zone", ""), profile.practice.zone)
    page = {
        "profile": profile,
        "form": form,
        "hour": booking_words.Hour.of(chosen, zone),
        "on_request": on_request,
        "until": dates.day_and_time(answer_by(chosen["start"]), zone),
        "zone": zone,
        "zone_words": zones.zone_words(zone),
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
