"""The practice's own invitations: kept, changed, taken out and put back."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.journal.models import LibrarySheet

LONGEST, LONGEST_HEADING, MOST_HEADINGS = 4000, 120, 12


class CannotKeepSheet(Exception):
    """One plain sentence for the person who writes a sheet of the library."""


def keep_sheet(
    *,
    practice: Practice,
    words: str,
    group: str = "",
    sheet: Sequence[str] = (),
    row: LibrarySheet | None = None,
    by: Actor,
) -> LibrarySheet:
    """Keep an invitation in the practice's library, or change `row`; `sheet` are headings of a page.

    Raises CannotKeepSheet without words, with too many, and with headings that are too many or too long.
    """
    headings = check_headings(sheet)
    if not words.strip() or len(words) > LONGEST:
        raise CannotKeepSheet(
            _("Say in a few words what is invited to, up to {most} letters.").format(most=LONGEST)
        )
    if by.user_id is None:
        raise CannotKeepSheet(_("Only a person can write for the library."))
    kept = row or LibrarySheet(practice=practice)
    kept.written_at, kept.written_by = clock.now(), by.user_id
    told = {"words": words.strip(), "group": group.strip()[:LONGEST_HEADING], "sheet": headings}
    kept.seal_words(keychain(kept.scope), told)
    with transaction.atomic():
        kept.save()
        audit.record(by=by, verb="keep", on=kept, practice=practice.id, detail={"digest": kept.digest()})
    return kept


def take_out(*, row: LibrarySheet, by: Actor) -> LibrarySheet:
    """Offer a sheet no longer; what was given from it stays. Raises CannotKeepSheet when it is out."""
    return _turn(row, is_out=True, by=by)


def put_back(*, row: LibrarySheet, by: Actor) -> LibrarySheet:
    """Offer a sheet again. Raises CannotKeepSheet when it is offered."""
    return _turn(row, is_out=False, by=by)


def check_headings(sheet: Sequence[str]) -> list[str]:
    """The headings without empty ones. Raises CannotKeepSheet when they are too many or too long."""
    headings = [heading.strip() for heading in sheet if heading.strip()]
    if len(headings) > MOST_HEADINGS or any(len(heading) > LONGEST_HEADING for heading in headings):
        raise CannotKeepSheet(
            _("A page has up to {most} parts, each named in up to {longest} letters.").format(
                most=MOST_HEADINGS, longest=LONGEST_HEADING
            )
        )
    return headings


def _turn(row: LibrarySheet, *, is_out: bool, by: Actor) -> LibrarySheet:
    with transaction.atomic():
        locked = LibrarySheet.objects.select_for_update().get(pk=row.pk)
        if (locked.taken_out_at is not None) is is_out:
            raise CannotKeepSheet(_("This sheet has moved on in the meantime."))
        locked.taken_out_at = clock.now() if is_out else None
        locked.taken_out_by = by.user_id if is_out else None
        locked.save(update_fields=["taken_out_at", "taken_out_by"])
        verb = "take_out" if is_out else "put_back"
        audit.record(by=by, verb=verb, on=locked, practice=locked.practice_id)
    return locked
