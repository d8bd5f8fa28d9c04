"""The client's own bill."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reverie.billing import access
from reverie.billing.models import money_chain
from reverie.billing.presenters import pages
from reverie.billing.queries import accounts, estimates
from reverie.billing.views.account import pdf
from reverie.core import clock
from reverie.core.layouts import actor_of


def my_bill(request: HttpRequest) -> HttpResponse:
    """What I owe, what I paid, and every paper I was given."""
    actor = actor_of(request)
    client = access.get_own_client(actor)
    found = accounts.account_of(actor, client, money_chain(client))
    today = clock.today(client.practice.zone)
    compared = estimates.compared(client.practice_id, today, client=client.pk)
    above = [
        pages.estimate_row(row, client.practice.currency) for row in compared if row.comparison.above_cents
    ]
    return render(request, "billing/my_bill.html", pages.account(found) | {"above": above})


def my_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """One of my papers, to keep or print."""
    row = access.get_document_for_reading(actor_of(request), document_id)
    return pdf(row.name, row.words(row.chain()))
