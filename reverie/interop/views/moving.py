"""Moving in: what is brought over, looked at before it is done, and undone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice
from reverie.core import clock
from reverie.core.file_response import as_attachment
from reverie.core.layouts import actor_of
from reverie.core.sealing import PracticeScope, keychain
from reverie.interop import access, actions, presenters
from reverie.interop.forms.beside import PapersForm, RecordFileForm
from reverie.interop.forms.hours import HoursFileForm
from reverie.interop.forms.moving import ClientFileForm
from reverie.interop.models import MoveIn
from reverie.interop.queries.halts import has_halted
from reverie.interop.queries.hours import therapists_of
from reverie.interop.queries.moving import client_plan, words_of
from reverie.interop.views.plans import look_at

FORMS: dict[str, Any] = {
    MoveIn.CLIENTS: ClientFileForm,
    MoveIn.HOURS: HoursFileForm,
    MoveIn.PAPERS: PapersForm,
    MoveIn.RECORD: RecordFileForm,
}


def moving_in(request: HttpRequest) -> HttpResponse:
    """What was brought over so far, and one form for each kind of thing that the actor brings."""
    return again(request)


def again(request: HttpRequest, kind: str = "", form: Any = None) -> HttpResponse:
    """The page, with a form that needs another look."""
    actor = actor_of(request)
    practice = access.get_practice_for_moving(actor)
    forms = {
        name: make(**_given(name, practice)) for name, make in FORMS.items() if access.may_bring(actor, name)
    }
    if form is not None:
        forms[kind] = form
    moves, chain = access.moves_visible_to(actor)[:50], keychain(PracticeScope(practice.pk))
    rows = [presenters.move_row(move, words_of(move, chain)["name"], practice.zone) for move in moves]
    context = {"forms": forms, "rows": rows}
    return render(request, "interop/moving_in.html", context, status=422 if form is not None else 200)


def _given(kind: str, practice: Practice) -> dict[str, Any]:
    if kind != MoveIn.HOURS:
        return {}
    return {"therapists": therapists_of(practice), "today": clock.today(practice.zone)}


def moving_in_hours(request: HttpRequest) -> HttpResponse:
    """Take the hours of a therapist, to be looked at."""
    practice = access.get_practice_for_moving(actor_of(request), MoveIn.HOURS)
    form = HoursFileForm(request.POST, request.FILES, **_given(MoveIn.HOURS, practice))
    return _begin(
        request, MoveIn.HOURS, form, "hours",
        lambda: (form.content, {"therapist": form.cleaned_data["therapist"]}, form.count),
    )  # fmt: skip


def moving_in_clients(request: HttpRequest) -> HttpResponse:
    """Take a client list, to be looked at."""
    form = ClientFileForm(request.POST, request.FILES)
    return _begin(request, MoveIn.CLIENTS, form, "file", lambda: (form.content, {}, len(form.table.rows)))


def moving_in_record(request: HttpRequest) -> HttpResponse:
    """Take one person's record, to be looked at."""
    form = RecordFileForm(request.POST, request.FILES)
    return _begin(request, MoveIn.RECORD, form, "record", lambda: (form.content, {"whose": "new"}, 1))


def _begin(request: HttpRequest, kind: str, form: Any, field: str, parts: Any) -> HttpResponse:
    actor = actor_of(request)
    practice = access.get_practice_for_moving(actor, kind)
    if not form.is_valid():
        return again(request, kind, form)
    content, words, total = parts()
    try:
        move = actions.begin_move_in(
            practice=practice, kind=kind, content=content, words=words, total=total,
            name=form.cleaned_data[field].name, by=actor,
        )  # fmt: skip
    except actions.CannotMoveIn as refusal:
        form.add_error(field, str(refusal))
        return again(request, kind, form)
    return redirect(page_of(move))


def move_in(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """One of them: what it would do, how far it is, what it did; POST changes what is planned."""
    actor = actor_of(request)
    move = access.get_move(actor, move_id)
    words = words_of(move, chain := keychain(move.scope))
    form, plan = None, dict[str, Any]()
    if move.state == MoveIn.READY:
        access.look_at_lines(actor, move)
        form, plan = look_at(request, move, words, chain, actor)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            move = actions.choose(move=move, words=form.planned(), by=actor)
            if request.POST.get("does") == "run":
                actions.run_move_in(move=move, by=actor)
        except actions.CannotMoveIn as refusal:
            messages.error(request, str(refusal))
        return redirect(page_of(move))
    context = {
        "move": move,
        "form": form,
        "has_halted": has_halted(move),
        **presenters.page(move, words),
        **plan,
    }
    return render(request, "interop/move_in.html", context, status=422 if form and form.errors else 200)


def move_in_run(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """Do what the page showed."""
    return _act(request, move_id, actions.run_move_in)


def move_in_undo(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """Take it all back."""
    return _act(request, move_id, actions.undo_move_in)


def move_in_go_on(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """Take up what has halted."""
    return _act(request, move_id, actions.go_on_with_move_in)


def page_of(move: MoveIn) -> str:
    """The address of its page: a record of one person has one of its own."""
    return presenters.addresses(move)["page"]


def _act(request: HttpRequest, move_id: UUID, act: Any) -> HttpResponse:
    actor = actor_of(request)
    move = access.get_move(actor, move_id)
    try:
        act(move=move, by=actor)
    except actions.CannotMoveIn as refusal:
        messages.error(request, str(refusal))
    return redirect(page_of(move))


def move_in_forget(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """Throw the file away."""
    actor = actor_of(request)
    move = access.get_move(actor, move_id)
    try:
        actions.forget_move_in(move=move, by=actor)
    except actions.CannotMoveIn as refusal:
        messages.error(request, str(refusal))
        return redirect(page_of(move))
    messages.success(request, _("The file is thrown away."))
    return redirect("interop:moving-in")


def move_in_left_out(request: HttpRequest, move_id: UUID) -> HttpResponse:
    """The lines that stay behind, as a file to mend and bring again."""
    actor = actor_of(request)
    move = access.get_move(actor, move_id, kind=MoveIn.CLIENTS)
    access.look_at_lines(actor, move)
    content = presenters.left_out_file(client_plan(move))
    return as_attachment(content, name=_("left-out") + ".csv", kind="text")
