"""One's own account: how one is called, where one is signed in, which practice one is in."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.accounts import access, actions, presenters, queries
from reverie.accounts.forms import YouForm
from reverie.accounts.middleware import PRACTICE
from reverie.accounts.models import User
from reverie.accounts.session_store import AGENT, contents_of
from reverie.core import clock


def you(request: HttpRequest) -> HttpResponse:
    """Name, pronouns, zone, language, light or dark."""
    user: User = request.user  # type: ignore[assignment]
    form = YouForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        actions.change_account(user=user, facts=form.cleaned_data, by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, _("Your account is changed."))
        return redirect("accounts:you")
    actor = request.actor  # type: ignore[attr-defined]
    context = {
        "form": form,
        "person": user,
        "ways": queries.ways_to_unlock(user),
        "practices": queries.practices_of(actor),
        "here": actor.practice_id,
        "roles": [presenters.role_words(role) for role in sorted(actor.roles)],
    }
    return render(request, "accounts/you.html", context)


@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; each other browser, or all others, are ended by who says again who they are."""
    actor = request.actor  # type: ignore[attr-defined]
    this = request.session.row.key_hash  # type: ignore[attr-defined]
    if request.method == "POST":
        only = request.POST.get("browser", "")
        ended = actions.end_sign_ins(
            user=request.user,  # type: ignore[arg-type]
            keep=this,
            only=only,
            why="list",
            by=actor,
        )
        if ended:
            messages.success(request, _("Signed out there."))
        return redirect("accounts:sign-ins")
    now = clock.now()
    zone = request.user.zone  # type: ignore[union-attr]
    browsers = [
        presenters.browser(row, agent=contents_of(row).get(AGENT, ""), this=this, now=now, zone=zone)
        for row in access.sign_ins_of(actor)
    ]
    return render(request, "accounts/sign_ins.html", {"browsers": browsers, "several": len(browsers) > 1})


def practice_switch(request: HttpRequest) -> HttpResponse:
    """Go on in another of one's practices."""
    wanted = request.POST.get("practice", "")
    places = {str(practice.id) for practice in queries.practices_of(request.actor)}  # type: ignore[attr-defined]
    if wanted in places:
        request.session[PRACTICE] = str(UUID(wanted))
        request.session.cycle_key()
    return redirect("/")
