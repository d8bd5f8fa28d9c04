"""Writing sheets: opened, drafted with every pause, kept as versions, destroyed by their author alone."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from reverie.accounts.models import Client
from reverie.core import audit
from reverie.core.policy import Actor
from reverie.core.sealing import KeyChain, keychain
from reverie.process.access import may_open_sheet, own, scope_of
from reverie.process.actions.handing import destroy_handed_from
from reverie.process.actions.moment import sweep
from reverie.process.actions.summary import rewrite
from reverie.process.anchors import Anchor, follow
from reverie.process.models import Moment, ProcessSheet, SheetDraft, SheetVersion
from reverie.process.models.kinds import after_hour
from reverie.process.transcripts import Transcript, as_body
from reverie.record.models import Session

LONGEST = 400_000
"""Characters of one sheet; a longer transcript belongs into several."""


class CannotOpen(Exception):
    """A sheet about somebody whom the actor does not treat."""


class CannotKeep(Exception):
    """Words that cannot be kept as they are."""


class ChangedElsewhere(Exception):
    """The draft or the sheet was changed in another window; `theirs` holds what stands there now."""

    def __init__(self, theirs: dict[str, Any], version: int) -> None:
        super().__init__("These notes were changed in another window. See both and choose.")
        self.theirs = theirs
        self.version = version


@dataclass(frozen=True)
class SheetWords:
    """What a person writes on a sheet. `speakers` maps letters in the text to names."""

    body: str
    title: str = ""
    carry_over: str = ""
    reactions: str = ""
    form: str = "plain"
    speakers: dict[str, str] | None = None

    def as_dict(self) -> dict[str, Any]:
        """The words as they are sealed."""
        return {**self.__dict__, "speakers": self.speakers or {}}


def open_sheet(*, client: Client, session: Session | None = None, title: str = "", by: Actor) -> ProcessSheet:
    """The actor's sheet of `session`, begun when there is none; without a session always a new one.

    Raises CannotOpen when the actor neither treats the client nor keeps sheets about them.
    """
    if not may_open_sheet(by, client):
        raise CannotOpen("Only the therapist of a treatment can keep process notes on it.")
    if session is not None and session.client_id != client.id:
        raise CannotOpen("This session belongs to another client.")
    with transaction.atomic():
        if session is not None:
            found = ProcessSheet.objects.filter(own(by), session=session).first()
            if found is not None:
                return found
        scope = scope_of(by, client.id)
        sheet = ProcessSheet(
            practice_id=scope.practice, author_id=scope.author, client=client, session=session
        )
        sheet.seal_words(keychain(sheet.scope()), SheetWords(body="", title=title).as_dict())
        sheet.save(force_insert=True)
        audit.record(by=by, verb="open_sheet", on=sheet, client=client.id, detail={"digest": sheet.digest()})
    return sheet


def import_transcript(
    *,
    client: Client,
    session: Session | None = None,
    transcript: Transcript,
    letters: dict[str, str],
    names: dict[str, str],
    by: Actor,
) -> ProcessSheet:
    """Keep a transcript from elsewhere as a sheet. `letters` maps speakers, `names` says who a letter is.

    Raises CannotOpen, and CannotKeep when the hour already has a sheet with words.
    """
    body = as_body(transcript, letters)
    with transaction.atomic():
        sheet = open_sheet(client=client, session=session, by=by)
        if sheet.words(keychain(sheet.scope()))["body"]:
            raise CannotKeep("There are words on the sheet of this hour already; import into a free sheet.")
        return keep_sheet(sheet=sheet, words=SheetWords(body=body, form="transcript", speakers=names), by=by)


def save_draft(
    *, sheet: ProcessSheet, changed: dict[str, Any], save: UUID, based_on: int, by: Actor
) -> SheetDraft:
    """Seal what was typed so far. `save` is the id of this save; the same again changes nothing.

    `based_on` is the draft's version that the browser last saw, 0 for none. Raises ChangedElsewhere when
    another window saved since, CannotKeep when the text is too long.
    """
    _short_enough(changed)
    with transaction.atomic():
        draft = SheetDraft.objects.select_for_update().filter(sheet=sheet).first()
        chain = keychain(sheet.scope())
        old = draft.words(chain) if draft else {}
        if draft and old["save"] == str(save):
            return draft
        if (draft.version if draft else 0) != based_on:
            raise ChangedElsewhere(old, draft.version if draft else 0)
        is_first = draft is None
        draft = draft or SheetDraft(
            practice_id=sheet.practice_id, author_id=sheet.author_id, client_id=sheet.client_id, sheet=sheet
        )
        kept = sheet.version if is_first else old["kept"]
        draft.seal_words(chain, {**old, **changed, "save": str(save), "kept": kept})
        draft.save()
        if is_first:  # one link a draft, not one each two seconds; keeping it is an act of its own
            audit.record(by=by, verb="begin_draft", on=sheet, client=sheet.client_id)
    return draft


def keep_sheet(
    *, sheet: ProcessSheet, words: SheetWords, based_on: int | None = None, by: Actor
) -> ProcessSheet:
    """Keep words as the sheet's next version; marks follow their words, or are shown as lost.

    `based_on` is the version of the sheet that was being edited. Raises ChangedElsewhere, CannotKeep.
    """
    _short_enough(words.as_dict())
    with transaction.atomic():
        row = (
            ProcessSheet.objects.select_for_update(of=("self",))
            .select_related("client", "session")
            .get(pk=sheet.pk)
        )
        chain = keychain(row.scope())
        old = row.words(chain)
        if based_on is not None and based_on != row.version:
            raise ChangedElsewhere(old, row.version)
        if old["body"] or old["carry_over"] or old["reactions"]:
            _put_aside(row, chain, old)
        row.seal_words(chain, {**old, **_kept(words, old)})
        row.save(update_fields=["sealed", "version"])
        sweep(sheet=row, chain=chain)
        _carry_anchors(row, chain, old["body"], words.body)
        SheetDraft.objects.filter(sheet=row).delete()
        detail = {"version": row.version, "digest": row.digest()}
        audit.record(by=by, verb="keep_sheet", on=row, client=row.client_id, detail=detail)
    return row


def carry_over(*, sheet: ProcessSheet, line: str, by: Actor) -> ProcessSheet:
    """Keep the one line that the author carries to the next hour."""
    return _rewrite(sheet, {"carry_over": line.strip()}, "carry_over", by)


def keep_check(*, sheet: ProcessSheet, answers: dict[str, int], by: Actor) -> ProcessSheet:
    """Keep the check after the hour: word -> 0 to 2. Raises CannotKeep for a word or a value not in it."""
    form = after_hour()
    if any(word not in form["words"] or str(value) not in form["scale"] for word, value in answers.items()):
        raise CannotKeep("Choose one of the answers for each word.")
    return _rewrite(sheet, {"check": answers}, "keep_check", by)


def tie_page(*, sheet: ProcessSheet, entry: UUID, is_tied: bool, by: Actor) -> ProcessSheet:
    """Tie a page that the client shares to a sheet, or untie it; the author alone knows of it.

    `entry` is a page that journal.access lets the author see.
    """
    with transaction.atomic():
        row = ProcessSheet.objects.select_for_update().get(pk=sheet.pk)
        held = row.words(keychain(row.scope())).get("pages", [])
        left = [key for key in held if key != str(entry)]
        return _rewrite(row, {"pages": [*left, str(entry)] if is_tied else left}, "tie_page", by)


def _rewrite(sheet: ProcessSheet, changed: dict[str, Any], verb: str, by: Actor) -> ProcessSheet:
    with transaction.atomic():
        row = ProcessSheet.objects.select_for_update().get(pk=sheet.pk)
        chain = keychain(row.scope())
        row.seal_words(chain, {**row.words(chain), **changed})
        row.save(update_fields=["sealed", "version"])
        audit.record(by=by, verb=verb, on=row, client=row.client_id, detail={"digest": row.digest()})
    return row


def drop_draft(*, sheet: ProcessSheet, by: Actor) -> None:
    """Throw away what was typed and not kept."""
    with transaction.atomic():
        gone, _ = SheetDraft.objects.filter(sheet=sheet).delete()
        audit.record(by=by, verb="drop_draft", on=sheet, client=sheet.client_id, detail={"drafts": gone})


def destroy_sheet(*, sheet: ProcessSheet, by: Actor) -> None:
    """Destroy a sheet, its versions, draft, moments and links, and the copies presented of it.

    Only the audit link stays.
    The words leave this database at once; copies in older backups end with the backups.
    """
    with transaction.atomic():
        scope = sheet.scope()
        moments = list(Moment.objects.filter(sheet=sheet).values_list("id", flat=True))
        rewrite(scope, keychain(scope), drop=moments)
        copies = destroy_handed_from(sheet=sheet, by=by)
        detail = {"moments": len(moments), "version": sheet.version, "handed": copies}
        audit.record(by=by, verb="destroy_sheet", on=sheet, client=sheet.client_id, detail=detail)
        sheet.delete()


def _short_enough(words: dict[str, Any]) -> None:
    if sum(len(value) for value in words.values() if isinstance(value, str)) > LONGEST:
        raise CannotKeep(f"These notes are longer than {LONGEST:,} characters; divide them into two sheets.")


def _kept(words: SheetWords, old: dict[str, Any]) -> dict[str, Any]:
    new = words.as_dict()
    return new if words.speakers is not None else {**new, "speakers": old["speakers"]}


def _put_aside(row: ProcessSheet, chain: KeyChain, old: dict[str, Any]) -> None:
    version = SheetVersion(
        practice_id=row.practice_id,
        author_id=row.author_id,
        client_id=row.client_id,
        sheet=row,
        number=row.version,
    )
    version.seal_words(chain, old)
    version.save(force_insert=True)


def _carry_anchors(sheet: ProcessSheet, chain: KeyChain, old: str, new: str) -> None:
    """Move every mark of the sheet to where its words stand now; all in two statements."""
    if old == new:
        return
    rows = list(Moment.objects.filter(sheet=sheet))
    words = [row.words(chain) for row in rows]
    before = [[Anchor(**anchor) for anchor in entry["anchors"]] for entry in words]
    flat = iter(follow(old, new, [anchor for anchors in before for anchor in anchors]))
    moved = []
    for row, entry, anchors in zip(rows, words, before, strict=True):
        after = [next(flat) for _ in anchors]
        if after != anchors:
            row.seal_words(chain, {**entry, "anchors": [anchor.__dict__ for anchor in after]})
            moved.append(row)
    Moment.objects.bulk_update(moved, ["sealed", "version"], batch_size=200)
