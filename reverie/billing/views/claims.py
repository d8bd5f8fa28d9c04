"""Claims by file: what waits, what was sent, what came back."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reverie.accounts.models import Practice
from reverie.billing import access, actions
from reverie.billing.forms.coverage import ClaimStateForm, RemittanceForm
from reverie.billing.models import Claim, Remittance
from reverie.billing.presenters import claims as words
from reverie.billing.queries import claims as reads
from reverie.billing.views import account
from reverie.core import clock
from reverie.core.file_response import as_attachment
from reverie.core.layouts import actor_of
from reverie.core.policy import Actor


def claims(request: HttpRequest) -> HttpResponse:
    """Every claim and remittance of the practice."""
    return _list(request, RemittanceForm())


def remittance_post(request: HttpRequest) -> HttpResponse:
    """Post the answer of an insurer; a file that does not balance is refused as a whole, with the place."""
    actor = actor_of(request)
    practice = Practice.objects.get(pk=access.require(actor, "claim.write"))
    form = RemittanceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            count = _post(practice, form.text(), actor)
        except (actions.CannotPost, actions.CannotEnter) as refusal:
            form.add_error("file", str(refusal))
        else:
            said = ngettext("%(n)s claim is posted.", "%(n)s claims are posted.", count)
            messages.success(request, said % {"n": count})
            return redirect("billing:claims")
    return _list(request, form)


def claim_write(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Write a claim for some days of a client; what is missing, or what the checker refuses, is said."""
    actor = actor_of(request)
    client = access.get_client_for(actor, client_id, "claim.write")
    form = account.form_for("claim", account.choices_of(client), request.POST)

    def write() -> Claim:
        if not form.is_valid():
            raise actions.CannotClaim(_("Give the first and the last day of the sessions."))
        data = dict(form.cleaned_data)
        treatment = account.treatment_in(client, data)
        return actions.write_claim(treatment=treatment, **data, by=actor)

    return _written(request, write) or redirect("billing:account", client_id)


def claim_second(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Write what the first insurance left to the second one."""
    actor = actor_of(request)
    row = access.get_claim_for(actor, claim_id)
    done = _written(request, lambda: actions.write_second_claim(claim=row, by=actor))
    return done or redirect("billing:claim", claim_id)


def _written(request: HttpRequest, write: Callable[[], Claim]) -> HttpResponse | None:
    """To the claim that was written; None when it could not be, and the reason is said."""
    try:
        claim = write()
    except actions.Incomplete as lacking:
        messages.error(request, words.lacking_words(lacking.fields))
    except actions.Refused as refused:
        messages.error(request, words.fault_words(refused.faults))
    except (actions.CannotClaim, actions.CannotIssue) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The claim is written and checked. Save the file and send it."))
        return redirect("billing:claim", claim.pk)
    return None


def claim(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """One claim: its sessions, how it stands, and why less was paid."""
    row = access.get_claim_for(actor_of(request), claim_id, reads=True)
    practice = row.practice
    context = words.claim_row(row, practice.currency, practice.zone)
    lines = row.lines.select_related("charge")
    context["lines"] = [words.line_row(line, practice.currency) for line in lines]
    context["is_open"] = row.state in row.OPEN
    context["may_second"] = reads.waits_for_second(row)
    return render(request, "billing/claim.html", context)


def claim_state(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """It was sent, accepted, rejected or withdrawn."""
    actor = actor_of(request)
    row = access.get_claim_for(actor, claim_id)
    form = ClaimStateForm(request.POST)
    try:
        if not form.is_valid():
            raise actions.CannotClaim(_("Choose how the claim stands."))
        actions.mark_claim(claim=row, state=form.cleaned_data["state"], by=actor)
        messages.success(request, _("Kept."))
    except actions.CannotClaim as refusal:
        messages.error(request, str(refusal))
    return redirect("billing:claim", claim_id)


def claim_file(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """The 837P file as it was written."""
    row = access.get_claim_for(actor_of(request), claim_id, reads=True)
    text = str(row.words(row.chain())["text"])
    return as_attachment(text.encode(), name=f"{row.name}.edi", kind="text")


def _post(practice: Practice, text: str, by: Actor) -> int:
    """Post whichever of the two kinds of answers it is; how many claims it concerned."""
    marked = actions.post_acknowledgement(practice=practice, text=text, by=by)
    if marked:
        return marked
    rows = actions.post_remittance(practice=practice, text=text, by=by)
    return sum(row.claims_posted for row in rows)


def _list(request: HttpRequest, form: RemittanceForm) -> HttpResponse:
    actor = actor_of(request)
    practice = Practice.objects.get(pk=access.require(actor, "claim.write"))
    rows = reads.claims_of(access.claims_visible_to(actor))
    posted = Remittance.objects.filter(practice=practice)[:60]
    context = {
        "form": form,
        "rows": [words.claim_row(row, practice.currency, practice.zone) for row in rows],
        "remittances": [words.remittance_row(row, practice.currency, practice.zone) for row in posted],
        "today": clock.today(practice.zone),
    }
    return render(request, "billing/claims.html", context, status=422 if form.errors else 200)
