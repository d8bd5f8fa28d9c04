"""The steps of a moving-in: a hundred lines in one transaction, so that a halt loses and doubles nothing."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from reverie.accounts.actions import register_client
from reverie.accounts.models import Client, Therapist
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.interop.actions.moving import JOB
from reverie.interop.client_lines import ClientLine
from reverie.interop.models import BroughtAlong, MoveIn, MoveInItem
from reverie.interop.queries.moving import client_plan, therapists_by_name, words_of
from reverie.treatment.actions import CannotStep, open_consultation

STEP = 100
SAVED = ["through", "made", "at_line", "state", "total", "sealed", "version", "file"]
Made = list[Model]


def make_clients(move: MoveIn) -> None:
    """Make what the client list wants, from the line where it stopped."""
    words = words_of(move)
    plan, source = client_plan(move, words), words["name"]
    therapists = therapists_by_name(move.practice)

    def make(line: ClientLine, by: Actor) -> Made:
        return _client(line, move, therapists, source, by)

    in_steps(move, [(line.line, line) for line in plan.to_make], make)


def in_steps(
    move: MoveIn,
    lines: Sequence[tuple[int, Any]],
    make: Callable[[Any, Actor], Made],
    *,
    step: int = 0,
    refused: list[dict[str, str]] | None = None,
    finish: Callable[[MoveIn, Actor], None] | None = None,
) -> None:
    """Call `make` for each of `lines` (number, line) past `at_line`, `step` of them in one transaction.

    Lines of one number go together. What `make` puts into `refused` is kept with the step; `finish` is called
    in the transaction of the end.
    """
    by = Actor.system(JOB, move.practice_id)
    MoveIn.objects.filter(pk=move.pk, total__lt=len(lines)).update(total=len(lines))
    while True:
        with transaction.atomic():
            row = MoveIn.objects.select_for_update().get(pk=move.pk)
            if row.state != MoveIn.RUNNING:
                return
            todo = _next(lines, row.at_line, step or STEP)
            made = [thing for _number, line in todo for thing in make(line, by)]
            _write_items(row, made)
            row.through = min(row.through + len(todo), row.total)
            row.made += len(made)
            if todo:
                row.at_line = todo[-1][0]
            else:
                row.state, row.total = MoveIn.DONE, row.through
                audit.record(by=by, verb="finish_move_in", on=row, detail={"made": row.made})
                if finish is not None:
                    finish(row, by)
            if refused:
                _keep_refused(row, refused)
            row.save(update_fields=SAVED)
        if not todo:
            return


def _next(lines: Sequence[tuple[int, Any]], at_line: int, step: int) -> list[tuple[int, Any]]:
    """The next lines, with all of the last one's number."""
    ahead = [line for line in lines if line[0] > at_line]
    todo = ahead[:step]
    return todo + [line for line in ahead[step:] if line[0] == todo[-1][0]]


def _keep_refused(row: MoveIn, refused: list[dict[str, str]]) -> None:
    chain = keychain(row.scope)
    words = row.words(chain)
    row.seal_words(chain, {**words, "refused": [*words.get("refused", []), *refused]})
    refused.clear()


def _write_items(move: MoveIn, made: Made) -> None:
    first = move.items.count() + 1
    MoveInItem.objects.bulk_create(
        MoveInItem(move_in=move, number=number, model=thing._meta.label_lower, object_id=thing.pk)
        for number, thing in enumerate(made, first)
    )


def _client(line: ClientLine, move: MoveIn, therapists: dict[str, Therapist], source: str, by: Actor) -> Made:
    client = register_client(
        practice=move.practice,
        name=line.name,
        email=line.values.get("email", ""),
        phone=line.values.get("phone", ""),
        pronouns=line.values.get("pronouns", "")[:40],
        born_on=line.born_on,
        by=by,
    )
    made: Made = [client]
    clinician = " ".join(line.values.get("clinician", "").casefold().split())
    therapist = therapists.get(clinician)
    if therapist is not None and line.values.get("status") != "archived":
        today = clock.today(move.practice.zone)
        try:
            treatment = open_consultation(client=client, therapist=therapist, started_on=today, by=by)
        except CannotStep:  # a double that somebody wanted: the two are in treatment already
            pass
        else:
            made.append(treatment)
    beside = dict(line.beside)
    if clinician and therapist is None:
        beside["clinician"] = line.values["clinician"]
    if beside:
        made.append(_beside(client, beside, source, move.begun_by))
    return made


def _beside(client: Client, columns: dict[str, str], source: str, brought_by: UUID) -> BroughtAlong:
    row = BroughtAlong(client=client, kind=BroughtAlong.LIST, brought_by=brought_by)
    words = {"title": source, "source": source, "columns": columns}
    row.seal_words(keychain(row.scope), words)
    row.save(force_insert=True)
    return row
