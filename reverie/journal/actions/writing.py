"""What the client does with a page: keep a draft, finish it, throw it away."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Therapist
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.journal.actions.sharing import share_entry
from reverie.journal.models import Draft, Entry, Homework

LONGEST = 100_000


class CannotKeep(Exception):
    """One plain sentence for the person who writes."""


class ChangedElsewhere(Exception):
    """The page was saved from another open page since; carries the other text."""

    def __init__(self, draft: Draft, theirs: dict[str, Any]) -> None:
        super().__init__(_("This page was also changed somewhere else."))
        self.draft = draft
        self.theirs = theirs


def keep_draft(
    *,
    client: Client,
    kind: str,
    words: dict[str, Any],
    version: int,
    save_id: UUID,
    page: UUID | None,
    entry: Entry | None = None,
    homework: Homework | None = None,
    by: Actor,
) -> Draft:
    """Keep what stands on the page now; the same `save_id` again changes nothing.

    Raises ChangedElsewhere when `version` is not the last one kept, CannotKeep when it is too long.
    No audit link: a draft is nobody's act but the writer's, and is written every few seconds.
    """
    _check_length(words)
    with transaction.atomic():
        draft = find_draft(client, kind, entry, locked=True)
        if draft is None:
            draft = Draft(
                practice_id=client.practice_id, client=client, kind=kind, entry=entry, homework=homework
            )
        elif draft.save_id == save_id:
            return draft
        elif draft.version != version:
            raise ChangedElsewhere(draft, draft.words(keychain(draft.scope)))
        draft.seal_words(keychain(draft.scope), words)
        draft.saved_at, draft.save_id, draft.page = clock.now(), save_id, page
        draft.save()
    return draft


def find_draft(client: Client, kind: str, entry: Entry | None, *, locked: bool = False) -> Draft | None:
    """The draft of a page, or of a new page of this kind."""
    rows = Draft.objects.select_for_update() if locked else Draft.objects.all()
    return rows.filter(client=client, entry=entry).filter(**({} if entry else {"kind": kind})).first()


def finish_entry(
    *,
    client: Client,
    kind: str,
    words: dict[str, Any],
    entry: Entry | None = None,
    homework: Homework | None = None,
    therapist: Therapist | None = None,
    mode: str = "",
    version: int | None = None,
    page: UUID | None = None,
    written_at: datetime | None = None,
    by: Actor,
) -> Entry:
    """Keep the page for good, drop its draft, and share it with `therapist` when one is named.

    `version` and `page` say what the writer saw; ChangedElsewhere when another open page has saved since.
    Raises CannotKeep for an empty or endless page, CannotShare as `share_entry` does.
    """
    _check_length(words)
    if not _has_words(words):
        raise CannotKeep(_("The page is empty. Write something first, or leave it."))
    with transaction.atomic():
        _drop_draft(client, kind, entry, version, page)
        row = entry or Entry(practice_id=client.practice_id, client=client, kind=kind, homework=homework)
        now = clock.now()
        row.changed_at = now if entry else None
        row.written_at = row.written_at or written_at or now
        row.seal_words(keychain(row.scope), words)
        row.save()
        detail = {"kind": kind, "version": row.version, "digest": row.digest()}
        audit.record(by=by, verb="write", on=row, client=client.id, detail=detail)
        if therapist is not None:
            share_entry(entry=row, therapist=therapist, mode=mode, shared_at=written_at, by=by)
    return row


def throw_away_draft(*, client: Client, kind: str, entry: Entry | None = None, by: Actor) -> None:
    """Drop what is being written; a page that was finished before stays as it was."""
    with transaction.atomic():
        draft = find_draft(client, kind, entry, locked=True)
        if draft is not None:
            draft.delete()


def throw_away(*, entry: Entry, by: Actor) -> None:
    """Delete a page with its drafts and shares; only the audit keeps that there was one."""
    with transaction.atomic():
        detail = {"kind": entry.kind, "digest": entry.digest()}
        audit.record(by=by, verb="throw_away", on=entry, client=entry.client_id, detail=detail)
        entry.delete()


def _drop_draft(
    client: Client, kind: str, entry: Entry | None, version: int | None, page: UUID | None
) -> None:
    draft = find_draft(client, kind, entry, locked=True)
    if draft is None:
        return
    if version is not None and draft.version > version and draft.page != page:
        raise ChangedElsewhere(draft, draft.words(keychain(draft.scope)))
    draft.delete()


def _has_words(words: dict[str, Any]) -> bool:
    texts = [words.get(name, "") for name in ("title", "body", "feelings", "residue")]
    pairs = [text for pair in words.get("associations", []) for text in pair]
    parts = [said for _heading, said in words.get("parts", [])]
    return any(text.strip() for text in [*texts, *pairs, *parts])


def _check_length(words: dict[str, Any]) -> None:
    if sum(len(str(text)) for text in words.values()) > LONGEST:
        raise CannotKeep(
            _("This page is longer than {most} characters. Nothing was lost: go on in a second page.").format(
                most=LONGEST
            )
        )
