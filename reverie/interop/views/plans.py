"""What the page of a moving-in shows before it runs, kind by kind: the file is read once for all of it."""

from typing import Any

from django.http import HttpRequest

from reverie.core.policy import Actor
from reverie.core.sealing import KeyChain
from reverie.interop import presenters
from reverie.interop.forms.beside import PapersForm, WhoseForm, WhosePapersForm
from reverie.interop.forms.hours import WhoseHoursForm
from reverie.interop.forms.moving import ColumnsForm
from reverie.interop.models import MoveIn
from reverie.interop.queries import beside
from reverie.interop.queries.hours import hours_plan
from reverie.interop.queries.moving import client_plan

Looked = tuple[Any, dict[str, Any]]


def look_at(
    request: HttpRequest, move: MoveIn, words: dict[str, Any], chain: KeyChain, actor: Actor
) -> Looked:
    """The form in which it is said what shall become of the file, and what would happen."""
    sent = request.POST if request.method == "POST" else None
    if move.kind == MoveIn.CLIENTS:
        return _clients(sent, move, words, chain)
    if move.kind == MoveIn.RECORD:
        return _record(sent, move, words, actor)
    if move.kind == MoveIn.HOURS:
        return _hours(sent, move, words)
    people = beside.Names(beside.clients_of_practice(move))
    return WhosePapersForm(sent, papers=words["papers"], people=people), {"add_form": PapersForm()}


def _clients(sent: Any, move: MoveIn, words: dict[str, Any], chain: KeyChain) -> Looked:
    plan = client_plan(move, words, chain)
    shown = {
        "plan": plan,
        "ready": presenters.ready_rows(plan, move.practice.zone),
        "faulty": presenters.faulty_rows(plan)[: presenters.MOST_SHOWN],
        "doubles": presenters.double_rows(plan)[: presenters.MOST_SHOWN],
    }
    return ColumnsForm(sent, head=plan.table.head, chosen=words), shown


def _record(sent: Any, move: MoveIn, words: dict[str, Any], actor: Actor) -> Looked:
    plan = beside.record_plan(move, actor)
    initial = {"whose": words["whose"] if words.get("is_chosen") else plan.guess}
    return WhoseForm(sent, clients=plan.clients, initial=initial), {"record": plan.record}


def _hours(sent: Any, move: MoveIn, words: dict[str, Any]) -> Looked:
    plan = hours_plan(move, words)
    form = WhoseHoursForm(sent, whose=plan.whose, people=plan.people, before=words.get("whose", {}))
    return form, {"hours": plan, "hour_rows": presenters.hour_rows(plan)}
