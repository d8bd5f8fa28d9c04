"""A client's missed hours: how each was settled, and the credit of one that never came."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.billing import access, actions
from reverie.billing.forms.account import ReasonForm
from reverie.billing.presenters import pages
from reverie.billing.queries import accounts
from reverie.core.layouts import actor_of


def missed_hours(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Every missed hour: paid, not paid, put to credit, or its credit fallen away."""
    client = access.get_client_for(actor_of(request), client_id, "charge.confirm", reads=True)
    zone = client.practice.zone
    rows = [pages.missed_row(row, zone) for row in accounts.missed_of(client)]
    return render(request, "billing/missed_hours.html", {"client": client, "rows": rows})


def credit_forfeit(request: HttpRequest, charge_id: UUID) -> HttpResponse:
    """The hour to which a missed one was put never came: it is paid after all."""
    actor = actor_of(request)
    charge = access.get_charge_for(actor, charge_id, "charge.confirm")
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        actions.forfeit_credit(charge=charge, reason=reason, by=actor)
        messages.success(request, _("The credit fell away; the hour is open in the account."))
    except actions.CannotEnter as refusal:
        messages.error(request, str(refusal))
    return redirect("billing:missed-hours", charge.client_id)
