"""Marking passages. What a mark says is sealed; the year summary is rewritten in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from reverie.core import audit
from reverie.core.policy import Actor
from reverie.core.sealing import KeyChain, keychain
from reverie.process.actions.summary import rewrite
from reverie.process.anchors import Anchor, NotThere, Twice, anchor_of
from reverie.process.models import Moment, ProcessSheet, Thread, ThreadLink
from reverie.process.models.kinds import NEEDS_TWO, STEPS, kinds
from reverie.process.models.moment import GONE
from reverie.process.queries.dreams import report_of
from reverie.process.queries.sheets import day_of
from reverie.process.queries.summary import Entry
from reverie.process.queries.threads import links_of

NOT_IN_PICTURES = {"wish", "response_of_other", "response_of_self", "against", "feeling", "residue"}
"""Codes that are sentences: they stay with the moment, the summaries do not need them."""

THEIRS_ALONE = "countertransference"
"""The kind that stays with the therapist, even inside what is presented to somebody."""
ASIDE = "set_aside"


class CannotMark(Exception):
    """A mark that cannot be made; the sentence says why."""


class WordsOccurTwice(CannotMark):
    """The words stand in more than one place; `places` lists (start, end) in the sheet's text."""

    def __init__(self, places: list[tuple[int, int]]) -> None:
        super().__init__("These words occur more than once in the sheet. Say which ones you mean.")
        self.places = places


@dataclass(frozen=True)
class Mark:
    """What a person says about a passage; `steps` and `remarks` by thread.

    `within` is the stretch of text to look in, (start, end); `words` may be empty when a moment is changed.
    """

    words: str
    kind: str
    codes: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    threads: tuple[UUID, ...] = ()
    steps: dict[UUID, tuple[str, ...]] = field(default_factory=dict)
    remarks: dict[UUID, str] = field(default_factory=dict)
    second: str = ""
    within: tuple[int, int] | None = None
    is_aside: bool = False


def mark_moment(*, sheet: ProcessSheet, mark: Mark, by: Actor) -> Moment:
    """Mark one passage. Raises CannotMark, or WordsOccurTwice when the place is not clear."""
    return mark_moments(sheet=sheet, marks=[mark], by=by)[0]


def mark_moments(*, sheet: ProcessSheet, marks: Sequence[Mark], by: Actor) -> list[Moment]:
    """Mark many passages of one sheet at once; all or none."""
    with transaction.atomic():
        chain = keychain(sheet.scope())
        body = sheet.words(chain)["body"]
        _threads_go_on(sheet, chain, {thread for mark in marks for thread in mark.threads})
        rows, links, entries = [], [], []
        for mark in marks:
            moment = Moment(sheet=sheet, **_owner(sheet))
            anchors = _anchors(body, mark)
            moment.seal_words(chain, _words(mark, anchors))
            rows.append(moment)
            links += _links(moment, mark, chain)
            entries.append(_entry(sheet, moment.id, mark))
        Moment.objects.bulk_create(rows)
        ThreadLink.objects.bulk_create(links)
        rewrite(sheet.scope(), chain, put=entries)
        detail = {"moments": [str(row.id) for row in rows], "digests": [row.digest() for row in rows]}
        audit.record(by=by, verb="mark_moment", on=sheet, client=sheet.client_id, detail=detail)
    return rows


def change_moment(*, moment: Moment, mark: Mark, by: Actor) -> Moment:
    """Say something else about a passage; with `mark.words` the passage itself is set anew.

    Steps and remarks of threads that the mark names without a step are kept.

    Raises CannotMark, WordsOccurTwice.
    """
    sheet = moment.sheet
    with transaction.atomic():
        chain = keychain(sheet.scope())
        row, old = _there(moment, chain)
        _threads_go_on(sheet, chain, set(mark.threads))
        is_aside = bool(old.get("set_aside")) and mark.kind != THEIRS_ALONE
        mark = replace(_with_links(row, mark), is_aside=is_aside)
        anchors = [Anchor(**anchor) for anchor in old["anchors"]]
        if mark.words or mark.second:
            anchors = _anchors(sheet.words(chain)["body"], mark, anchors)
        row.seal_words(chain, _words(mark, anchors))
        row.save(update_fields=["sealed", "version"])
        _drop_links(row)
        ThreadLink.objects.bulk_create(_links(row, mark, chain))
        rewrite(sheet.scope(), chain, put=[_entry(sheet, row.id, mark)])
        detail = {"digest": row.digest()}
        audit.record(by=by, verb="change_moment", on=row, client=sheet.client_id, detail=detail)
    return row


def set_aside(*, moment: Moment, is_aside: bool, by: Actor) -> Moment:
    """Set a moment aside for supervision, or take it back; nobody sees it by that.

    Raises CannotMark for countertransference, which stays with the therapist.
    """
    chain = keychain(moment.scope())
    with transaction.atomic():
        kept, words = _there(moment, chain)
        if is_aside and words["kind"] == THEIRS_ALONE:
            raise CannotMark(
                "What the hour did with you stays with you. Set the passage aside as another kind."
            )
        words = {**words, ASIDE: is_aside}
        kept.seal_words(chain, words)
        kept.save(update_fields=["sealed", "version"])
        rewrite(kept.scope(), chain, put=[_entry(kept.sheet, kept.id, _mark_of(kept, words))])
        detail = {"digest": kept.digest()}
        audit.record(by=by, verb="set_aside", on=kept, client=kept.client_id, detail=detail)
    return kept


def _mark_of(moment: Moment, words: dict[str, Any]) -> Mark:
    """The mark that a moment's sealed words and links say again."""
    mark = Mark(
        words="",
        kind=words["kind"],
        codes=words["codes"],
        note=words["note"],
        threads=tuple(UUID(key) for key in words["threads"]),
        is_aside=bool(words.get(ASIDE)),
    )
    return _with_links(moment, mark)


def unmark(*, moment: Moment, by: Actor) -> None:
    """Take a mark away; the passage stays as it is written. `restore` brings it back until the next such act.

    What an earlier act took away from the sheet is gone for good with this. Raises CannotMark when this
    mark itself was taken away before.
    """
    with transaction.atomic():
        chain = keychain(moment.scope())
        row, words = _there(moment, chain)
        sweep(sheet=moment.sheet, chain=chain)
        rewrite(moment.scope(), chain, drop=[moment.id])
        row.seal_words(chain, {**words, GONE: True})
        row.save(update_fields=["sealed", "version"])
        audit.record(by=by, verb="unmark", on=moment, client=moment.client_id)


def restore(*, moment: Moment, by: Actor) -> Moment:
    """Bring back the mark that was taken away last. Raises CannotMark when it was not taken away."""
    with transaction.atomic():
        chain = keychain(moment.scope())
        row = Moment.objects.select_for_update(of=("self",)).get(pk=moment.pk)
        words = row.words(chain)
        if not words.pop(GONE, False):
            raise CannotMark("This mark is there.")
        row.seal_words(chain, words)
        row.save(update_fields=["sealed", "version"])
        rewrite(row.scope(), chain, put=[_entry(moment.sheet, row.id, _mark_of(row, words))])
        detail = {"digest": row.digest()}
        audit.record(by=by, verb="restore_moment", on=row, client=row.client_id, detail=detail)
    return row


def sweep(*, sheet: ProcessSheet, chain: KeyChain) -> None:
    """Delete the marks of a sheet that were taken away, with links and reports; in an act's transaction."""
    for row in Moment.objects.filter(sheet=sheet):
        if row.words(chain).get(GONE):
            _drop_links(row)
            if report := report_of(row):
                report.delete()
            row.delete()


def _there(moment: Moment, chain: KeyChain) -> tuple[Moment, dict[str, Any]]:
    """The moment, locked, and its words. Raises CannotMark when its mark was taken away."""
    rows = Moment.objects.select_for_update(of=("self",)).select_related("sheet__client", "sheet__session")
    row = rows.filter(pk=moment.pk).first()
    words = row.words(chain) if row else {}
    if row is None or words.get(GONE):
        raise CannotMark("This mark was taken away. Bring it back first.")
    return row, words


def _owner(sheet: ProcessSheet) -> dict[str, UUID]:
    return {"practice_id": sheet.practice_id, "author_id": sheet.author_id, "client_id": sheet.client_id}


def _threads_go_on(sheet: ProcessSheet, chain: KeyChain, threads: set[UUID]) -> None:
    if not threads:
        return
    rows = list(Thread.objects.filter(id__in=threads, **_owner(sheet)))
    if len(rows) != len(threads):
        raise CannotMark("One of these threads is not there any more. Choose again.")
    if any(row.words(chain).get("merged_into") for row in rows):
        raise CannotMark("One of these threads runs on in another. Choose that one.")


def _anchors(body: str, mark: Mark, old: Sequence[Anchor] = ()) -> list[Anchor]:
    """The passage and, where the kind wants a second one, that too."""
    try:
        first = anchor_of(body, mark.words, mark.within) if mark.words else old[0]
        second = [anchor_of(body, mark.second)] if mark.second else list(old[1:])
    except NotThere:
        raise CannotMark("These words are not in the sheet as it is kept. Copy them from the text.") from None
    except Twice as error:
        raise WordsOccurTwice(error.places) from None
    return [first, *second]


def _words(mark: Mark, anchors: list[Anchor]) -> dict[str, Any]:
    _check(mark)
    return {
        "kind": mark.kind,
        "anchors": [anchor.__dict__ for anchor in anchors],
        "codes": mark.codes,
        "note": mark.note,
        "threads": [str(thread) for thread in mark.threads],
        "set_aside": mark.is_aside,
        "wants_second": mark.codes.get("defense") in NEEDS_TWO and len(anchors) < 2,
    }


def _check(mark: Mark) -> None:
    kind = kinds().get(mark.kind)
    if kind is None:
        raise CannotMark("Choose what kind of moment this is.")
    for name, value in mark.codes.items():
        asked = kind.field(name)
        if asked is None or (asked.options and str(value) not in asked.options):
            raise CannotMark(f"{kind.name} does not know this value; choose one of the list.")
    if any(step not in STEPS for steps in mark.steps.values() for step in steps):
        raise CannotMark("This is no step of a thread.")


def _links(moment: Moment, mark: Mark, chain: KeyChain) -> list[ThreadLink]:
    found = []
    for thread in mark.threads:
        steps, remark = mark.steps.get(thread, ()), mark.remarks.get(thread, "")
        if steps or remark:
            link = ThreadLink(sheet_id=moment.sheet_id, **_owner(moment.sheet))
            ids = {"thread": str(thread), "moment": str(moment.id)}
            link.seal_words(chain, {**ids, "steps": list(steps), "remark": remark})
            found.append(link)
    return found


def _with_links(moment: Moment, mark: Mark) -> Mark:
    links = [words for _, words in links_of(moment)]
    steps = {UUID(words["thread"]): tuple(words["steps"]) for words in links}
    remarks = {UUID(words["thread"]): words["remark"] for words in links}
    return replace(mark, steps={**steps, **mark.steps}, remarks={**remarks, **mark.remarks})


def _drop_links(moment: Moment) -> None:
    ThreadLink.objects.filter(id__in=[row.id for row, _ in links_of(moment)]).delete()


def _entry(sheet: ProcessSheet, moment: UUID, mark: Mark) -> Entry:
    return Entry(
        moment=moment,
        sheet=sheet.id,
        number=sheet.session.number if sheet.session else None,
        on=day_of(sheet),
        kind=mark.kind,
        codes={name: value for name, value in mark.codes.items() if name not in NOT_IN_PICTURES}
        | ({ASIDE: True} if mark.is_aside else {}),
        threads=mark.threads,
        steps={thread: list(mark.steps[thread]) for thread in mark.threads if mark.steps.get(thread)},
    )
