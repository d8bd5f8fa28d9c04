"""What the page of a moving-in shows before it runs, kind by kind."""

from typing import Any

from django.http import HttpRequest

from reverie.core.policy import Actor
from reverie.interop import presenters
from reverie.interop.forms.beside import PapersForm, WhoseForm, WhosePapersForm
from reverie.interop.forms.hours import WhoseHoursForm
from reverie.interop.forms.moving import ColumnsForm
from reverie.interop.models import MoveIn
from reverie.interop.queries import beside
from reverie.interop.queries.hours import hours_plan
from reverie.interop.queries.moving import client_plan, table_of


def form_of(request: HttpRequest, move: MoveIn, words: dict[str, Any], actor: Actor) -> Any:
    """The form in which it is said what shall become of the file."""
    sent = request.POST if request.method == "POST" else None
    if move.kind == MoveIn.CLIENTS:
        return ColumnsForm(sent, head=table_of(move).head, chosen=words)
    if move.kind == MoveIn.RECORD:
        plan = beside.record_plan(move, actor)
        initial = {"whose": words["whose"] if words.get("is_chosen") else plan.guess}
        return WhoseForm(sent, clients=plan.clients, initial=initial)
    if move.kind == MoveIn.HOURS:
        hours = hours_plan(move)
        return WhoseHoursForm(sent, whose=hours.whose, clients=hours.clients)
    return WhosePapersForm(sent, papers=words["papers"], clients=beside.clients_of_practice(move))


def plan_of(move: MoveIn, actor: Actor) -> dict[str, Any]:
    """What would happen."""
    if move.kind == MoveIn.CLIENTS:
        plan = client_plan(move)
        return {
            "plan": plan,
            "ready": presenters.ready_rows(plan, move.practice.zone),
            "faulty": presenters.faulty_rows(plan)[: presenters.MOST_SHOWN],
            "doubles": presenters.double_rows(plan)[: presenters.MOST_SHOWN],
        }
    if move.kind == MoveIn.RECORD:
        return {"record": beside.record_plan(move, actor).record}
    if move.kind == MoveIn.HOURS:
        hours = hours_plan(move)
        return {"hours": hours, "hour_rows": presenters.hour_rows(hours)}
    return {"add_form": PapersForm()}
