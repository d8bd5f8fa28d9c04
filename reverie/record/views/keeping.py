"""How long a record is kept, what was given out of it, and the clock of wishes for a copy."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Practice
from reverie.core import clock
from reverie.core.layouts import actor_of
from reverie.record import access, actions
from reverie.record.forms import AnswerForm, DisclosureForm, RuleForm
from reverie.record.models import AccessRequest, Disclosure
from reverie.record.presenters import papers as shown
from reverie.record.queries import keeping as queries
from reverie.treatment.models import chain_of


def client_keeping(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """What was given out of a client's record, what is asked for, how long it is kept."""
    actor, reads = actor_of(request), request.method == "GET"
    verb = "disclosure.read" if reads else "disclosure.write"
    client = access.get_client_of(actor, client_id, verb, reads=reads)
    form = DisclosureForm(request.POST or None)
    if not reads and form.is_valid():
        try:
            _write(form, client, actor)
            messages.success(request, _("Written down; the client sees it too."))
            return redirect("record:client-keeping", client_id)
        except actions.CannotDisclose as refusal:
            form.add_error(None, str(refusal))
    context = accounting(client) | {"form": form}
    return render(request, "record/client_keeping.html", context, status=422 if form.errors else 200)


def client_keeping_print(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The accounting of disclosures, for paper."""
    client = access.get_client_of(actor_of(request), client_id, "disclosure.read", reads=True)
    return render(request, "record/client_keeping_print.html", accounting(client))


def access_requests(request: HttpRequest) -> HttpResponse:
    """Wishes for a copy with their clocks, the most urgent first."""
    rows = queries.requests_seen_by(actor_of(request))
    waiting = rows.filter(state=AccessRequest.OPEN)
    answered = rows.exclude(state=AccessRequest.OPEN).order_by("-answered_at")[:20]
    today = clock.today("UTC")
    context = {
        "open": shown.request_rows(waiting, today),
        "closed": shown.request_rows(answered, today),
    }
    return render(request, "record/access_requests.html", context)


def access_answer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Say how a wish for a copy was answered."""
    actor = actor_of(request)
    row = access.get_request_for(actor, request_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write down how it was given, or why it is refused."))
        return redirect("record:access-requests")
    try:
        actions.answer_access(request=row, **form.cleaned_data, by=actor)
        messages.success(request, _("Answered; the client sees it."))
    except actions.CannotAnswer as refusal:
        messages.error(request, str(refusal))
    return redirect("record:access-requests")


def keeping_rule(request: HttpRequest) -> HttpResponse:
    """How long this practice keeps its records."""
    actor = actor_of(request)
    practice = Practice.objects.filter(pk=actor.practice_id).first()
    if practice is None:
        raise Http404
    form = RuleForm(request.POST or None, initial={"rule": queries.rule_of(practice.pk).key})
    if request.method == "POST" and form.is_valid():
        actions.choose_rule(practice=practice, rule=form.cleaned_data["rule"], by=actor)
        messages.success(request, _("Chosen. Every client’s page counts by it from now on."))
        return redirect("record:keeping-rule")
    context = {"form": form, "rule": queries.rule_of(practice.pk)}
    return render(request, "record/keeping_rule.html", context, status=422 if form.errors else 200)


def accounting(client: Client) -> dict[str, object]:
    """What the accounting pages of both sides show."""
    wishes = AccessRequest.objects.filter(client=client).select_related("client")
    chain = chain_of(client)
    return {
        "client": client,
        "rows": shown.disclosure_rows(queries.disclosures_of(client, chain), client.zone),
        "wishes": shown.request_rows(wishes, queries.today_of(client), chain),
        "keeping": shown.keeping_lines(queries.keeping_of(client), client.zone),
    }


def _write(form: DisclosureForm, client: Client, actor: object) -> None:
    data = {name: form.cleaned_data[name] for name in ("recipient", "purpose", "what")}
    moment = form.moment(client.zone)
    actions.write_disclosure(
        client=client,
        kind=Disclosure.GIVEN_OUT,
        **data,
        at=moment,
        by=actor,  # type: ignore[arg-type]
    )
