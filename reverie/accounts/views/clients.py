"""Clients' accounts, for the desk and the owner: who has one, who can be asked in."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.accounts import access, actions
from reverie.accounts.actions import CannotInvite
from reverie.accounts.forms import ClientForm

PER_PAGE = 50


def clients(request: HttpRequest) -> HttpResponse:
    """Everybody whom the practice sees, by name."""
    rows = access.client_accounts_visible_to(request.actor)  # type: ignore[attr-defined]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/clients.html", {"page": page})


def client_add(request: HttpRequest) -> HttpResponse:
    """Write down somebody who called."""
    actor = request.actor  # type: ignore[attr-defined]
    access.require(actor, "client_account.add")
    form = ClientForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        client = actions.register_client(practice=access.get_practice(actor), by=actor, **form.cleaned_data)
        messages.success(request, _("%s is written down.") % client.name)
        return redirect("accounts:clients")
    return render(request, "accounts/client_add.html", {"form": form})


def client_invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask a client to open their own space; the link is shown this once."""
    actor = request.actor  # type: ignore[attr-defined]
    client = access.get_client_for_inviting(actor, pk)
    try:
        invitation, token = actions.invite_client(client=client, by=actor)
    except CannotInvite as refused:
        messages.error(request, str(refused))
        return redirect("accounts:clients")
    context = {
        "invitation": invitation,
        "link": actions.link_of(token),
        "mailed": bool(settings.MAIL_URL),
        "back": "accounts:clients",
    }
    return render(request, "accounts/invited.html", context)
