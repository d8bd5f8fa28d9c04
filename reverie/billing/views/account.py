"""One client's account on the desk: what came in, documents, corrections."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.billing import access, actions
from reverie.billing.forms.account import (
    AmountForm,
    EstimateForm,
    PaymentForm,
    PeriodForm,
    ReasonForm,
    ReductionForm,
    RefundForm,
    TreatmentForm,
    UntilForm,
)
from reverie.billing.forms.setup import AddresseeForm
from reverie.billing.models import money_chain
from reverie.billing.presenters import pages, papers
from reverie.billing.queries import accounts, terms
from reverie.core import clock, policy
from reverie.core.file_response import as_attachment
from reverie.core.layouts import actor_of
from reverie.core.paper import typeset
from reverie.core.sealing import KeyChain
from reverie.treatment.models import Treatment
from reverie.treatment.queries.course import frames_of

Refused = (actions.CannotCharge, actions.CannotEnter, actions.CannotIssue, actions.CannotSetUp)
ACTS = (
    "payment.take", "document.issue", "document.read", "reduction.grant", "addressee.write", "coverage.read",
    "claim.write", "charge.confirm",
)  # fmt: skip
FORMS: dict[str, type[forms.Form]] = {
    "payment": PaymentForm,
    "refund": RefundForm,
    "write_off": AmountForm,
    "invoice": UntilForm,
    "superbill": PeriodForm,
    "estimate": EstimateForm,
    "reduction": ReductionForm,
    "claim": PeriodForm,
    "addressee": AddresseeForm,
}


def account(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The running account of a client, with what the actor may do on it."""
    client, relations = access.get_client_and_relations(
        actor_of(request), client_id, "account.open", reads=True
    )
    return _page(request, client, relations)


def payment(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Money came in."""
    return _act(request, client_id, "payment.take", "payment", _("The payment is noted."), _take_payment)


def refund(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Money goes back."""
    return _act(request, client_id, "document.issue", "refund", _("Noted as given back."), _refund)


def write_off(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """What is owed is given up."""
    return _act(request, client_id, "document.issue", "write_off", _("Written off."), _write_off)


def invoice(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """All hours up to a day on one sheet."""
    return _act(request, client_id, "document.issue", "invoice", _("The invoice is issued."), _invoice)


def superbill(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The sessions of a period for an insurer."""
    return _act(request, client_id, "document.issue", "superbill", _("The superbill is issued."), _superbill)


def estimate(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """What the frame will cost."""
    return _act(request, client_id, "document.issue", "estimate", _("The estimate is issued."), _estimate)


def reduction(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Less than the fee, from a day on."""
    return _act(request, client_id, "reduction.grant", "reduction", _("Kept."), _reduction)


def addressee(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Where the documents go."""
    return _act(request, client_id, "addressee.write", "addressee", _("The address is kept."), _addressee)


def _take_payment(client: Client, data: dict[str, Any], by: Any) -> object:
    amount = data.pop("amount")
    return actions.take_payment(client=client, cents=amount, **data, by=by)


def _refund(client: Client, data: dict[str, Any], by: Any) -> object:
    note = data["reason"]
    return actions.refund(client=client, cents=data["amount"], method=data["method"], note=note, by=by)


def _write_off(client: Client, data: dict[str, Any], by: Any) -> object:
    return actions.write_off(client=client, cents=data["amount"], reason=data["reason"], by=by)


def _invoice(client: Client, data: dict[str, Any], by: Any) -> object:
    return actions.issue_invoice(client=client, last_day=data["last_day"], by=by)


def _superbill(client: Client, data: dict[str, Any], by: Any) -> object:
    return actions.issue_superbill(treatment=treatment_in(client, data), **data, by=by)


def _estimate(client: Client, data: dict[str, Any], by: Any) -> object:
    treatment = treatment_in(client, data)
    frames = frames_of(treatment, data["first_day"])
    frame = frames.current or frames.coming
    if frame is None:
        raise actions.CannotIssue(_("No frame is agreed yet; an estimate is made from it."))
    return actions.issue_estimate(treatment=treatment, frame=frame, **data, by=by)


def _reduction(client: Client, data: dict[str, Any], by: Any) -> object:
    cents, day = data["amount"], data["valid_from"]
    treatment = treatment_in(client, data)
    return actions.grant_reduction(
        treatment=treatment, valid_from=day, cents=cents, reason=data["reason"], by=by
    )


def _addressee(client: Client, data: dict[str, Any], by: Any) -> object:
    return actions.write_addressee(client=client, words=data, by=by)


def treatment_in(client: Client, data: dict[str, Any]) -> Treatment:
    """The treatment that was chosen (taken out of `data`), or the only one. Raises CannotIssue."""
    rows, chosen = accounts.treatments_of(client), data.pop("treatment", "")
    found = [row for row in rows if str(row.pk) == chosen or len(rows) == 1]
    if not found:
        raise actions.CannotIssue(_("There is no treatment yet.") if not rows else _("Choose the treatment."))
    return found[0]


def choices_of(client: Client) -> list[tuple[str, str]]:
    """The client's treatments, to choose from; none where there is only one (`access` counted them)."""
    if getattr(client, "treatment_count", 2) < 2:
        return []
    return pages.treatment_choices(accounts.treatments_of(client))


def form_for(
    name: str, choices: Sequence[tuple[str, str]], data: Any = None, initial: Any = None
) -> forms.Form:
    """One of the forms of an account; `choices` are the client's treatments."""
    kind = FORMS[name]
    if not issubclass(kind, TreatmentForm):
        return kind(data, prefix=name, initial=initial)
    return kind(data, prefix=name, initial=initial, treatments=choices)


def _act(
    request: HttpRequest, client_id: UUID, action: str, name: str, done: str,
    act: Callable[[Client, dict[str, Any], Any], object],
) -> HttpResponse:  # fmt: skip
    """One act on an account; what was typed comes back with the reason when it cannot be done."""
    actor = actor_of(request)
    client, relations = access.get_client_and_relations(actor, client_id, action)
    form = form_for(name, choices_of(client), request.POST)
    if form.is_valid():
        try:
            act(client, form.cleaned_data, actor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("billing:account", client_id)
    return _page(request, client, relations, {name: form})


def _page(
    request: HttpRequest, client: Client, relations: set[str], typed: dict[str, forms.Form] | None = None
) -> HttpResponse:
    actor, today, chain = actor_of(request), clock.today(client.practice.zone), money_chain(client)
    may = {part.replace(".", "_"): policy.allows(actor, part, relations) for part in ACTS}
    start = _starts(client, today, chain)
    choices = choices_of(client)
    made = {name: form_for(name, choices, initial=start.get(name, {})) for name in FORMS}
    context = pages.account(accounts.account_of(actor, client, chain)) | {
        "may": may,
        "forms": made | (typed or {}),
    }
    context["opened"] = next(iter(typed or {}), "")
    return render(request, "billing/account.html", context, status=422 if typed else 200)


def _starts(client: Client, today: Any, chain: KeyChain) -> dict[str, dict[str, Any]]:
    last = pages.last_month_end(today)
    period = {"first_day": last.replace(day=1), "last_day": last}
    year = pages.a_year_from(today)
    return {
        "payment": {"on": today, "method": "transfer"},
        "invoice": {"last_day": last},
        "superbill": period,
        "claim": period,
        "estimate": {"first_day": today, "last_day": year, "weeks": 46},
        "reduction": {"valid_from": today},
        "addressee": terms.addressee_words(client, chain),
    }


def entry_undo(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """A payment was noted by mistake."""
    actor = actor_of(request)
    entry = access.get_entry_for(actor, entry_id, "document.issue")
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return _say(
        request, entry.client_id, lambda: actions.take_back_payment(entry=entry, reason=reason, by=actor),
        _("The payment is taken back."),
    )  # fmt: skip


def entry_receipt(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """A receipt for one payment."""
    actor = actor_of(request)
    entry = access.get_entry_for(actor, entry_id, "document.issue")
    act = lambda: actions.issue_receipt(entry=entry, by=actor)  # noqa: E731
    return _say(request, entry.client_id, act, _("The receipt is issued."))


def _say(request: HttpRequest, client_id: UUID, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
        messages.success(request, done)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("billing:account", client_id)


def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """One issued document: what stands on it, its paper, and how an invoice is corrected."""
    actor = actor_of(request)
    row = access.get_document_for_reading(actor, document_id)
    may_correct = row.kind == "invoice" and bool(policy.roles_for(actor, "document.issue", "practice"))
    words = row.words(row.chain())
    is_whole = actions.hash_of(words) == row.content_hash
    context = {"row": row, "paper": papers.paper(words), "is_whole": is_whole, "may_correct": may_correct}
    return render(request, "billing/document.html", context | {"form": AmountForm()})


def document_credit(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Correct an invoice by a credit note."""
    actor = actor_of(request)
    row = access.get_invoice_for(actor, document_id, "document.issue")
    form = AmountForm(request.POST)
    if form.is_valid():
        cents, reason = form.cleaned_data["amount"], form.cleaned_data["reason"]
        try:
            note = actions.issue_credit_note(invoice=row, cents=cents, reason=reason, by=actor)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The credit note is issued."))
            return redirect("billing:document", note.pk)
    context = {"row": row, "paper": papers.paper(row.words(row.chain())), "may_correct": True, "form": form}
    return render(request, "billing/document.html", context | {"is_whole": True}, status=422)


def document_paper(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The document as a PDF to save or print."""
    row = access.get_document_for_reading(actor_of(request), document_id)
    return pdf(row.name, row.words(row.chain()))


def pdf(name: str, words: dict[str, Any]) -> HttpResponse:
    """An issued document, typeset from what was sealed with it."""
    return as_attachment(typeset(papers.PAGE, papers.paper(words)), name=f"{name}.pdf", kind="pdf")
