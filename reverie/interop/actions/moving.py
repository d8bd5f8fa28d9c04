"""Beginning, running and taking back a moving-in; the work is done in steps, each wholly or not at all."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice
from reverie.core import audit, jobs
from reverie.core.files import CannotKeep, keep_file
from reverie.core.policy import Actor
from reverie.core.sealing import PracticeScope, keychain
from reverie.interop.models import MoveIn

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
    """Have everything taken back that this moving-in made. Raises CannotMoveIn unless it is done."""
    move = _locked(move.pk, MoveIn.DONE, _("Only what is done can be undone; wait until it has run."))
    move.through, move.total, move.stayed, move.at_line = 0, move.items.count(), 0, 0
    return _go(move, MoveIn.UNDOING, "undo_move_in", by)


def _go(move: MoveIn, state: str, verb: str, by: Actor) -> MoveIn:
    move.state = state
    move.save(update_fields=["state", "through", "total", "stayed", "at_line"])
    audit.record(by=by, verb=verb, on=move)
    jobs.enqueue(JOB, key=f"{JOB}:{move.pk}:{state}", payload={"move_in": str(move.pk)})
    return move


def _locked(pk: UUID, state: str, refusal: str) -> MoveIn:
    move = MoveIn.objects.select_for_update().select_related("practice").get(pk=pk)
    if move.state != state:
        raise CannotMoveIn(refusal)
    return move
