"""An hour that somebody wants, and whether it can be had."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F, Q
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Therapist
from reverie.core import clock, trips
from reverie.scheduling.actions.refusals import CannotBook
from reverie.scheduling.models import Appointment, Room, StandingHour
from reverie.scheduling.neighbours import Near, Neighbour, Place
from reverie.scheduling.no_overlap import BUSY
from reverie.timetable import walltime
from reverie.timetable.standing import occurrences

FURTHEST = timedelta(days=400)
SHORTEST, LONGEST = 10, 480


@dataclass(frozen=True)
class Wish:
    """An hour that somebody wants: who, when (aware), how long, where."""

    therapist: Therapist
    client: Client
    start_at: datetime
    minutes: int
    place: str
    kind: str
    room: Room | None = None
    zone: str = ""
    partner: Client | None = None

    @property
    def end_at(self) -> datetime:
        return self.start_at + timedelta(minutes=self.minutes)

    @property
    def people(self) -> list[UUID]:
        """The client, and the partner who comes along."""
        return [one.id for one in (self.client, self.partner) if one is not None]

    def things(self) -> list[tuple[str, UUID | None]]:
        """What has to be locked for it."""
        room = self.room.id if self.room else None
        return [("therapist", self.therapist.id), *(("client", one) for one in self.people), ("room", room)]

    def needs(self) -> Place:
        """Whom and what it needs, and when."""
        room = self.room.id if self.room else None
        return Place(self.therapist.id, self.people, room, self.start_at, self.end_at)

    def row(self, state: str) -> Appointment:
        """The appointment it would be."""
        zone = self.zone or self.therapist.zone
        return Appointment(
            practice_id=self.therapist.practice_id,
            therapist=self.therapist,
            client=self.client,
            partner=self.partner,
            room=self.room,
            kind=self.kind,
            state=state,
            wall_start=wall_of(self.start_at, zone),
            zone=zone,
            minutes=self.minutes,
            start_at=self.start_at.astimezone(UTC),
            end_at=self.end_at.astimezone(UTC),
            place=self.place,
        )


def wall_of(moment: datetime, zone: str) -> datetime:
    """What the clock on the wall shows, labelled UTC as `Appointment.wall_start` is."""
    return moment.astimezone(walltime.zone(zone)).replace(tzinfo=UTC, fold=0)


def refuse_wish(wish: Wish) -> None:
    """What can be said without looking at anybody's calendar."""
    now = clock.now()
    if wish.start_at <= now:
        raise CannotBook(_("That hour has already begun. Choose a later one."))
    if wish.start_at > now + FURTHEST:
        raise CannotBook(_("That is too far ahead. Choose an hour within the next year."))
    if not SHORTEST <= wish.minutes <= LONGEST:
        raise CannotBook(_("A meeting lasts from 10 minutes to 8 hours."))
    if wish.partner is not None and wish.partner.id == wish.client.id:
        raise CannotBook(_("Two people who come together are two people. Choose another second person."))
    others = [one.practice_id for one in (wish.client, wish.partner, wish.room) if one is not None]
    if any(one != wish.therapist.practice_id for one in others):
        raise CannotBook(_("Therapist, client and room must belong to one practice."))


class Way(NamedTuple):
    """What making room for an hour found: called-off hours that it would refill, holds that it ended."""

    refills: list[UUID]
    lapsed: list[UUID]

    def detail(self) -> dict[str, list[str]]:
        """The ended holds, for the audit link of the act."""
        return {"lapsed": [str(one) for one in self.lapsed]} if self.lapsed else {}


def clear_way(wish: Wish, near: Near, *, apart_from: Appointment | None = None) -> Way:
    """Under the locks, and with what was found near the wish under them: refuse what is taken, and give back
    holds that lapsed and lie there.

    The caller's audit link names them. Raises CannotBook.
    """
    now, lapsed, empty = clock.now(), [], []
    hours, standing = near
    for row in hours:
        if apart_from is not None and row.id == apart_from.pk:
            continue
        if row.state == Appointment.CANCELLED:
            if row.therapist_id == wish.therapist.id and not row.refilled_by_id:
                empty += [row.id] if row.cancelled_side != "system" else []
        elif row.state == Appointment.HELD and row.has_lapsed:
            lapsed.append(row.id)
        elif row.state in BUSY:
            raise CannotBook(_sentence(wish, row))
    if lapsed:
        let_lapse(Q(pk__in=lapsed), now)
    if standing:
        _refuse_standing(wish, standing)
    return Way(empty, lapsed)


def let_lapse(which: Q, now: datetime) -> list[UUID]:
    """Holds that nobody confirmed in time give their hour back; which did. The caller audits."""
    rows = Appointment.objects.filter(which, state=Appointment.HELD, held_until__lte=now)
    found = list(rows.values_list("pk", flat=True))
    if found:
        Appointment.objects.filter(pk__in=found).update(
            state=Appointment.CANCELLED, held_until=None, cancelled_at=now, cancelled_side="system",
            sequence=F("sequence") + 1,
        )  # fmt: skip
    return found


def _refuse_standing(wish: Wish, near: list[UUID]) -> None:
    """Standing hours may reach into the wish without an appointment of their own yet."""
    for standing in StandingHour.objects.filter(pk__in=near):
        for hour in occurrences(standing.as_standing(), wish.start_at, wish.end_at):
            if not standing.appointments.filter(planned_day=hour.day).exists():
                raise CannotBook(_sentence(wish, standing))


def _sentence(wish: Wish, taken: Neighbour | StandingHour) -> str:
    if taken.therapist_id == wish.therapist.id:
        return _("That hour has just been taken. Choose another; nothing was booked.")
    if {taken.client_id, taken.partner_id} & set(wish.people):
        return _("There is another appointment for this person at that time. Choose another hour.")
    return _("The room is taken at that time. Choose another room or hour.")


def save_or_refuse(row: Appointment, *, refills: list[UUID]) -> None:
    """Save a new row, and say in the called-off hours which it refills that it does.

    When the database itself says that the hour is taken, refuse in words; the act is undone as a whole.
    """
    with in_words():
        trips.insert(row)
        if refills:
            Appointment.objects.filter(pk__in=refills).update(refilled_by=row)


@contextmanager
def in_words() -> Iterator[None]:
    """The database's own refusal to sell an hour twice becomes CannotBook; any other error stays itself."""
    try:
        yield
    except IntegrityError as error:
        if "_free" not in str(error):
            raise
        raise CannotBook(_("That hour has just been taken. Choose another; nothing was booked.")) from None
