"""The waiting list: who waits, free hours offered to them one after another, offers that lapse."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Therapist
from reverie.core import audit, clock, jobs
from reverie.core.policy import Actor
from reverie.scheduling import locks, planes
from reverie.scheduling.actions import letters
from reverie.scheduling.actions.booking import hold_appointment
from reverie.scheduling.actions.changing import cancel_appointment, confirm_appointment
from reverie.scheduling.actions.refusals import CannotBook, CannotChange, CannotWait
from reverie.scheduling.models import Appointment, Offer, Wait
from reverie.scheduling.models.labels import PLACES
from reverie.scheduling.queries.terms import terms_of
from reverie.timetable import walltime

LAPSE_OFFERS = "scheduling.lapse_offers"
BEFORE_IT_BEGINS = timedelta(hours=2)
SHORTEST = timedelta(minutes=15)
MOST_TRIED = 50


class FreeHour(NamedTuple):
    """An hour that nobody has: whose, when, how long, where."""

    therapist: Therapist
    start_at: datetime
    minutes: int
    place: str


def join_waiting_list(
    *,
    client: Client,
    therapist: Therapist | None,
    windows: Sequence[tuple[int, int, int]],
    place: str = "",
    minutes: int = 50,
    by: Actor,
) -> Wait:
    """Wait for an hour with a therapist, or with anybody of the practice (None).

    `windows` are (weekday, first minute, last minute) by the client's clock. Raises CannotWait.
    """
    if not windows or not all(0 <= day <= 6 and 0 <= low < high <= 1440 for day, low, high in windows):
        raise CannotWait(_("Say on which days and between which times an hour would suit."))
    if place not in {"", *PLACES}:
        raise CannotWait(_("Choose where the hour may be, or say that any place will do."))
    if therapist is not None and therapist.practice_id != client.practice_id:
        raise CannotWait(_("Therapist and client must belong to one practice."))
    zone = client.user.zone if client.user else client.zone
    wait = Wait(
        practice_id=client.practice_id, therapist=therapist, client=client, place=place, minutes=minutes,
        windows=[list(one) for one in windows], zone=zone,
    )  # fmt: skip
    try:
        with transaction.atomic():
            wait.save(force_insert=True)
            audit.record(by=by, verb="join_waiting_list", on=wait, client=client.id)
    except IntegrityError:
        raise CannotWait(_("This person is on the waiting list already.")) from None
    return wait


@transaction.atomic
def leave_waiting_list(*, wait: Wait, by: Actor) -> Wait:
    """Wait no longer; an hour that is offered just now falls open. Raises CannotWait when it is over."""
    locks.take(wait.practice_id, [])
    open_offer = Offer.objects.filter(wait=wait, answer="").first()
    if open_offer is not None:
        decline_offer(offer=open_offer, by=by)
    return _end(wait, Wait.LEFT, by)


def offer_hour(*, wait: Wait, hour: FreeHour, by: Actor) -> Offer:
    """Hold a free hour for somebody who waits, and write to them.

    The hold lasts as long as the therapist's terms say, at most until two hours before it begins. Raises
    CannotBook when the hour is not free for both, CannotWait when an offer is open or it is too late.
    """

    def act() -> Offer:
        locks.take(wait.practice_id, [("therapist", hour.therapist.id), ("client", wait.client_id)])
        if Wait.objects.filter(Q(pk=wait.pk), ~Q(ended_at=None) | Q(offers__answer="")).exists():
            raise CannotWait(_("This person does not wait any more, or has an offer to answer first."))
        until = _until(hour)
        row = hold_appointment(
            therapist=hour.therapist, client=wait.client, start_at=hour.start_at, until=until,
            minutes=wait.minutes, place=wait.place or hour.place, by=by,
        )  # fmt: skip
        offer = Offer.objects.create(wait=wait, appointment=row, until=until)
        audit.record(by=by, verb="offer", on=offer, practice=wait.practice_id, client=wait.client_id)
        letters.offer(offer)
        jobs.enqueue(LAPSE_OFFERS, key=f"lapse-offer:{offer.pk}", run_at=until)
        return offer

    return locks.in_one_transaction(act)


def _until(hour: FreeHour) -> datetime:
    now = clock.now()
    until = min(now + timedelta(hours=terms_of(hour.therapist).offer_hours), hour.start_at - BEFORE_IT_BEGINS)
    if until - now < SHORTEST:
        raise CannotWait(_("This hour begins too soon to be offered. Call the person instead."))
    return until


def take_offer(*, offer: Offer, by: Actor) -> Appointment:
    """Say yes: the hour is booked, the waiting is over. Raises CannotChange when the offer is over."""

    def act() -> Appointment:
        _take(offer.appointment)
        _settle(offer, Offer.TAKEN, by)
        return confirm_appointment(appointment=offer.appointment, by=by)

    return locks.in_one_transaction(act)


def decline_offer(*, offer: Offer, by: Actor) -> None:
    """Say no: the waiting goes on, and the hour is offered to the next. Raises CannotChange when it is
    over.
    """

    def act() -> None:
        _take(offer.appointment)
        _settle(offer, Offer.DECLINED, by)
        if Appointment.objects.filter(pk=offer.appointment_id, state=Appointment.HELD).exists():
            row = cancel_appointment(appointment=offer.appointment, side="system", by=by)
            offer_to_next(hour=FreeHour(row.therapist, row.start_at, row.minutes, row.place), by=by)

    locks.in_one_transaction(act)


def settle_offer(*, appointment: Appointment, by: Actor) -> None:
    """The offered hour was booked or called off elsewhere, on the desk say: its offer is over with it.

    Inside the transaction of that act; nothing happens to an hour that was no offer.
    """
    offer = Offer.objects.filter(appointment=appointment, answer="").select_related("wait").first()
    if offer is None:
        return
    if appointment.state == Appointment.CANCELLED:
        _settle(offer, Offer.DECLINED if appointment.cancelled_side == "client" else Offer.LAPSED, by)
    else:
        _settle(offer, Offer.TAKEN, by)


def lapse_offers() -> int:
    """Offers that nobody answered in time: each hour goes to the next who waits; how many lapsed."""
    over = Offer.objects.filter(answer="", until__lte=clock.now())
    rows = list(over.select_related("wait", "appointment__therapist__practice"))
    return sum(_lapse(row) for row in rows)


def offer_freed_hour(*, appointment: Appointment) -> Offer | None:
    """An hour that its client gave back goes to who waits, if it is still free and still to come."""
    row = appointment
    by = Actor.system("scheduling.offer_freed_hour", row.practice_id)
    return offer_to_next(hour=FreeHour(row.therapist, row.start_at, row.minutes, row.place), by=by)


def _lapse(offer: Offer) -> bool:
    """Give one hour on; an offer that was answered, booked or called off meanwhile is left as it is."""
    by = Actor.system(LAPSE_OFFERS, offer.appointment.practice_id)

    def act() -> bool:
        _take(offer.appointment)
        row = Appointment.objects.select_related("therapist").get(pk=offer.appointment_id)
        is_given_back = row.state == Appointment.CANCELLED and row.cancelled_side == "system"
        if not Offer.objects.filter(pk=offer.pk, answer="").exists():
            return False
        if row.state != Appointment.HELD and not is_given_back:
            settle_offer(appointment=row, by=by)
            return False
        _settle(offer, Offer.LAPSED, by)
        if row.state == Appointment.HELD:
            cancel_appointment(appointment=row, side="system", by=by)
        offer_to_next(hour=FreeHour(row.therapist, row.start_at, row.minutes, row.place), by=by)
        return True

    return locks.in_one_transaction(act)


def _take(row: Appointment) -> None:
    locks.take(row.practice_id, [("therapist", row.therapist_id), ("client", row.client_id)])


def offer_to_next(*, hour: FreeHour, by: Actor) -> Offer | None:
    """Offer a free hour to who has waited longest and whom it suits; None when there is nobody.

    Nobody is offered the same hour twice, or a second one while a first is open; no hour is offered of a
    therapist who has left, or is away then.
    """
    if not terms_of(hour.therapist).is_offering or _is_away(hour):
        return None
    rows = Wait.objects.filter(
        Q(therapist=hour.therapist) | Q(therapist=None), practice=hour.therapist.practice_id, ended_at=None,
        minutes__lte=hour.minutes,
    )  # fmt: skip
    same = {"appointment__start_at": hour.start_at, "appointment__therapist": hour.therapist}
    asked = set(Offer.objects.filter(Q(answer="") | Q(**same), wait__in=rows).values_list("wait", flat=True))
    suiting = [
        row for row in rows.select_related("client__user") if row.pk not in asked and _suits(row, hour)
    ]
    for wait in suiting[:MOST_TRIED]:
        try:
            return offer_hour(wait=wait, hour=hour, by=by)
        except (CannotBook, CannotWait):
            continue
    return None


def _is_away(hour: FreeHour) -> bool:
    """The therapist has left, has days off or a closed day then, or is busy by another calendar."""
    therapist, end = hour.therapist, hour.start_at + timedelta(minutes=hour.minutes)
    day = hour.start_at.astimezone(walltime.zone(therapist.zone)).date()
    holidays = planes.holidays_of([therapist], hour.start_at, end)
    return (
        not Therapist.objects.filter(pk=therapist.pk, ended_at=None).exists()
        or any(one.first_day <= day <= one.last_day for one in holidays)
        or therapist.availability_exceptions.filter(day=day, start_minute=None).exists()
        or planes.busy_elsewhere(therapist, hour.start_at, end).exists()
    )


def _suits(wait: Wait, hour: FreeHour) -> bool:
    return wait.suits_at(hour.start_at) and wait.place in {"", hour.place}


def _settle(offer: Offer, answer: str, by: Actor) -> None:
    """Mark an open offer as answered; with a yes the waiting is over. Raises CannotChange when it is over."""
    changed = Offer.objects.filter(pk=offer.pk, answer="").update(answer=answer, answered_at=clock.now())
    if not changed:
        raise CannotChange(_("This offer is over."))
    letters.withdraw([f"offer:{offer.pk}"])
    wait = offer.wait
    detail = {"answer": answer}
    audit.record(
        by=by, verb="answer_offer", on=offer, practice=wait.practice_id, client=wait.client_id, detail=detail
    )
    if answer == Offer.TAKEN:
        _end(wait, Wait.TAKEN, by)


def _end(wait: Wait, outcome: str, by: Actor) -> Wait:
    who: UUID = by.user_id or wait.practice_id
    row = Wait.objects.select_for_update().get(pk=wait.pk)
    if row.ended_at is not None:
        raise CannotWait(_("This person does not wait any more."))
    row.ended_at, row.ended_by, row.outcome = clock.now(), who, outcome
    row.save(update_fields=["ended_at", "ended_by", "outcome"])
    audit.record(by=by, verb="leave_waiting_list", on=row, client=row.client_id, detail={"outcome": outcome})
    return row
