"""The page behind an invitation's link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.accounts import access, actions, presenters
from reverie.accounts.actions import CannotAccept
from reverie.accounts.forms import NewPersonForm
from reverie.accounts.models import Invitation, User
from reverie.core.policy import Actor


def join(request: HttpRequest, token: str) -> HttpResponse:
    """A new person makes an account here; somebody with an account takes the invitation up signed in."""
    invitation = access.get_open_invitation(token)
    form = NewPersonForm(
        request.POST if request.method == "POST" and "password" in request.POST else None,
        email=invitation.email,
        initial={"name": invitation.name},
    )
    try:
        if request.method == "POST" and request.user.is_authenticated:
            actions.accept_invitation(invitation=invitation, user=request.user, by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("You are in."))
            return redirect("/")
        if request.method == "POST" and form.is_valid():
            accept_new(invitation, form)
            messages.success(request, _("Your account is ready. Sign in with it."))
            return redirect("account_login")
    except CannotAccept as refused:
        form.add_error(None, str(refused)) if form.is_bound else messages.error(request, str(refused))
    return render(request, "accounts/join.html", {**described(invitation), "form": form})


def accept_new(invitation: Invitation, form: NewPersonForm) -> User:
    """The account of a new person."""
    return actions.accept_as_new_person(
        invitation=invitation,
        name=form.cleaned_data["name"],
        password=form.cleaned_data["password"],
        by=Actor.system("invitation", invitation.practice_id),
    )


def described(invitation: Invitation) -> dict[str, object]:
    """What the page says about an invitation."""
    return {
        "invitation": invitation,
        "practice": invitation.practice,
        "roles": [presenters.role_words(role) for role in invitation.roles],
    }
