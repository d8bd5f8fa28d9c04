"""The desk's overview of money, the hours that wait, the totals."""

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reverie.accounts.models import Practice
from reverie.billing import access, actions
from reverie.billing.forms.account import ChargeForm
from reverie.billing.presenters import pages
from reverie.billing.presenters.coverage import left_words
from reverie.billing.queries import accounts, coverage, estimates, terms
from reverie.core import clock, policy
from reverie.core.file_response import as_attachment
from reverie.core.layouts import actor_of
from reverie.core.policy import Actor

PARTS = (
    "charge.confirm", "account.open", "document.issue", "money.total", "letterhead.write", "insurer.write",
    "claim.write",
)  # fmt: skip
"""What the overview is made of: a part stands there when the role may do this in the whole practice."""


def home(request: HttpRequest) -> HttpResponse:
    """What waits and who owes what, as far as the role goes; the owner sees sums, no names."""
    actor = actor_of(request)
    practice = Practice.objects.get(pk=access.require(actor, "billing.read"))
    may = {part: bool(policy.roles_for(actor, part, "practice")) for part in PARTS}
    context: dict[str, Any] = {part.replace(".", "_"): open_ for part, open_ in may.items()}
    context |= {"practice": practice, "is_set_up": terms.letterhead_of(practice) is not None}
    if may["account.open"]:
        context |= _accounts(actor, practice)
    if may["charge.confirm"]:
        context["misfits"] = [pages.charge_row(row, practice.zone) for row in accounts.do_not_fit(actor)]
    if may["document.issue"]:
        context["above"] = _above(practice)
    if may["money.total"]:
        year = clock.today(practice.zone).year
        context["years"] = [year, year - 1]
        if not may["account.open"]:
            context["months"] = pages.month_rows(accounts.totals(practice, year), practice.currency)
    return render(request, "billing/home.html", context)


def _accounts(actor: Actor, practice: Practice) -> dict[str, Any]:
    low = coverage.running_out(access.clients_visible_to(actor), clock.today(practice.zone))
    rows = accounts.balances(actor)
    return {
        "running_out": [(row, left_words(left)) for row, left in low],
        "balances": pages.balance_rows(rows, practice.currency),
        "waiting": sum(row.waiting for row in rows),
    }


def _above(practice: Practice) -> list[dict[str, Any]]:
    far = estimates.compared(practice.pk, clock.today(practice.zone))
    return [pages.estimate_row(row, practice.currency) for row in far if row.comparison.state != "within"]


def estimates_owed(request: HttpRequest) -> HttpResponse:
    """Every estimate beside what was charged, and those that somebody waits for."""
    practice = Practice.objects.get(pk=access.require(actor_of(request), "document.issue"))
    today = clock.today(practice.zone)
    compared = estimates.compared(practice.pk, today)
    context = {
        "rows": [pages.estimate_row(row, practice.currency) for row in compared],
        "owed": [pages.owed_row(row, practice.zone, today) for row in estimates.owed(practice.pk, today)],
    }
    return render(request, "billing/estimates_owed.html", context)


def charges(request: HttpRequest) -> HttpResponse:
    """The hours that wait to be confirmed; all of them at once, or one by one."""
    actor = actor_of(request)
    rows = accounts.waiting(actor)
    if request.method == "POST":
        chosen = rows.filter(pk__in=[pk for pk in request.POST.getlist("charge") if _is_id(pk)])
        try:
            count = actions.confirm_as_proposed(charges=chosen, by=actor)
        except actions.CannotCharge as refusal:
            messages.error(request, str(refusal))
        else:
            said = ngettext("%(n)s hour is confirmed.", "%(n)s hours are confirmed.", count)
            messages.success(request, said % {"n": count})
        return redirect("billing:charges")
    zone = Practice.objects.values_list("zone", flat=True).get(pk=actor.practice_id)
    return render(
        request, "billing/charges.html", {"rows": [pages.charge_row(row, zone) for row in rows[:200]]}
    )


def charge(request: HttpRequest, charge_id: UUID) -> HttpResponse:
    """One hour before it is confirmed: the rule, and what a person decides."""
    actor = actor_of(request)
    row = access.get_charge_for(actor, charge_id, "charge.confirm")
    codes = terms.codes_in_use(row.practice_id)
    form = ChargeForm(request.POST or None, charge=row, codes=codes)
    if request.method == "POST" and form.is_valid():
        try:
            actions.confirm_charge(charge=row, **form.decision(), by=actor)
        except actions.CannotCharge as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The hour is confirmed."))
            return redirect("billing:charges")
    context = {"form": form, **pages.charge_row(row, row.practice.zone)}
    return render(request, "billing/charge.html", context, status=422 if form.errors else 200)


def totals(request: HttpRequest) -> HttpResponse:
    """The months of a year as a file for the accountant; nobody's name is in it."""
    practice = Practice.objects.get(pk=access.require(actor_of(request), "money.total"))
    typed = request.GET.get("year", "")
    year = int(typed) if re.fullmatch(r"20\d\d", typed) else clock.today(practice.zone).year
    text = accounts.totals_csv(accounts.totals(practice, year), year, practice.currency)
    return as_attachment(text.encode(), name=f"totals-{year}.csv", kind="text")


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
