"""Booking: locks in one order, one transaction, the database's constraint as the backstop."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Therapist
from reverie.core import audit, clock, jobs
from reverie.core.policy import Actor
from reverie.scheduling import events, locks, planes
from reverie.scheduling.actions.refusals import CannotBook
from reverie.scheduling.models import Appointment, Room, StandingHour
from reverie.scheduling.no_overlap import BUSY, overlapping
from reverie.scheduling.queries import open_hours
from reverie.timetable import walltime
from reverie.timetable.standing import occurrences

FURTHEST = timedelta(days=400)
SHORTEST, LONGEST = 10, 480
LAPSE = "scheduling.lapse_hold"


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

    @property
    def end_at(self) -> datetime:
        return self.start_at + timedelta(minutes=self.minutes)

    def things(self) -> list[tuple[str, UUID | None]]:
        """What has to be locked for it."""
        room = self.room.id if self.room else None
        return [("therapist", self.therapist.id), ("client", self.client.id), ("room", room)]

    def row(self, state: str) -> Appointment:
        """The appointment it would be."""
        zone = self.zone or self.therapist.zone
        return Appointment(
            practice_id=self.therapist.practice_id,
            therapist=self.therapist,
            client=self.client,
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


def book_appointment(
    *,
    therapist: Therapist,
    client: Client,
    start_at: datetime,
    minutes: int = 50,
    place: str = "office",
    kind: str = "session",
    room: Room | None = None,
    by: Actor,
) -> Appointment:
    """Book an hour at once. Raises CannotBook when it is not free for therapist, client or room."""
    wish = Wish(therapist, client, start_at, minutes, place, kind, room)
    return locks.in_one_transaction(lambda: arrange(wish, Appointment.CONFIRMED, by=by))


def hold_appointment(
    *,
    therapist: Therapist,
    client: Client,
    start_at: datetime,
    until: datetime,
    minutes: int = 50,
    place: str = "office",
    kind: str = "session",
    by: Actor,
) -> Appointment:
    """Keep an hour for a client until a moment; it falls open by itself when nobody confirms it."""
    if until <= clock.now():
        raise CannotBook(_("An hour can be held only until a later moment."))
    wish = Wish(therapist, client, start_at, minutes, place, kind)
    return locks.in_one_transaction(lambda: arrange(wish, Appointment.HELD, held_until=until, by=by))


def request_appointment(
    *,
    therapist: Therapist,
    client: Client,
    start_at: datetime,
    minutes: int = 50,
    place: str = "office",
    by: Actor,
) -> Appointment:
    """Ask for an hour: it is kept free until the therapist confirms or declines."""
    wish = Wish(therapist, client, start_at, minutes, place, "session")
    return locks.in_one_transaction(lambda: arrange(wish, Appointment.REQUESTED, by=by))


def request_open_hour(*, therapist: Therapist, client: Client, start_at: datetime, by: Actor) -> Appointment:
    """Ask for an hour of 50 minutes that is shown as open; anything else is refused, however it was typed."""
    end = start_at + timedelta(minutes=1)
    if start_at not in open_hours([therapist], start_at, end, minutes=50)[therapist.id]:
        raise CannotBook(_("That hour is not open any more. Choose another; nothing was booked."))
    return request_appointment(therapist=therapist, client=client, start_at=start_at, by=by)


def arrange(wish: Wish, state: str, *, held_until: datetime | None = None, by: Actor) -> Appointment:
    """The one way to a new hour; must run in a transaction. Raises CannotBook, and then nothing is saved."""
    refuse_wish(wish)
    locks.take(wish.therapist.practice_id, wish.things())
    release_lapsed(wish)
    refuse_clash(wish)
    row = wish.row(state)
    row.held_until = held_until
    save_or_refuse(row)
    _refill(row)
    planes.block(wish.therapist, row.start_at, row.end_at)
    detail = {"state": state, "start": row.start_at.isoformat(), "minutes": row.minutes, "kind": row.kind}
    audit.record(by=by, verb="arrange", on=row, client=row.client_id, detail=detail)
    if held_until is not None:
        payload = {"therapist": str(wish.therapist.id)}
        jobs.enqueue(LAPSE, key=f"lapse:{row.id}", payload=payload, run_at=held_until)
    if state == Appointment.CONFIRMED:
        events.appointment_booked.send(sender=Appointment, appointment=row, by=by)
    return row


def refuse_wish(wish: Wish) -> None:
    """What can be said without looking at anybody's calendar."""
    now = clock.now()
    if wish.start_at <= now:
        raise CannotBook(_("That hour has already begun. Choose a later one."))
    if wish.start_at > now + FURTHEST:
        raise CannotBook(_("That is too far ahead. Choose an hour within the next year."))
    if not SHORTEST <= wish.minutes <= LONGEST:
        raise CannotBook(_("A meeting lasts from 10 minutes to 8 hours."))
    practices = {wish.therapist.practice_id, wish.client.practice_id}
    if len(practices | ({wish.room.practice_id} if wish.room else set())) != 1:
        raise CannotBook(_("Therapist, client and room must belong to one practice."))


def release_lapsed(wish: Wish) -> None:
    """Holds that nobody confirmed in time give their hour back before we look at it."""
    now = clock.now()
    room = wish.room.id if wish.room else None
    lapsed = Appointment.objects.filter(
        Q(therapist=wish.therapist) | Q(client=wish.client) | Q(room__isnull=False, room=room),
        state=Appointment.HELD,
        held_until__lte=now,
    )
    lapsed.update(state=Appointment.CANCELLED, held_until=None, cancelled_at=now, cancelled_side="system")


def refuse_clash(wish: Wish, *, apart_from: Appointment | None = None) -> None:
    """Raise CannotBook when therapist, client or room has something else then."""
    low, high = wish.start_at, wish.end_at
    room = wish.room.id if wish.room else None
    rows = Appointment.objects.filter(
        Q(therapist=wish.therapist) | Q(client=wish.client) | Q(room__isnull=False, room=room),
        overlapping(low, high),
        state__in=BUSY,
    )
    if apart_from is not None:
        rows = rows.exclude(pk=apart_from.pk)
    taken = rows.values_list("therapist", "client", "room").first()
    if taken is not None:
        raise CannotBook(_sentence(wish, taken))
    for standing in _standing_near(wish):
        for hour in occurrences(standing.as_standing(), low, high):
            if not standing.appointments.filter(planned_day=hour.day).exists():
                raise CannotBook(
                    _sentence(wish, (standing.therapist_id, standing.client_id, standing.room_id))
                )


def _standing_near(wish: Wish) -> list[StandingHour]:
    """Standing hours that may reach into the wish without an appointment of their own yet."""
    room = wish.room.id if wish.room else None
    return list(
        StandingHour.objects.filter(
            Q(therapist=wish.therapist) | Q(client=wish.client) | Q(room__isnull=False, room=room),
            Q(last_day=None) | Q(last_day__gte=wish.start_at.date() - timedelta(days=1)),
            first_day__lte=wish.end_at.date() + timedelta(days=1),
        )
    )


def _sentence(wish: Wish, taken: tuple[UUID, UUID, UUID | None]) -> str:
    therapist, client, _room = taken
    if therapist == wish.therapist.id:
        return _("That hour has just been taken. Choose another; nothing was booked.")
    if client == wish.client.id:
        return _("There is another appointment for this person at that time. Choose another hour.")
    return _("The room is taken at that time. Choose another room or hour.")


def save_or_refuse(row: Appointment) -> None:
    """Save; when the database itself says that the hour is taken, refuse in words."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "_free" not in str(error):
            raise
        raise CannotBook(_("That hour has just been taken. Choose another; nothing was booked.")) from None


def _refill(row: Appointment) -> None:
    """An hour that was called off and now is somebody's again says so."""
    Appointment.objects.filter(
        overlapping(row.start_at, row.end_at),
        therapist=row.therapist_id,
        state=Appointment.CANCELLED,
        refilled_by=None,
    ).exclude(cancelled_side="system").update(refilled_by=row)
