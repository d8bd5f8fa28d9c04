"""A colleague stands in; a record is opened in an emergency, told to all concerned, and looked at later."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Membership, Therapist, User
from reverie.core import audit, clock, mail
from reverie.core.policy import Actor
from reverie.treatment.models import BreakGlass, Cover, Treatment, chain_of
from reverie.treatment.queries.units import members_on

OPEN_FOR = timedelta(minutes=60)
SHORTEST_REASON = 20
LONGEST_COVER = timedelta(days=366)


class CannotCover(Exception):
    """One plain sentence for the user: why nobody can stand in like this."""


class CannotOpen(Exception):
    """One plain sentence for the user: why this record is not opened, or not looked at."""


@transaction.atomic
def set_cover(
    *, therapist: Therapist, colleague: Therapist, first_day: date, last_day: date, by: Actor
) -> Cover:
    """`colleague` stands in for `therapist`, both days included. Raises CannotCover."""
    if colleague.pk == therapist.pk or colleague.practice_id != therapist.practice_id:
        raise CannotCover(_("Choose a colleague of this practice."))
    if colleague.ended_at is not None:
        raise CannotCover(_("This colleague no longer works here."))
    if last_day < first_day:
        raise CannotCover(_("The last day is before the first."))
    if last_day - first_day > LONGEST_COVER:
        raise CannotCover(_("A colleague stands in for a year at most. Choose an earlier last day."))
    assert by.user_id is not None
    row = Cover.objects.create(
        therapist=therapist, colleague=colleague, first_day=first_day, last_day=last_day, set_by=by.user_id
    )
    detail = {"colleague": str(colleague.pk), "first": first_day.isoformat(), "last": last_day.isoformat()}
    audit.record(by=by, verb="set_cover", on=row, practice=therapist.practice_id, detail=detail)
    return row


@transaction.atomic
def end_cover(*, cover: Cover, by: Actor) -> Cover:
    """Nobody stands in any more, from this moment. Raises CannotCover."""
    cover = Cover.objects.select_for_update().get(pk=cover.pk)
    if cover.ended_at is not None:
        raise CannotCover(_("This has ended already."))
    cover.ended_at, cover.ended_by = clock.now(), by.user_id
    cover.save(update_fields=["ended_at", "ended_by"])
    audit.record(by=by, verb="end_cover", on=cover)
    return cover


@transaction.atomic
def break_glass(*, client: Client, reason: str, by: Actor) -> BreakGlass:
    """Open this one record for an hour; therapist, owner and client are told at once. Raises CannotOpen."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise CannotOpen(_("Say in a sentence of at least 20 letters why you need to open it now."))
    assert by.user_id is not None
    now = clock.now()
    row = BreakGlass(practice_id=client.practice_id, client=client, opened_at=now, opened_by=by.user_id)
    row.expires_at = now + OPEN_FOR
    row.seal_words(chain_of(client), {"reason": reason.strip()})
    row.save(force_insert=True)
    audit.record(by=by, verb="break_glass", on=row, client=client.pk, detail={"words": row.digest()})
    for user in _concerned(client, by):
        _tell(row, user)
    return row


@transaction.atomic
def review_glass(*, glass: BreakGlass, by: Actor) -> BreakGlass:
    """Somebody else than who opened it has looked at why. Raises CannotOpen."""
    glass = BreakGlass.objects.select_for_update().get(pk=glass.pk)
    if glass.reviewed_at is not None:
        raise CannotOpen(_("Somebody has looked at this already."))
    if glass.opened_by == by.user_id:
        raise CannotOpen(_("Somebody else than who opened the record looks at this."))
    glass.reviewed_at, glass.reviewed_by = clock.now(), by.user_id
    glass.save(update_fields=["reviewed_at", "reviewed_by"])
    audit.record(by=by, verb="review_glass", on=glass, client=glass.client_id)
    return glass


def _concerned(client: Client, by: Actor) -> list[User]:
    """The client (of a couple, family or group everybody in it), who treats them, the practice's owners."""
    owns = Membership.objects.filter(practice=client.practice_id, role="practice_owner", ended_at=None)
    people = set(owns.values_list("user", flat=True))
    led = Treatment.objects.filter(client=client).exclude(state=Treatment.ARCHIVED)
    people |= set(led.values_list("therapist__user", flat=True))
    here = [client, *(row.person for row in members_on(client, clock.today(client.zone)))]
    people |= {person.user_id for person in here if person.user_id is not None}
    return list(User.objects.filter(pk__in=people - {by.user_id}).order_by("pk"))


def _tell(row: BreakGlass, user: User) -> None:
    """Neutral words: neither whose record, nor why."""
    mail.post(
        key=f"break_glass:{row.pk}:{user.pk}",
        to=user.email,
        subject=_("Please sign in"),
        body=_("Something was opened in an emergency. Sign in to see what, by whom and why."),
        practice=row.practice_id,
    )
