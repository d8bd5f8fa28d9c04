"""Beginning, running and taking back a moving-in; the work is done in steps, each wholly or not at all."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice
from reverie.core import audit, jobs
from reverie.core.files import CannotKeep, keep_file
from reverie.core.policy import Actor
from reverie.core.sealing import PracticeScope, keychain
from reverie.interop.models import MoveIn
from reverie.interop.queries.halts import has_halted

JOB = "interop.move_in"


class CannotMoveIn(Exception):
    """One plain sentence: why nothing was brought over."""


@transaction.atomic
def begin_move_in(
    *,
    practice: Practice,
    kind: str,
    name: str,
    words: dict[str, Any],
    total: int,
    content: bytes | None = None,
    by: Actor,
) -> MoveIn:
    """Keep the file, sealed, and what is planned with it; nothing is made yet. Raises CannotMoveIn.

    Without `content` it is a folder, whose papers are added one after the other.
    """  # fmt: skip
    file = None
    if content is not None:
        try:
            file = keep_file(content=content, name=name, scope=PracticeScope(practice.id), by=by)
        except CannotKeep as refusal:
            raise CannotMoveIn(str(refusal)) from None
    move = MoveIn(practice=practice, kind=kind, file=file, begun_by=by.user_id, total=total)
    move.seal_words(keychain(move.scope), {"name": name[:100], **words})
    move.save(force_insert=True)
    audit.record(by=by, verb="begin_move_in", on=move, detail={"kind": kind, "rows": total})
    return move


@transaction.atomic
def choose(*, move: MoveIn, words: dict[str, Any], by: Actor) -> MoveIn:
    """Change what is planned, before it runs. Raises CannotMoveIn afterwards."""
    move = _locked(move.pk, MoveIn.READY, _("This has run already; undo it first, or begin anew."))
    chain = keychain(move.scope)
    move.seal_words(chain, {**move.words(chain), **words})
    move.save(update_fields=["sealed", "version"])
    audit.record(by=by, verb="choose_for_move_in", on=move, detail={"digest": move.digest()})
    return move


@transaction.atomic
def run_move_in(*, move: MoveIn, by: Actor) -> MoveIn:
    """Hand the work to a job. Raises CannotMoveIn when it runs or ran already."""
    move = _locked(move.pk, MoveIn.READY, _("This has run already; undo it first, or begin anew."))
    return _go(move, MoveIn.RUNNING, "run_move_in", by)


@transaction.atomic
def undo_move_in(*, move: MoveIn, by: Actor) -> MoveIn:
    """Have everything taken back that it made. Raises CannotMoveIn unless it is done, or has halted."""
    refusal = _("Only what is done can be undone; wait until it has run.")
    move = _locked(move.pk, MoveIn.DONE, refusal, or_halted=True)
    move.through, move.total, move.stayed, move.at_line = 0, move.items.count(), 0, 0
    return _go(move, MoveIn.UNDOING, "undo_move_in", by)


@transaction.atomic
def go_on_with_move_in(*, move: MoveIn, by: Actor) -> MoveIn:
    """Take up what has halted, from the line where it stopped. Raises CannotMoveIn while it runs."""
    refusal = _("It has not halted; there is nothing to go on with.")
    move = _locked(move.pk, MoveIn.FAILED, refusal, or_halted=True)
    chain = keychain(move.scope)
    words = move.words(chain)
    state = words.pop("failed_in", move.state)
    move.seal_words(chain, {key: value for key, value in words.items() if key != "failed"})
    move.save(update_fields=["sealed", "version"])
    return _go(move, state, "go_on_with_move_in", by)


@transaction.atomic
def halt(*, move: MoveIn, why: str, by: Actor) -> MoveIn:
    """Keep that the work cannot go on, and why; what was made stays until somebody goes on or undoes it."""
    move = MoveIn.objects.select_for_update().get(pk=move.pk)
    if not move.is_at_work:
        return move
    chain = keychain(move.scope)
    move.seal_words(chain, {**move.words(chain), "failed": why, "failed_in": move.state})
    move.state = MoveIn.FAILED
    move.save(update_fields=["state", "sealed", "version"])
    audit.record(by=by, verb="halt_move_in", on=move, detail={"at_line": move.at_line})
    return move


def _go(move: MoveIn, state: str, verb: str, by: Actor) -> MoveIn:
    move.state = state
    move.save(update_fields=["state", "through", "total", "stayed", "at_line"])
    audit.record(by=by, verb=verb, on=move)
    jobs.enqueue(JOB, key=f"{JOB}:{move.pk}:{state}:{uuid4()}", payload={"move_in": str(move.pk)})
    return move


def _locked(pk: UUID, state: str, refusal: str, *, or_halted: bool = False) -> MoveIn:
    """The row under its lock, in that state; `or_halted`: or where its work was given up."""
    move = MoveIn.objects.select_for_update(of=("self",)).select_related("practice").get(pk=pk)
    if move.state != state and not (or_halted and has_halted(move)):
        raise CannotMoveIn(refusal)
    return move
