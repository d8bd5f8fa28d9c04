"""Moving in: what the practice brings over, looked at before it is done, and undone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.core.file_response import as_attachment
from reverie.core.layouts import actor_of
from reverie.interop import access, actions, presenters
from reverie.interop.forms.moving import ClientFileForm, ColumnsForm
from reverie.interop.models import MoveIn
from reverie.interop.queries.moving import client_plan, words_of


def moving_in(request: HttpRequest) -> HttpResponse:
    """What was brought over so far; POST takes a client list."""
    actor = actor_of(request)
    practice = access.get_practice_for_moving(actor)
    form = ClientFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            move = actions.begin_move_in(
                practice=practice, kind=MoveIn.CLIENTS, content=form.content, words={},
                name=form.cleaned_data["file"].name, total=len(form.table.rows), by=actor,
            )  # fmt: skip
            return redirect("interop:move-in", move.pk)
        except actions.CannotMoveIn as refusal:
            form.add_error("file", str(refusal))
    moves = access.moves_visible_to(actor)[:50]
    rows = [presenters.move_row(move, words_of(move)["name"], practice.zone) for move in moves]
    context = {"form": form, "rows": rows}
    return render(request, "interop/moving_in.html", context, status=422 if form.errors else 200)


def move_in(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """One of them: what it would do, how far it is, what it did."""
    actor = actor_of(request)
    move = access.get_move(actor, move_id)
    words = words_of(move)
    state, tag = presenters.state_of(move)
    context = {
        "move": move, "name": words["name"], "state": state, "tag": tag,
        "progress": presenters.progress(move),
    }  # fmt: skip
    if move.state == MoveIn.READY:
        context |= _plan(move, words)
    return render(request, "interop/move_in.html", context)


def _plan(move: MoveIn, words: dict[str, object]) -> dict[str, object]:
    plan = client_plan(move)
    return {
        "plan": plan,
        "form": ColumnsForm(head=plan.table.head, chosen=words),
        "ready": presenters.ready_rows(plan, move.practice.zone),
        "faulty": presenters.faulty_rows(plan)[: presenters.MOST_SHOWN],
        "doubles": presenters.double_rows(plan)[: presenters.MOST_SHOWN],
    }


def move_in_columns(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """Say which column is what; the page shows at once what that changes."""
    actor = actor_of(request)
    move = access.get_move(actor, move_id)
    plan = client_plan(move)
    form = ColumnsForm(request.POST, head=plan.table.head, chosen={})
    if form.is_valid():
        try:
            actions.choose(move=move, words=form.cleaned_data, by=actor)
        except actions.CannotMoveIn as refusal:
            messages.error(request, str(refusal))
        return redirect("interop:move-in", move.pk)
    context = {"move": move, "name": words_of(move)["name"], **_plan(move, {}), "form": form}
    return render(request, "interop/move_in.html", context, status=422)


def move_in_run(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """Do what the page showed."""
    return _act(request, move_id, actions.run_move_in)


def move_in_undo(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """Take it all back."""
    return _act(request, move_id, actions.undo_move_in)


def _act(request: HttpRequest, move_id: UUID, act: object) -> HttpResponse:
    actor = actor_of(request)
    move = access.get_move(actor, move_id)
    try:
        act(move=move, by=actor)  # type: ignore[operator]
    except actions.CannotMoveIn as refusal:
        messages.error(request, str(refusal))
    return redirect("interop:move-in", move.pk)


def move_in_left_out(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """The lines that stay behind, as a file to mend and bring again."""
    move = access.get_move(actor_of(request), move_id)
    content = presenters.left_out_file(client_plan(move))
    return as_attachment(content, name=_("left-out") + ".csv", kind="text")
