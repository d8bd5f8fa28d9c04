"""The public pages of the directory."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from reverie.core import clock
from reverie.core.policy import Actor
from reverie.directory import presenters, queries
from reverie.directory.access import (
    get_booked_appointment,
    get_listed_profile,
    get_own_profile,
    get_own_therapist,
    listed_profiles,
)
from reverie.directory.actions import (
    CannotBook,
    CannotList,
    book_consultation,
    list_profile,
    save_profile,
    state_credential,
)
from reverie.directory.forms import BookForm, CredentialForm, FindForm, HourForm, ProfileForm
from reverie.directory.models import Profile


# A search changes nothing; the exemption keeps the page free of cookies. Concerns come in the body alone.
@csrf_exempt
def find(request: HttpRequest) -> HttpResponse:
    """The list of therapists by their next open hour; concerns are never part of an address."""
    profiles = list(listed_profiles().prefetch_related("credentials"))
    data = request.POST if request.method == "POST" else request.GET.copy()
    if request.method == "GET":
        data.pop("concern", None)
    form = FindForm(data, profiles=profiles)
    search = form.search()
    zone = profiles[0].practice.zone if profiles else "UTC"
    found = queries.find(search, zone)
    page = {
        "form": form,
        "cards": [presenters.card(listing, zone) for listing in found.listings],
        "headline": presenters.headline(found, search),
        "zone": presenters.zone_words(zone),
        "practice": profiles[0].practice if profiles else None,
    }
    return render(request, "directory/find.html", page)


def therapist(request: HttpRequest, slug: str) -> HttpResponse:
    """One therapist, in their own words, with the open hours of a first consultation."""
    profile = get_listed_profile(slug)
    hours = queries.hours_of([profile]).get(profile.pk, ())
    credentials = list(
        profile.credentials.filter(valid_until__gte=clock.now().date()).order_by("jurisdiction")
    )
    page = {
        "profile": profile,
        "card": presenters.card(queries.Listing(profile, hours), profile.practice.zone),
        "days": presenters.days(hours, profile.practice.zone),
        "licences": [presenters.licence(row) for row in credentials],
        "checked": presenters.checked(credentials),
        "confirmed": presenters.confirmed(profile),
        "money": presenters.Money.of(profile),
        "zone": presenters.zone_words(profile.practice.zone),
    }
    return render(request, "directory/therapist.html", page)


def book(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who you are and keep the hour; a taken hour leads back with what was typed kept."""
    profile = get_listed_profile(slug)
    hour = HourForm(request.POST or request.GET)
    if not hour.is_valid():
        return HttpResponseRedirect(reverse("directory:therapist", args=[slug]))
    form = BookForm(request.POST or None, initial=presenters.known(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            booking = book_consultation(
                profile=profile,
                start_at=hour.cleaned_data["start"],
                place=hour.cleaned_data["place"],
                **form.person(),
                user=presenters.person(request.user),
                by=_who(request, profile),
            )
            return HttpResponseRedirect(reverse("directory:booked", args=[presenters.receipt(booking)]))
        except CannotBook as refusal:
            form.add_error(None, str(refusal))
    page = {"profile": profile, "form": form, "hour": presenters.Hour.of(hour.cleaned_data, profile)}
    return render(request, "directory/book.html", page, status=400 if form.errors else 200)


def _who(request: HttpRequest, profile: Profile) -> Actor:
    """The person who books; somebody without an account is named as the booking itself."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor if actor.is_signed_in else Actor.system("directory.booking", profile.practice_id)


def booked(request: HttpRequest, receipt: str) -> HttpResponse:
    """What was booked, and the way to an account; opened by the receipt in the address alone."""
    appointment_id, invitation = presenters.opened(receipt)
    appointment = get_booked_appointment(appointment_id)
    page = {
        "hour": presenters.Hour.of_appointment(appointment),
        "is_mailed": bool(settings.MAIL_URL),
        "account_url": reverse("accounts:join", args=[invitation]) if invitation else "",
    }
    return render(request, "directory/booked.html", page)


def profile(request: HttpRequest) -> HttpResponse:
    """The therapist's own page: what the public reads, and whether it is shown."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mine, row = get_own_therapist(actor), get_own_profile(actor)
    form = ProfileForm(request.POST or None, initial=presenters.typed(row))
    if request.method == "POST" and form.is_valid():
        save_profile(therapist=mine, fields=form.values(), by=actor)
        messages.success(request, _("Kept. Your page counts as confirmed today."))
        return HttpResponseRedirect(reverse("directory:profile"))
    page = {
        "form": form,
        "profile": row,
        "licences": presenters.licences(row),
        "credential": CredentialForm(),
    }
    return render(request, "directory/profile.html", page, status=400 if form.errors else 200)


def profile_license(request: HttpRequest) -> HttpResponse:
    """State a licence on one's own page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = get_own_profile(actor)
    form = CredentialForm(request.POST)
    if row is None or not form.is_valid():
        messages.error(request, presenters.first_error(form) or _("Write your page first, then the license."))
    else:
        state_credential(profile=row, **form.cleaned_data, by=actor)
    return HttpResponseRedirect(reverse("directory:profile"))


def profile_listing(request: HttpRequest) -> HttpResponse:
    """Show one's page to the public, or take it away."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = get_own_profile(actor)
    try:
        if row is None:
            raise CannotList(_("Write your page first."))
        list_profile(profile=row, is_listed="show" in request.POST, by=actor)
    except CannotList as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("directory:profile"))
