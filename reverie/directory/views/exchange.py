"""Profiles as files: one's own to take along or bring, and the practice's."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice
from reverie.core.file_response import as_attachment
from reverie.core.layouts import actor_of
from reverie.directory import access
from reverie.directory.actions.exchange import CannotBring, bring_own_profile, bring_profiles
from reverie.directory.exchange import SHAPES, Entry
from reverie.directory.forms.exchange import Checked, FileForm, checked
from reverie.directory.queries.entries import entries_of, listed_entries, place_of


def profile_file(request: HttpRequest, shape: str) -> HttpResponse:
    """One's own page as a file."""
    row = access.get_own_profile(actor_of(request))
    if row is None:
        raise Http404
    return _file(entries_of([row]), row.practice, shape)


def profile_bring(request: HttpRequest) -> HttpResponse:
    """Fill one's own page from a file."""
    actor = actor_of(request)
    mine = access.get_own_therapist(actor)
    form = FileForm(request.POST or None, request.FILES or None)
    found = checked(form.cleaned_data["entries"]) if form.is_valid() else Checked([], [])
    if found.brought and not found.wrongs:
        try:
            bring_own_profile(therapist=mine, profiles=found.brought, by=actor)
            messages.success(request, _("Brought over. Read your page, then show it."))
            return HttpResponseRedirect(reverse("directory:profile"))
        except CannotBring as refusal:
            form.add_error(None, str(refusal))
    return _page(request, "directory/profile_bring.html", form, found)


def practice_profiles(request: HttpRequest) -> HttpResponse:
    """The practice's profiles as files: to take along, and to bring over."""
    actor = actor_of(request)
    practice = access.get_practice_of_profiles(actor)
    form = FileForm(request.POST or None, request.FILES or None)
    found = checked(form.cleaned_data["entries"]) if form.is_valid() else Checked([], [])
    if found.brought and not found.wrongs:
        try:
            result = bring_profiles(practice=practice, profiles=found.brought, by=actor)
            words = _("%(n)s pages were begun. Their owners read them, and show them when they want.")
            messages.success(request, words % {"n": len(result.kept)})
            if result.left:
                left = _("Left as their owners wrote them: %(names)s.")
                messages.info(request, left % {"names": ", ".join(result.left)})
            return HttpResponseRedirect(reverse("directory:practice-profiles"))
        except CannotBring as refusal:
            form.add_error(None, str(refusal))
    return _page(request, "directory/practice_profiles.html", form, found)


def _page(request: HttpRequest, template: str, form: FileForm, found: Checked) -> HttpResponse:
    is_wrong = bool(form.errors or found.wrongs)
    page = {"form": form, "wrongs": found.wrongs[:200], "count": len(found.wrongs), "shapes": list(SHAPES)}
    return render(request, template, page, status=400 if is_wrong else 200)


def practice_profiles_file(request: HttpRequest, shape: str) -> HttpResponse:
    """Everybody who is shown, as a file: what stands on the public pages and no more."""
    practice = access.get_practice_of_profiles(actor_of(request))
    return _file(listed_entries(practice), practice, shape)


def _file(entries: list[Entry], practice: Practice, shape: str) -> HttpResponse:
    writer = SHAPES.get(shape)
    if writer is None:
        raise Http404
    content = writer.write(entries, place_of(practice))
    return as_attachment(content.encode(), name=f"profiles-{shape}.{writer.ENDING}", kind=writer.KIND)
