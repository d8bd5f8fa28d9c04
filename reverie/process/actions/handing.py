"""Passages are made ready for a supervisor by their author, presented as a disguised copy, and taken back.

The room of supervision gets the disguised words alone. What they stood for, and where they come from, stays
here, sealed. A copy does not outlive what it was made from: when the sheet, or the client's keys, are
destroyed, it is destroyed; when the client no longer agrees, it closes.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core import audit
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.process.access import own, scope_of
from reverie.process.models import AliasMap, Handed, ProcessSheet
from reverie.process.models.handing import PREPARING, PRESENTED
from reverie.process.queries.handing import (
    CONSENT,
    Leaving,
    alias_map_of,
    has_agreed,
    leaving_of,
    names_in,
    people_around,
    suggested,
    written_around,
)
from reverie.supervision import actions as supervision
from reverie.supervision.access import own_supervisions
from reverie.supervision.models import PresentedCopy
from reverie.treatment.models import Consent

LONGEST = 40_000
"""Characters of what is made ready at once: passages, not whole hours."""
JOB = "process.handing"
NOBODY = str(UUID(int=0))


class CannotHandOver(Exception):
    """One plain sentence for the user: why this cannot be made ready, presented or taken back."""


@dataclass(frozen=True)
class Said:
    """A line as it was said or written: by whom, the words, and where they stand."""

    who: str
    text: str
    sheet: str = ""
    moment: str = ""


@dataclass(frozen=True)
class HandingWords:
    """What an author types while making a copy ready; `lines` are (speaker, words), empty ones fall away."""

    title: str
    question: str
    lines: tuple[tuple[str, str], ...]
    aliases: tuple[tuple[str, str], ...]
    supervision: str = ""
    until: date | None = None
    looked: frozenset[str] = frozenset()


def begin_handing(*, client: Client, lines: Sequence[Said], by: Actor) -> Handed:
    """Begin to make lines ready; nothing leaves by it. Raises CannotHandOver without a line."""
    lines = [line for line in lines if line.text.strip()]
    if not lines:
        raise CannotHandOver(_("Choose at least one line to present."))
    _short_enough([line.text for line in lines])
    scope, people = scope_of(by, client.id), people_around(by, client)
    kept = alias_map_of(by, client.id)
    texts = [text for line in lines for text in (line.who, line.text)]
    met = {pair["original"] for pair in kept}
    aliases = kept + [pair for pair in suggested(people, texts) if pair["original"] not in met]
    words = {
        "state": PREPARING,
        "title": "",
        "question": "",
        "lines": [line.__dict__ for line in lines],
        "aliases": aliases,
        "known": names_in(people),
        "supervision": "",
        "until": "",
        "looked": [],
    }
    row = Handed(practice_id=scope.practice, author_id=scope.author, client=client)
    with transaction.atomic():
        row.seal_words(keychain(scope), words)
        row.save(force_insert=True)
        audit.record(by=by, verb="prepare_copy", on=row, client=client.id, detail={"digest": row.digest()})
    return row


def keep_handing(*, handed: Handed, words: HandingWords, by: Actor) -> Handed:
    """Keep what was typed so far, and the map of aliases for the next time. Raises CannotHandOver."""
    _short_enough([words.title, words.question, *(text for _who, text in words.lines)])
    with transaction.atomic():
        row, held = _preparing(handed)
        if len(words.lines) != len(held["lines"]):
            raise CannotHandOver(_("The lines were changed in another window. Look at them again."))
        pairs = _pairs(words.aliases)
        lines = [
            {**line, "who": who.strip(), "text": text.strip()}
            for line, (who, text) in zip(held["lines"], words.lines, strict=True)
            if text.strip()
        ]
        if not lines:
            raise CannotHandOver(_("Leave words in one line at least, or leave the whole."))
        typed = {"title": words.title.strip(), "question": words.question.strip(), "lines": lines}
        chosen = {"supervision": words.supervision, "until": words.until.isoformat() if words.until else ""}
        _save(row, {**held, **typed, **chosen, "aliases": pairs, "looked": sorted(words.looked)})
        _keep_map(row, pairs)
        audit.record(by=by, verb="keep_copy", on=row, client=row.client_id, detail={"digest": row.digest()})
    return row


def drop_handing(*, handed: Handed, by: Actor) -> None:
    """Leave it: what was made ready is gone, the map stays. Raises CannotHandOver once it is out."""
    with transaction.atomic():
        row, _held = _preparing(handed)
        audit.record(by=by, verb="drop_copy", on=row, client=row.client_id)
        row.delete()


def present(*, handed: Handed, seen: str, by: Actor) -> Handed:
    """Present what was made ready and looked at; `seen` is the seal of the words that the author saw.

    Raises CannotHandOver without the client's agreement, for words that were not looked at, and for what the
    room of supervision refuses.
    """
    with transaction.atomic():
        row, held = _preparing(handed)
        _may_leave(row, held, by)
        leaving = leaving_of(held, written_around(by, held))
        _was_seen(leaving, seen, held["looked"])
        pair = own_supervisions(by).filter(pk=UUID(held["supervision"] or NOBODY)).first()
        if pair is None:
            raise CannotHandOver(_("Choose to whom you present this."))
        try:
            until = date.fromisoformat(held["until"])
            copy = supervision.present_copy(supervision=pair, words=leaving.words, until=until, by=by)
        except ValueError:
            raise CannotHandOver(_("Choose the last day on which it can be read.")) from None
        except supervision.CannotPresent as error:
            raise CannotHandOver(str(error)) from None
        _save(row, {**held, "state": PRESENTED, "copy": str(copy.pk)})
        audit.record(by=by, verb="hand_over", on=row, client=row.client_id, detail={"digest": row.digest()})
    return row


def take_back(*, handed: Handed, by: Actor) -> None:
    """Take a presented copy back; its remarks stay readable for the author. Raises CannotHandOver."""
    with transaction.atomic():
        row = Handed.objects.select_for_update(of=("self",)).get(pk=handed.pk)
        copy = _copy_of(row.words(keychain(row.scope())))
        if copy is None:
            raise CannotHandOver(_("Nothing of this is out."))
        try:
            supervision.withdraw_copy(copy=copy, by=by)
        except supervision.CannotPresent as error:
            raise CannotHandOver(str(error)) from None
        audit.record(by=by, verb="take_copy_back", on=row, client=row.client_id)


def close_copies(*, client_id: UUID, author_id: UUID, practice_id: UUID) -> int:
    """The client no longer agrees: every copy of one author's that is open closes. The number of them."""
    by = Actor.system(JOB, practice_id)
    rows = Handed.objects.filter(Q(practice_id=practice_id, author_id=author_id, client_id=client_id))
    found = [copy for row in rows if (copy := _copy_of(row.words(keychain(row.scope()))))]
    open_ones = [copy for copy in found if copy.withdrawn_at is None]
    with transaction.atomic():
        for copy in open_ones:
            supervision.withdraw_copy(copy=copy, by=by)
    return len(open_ones)


def destroy_handed_from(*, sheet: ProcessSheet, by: Actor) -> int:
    """The author destroys a sheet: what was handed over with a line of it goes with it. The number."""
    rows = Handed.objects.filter(own(by), client_id=sheet.client_id)
    return _destroy(rows, by, str(sheet.pk))


def destroy_handed_of(*, client_id: UUID, practice_id: UUID) -> int:
    """The keys of a client are about to go: no copy of words about them outlives them. The number."""
    rows = Handed.objects.filter(Q(practice_id=practice_id, client_id=client_id))
    return _destroy(rows, Actor.system(JOB, practice_id))


def _destroy(rows: QuerySet[Handed], by: Actor, sheet: str = "") -> int:
    """Destroy what these rows handed over (of one sheet), the copies with their keys first."""
    held = [(row, row.words(keychain(row.scope()))) for row in rows]
    meant = [
        (row, words)
        for row, words in held
        if not sheet or sheet in {line["sheet"] for line in words["lines"]}
    ]
    for row, words in meant:
        if copy := _copy_of(words):
            supervision.destroy_copy(copy=copy, by=by)
        row.delete()
    return len(meant)


def _may_leave(row: Handed, held: dict[str, Any], by: Actor) -> None:
    # Whoever takes the agreement back at this moment waits, and then closes this copy; or was first.
    signed = Consent.objects.filter(treatment__client_id=row.client_id, kind=CONSENT, revoked_at=None)
    list(signed.select_for_update())
    if not has_agreed(by, row.client):
        raise CannotHandOver(
            _(
                "The client has not agreed that passages are presented. Ask them to sign the text on "
                "supervision in their space; what you have made ready is kept."
            )
        )
    if not held["title"]:
        raise CannotHandOver(_("Give the copy a title that names nobody."))


def _was_seen(leaving: Leaving, seen: str, looked: Collection[str]) -> None:
    """What leaves is what the author saw, and everything that looks like somebody was looked at."""
    if leaving.seal != seen:
        raise CannotHandOver(_("The words have changed since you looked. Look at what leaves once more."))
    left = [found.words for found in leaving.suspects if found.words not in looked]
    if left:
        words = ", ".join(f"“{word}”" for word in left[:5])
        refusal = _("Look at %(words)s: replace it, or tick that it may stay.")
        raise CannotHandOver(refusal % {"words": words})


def _preparing(handed: Handed) -> tuple[Handed, dict[str, Any]]:
    """The row, locked, and its words. Raises CannotHandOver once it is out, or gone."""
    rows = Handed.objects.select_for_update(of=("self",)).select_related("client")
    row = rows.filter(pk=handed.pk).first()
    held = row.words(keychain(row.scope())) if row else {}
    if row is None or held["state"] != PREPARING:
        raise CannotHandOver(_("This is not being made ready any more."))
    return row, held


def _save(row: Handed, words: dict[str, Any]) -> None:
    row.seal_words(keychain(row.scope()), words)
    row.save(update_fields=["sealed", "version"])


def _keep_map(handed: Handed, pairs: list[dict[str, str]]) -> None:
    owner = {"practice_id": handed.practice_id, "author_id": handed.author_id, "client_id": handed.client_id}
    row = AliasMap.objects.select_for_update().filter(**owner).first() or AliasMap(**owner)
    row.seal_words(keychain(row.scope()), {"pairs": pairs})
    row.save()


def _pairs(aliases: Collection[tuple[str, str]]) -> list[dict[str, str]]:
    """The pairs without empty ones. Raises CannotHandOver when one original stands for two."""
    pairs = [(original.strip(), alias.strip()) for original, alias in aliases if original.strip()]
    twice = [original for place, (original, _a) in enumerate(pairs) if original in dict(pairs[:place])]
    if twice:
        raise CannotHandOver(_("“%s” stands in the list twice. Keep one of the two.") % twice[0])
    return [{"original": original, "alias": alias} for original, alias in pairs]


def _copy_of(words: dict[str, Any]) -> PresentedCopy | None:
    key = words.get("copy")
    rows = PresentedCopy.objects.select_related("supervision", "practice")
    return rows.filter(pk=key).first() if key else None


def _short_enough(texts: Iterable[str]) -> None:
    if sum(map(len, texts)) > LONGEST:
        raise CannotHandOver(
            _("A copy holds at most %(count)s characters. Choose fewer lines.") % {"count": f"{LONGEST:,}"}
        )
