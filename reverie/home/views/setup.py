"""The first set-up, a page a step: by the browser that opened the link, then by the owner."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.accounts.actions import CannotInvite
from reverie.accounts.models import Practice, Therapist, User
from reverie.home.access.setup import has_owner, require_holder, require_owner
from reverie.home.actions import setup as actions
from reverie.home.actions.setup import CannotSetUp
from reverie.home.forms.setup import OwnerForm, PracticeForm, TherapistForm
from reverie.home.queries.setup import STEPS, progress_of
from reverie.safety.queries.help_lines import countries

HELD = "setup"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def page(request: HttpRequest, step: str, practice: Practice | None, **context: Any) -> HttpResponse:
    """A step's page with where one is, and the way back."""
    names = list(STEPS)
    place = names.index(step)
    frame = {
        "steps": list(STEPS.values()),
        "place": place + 1,
        "title": STEPS[step],
        "back": names[place - 1] if place and names[place - 1] not in {"owner"} else "",
        "practice": practice,
        "done": progress_of(practice).done,
    }
    return render(request, f"home/setup_{step}.html", {**frame, **context})


def onward(practice: Practice | None, after: str = "") -> HttpResponse:
    """To the first step that is open; after the last one to the people, who are asked in next."""
    step = progress_of(practice).next
    return redirect(f"home:setup-{step}" if step else "accounts:people")


def setup_open(request: HttpRequest, token: str) -> HttpResponse:
    """The one-time link."""
    try:
        request.session[HELD] = actions.open_setup_link(token=token)
    except CannotSetUp as refused:
        return render(request, "home/setup_refused.html", {"why": str(refused)}, status=404)
    request.session.cycle_key()
    return redirect("home:setup")


def setup(request: HttpRequest) -> HttpResponse:
    """To where the set-up stands."""
    if has_owner():
        return onward(require_owner(request.actor, with_factor=False))  # type: ignore[attr-defined]
    return onward(require_holder(request.session.get(HELD, "")))


def setup_practice(request: HttpRequest) -> HttpResponse:
    """What the practice is called and where it is."""
    practice, by = someone_allowed(request)
    initial = {name: getattr(practice, name) for name in PracticeForm.base_fields} if practice else None
    form = PracticeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return onward(actions.set_up_practice(practice=practice, facts=form.cleaned_data, by=by))
    return page(request, "practice", practice, form=form, countries=list(countries().values()))


def someone_allowed(request: HttpRequest) -> tuple[Practice | None, Any]:
    """The practice so far and the actor: the holder of the link, or the owner."""
    if has_owner():
        actor = request.actor  # type: ignore[attr-defined]
        return require_owner(actor), actor
    return require_holder(request.session.get(HELD, "")), actions.SET_UP


def setup_owner(request: HttpRequest) -> HttpResponse:
    """The first owner, who is signed in from here on."""
    practice = require_holder(request.session.get(HELD, ""))
    if practice is None:
        return redirect("home:setup-practice")
    form = OwnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.set_up_owner(practice=practice, **form.cleaned_data)
        except CannotSetUp as refused:
            form.add_error("email", str(refused))
        else:
            begin(request, user)
            return redirect("home:setup-factor")
    return page(request, "owner", practice, form=form)


def begin(request: HttpRequest, user: User) -> None:
    """Sign the owner in, who has just typed a password, so that the factor can follow at once."""
    record_authentication(request, user, method="password", reauthenticated=True)
    login(request, user, backend=BACKEND)


def setup_factor(request: HttpRequest) -> HttpResponse:
    """A passkey or an app; recovery codes come with it."""
    actor = request.actor  # type: ignore[attr-defined]
    practice = require_owner(actor, with_factor=False)
    if request.method == "POST" and actor.has_second_factor:
        actions.note_step(practice=practice, name="factor", by=actor)
        return onward(practice)
    return page(request, "factor", practice, is_on=actor.has_second_factor)


def setup_therapist(request: HttpRequest) -> HttpResponse:
    """The owner, or somebody who is asked in."""
    actor = request.actor  # type: ignore[attr-defined]
    practice = require_owner(actor)
    form = TherapistForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if given["who"] == "owner":
            actions.set_up_own_hours(practice=practice, user=request.user, title=given["title"], by=actor)  # type: ignore[arg-type]
            return onward(practice)
        try:
            link = actions.set_up_other_therapist(
                practice=practice, name=given["name"], email=given["email"], by=actor
            )
            return page(request, "therapist", practice, link=link, name=given["name"])
        except CannotInvite as refused:
            form.add_error("email", str(refused))
    return page(request, "therapist", practice, form=form)


def own_therapist(practice: Practice, request: HttpRequest) -> Therapist | None:
    """The owner's therapist row, when the owner holds hours."""
    return Therapist.objects.filter(practice=practice, user=request.user.pk, ended_at=None).first()


def kept(
    request: HttpRequest, form: forms.Form, keep: Callable[[], object], practice: Practice
) -> HttpResponse | None:
    """Keep a valid form and go on; None shows the page again."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        keep()
    except CannotSetUp as refused:
        form.add_error(None, str(refused))
        return None
    messages.success(request, _("Kept."))
    return onward(practice)
