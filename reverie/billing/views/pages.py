"""The desk's overview of money, the hours that wait, the totals."""

import re
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reverie.accounts.models import Practice
from reverie.billing import access, actions
from reverie.billing.forms import ChargeForm
from reverie.billing.presenters import pages
from reverie.billing.presenters.coverage import left_words
from reverie.billing.queries import accounts, coverage, estimates, terms
from reverie.core import clock, policy
from reverie.core.layouts import actor_of


def home(request: HttpRequest) -> HttpResponse:
    """What waits and who owes what, as far as the role goes; the owner sees sums, no names."""
    actor = actor_of(request)
    practice = Practice.objects.get(pk=access.require(actor, "billing.read"))
    today = clock.today(practice.zone)
    context = {"is_set_up": terms.letterhead_of(practice) is not None, "practice": practice}
    for part in (
        "charge.confirm",
        "account.open",
        "document.issue",
        "money.total",
        "letterhead.write",
        "insurer.write",
        "claim.write",
    ):
        context[part.replace(".", "_")] = bool(policy.roles_for(actor, part, "practice"))
    if context["account_open"]:
        low = coverage.running_out(access.clients_visible_to(actor), today)
        context["running_out"] = [(row, left_words(left)) for row, left in low]
        context["balances"] = pages.balance_rows(accounts.balances(actor), practice.currency)
    if context["charge_confirm"]:
        context["waiting"] = accounts.waiting(actor).count()
        context["misfits"] = [pages.charge_row(row, practice.zone) for row in accounts.do_not_fit(actor)]
    if context["document_issue"]:
        compared = [row for row in estimates.compared(practice.pk, today) if row.comparison.state != "within"]
        context["above"] = [pages.estimate_row(row, practice.currency) for row in compared]
        context["owed"] = [
            pages.owed_row(row, practice.zone, today) for row in estimates.owed(practice.pk, today)
        ]
    if context["money_total"]:
        context["months"] = pages.month_rows(accounts.totals(practice, today.year), practice.currency)
        context["years"] = accounts.years_with_money(practice.pk, today)
    return render(request, "billing/home.html", context)


def charges(request: HttpRequest) -> HttpResponse:
    """The hours that wait to be confirmed; all of them at once, or one by one."""
    actor = actor_of(request)
    rows = accounts.waiting(actor)
    if request.method == "POST":
        chosen = rows.filter(pk__in=[pk for pk in request.POST.getlist("charge") if _is_id(pk)])
        count = actions.confirm_as_proposed(charges=chosen, by=actor)
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
    text = pages.totals_csv(accounts.totals(practice, year), year, practice.currency)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="totals-{year}.csv"'
    return response


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
