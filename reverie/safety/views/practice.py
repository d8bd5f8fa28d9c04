"""What the practice declares: when it looks, who covers, and which words stand for it."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.policy import Actor
from reverie.safety import access, actions, queries
from reverie.safety.forms import ApprovalForm, WatchForm, initial_of
from reverie.safety.queries.looking import clinicians_of, declared
from reverie.safety.queries.wordings import approvals, text_keys


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def watch(request: HttpRequest) -> HttpResponse:
    """When somebody looks, who is told after the therapist, or that nobody looks."""
    practice = access.practice_that_watches(_actor(request))
    colleagues = clinicians_of(practice)
    form = WatchForm(request.POST or None, colleagues=colleagues, initial=initial_of(declared(practice)))
    if request.method == "POST" and form.is_valid():
        try:
            actions.declare_watch(practice=practice, declaration=form.declaration(), by=_actor(request))
            messages.success(request, _("Declared. Every page says so now."))
            return redirect("safety:watch")
        except (actions.CannotDeclare, actions.CannotPublish) as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.errors else 200
    return render(request, "safety/watch.html", {"form": form, "practice": practice}, status=status)


def wording(request: HttpRequest) -> HttpResponse:
    """The sentences for people in danger, and who approved them for this practice."""
    practice = access.practice_of_owner(_actor(request))
    form = ApprovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.approve_wording(practice=practice, **form.cleaned_data, by=_actor(request))
            messages.success(request, _("Recorded."))
        except actions.CannotApprove as refusal:
            messages.error(request, str(refusal))
        return redirect("safety:wording")
    known = approvals(practice)
    texts = [(key, queries.wording(key), known.get(key)) for key in text_keys()]
    return render(request, "safety/wording.html", {"texts": texts, "form": form})
