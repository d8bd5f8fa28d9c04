"""The people of a practice, for its owner and its administrator."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.accounts import access, actions, presenters, queries
from reverie.accounts.actions import CannotChangeRoles, CannotInvite, CannotOffBoard
from reverie.accounts.forms import InvitationForm, RolesForm


def people(request: HttpRequest) -> HttpResponse:
    """Who works here, and who is asked in."""
    actor = request.actor  # type: ignore[attr-defined]
    members = [(one, presenters.roles_words(one.roles)) for one in queries.members(actor)]
    invitations = [(row, presenters.roles_words(row.roles)) for row in queries.open_invitations(actor)]
    return render(request, "accounts/people.html", {"members": members, "invitations": invitations})


def member_invite(request: HttpRequest) -> HttpResponse:
    """Ask somebody to work here; the link is shown this once."""
    actor = request.actor  # type: ignore[attr-defined]
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = actions.invite_member(
                practice=access.get_practice(actor), by=actor, **form.cleaned_data
            )
        except CannotInvite as refused:
            form.add_error(None, str(refused))
        else:
            link = actions.link_of(token)
            context = {"invitation": invitation, "link": link, "mailed": bool(settings.MAIL_URL)}
            return render(request, "accounts/invited.html", context)
    return render(request, "accounts/member_invite.html", {"form": form})


def invitation_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an invitation back."""
    actor = request.actor  # type: ignore[attr-defined]
    actions.withdraw_invitation(invitation=access.get_invitation_for_withdrawing(actor, pk), by=actor)
    messages.success(request, _("The invitation is taken back."))
    return redirect("accounts:people")


def member(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person's roles."""
    actor = request.actor  # type: ignore[attr-defined]
    user = access.get_member_for_changing(actor, pk)
    held = access.members_visible_to(actor).filter(user=user).values_list("role", flat=True)
    form = RolesForm(request.POST or None, initial={"roles": list(held)})
    if request.method == "POST" and form.is_valid():
        try:
            practice = access.get_practice(actor)
            actions.change_roles(practice=practice, user=user, by=actor, **form.cleaned_data)
            messages.success(request, _("The roles are changed, from the next page on."))
            return redirect("accounts:people")
        except CannotChangeRoles as refused:
            form.add_error(None, str(refused))
    return render(request, "accounts/member.html", {"form": form, "person": user})


def member_off_board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What off-boarding ends, and the act itself."""
    actor = request.actor  # type: ignore[attr-defined]
    user = access.get_member_for_changing(actor, pk)
    if request.method == "POST":
        try:
            actions.off_board(practice=access.get_practice(actor), user=user, by=actor)
        except CannotOffBoard as refused:
            messages.error(request, str(refused))
            return redirect("accounts:member", pk=pk)
        messages.success(request, _("Every way in is closed for this person."))
        return redirect("accounts:people")
    return render(request, "accounts/member_off_board.html", {"person": user})
