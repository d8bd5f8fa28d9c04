"""Who bills and with which codes: the practice's own words and numbers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice, Therapist
from reverie.billing import access, actions
from reverie.billing.forms.setup import CodeForm, LetterheadForm, NumbersForm
from reverie.billing.models import TherapistNumbers
from reverie.billing.queries import terms
from reverie.core import clock
from reverie.core.layouts import actor_of


def letterhead(request: HttpRequest) -> HttpResponse:
    """The letterhead, the list of codes, the therapists' numbers."""
    practice = _practice(request)
    form = LetterheadForm(request.POST or None, initial=terms.letterhead_words(practice))
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_letterhead(practice=practice, **form.decision(), by=actor_of(request))
        except actions.CannotSetUp as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept. Documents that were issued keep what stood there."))
            return redirect("billing:letterhead")
    return _page(request, practice, {"form": form})


def code_add(request: HttpRequest) -> HttpResponse:
    """A further line of the list."""
    practice, form = _practice(request), CodeForm(request.POST)
    if form.is_valid():
        try:
            actions.add_code(practice=practice, **form.cleaned_data, by=actor_of(request))
        except actions.CannotSetUp as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The code is in your list."))
            return redirect("billing:letterhead")
    return _page(request, practice, {"code_form": form})


def code_end(request: HttpRequest, code_id: UUID) -> HttpResponse:
    """A line of the list goes out of use."""
    actor = actor_of(request)
    try:
        actions.end_code(code=access.get_code_for(actor, code_id), by=actor)
        messages.success(request, _("Out of use. Hours that bear it keep it."))
    except actions.CannotSetUp as refusal:
        messages.error(request, str(refusal))
    return redirect("billing:letterhead")


def numbers(request: HttpRequest, therapist_id: UUID) -> HttpResponse:
    """One therapist's numbers."""
    practice = _practice(request)
    therapist = get_object_or_404(Therapist, pk=therapist_id, practice=practice)
    row = TherapistNumbers.objects.filter(therapist=therapist).first()
    kept = {"npi": row.npi, "taxonomy": row.taxonomy, "licence": row.licence} if row else {}
    form = NumbersForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_numbers(therapist=therapist, **form.cleaned_data, by=actor_of(request))
        except actions.CannotSetUp as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept."))
            return redirect("billing:letterhead")
    context = {"form": form, "therapist": therapist}
    return render(request, "billing/numbers.html", context, status=422 if form.errors else 200)


def _practice(request: HttpRequest) -> Practice:
    return Practice.objects.get(pk=access.require(actor_of(request), "letterhead.write"))


def _page(request: HttpRequest, practice: Practice, typed: dict[str, Any]) -> HttpResponse:
    therapists = Therapist.objects.filter(practice=practice, ended_at=None).select_related("numbers")
    context: dict[str, Any] = {
        "form": LetterheadForm(initial=terms.letterhead_words(practice)),
        "code_form": CodeForm(),
        "codes": terms.codes_in_use(practice.pk),
        "therapists": [(row, getattr(row, "numbers", None)) for row in therapists.order_by("name")],
        "today": clock.today(practice.zone),
    }
    wrong = any(form.errors for form in typed.values())
    return render(request, "billing/letterhead.html", context | typed, status=422 if wrong else 200)
