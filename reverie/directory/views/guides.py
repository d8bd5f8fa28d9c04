"""The guides: read by anyone, written and reviewed by the practice; what search engines ask for."""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice
from reverie.core.policy import Actor
from reverie.directory import access, queries
from reverie.directory.actions import (
    CannotReviewGuide,
    CannotWriteGuide,
    review_guide,
    withdraw_guide_review,
    write_guide,
)
from reverie.directory.forms.guides import GuideForm
from reverie.directory.presenters import guides as words
from reverie.directory.queries.guide_texts import reviewed_by


def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide, with its sources, author, history, and who has reviewed it."""
    practice = queries.public_practice()
    found = _guide(slug, practice)
    everything = queries.guides(practice)
    page = words.page(found, queries.review_of(found, practice), everything)
    return render(request, "directory/guide.html", page | {"site": settings.URL, "practice": practice})


def guides(request: HttpRequest) -> HttpResponse:
    """The guides of the practice: which version is shown, and who has reviewed it."""
    practice = access.get_practice_of_guides(_actor(request))
    found = queries.guides(practice)
    reviews = queries.reviews_of(found, practice)
    rows = [(one, words.version(one.history[0]), words.reviewed(reviews.get(one.slug))) for one in found]
    return render(request, "directory/guides.html", {"rows": rows, "practice": practice})


def guide_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a new version of a guide, or read it as a clinician and say that it is right."""
    actor = _actor(request)
    practice = access.get_practice_of_guides(actor)
    found = _guide(slug, practice)
    form = GuideForm(request.POST or None, initial=GuideForm.typed(found))
    if request.method == "POST" and form.is_valid():
        try:
            write_guide(
                practice=practice, slug=slug, words=form.words(), seen=form.cleaned_data["seen"], by=actor
            )
            messages.success(request, _("Kept. This version is shown now, not yet reviewed by a clinician."))
            return HttpResponseRedirect(reverse("directory:guide-edit", args=[slug]))
        except CannotWriteGuide as refusal:
            form.add_error(None, str(refusal))
    page = words.page(found, queries.review_of(found, practice), queries.guides(practice))
    may = access.guide_rights(actor)
    mine = reviewed_by(found, practice.pk, actor.user_id) if actor.user_id else None
    page |= {"form": form, "grade": words.grade(found), "may": may, "mine": mine}
    return render(request, "directory/guide_edit.html", page, status=400 if form.errors else 200)


def guide_review(request: HttpRequest, slug: str) -> HttpResponse:
    """A clinician says that the text they read is right, or takes that back."""
    actor = _actor(request)
    practice = access.get_practice_of_guides(actor)
    found = _guide(slug, practice)
    mine = reviewed_by(found, practice.pk, actor.user_id) if actor.user_id else None
    try:
        if "withdraw" in request.POST and mine is not None:
            withdraw_guide_review(review=mine, by=actor)
            messages.success(request, _("Taken back. The page says that nobody has reviewed it."))
        else:
            review_guide(practice=practice, shown=found, text_hash=request.POST.get("text", ""), by=actor)
            messages.success(request, _("The page now says that you have reviewed it."))
    except CannotReviewGuide as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("directory:guide-edit", args=[slug]))


def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page, with the day of its last change where that is known."""
    found = queries.guides(queries.public_practice())
    pages: list[tuple[str, date | None]] = [
        (address, None) for address in ("/", "/find/", "/explore/", "/how/")
    ]
    pages += [(reverse("directory:guide", args=[one.slug]), one.written_on) for one in found]
    slugs = access.listed_profiles().order_by("slug").values_list("slug", "confirmed_at")
    pages += [(reverse("directory:therapist", args=[slug]), at.date()) for slug, at in slugs[:40_000]]
    context = {"site": settings.URL, "pages": pages}
    return render(request, "directory/sitemap.xml", context, content_type="application/xml; charset=utf-8")


def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may walk: the public pages alone."""
    context = {"site": settings.URL}
    return render(request, "directory/robots.txt", context, content_type="text/plain; charset=utf-8")


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _guide(slug: str, practice: Practice | None) -> queries.Guide:
    found = queries.guide(slug, practice)
    if found is None:
        raise Http404
    return found
