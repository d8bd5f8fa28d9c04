"""The therapist's own page, as its owner writes it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from reverie.core.policy import Actor
from reverie.directory.access import get_own_profile, get_own_therapist
from reverie.directory.actions import CannotList, list_profile, save_profile, state_credential
from reverie.directory.forms.desk import CredentialForm, ProfileForm
from reverie.directory.presenters import profile as profile_words
from reverie.directory.presenters.words import first_error
from reverie.directory.queries.reviews import are_on


def profile(request: HttpRequest) -> HttpResponse:
    """The therapist's own page: what the public reads, and whether it is shown."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mine, row = get_own_therapist(actor), get_own_profile(actor)
    form = ProfileForm(request.POST or None, initial=profile_words.typed(row))
    if request.method == "POST" and form.is_valid():
        save_profile(therapist=mine, fields=form.values(), by=actor)
        messages.success(request, _("Kept. Your page counts as confirmed today."))
        return HttpResponseRedirect(reverse("directory:profile"))
    page = {
        "form": form,
        "profile": row,
        "licences": profile_words.licences(row),
        "credential": CredentialForm(),
        "reviews_on": are_on(mine),
    }
    return render(request, "directory/profile.html", page, status=400 if form.errors else 200)


def profile_license(request: HttpRequest) -> HttpResponse:
    """State a licence on one's own page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = get_own_profile(actor)
    form = CredentialForm(request.POST)
    if row is None or not form.is_valid():
        messages.error(request, first_error(form) or _("Write your page first, then the license."))
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
