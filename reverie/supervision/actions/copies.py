"""A copy is presented as it is, taken back, or destroyed; what the two say in its margin.

The words are disguised before they come here, by their author; this room never learns about whom they are.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.core import audit, clock, keyring, policy
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.supervision.access import copies_visible_to, scope_for, supervisors_for
from reverie.supervision.models import CopyWords, PresentedCopy, Remark, Supervision

LONGEST = 40_000
"""Characters of one copy, or of one remark: passages, not whole hours."""
LONGEST_TIME = timedelta(days=366)


class CannotPresent(Exception):
    """One plain sentence for the user: why this copy cannot be presented, taken back or destroyed."""


class CannotSay(Exception):
    """One plain sentence for the user: why this remark cannot be made or taken back."""


@transaction.atomic
def present_copy(*, supervision: Supervision, words: CopyWords, until: date, by: Actor) -> PresentedCopy:
    """Show disguised words to the supervisor through the end of a day; nothing else is kept with them.

    Raises CannotPresent.
    """
    pair = (
        Supervision.objects.select_for_update(of=("self",)).select_related("practice").get(pk=supervision.pk)
    )
    _may_present(pair, by)
    _whole(words)
    first = clock.today(pair.practice.zone)
    if not first <= until <= first + LONGEST_TIME:
        raise CannotPresent(_("Choose a last day from today to a year ahead."))
    copy = PresentedCopy(practice=pair.practice, supervision=pair, author_id=by.user_id, until=until)
    copy.seal_words(keychain(copy.scope()), words.as_dict())
    copy.save(force_insert=True)
    keyring.entitle(copy.scope(), pair.supervisor_id, _end_of(until, pair.practice.zone))
    detail = {"until": str(until), "lines": len(words.lines), "digest": copy.digest()}
    audit.record(by=by, verb="present_copy", on=copy, detail=detail)
    return copy


@transaction.atomic
def withdraw_copy(*, copy: PresentedCopy, by: Actor) -> None:
    """Take a copy back: from this moment its reader opens it no more. Raises CannotPresent.

    The author takes it back, or a job of the house does (the agreement that it rests on was taken back).
    """
    row = _locked(copy)
    if by.user_id is not None and row.author_id != by.user_id:
        raise CannotPresent(_("Only who presented this copy can take it back."))
    if row.withdrawn_at is not None:
        raise CannotPresent(_("This copy was taken back already."))
    row.withdrawn_at, row.withdrawn_by = clock.now(), by.user_id or row.practice_id
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    keyring.withdraw(row.scope(), row.supervision.supervisor_id)
    audit.record(by=by, verb="withdraw_copy", on=row, practice=row.practice_id)


@transaction.atomic
def destroy_copy(*, copy: PresentedCopy, by: Actor) -> None:
    """Destroy a copy with its remarks and its key: no word of it opens again here. Raises CannotPresent.

    The author destroys it, or a job of the house does (the notes it came from are destroyed).
    """
    row = _locked(copy)
    if by.user_id is not None and row.author_id != by.user_id:
        raise CannotPresent(_("Only who presented this copy can destroy it."))
    keys = keyring.destroy_copy_keys(row.scope())
    detail = {"keys": keys, "remarks": row.remarks.count()}
    audit.record(by=by, verb="destroy_copy", on=row, practice=row.practice_id, detail=detail)
    row.delete()


@transaction.atomic
def say_remark(*, copy: PresentedCopy, line: int | None, quote: str, text: str, by: Actor) -> Remark:
    """Say something in the margin, on a line (counted from 0) or on the whole. Raises CannotSay."""
    row = _readable(copy, by)
    if not row.is_open(clock.today(row.practice.zone)):
        raise CannotSay(_("This copy is closed; nothing is added to it."))
    if not text.strip():
        raise CannotSay(_("Write what you would like to say."))
    if len(text) > LONGEST or len(quote) > LONGEST:
        raise CannotSay(_("This is too long for a margin. Say it in a few paragraphs."))
    chain = keychain(scope_for(by, row))
    lines = CopyWords.of(row.words(chain)).lines
    if line is not None and not 0 <= line < len(lines):
        raise CannotSay(_("This line is not in the copy. Choose one of its lines."))
    remark = Remark(copy=row, author_id=by.user_id, line=line)
    remark.seal_words(chain, {"quote": quote.strip(), "text": text.strip()})
    remark.save(force_insert=True)
    audit.record(by=by, verb="say_remark", on=remark, detail={"copy": str(row.pk), "digest": remark.digest()})
    return remark


@transaction.atomic
def take_back_remark(*, remark: Remark, by: Actor) -> None:
    """Take back what one said oneself. Raises CannotSay."""
    row = Remark.objects.select_for_update(of=("self",)).filter(pk=remark.pk).first()
    if row is None:
        raise CannotSay(_("This was taken back already."))
    if row.author_id != by.user_id:
        raise CannotSay(_("You can take back only what you said yourself."))
    _readable(row.copy, by)
    audit.record(by=by, verb="take_back_remark", on=row, detail={"copy": str(row.copy_id)})
    row.delete()


def _may_present(pair: Supervision, by: Actor) -> None:
    """The pair is the actor's own, it holds, and its supervisor still is one."""
    if pair.supervisee_id != by.user_id or not policy.allows(by, "presented_copy.present", {"author"}):
        raise CannotPresent(_("Only who brings their work to this supervision can present a copy."))
    if pair.ended_at is not None:
        raise CannotPresent(_("This supervision has ended. Begin it again before you present something."))
    if clock.today(pair.practice.zone) < pair.starts_on:
        raise CannotPresent(_("This supervision has not begun yet. Present the copy on its first day."))
    if not supervisors_for(by).filter(pk=pair.supervisor_id).exists():
        raise CannotPresent(_("This person is no longer a supervisor of this practice. Choose another."))


def _whole(words: CopyWords) -> None:
    if not words.title.strip():
        raise CannotPresent(_("Give the copy a title that names nobody."))
    if not any(line.text.strip() for line in words.lines):
        raise CannotPresent(_("Choose at least one line to present."))
    length = len(words.title) + len(words.question)
    if length + sum(len(line.speaker) + len(line.text) for line in words.lines) > LONGEST:
        raise CannotPresent(
            _("A copy holds at most %(count)s characters. Choose fewer lines.") % {"count": f"{LONGEST:,}"}
        )


def _end_of(day: date, zone: str) -> datetime:
    """The moment at which `day` is over in a zone."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))


def _locked(copy: PresentedCopy) -> PresentedCopy:
    rows = PresentedCopy.objects.select_for_update(of=("self",)).select_related("supervision", "practice")
    row = rows.filter(pk=copy.pk).first()
    if row is None:
        raise CannotPresent(_("This copy was destroyed already."))
    return row


def _readable(copy: PresentedCopy, by: Actor) -> PresentedCopy:
    """The copy, locked, when the actor still reads it. Raises CannotSay."""
    if not copies_visible_to(by).filter(pk=copy.pk).exists():
        raise CannotSay(_("This copy is closed; nothing is added to it."))
    return _locked(copy)
