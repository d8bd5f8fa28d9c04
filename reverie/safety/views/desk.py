"""A client's safety plan and risk screener, at the desk."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core import clock
from reverie.core.dates import local
from reverie.core.policy import Actor
from reverie.safety import access, actions, presenters
from reverie.safety.forms import PlanForm, ScreenerForm
from reverie.safety.models import SafetyPlan
from reverie.safety.queries.plans import plan_words
from reverie.safety.queries.screeners import asked_with


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def plan(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The plan in force, for whoever treats the client, or was told of an open concern."""
    client, relations = access.get_client_for(_actor(request), client_id, "safety_plan.read")
    row = access.read_plan_of(_actor(request), client)
    return render(request, "safety/plan.html", _plan_page(request, client, row, relations))


def plan_print(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The same for paper."""
    client, relations = access.get_client_for(_actor(request), client_id, "safety_plan.read")
    row = access.read_plan_of(_actor(request), client, how="print")
    return render(request, "safety/plan_print.html", _plan_page(request, client, row, relations))


def plan_write(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Write the plan down with the client; each keeping is a version."""
    client, relations = access.get_client_for(_actor(request), client_id, "safety_plan.write")
    row = access.read_plan_of(_actor(request), client)
    words = {"after": row.number, **plan_words(row)} if row is not None else {"after": 0}
    form = PlanForm(request.POST or None, initial=words)
    if request.method == "POST" and form.is_valid():
        try:
            after = form.cleaned_data["after"]
            actions.keep_plan(client=client, words=form.words(), after=after, by=_actor(request))
            messages.success(request, _("Kept. The client reads it from now on."))
            return redirect("safety:plan", client_id)
        except actions.CannotKeepPlan as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, **_plan_page(request, client, row, relations)}
    return render(request, "safety/plan_write.html", context, status=422 if form.errors else 200)


def plan_reread(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Note that the plan was read again together."""
    client, _relations = access.get_client_for(_actor(request), client_id, "safety_plan.write")
    row = access.read_plan_of(_actor(request), client)
    if row is not None:
        try:
            actions.note_reread(plan=row, by=_actor(request))
            messages.success(request, _("Noted: read again together today."))
        except actions.CannotKeepPlan as refusal:
            messages.error(request, str(refusal))
    return redirect("safety:plan", client_id)


def _plan_page(
    request: HttpRequest, client: Client, row: SafetyPlan | None, relations: set[str]
) -> dict[str, object]:
    may_write = access.may_write_plan(_actor(request), relations)
    return {
        "client": client,
        "may_write": may_write,
        **presenters.plan_page(client, row, client.practice.zone),
    }


def screener(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Answers to a screener that a clinician asks from the licensed wording, and what they reach."""
    actor = _actor(request)
    client, _relations = access.get_client_for(actor, client_id, "screener.ask")
    zone = client.practice.zone
    initial = {"asked_at": local(clock.now(), zone).replace(tzinfo=None)}
    form = ScreenerForm(request.POST or None, zone=zone, initial=initial)
    if request.method == "POST" and form.is_valid():
        answer = _keep_screener(request, client, form)
        if answer is not None:
            return answer
    rows = asked_with(access.read_screeners_of(actor, client))
    context = {"client": client, "form": form, "rows": [presenters.asked(row, zone) for row in rows]}
    return render(request, "safety/screener.html", context, status=422 if form.errors else 200)


def _keep_screener(request: HttpRequest, client: Client, form: ScreenerForm) -> HttpResponse | None:
    facts = {name: form.cleaned_data[name] for name in ("frame", "asked_at", "remark")}
    try:
        _row, found = actions.keep_screener(
            client=client,
            therapist=access.therapist_who_asks(_actor(request)),
            answers=form.answers(),
            recent=form.recent(),
            by=_actor(request),
            **facts,
        )
    except actions.CannotKeepScreener as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("Kept. {level}.").format(level=presenters.level_words(found.level)))
    return redirect("safety:screener", client.id)
