"""A copy of a couple's, family's or group's record: asked for, answered by everybody who comes, given out."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core import audit, clock, mail
from reverie.core.policy import Actor
from reverie.treatment.models import CopyAnswer, CopyAsked, Unit, UnitMember, chain_of
from reverie.treatment.queries.units import answers_to, members_on


class CannotGiveCopy(Exception):
    """One plain sentence for the user: why this copy is not asked for, answered or given."""


@transaction.atomic
def ask_for_copy(*, unit: Unit, recipient: str, purpose: str, by: Actor) -> CopyAsked:
    """Ask everybody of a unit whether a copy may be given out; those with an account are told."""
    if not (recipient.strip() and purpose.strip()):
        raise CannotGiveCopy(_("Write down who gets the copy, and what for."))
    assert by.user_id is not None
    row = CopyAsked(unit=unit, asked_by=by.user_id)
    row.seal_words(chain_of(unit.client), {"recipient": recipient.strip(), "purpose": purpose.strip()})
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise CannotGiveCopy(_("Another copy waits for its answers. Withdraw that one first.")) from None
    detail = {"words": row.digest()}
    audit.record(by=by, verb="ask_for_copy", on=row, client=unit.client_id, detail=detail)
    for member in members_on(unit.client, clock.today(unit.client.zone)):
        if member.person.user is not None:
            _tell(row, member)
    return row


@transaction.atomic
def answer_copy(
    *, asked: CopyAsked, member: UnitMember, is_yes: bool, in_session: bool = False, by: Actor
) -> CopyAnswer:
    """Keep what one of them says; `in_session` as told to the therapist. Raises CannotGiveCopy."""
    row = _open(asked)
    today = clock.today(row.unit.client.zone)
    if member.pk not in {one.pk for one in members_on(row.unit.client, today)}:
        raise CannotGiveCopy(_("Only who comes today is asked."))
    if by.user_id is None or (not in_session and by.user_id != member.person.user_id):
        raise CannotGiveCopy(_("Each of you answers for yourself."))
    how = "in_session" if in_session else "self"
    answer = CopyAnswer.objects.create(asked=row, member=member, is_yes=is_yes, how=how, by=by.user_id)
    detail = {"yes": is_yes, "how": how, "member": str(member.pk)}
    audit.record(by=by, verb="answer_copy", on=answer, client=row.unit.client_id, detail=detail)
    return answer


@transaction.atomic
def withdraw_copy(*, asked: CopyAsked, by: Actor) -> CopyAsked:
    """It is not given out after all. Raises CannotGiveCopy."""
    return _close(_open(asked), "withdraw_copy", by)


@transaction.atomic
def use_copy(*, client: Client, by: Actor) -> dict[str, str]:
    """The copy of a joint record is made now: to whom and what for, as everybody said yes to.

    Raises CannotGiveCopy while somebody has not.
    """
    row = CopyAsked.objects.filter(unit__client=client, closed_at=None).first()
    if row is None:
        raise CannotGiveCopy(_("Everybody who comes says yes first. Ask them on the page of who belongs."))
    row = _open(row)
    missing = [member for member, answer in answers_to(row) if answer is None or not answer.is_yes]
    if missing:
        names = ", ".join(member.person.name for member in missing)
        raise CannotGiveCopy(_("No copy without the yes of everybody: %(names)s.") % {"names": names})
    words: dict[str, str] = row.words(chain_of(client))
    row.is_given = True
    _close(row, "use_copy", by)
    return words


def _open(asked: CopyAsked) -> CopyAsked:
    rows = CopyAsked.objects.select_related("unit__client").select_for_update(of=("self",))
    row = rows.get(pk=asked.pk)
    if row.closed_at is not None:
        raise CannotGiveCopy(_("This copy was given out or withdrawn already."))
    return row


def _close(row: CopyAsked, verb: str, by: Actor) -> CopyAsked:
    row.closed_at, row.closed_by = clock.now(), by.user_id
    row.save(update_fields=["closed_at", "closed_by", "is_given"])
    audit.record(by=by, verb=verb, on=row, client=row.unit.client_id)
    return row


def _tell(row: CopyAsked, member: UnitMember) -> None:
    mail.post(
        key=f"copy_asked:{row.pk}:{member.pk}",
        to=member.person.user.email if member.person.user else "",
        subject=_("Please sign in"),
        body=_("A question waits for your answer in your space. Sign in to see it."),
        practice=row.unit.client.practice_id,
    )
