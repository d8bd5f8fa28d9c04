"""What comes along with a client: one person's record of another system, and a folder of papers."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.actions import register_client
from reverie.accounts.models import Client, Therapist
from reverie.core import audit, clock
from reverie.core.files import CannotKeep, drop_file, file_name, keep_file, read_file
from reverie.core.models import StoredFile
from reverie.core.policy import Actor
from reverie.core.sealing import ClientScope, PracticeScope, keychain
from reverie.interop.actions.making import Made, in_steps
from reverie.interop.actions.moving import CannotMoveIn
from reverie.interop.foreign_records import ForeignRecord, read_record
from reverie.interop.models import BroughtAlong, MoveIn
from reverie.treatment.actions import CannotStep, open_consultation


def make_record(move: MoveIn) -> None:
    """Lay the record beside its client, who is made first when they are new here."""
    assert move.file is not None
    record = read_record(read_file(move.file))
    words = move.words(keychain(move.scope))

    def make(nothing: None, by: Actor) -> Made:
        made: Made = []
        if words["whose"] == "new":
            made += _new_client(record, move, by)
            client = made[0]
        else:
            client = Client.objects.get(pk=words["whose"], practice=move.practice)
        assert isinstance(client, Client)
        return [*made, _history(client, record, move, words["name"], by)]

    in_steps(move, [(1, None)], make, finish=_drop_file)


def _new_client(record: ForeignRecord, move: MoveIn, by: Actor) -> Made:
    client = register_client(
        practice=move.practice, name=record.name, email=record.email, phone=record.phone,
        born_on=record.born_on, by=by,
    )  # fmt: skip
    therapist = Therapist.objects.get(practice=move.practice, user=move.begun_by)
    today = clock.today(move.practice.zone)
    try:
        return [client, open_consultation(client=client, therapist=therapist, started_on=today, by=by)]
    except CannotStep as refusal:
        raise CannotMoveIn(str(refusal)) from None


def _history(client: Client, record: ForeignRecord, move: MoveIn, name: str, by: Actor) -> BroughtAlong:
    """Problems and encounters as history, never as sessions of ours; the file itself beside them."""
    assert move.file is not None
    words = {
        "title": name, "source": record.made_by or name, "address": record.address,
        "problems": record.problems, "encounters": record.encounters, "not_read": record.not_read,
    }  # fmt: skip
    return lay_beside(
        client=client, kind=record.kind, words=words, stored=move.file, begun_by=move.begun_by, by=by
    )


@transaction.atomic
def lay_beside(
    *, client: Client, kind: str, words: dict[str, Any], stored: StoredFile, begun_by: UUID, by: Actor
) -> BroughtAlong:
    """Keep a file of the practice's with a client, sealed under the client's own key. Raises CannotMoveIn."""
    scope = ClientScope(client.practice_id, client.pk, "record")
    try:
        file = keep_file(content=read_file(stored), name=file_name(stored), scope=scope, by=by)
    except CannotKeep as refusal:
        raise CannotMoveIn(str(refusal)) from None
    row = BroughtAlong(client=client, kind=kind, file=file, brought_by=begun_by)
    row.seal_words(keychain(scope), words)
    row.save(force_insert=True)
    audit.record(by=by, verb="bring_along", on=row, client=client.pk, detail={"digest": row.digest()})
    return row


@transaction.atomic
def add_papers(*, move: MoveIn, papers: list[tuple[str, bytes, str]], by: Actor) -> list[str]:
    """Add papers (name, bytes, id of the client or "") to a folder; the names of those that are not kept."""
    chain, refused = keychain(move.scope), []
    move = MoveIn.objects.select_for_update().select_related("practice").get(pk=move.pk)
    if move.state != MoveIn.READY:
        raise CannotMoveIn(_("These papers were brought over already; begin anew."))
    words = move.words(chain)
    for name, content, whose in papers:
        scope = PracticeScope(move.practice_id)
        try:
            stored = keep_file(content=content, name=name, scope=scope, kinds=frozenset({"pdf"}), by=by)
        except CannotKeep as refusal:
            refused.append(f"{name[:60]}: {refusal}")
            continue
        words["papers"].append({"file": str(stored.pk), "name": name[:100], "whose": whose})
    move.seal_words(chain, words)
    move.total = len(words["papers"])
    move.save(update_fields=["sealed", "version", "total"])
    audit.record(by=by, verb="add_papers", on=move, detail={"papers": move.total})
    return refused


def make_papers(move: MoveIn) -> None:
    """Lay each paper that has a client beside that client."""
    papers = move.words(keychain(move.scope))["papers"]
    lines = [(number, paper) for number, paper in enumerate(papers, 1) if paper["whose"]]

    def make(paper: dict[str, str], by: Actor) -> Made:
        client = Client.objects.get(pk=paper["whose"], practice=move.practice)
        stored = StoredFile.objects.get(pk=paper["file"], practice=move.practice_id)
        words = {"title": paper["name"], "source": paper["name"]}
        return [
            lay_beside(client=client, kind=BroughtAlong.PAPER, words=words, stored=stored,
                       begun_by=move.begun_by, by=by)
        ]  # fmt: skip

    in_steps(move, lines, make, finish=_drop_papers)


def _drop_file(move: MoveIn, by: Actor) -> None:
    """The record lies with its client now, under the client's key: the practice's copy goes."""
    stored, move.file = move.file, None
    MoveIn.objects.filter(pk=move.pk).update(file=None)
    if stored is not None:
        drop_file(stored=stored, by=by)


def _drop_papers(move: MoveIn, by: Actor) -> None:
    """The same for papers; those that nobody was named for stay until the folder is thrown away."""
    chain = keychain(move.scope)
    words = move.words(chain)
    laid = [paper["file"] for paper in words["papers"] if paper["whose"]]
    move.seal_words(chain, {**words, "papers": [paper for paper in words["papers"] if not paper["whose"]]})
    for stored in StoredFile.objects.filter(pk__in=laid, practice=move.practice_id):
        drop_file(stored=stored, by=by)


@transaction.atomic
def forget_move_in(*, move: MoveIn, by: Actor) -> None:
    """Throw away a file that was only looked at, or whose work was undone. Raises CannotMoveIn else."""
    move = MoveIn.objects.select_for_update().get(pk=move.pk)
    move_is_empty = move.state == MoveIn.FAILED and not move.items.exists()
    if move.state not in {MoveIn.READY, MoveIn.UNDONE} and not move_is_empty:
        raise CannotMoveIn(_("What it made is here; undo it first."))
    words, file = move.words(keychain(move.scope)), move.file
    audit.record(by=by, verb="forget_move_in", on=move)
    move.delete()
    papers = StoredFile.objects.filter(pk__in=[paper["file"] for paper in words.get("papers", [])])
    for stored in [*([file] if file else []), *papers]:
        drop_file(stored=stored, by=by)
