"""Help, the page after an answer, telling the practice, and the client's own safety plan."""

from typing import cast
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from reverie.core.file_response import as_attachment
from reverie.core.policy import Actor
from reverie.safety import access, actions, presenters
from reverie.safety.actions import Source
from reverie.safety.forms import TellForm
from reverie.safety.models import Concern
from reverie.safety.queries.concerns import latest_concern_of

FIVE_MINUTES = "public, max-age=300"


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def help_now(request: HttpRequest) -> HttpResponse:
    """Where help is. Uses no request, no session and no database, so that it works when nothing else does."""
    page = render_to_string("safety/help_now.html", presenters.help_page())
    return HttpResponse(page, headers={"Cache-Control": FIVE_MINUTES})


def my_after_answer(request: HttpRequest) -> HttpResponse:
    """What a client reads right after an answer that raised a concern."""
    client = access.own_client_for(_actor(request), "help.read_after_answer")
    form = _form_of(request)
    context = presenters.after_answer_page(client, latest_concern_of(client), form=form)
    return render(request, "safety/my_after_answer.html", context)


def _form_of(request: HttpRequest) -> UUID | None:
    """The form that is not finished yet, as the address names it; anything else is none."""
    try:
        return UUID(request.GET.get("form", ""))
    except ValueError:
        return None


def my_tell(request: HttpRequest) -> HttpResponse:
    """Tell the practice that one used the help page: opt-in, by a press of a button."""
    client = access.own_client_for(_actor(request), "help.tell")
    therapist = access.therapist_of(client)
    form = TellForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and therapist is not None:
        source = Source(Concern.ASKED_FOR_HELP, form.cleaned_data["press"])
        actions.raise_concern(client=client, treatment_therapist=therapist, source=source, by=_actor(request))
        return redirect("safety:my-told")
    context = presenters.tell_page(client, therapist, None)
    return render(request, "safety/my_tell.html", {"press": uuid4(), **context})


def my_told(request: HttpRequest) -> HttpResponse:
    """What was passed on, and who sees it when."""
    client = access.own_client_for(_actor(request), "help.tell")
    told = latest_concern_of(client, Concern.ASKED_FOR_HELP)
    if told is None:
        return redirect("safety:my-tell")
    return render(request, "safety/my_tell.html", presenters.tell_page(client, told.therapist, told))


def my_plan(request: HttpRequest) -> HttpResponse:
    """The client's own safety plan."""
    client = access.own_client_for(_actor(request), "safety_plan.read_own")
    plan = access.read_plan_of(_actor(request), client)
    return render(request, "safety/my_plan.html", presenters.plan_page(client, plan, client.zone))


def my_plan_print(request: HttpRequest) -> HttpResponse:
    """The same for paper."""
    client = access.own_client_for(_actor(request), "safety_plan.read_own")
    plan = access.read_plan_of(_actor(request), client, how="print")
    return render(request, "safety/plan_print.html", presenters.plan_page(client, plan, client.zone))


def my_plan_copy(request: HttpRequest) -> HttpResponse:
    """A plain text that the client keeps on the device, by their own choice."""
    client = access.own_client_for(_actor(request), "safety_plan.read_own")
    plan = access.read_plan_of(_actor(request), client, how="copy")
    if plan is None:
        return redirect("safety:my-plan")
    return as_attachment(presenters.plan_text(client, plan).encode(), name="plan.txt", kind="text")
