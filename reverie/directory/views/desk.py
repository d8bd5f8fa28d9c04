"""The therapist's own page, as its owner writes it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from reverie.core.files import CannotKeep
from reverie.core.layouts import actor_of
from reverie.directory import actions
from reverie.directory.access import get_own_credential, get_own_profile, get_own_therapist
from reverie.directory.actions import CannotList, list_profile, save_profile, state_credential
from reverie.directory.forms.desk import CredentialForm, PhotographForm, ProfileForm
from reverie.directory.presenters import licences, therapist_page
from reverie.directory.presenters import profile as profile_words
from reverie.directory.presenters.words import first_error
from reverie.directory.queries.credentials import valid_licences, with_checkers
from reverie.directory.queries.reviews import are_on, counted

HERE = "directory:profile"


def profile(request: HttpRequest) -> HttpResponse:
    """The therapist's own page: what the public reads, and whether it is shown."""
    actor = actor_of(request)
    mine, row = get_own_therapist(actor), get_own_profile(actor)
    form = ProfileForm(request.POST or None, initial=profile_words.typed(row))
    if request.method == "POST" and form.is_valid():
        save_profile(therapist=mine, fields=form.values(), by=actor)
        messages.success(request, _("Kept. Your page counts as confirmed today."))
        return HttpResponseRedirect(reverse(HERE))
    stated = with_checkers(row.credentials.select_related("profile__therapist")) if row else []
    page = {
        "form": form,
        "profile": row,
        "confirmed": profile_words.confirmed(row) if row else "",
        "shown": profile_words.shown(row, stated) if row else "",
        "licences": [licences.line(one, mine.practice.zone) for one in stated],
        "credential": CredentialForm(),
        "photograph": PhotographForm(),
        "reviews_on": are_on(mine),
    }
    return render(request, "directory/profile.html", page, status=400 if form.errors else 200)


def profile_preview(request: HttpRequest) -> HttpResponse:
    """One's own page as a visitor reads it, shown or not."""
    row = get_own_profile(actor_of(request))
    if row is None:
        raise Http404
    page = therapist_page.page(row, valid_licences(row), counted(row.therapist), row.practice.zone)
    return render(request, "directory/therapist.html", page | {"is_preview": True})


def profile_license(request: HttpRequest) -> HttpResponse:
    """State a licence on one's own page."""
    actor = actor_of(request)
    row = get_own_profile(actor)
    form = CredentialForm(request.POST)
    if row is None or not form.is_valid():
        messages.error(request, first_error(form) or _("Write your page first, then the license."))
    else:
        state_credential(profile=row, **form.cleaned_data, by=actor)
    return HttpResponseRedirect(reverse(HERE))


def profile_license_drop(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Take a licence off one's own page."""
    actor = actor_of(request)
    actions.drop_credential(credential=get_own_credential(actor, credential_id), by=actor)
    messages.success(request, _("Taken off your page."))
    return HttpResponseRedirect(reverse(HERE))


def profile_photograph(request: HttpRequest) -> HttpResponse:
    """Put a photograph on one's own page, or take it off."""
    actor = actor_of(request)
    row, form = get_own_profile(actor), PhotographForm(request.POST, request.FILES)
    try:
        if row is None:
            messages.error(request, _("Write your page first, then choose a photograph."))
        elif "drop" in request.POST:
            actions.drop_photograph(profile=row, by=actor)
        elif form.is_valid():
            file = form.cleaned_data["photograph"]
            actions.keep_photograph(profile=row, content=file.read(), name=file.name, by=actor)
        else:
            messages.error(request, first_error(form))
    except CannotKeep as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse(HERE))


def profile_listing(request: HttpRequest) -> HttpResponse:
    """Show one's page to the public, or take it away."""
    actor = actor_of(request)
    row = get_own_profile(actor)
    try:
        if row is None:
            raise CannotList(_("Write your page first."))
        list_profile(profile=row, is_listed="show" in request.POST, by=actor)
    except CannotList as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse(HERE))
