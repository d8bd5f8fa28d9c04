"""Looking up the licences of the practice: by whom, when, against what."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from reverie.core.layouts import actor_of
from reverie.directory import access, actions, queries
from reverie.directory.actions import CannotVerify
from reverie.directory.forms.desk import CheckForm
from reverie.directory.presenters import licences
from reverie.directory.presenters.words import first_error
from reverie.directory.queries.credentials import with_checkers


def practice_licenses(request: HttpRequest) -> HttpResponse:
    """Every licence that therapists state, what is to look up first, and who looked which one up."""
    actor = actor_of(request)
    rows = access.credentials_to_check(actor).order_by("verified_at", "valid_until")
    zone = queries.zone_of(actor)
    lines = [licences.line(one, zone) for one in with_checkers(rows)]
    to_do = [one for one in lines if not one.is_checked]
    page = {"lines": to_do + [one for one in lines if one.is_checked], "to_do": len(to_do)}
    return render(request, "directory/practice_licenses.html", page)


def practice_license(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Say in which register a licence was looked up, or that it is not what was said."""
    actor = actor_of(request)
    row = access.get_credential_for_checking(actor, credential_id)
    form = CheckForm(request.POST)
    try:
        if "doubt" in request.POST:
            actions.doubt_credential(credential=row, by=actor)
        elif form.is_valid():
            actions.verify_credential(credential=row, against=form.cleaned_data["against"], by=actor)
            messages.success(request, _("Kept. The page says that you looked it up today."))
        else:
            messages.error(request, first_error(form))
    except CannotVerify as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("directory:practice-licenses"))
