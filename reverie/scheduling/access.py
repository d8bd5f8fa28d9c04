"""The only doors to hours: a therapist's own calendar, a client's own hours, the practice's for its desk.

`own` is the client asking about themselves, or the therapist in whose calendar the hour stands.
"""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import Http404

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import audit, policy
from reverie.core.policy import Actor
from reverie.scheduling.models import (
    Appointment,
    AvailabilityRule,
    BusyCalendar,
    CalendarFeed,
    Holiday,
    Offer,
    Room,
    Wait,
)

STAFF = {"therapist", "trainee"}


def _seen(actor: Actor, action: str) -> Q:
    """The rows that carry `practice`, `therapist` and `client` for which the table lets the actor do
    `action`.
    """
    own = policy.roles_for(actor, action, "own")
    seen = Q(pk__in=[])
    if own & STAFF:
        seen |= Q(therapist__user_id=actor.user_id)
    if "client" in own:
        seen |= Q(client__user_id=actor.user_id) | Q(partner__user_id=actor.user_id)
    if policy.roles_for(actor, action, "practice"):
        seen |= Q(practice_id=actor.practice_id)
    return seen & Q(practice_id=actor.practice_id)


def appointments_visible_to(actor: Actor) -> QuerySet[Appointment]:
    """The hours whose facts (who, when, where, how it stands) the actor may read."""
    rows = Appointment.objects.filter(_seen(actor, "appointment.read"))
    return rows.select_related("client", "therapist", "standing_hour", "room")


def get_appointment_for(actor: Actor, appointment_id: UUID, action: str) -> Appointment:
    """An hour for `object.verb`; the act that follows is audited by itself.

    Raises Http404 when it is invisible, PermissionDenied when the table refuses the verb on it.
    """
    further = ("partner", "practice", "moved_to", "moved_from", "refilled_by", "instead_of")
    may = ExpressionWrapper(_seen(actor, action), output_field=BooleanField())
    rows = appointments_visible_to(actor).select_related(*further).annotate(may=may)
    row = rows.filter(pk=appointment_id).first()
    if row is None:
        raise Http404
    if not row.may:
        raise PermissionDenied
    return row


def get_appointment_for_reading(actor: Actor, appointment_id: UUID) -> Appointment:
    """An hour, and one audited read. Raises Http404 when it is invisible."""
    row = get_appointment_for(actor, appointment_id, "appointment.open")
    with transaction.atomic():
        audit.record(by=actor, verb="read", on=row, client=row.client_id)
    return row


def calendars_visible_to(actor: Actor, action: str = "calendar.read") -> QuerySet[Therapist]:
    """The therapists whose calendar the actor may open (or do `action` to), one's own first by name."""
    rows = Therapist.objects.filter(Q(practice=actor.practice_id), ended_at=None).order_by("name")
    if policy.roles_for(actor, action, "practice"):
        return rows
    return rows.filter(Q(user=actor.user_id)) if policy.roles_for(actor, action, "own") else rows.none()


def get_calendar(actor: Actor, therapist_id: UUID | None, action: str = "calendar.read") -> Therapist:
    """The calendar of a therapist; without an id one's own, else the first. Http404 when there is none."""
    rows = calendars_visible_to(actor, action)
    row = (
        rows.filter(pk=therapist_id).first()
        if therapist_id
        else rows.filter(Q(user=actor.user_id)).first() or rows.first()
    )
    if row is None:
        raise Http404
    return row


def choose_calendar(actor: Actor, calendars: Sequence[Therapist], therapist_id: UUID | None) -> Therapist:
    """As `get_calendar`, of calendars that are at hand."""
    wanted = [row for row in calendars if therapist_id in {None, row.pk}]
    if not wanted:
        raise Http404
    return next((row for row in wanted if row.user_id == actor.user_id), wanted[0])


def may_change_hours(actor: Actor, therapist: Therapist) -> bool:
    """True when the actor may write this therapist's open hours."""
    own = {"own"} if therapist.user_id == actor.user_id else set()
    return policy.allows(actor, "availability.write", {"practice", *own})


def get_own_client(actor: Actor) -> Client:
    """The client who asks; Http404 for everybody else."""
    row = Client.objects.filter(Q(user=actor.user_id, practice=actor.practice_id)).first()
    if row is None or not actor.is_signed_in:
        raise Http404
    return row


def clients_to_book(actor: Actor, therapist: Therapist) -> QuerySet[Client]:
    """Clients for whom the actor may arrange an hour with this therapist.

    The desk sees the practice's; a therapist those who had or have hours with them.
    """
    rows = Client.objects.filter(Q(practice=actor.practice_id)).order_by("name")
    if policy.roles_for(actor, "appointment.book", "practice"):
        return rows
    if therapist.user_id != actor.user_id or not policy.roles_for(actor, "appointment.book", "own"):
        return rows.none()
    return rows.filter(
        Q(appointments__therapist=therapist) | Q(standing_hours__therapist=therapist)
    ).distinct()


def may_book_caller(actor: Actor, therapist: Therapist) -> bool:
    """True when the actor may arrange an hour for somebody whom the practice does not know yet."""
    own = {"own"} if therapist.user_id == actor.user_id else set()
    return policy.allows(actor, "appointment.book_caller", {"practice", *own})


def rooms_of(therapist: Therapist) -> QuerySet[Room]:
    """The rooms in which a calendar's hours can be held, for a calendar that the actor has opened."""
    return Room.objects.filter(Q(practice=therapist.practice_id)).order_by("name")


def may_keep_practice(actor: Actor) -> bool:
    """True when the actor keeps the practice's rooms and announces days off for everybody."""
    return policy.allows(actor, "room.keep", {"practice"})


def get_own_practice(actor: Actor) -> Practice:
    """The practice for which the actor keeps rooms or announces days off; the address says which verb."""
    row = Practice.objects.filter(pk=actor.practice_id).first()
    if row is None:
        raise Http404
    return row


def get_room(actor: Actor, room_id: UUID) -> Room:
    """A room of the actor's own practice. Http404 otherwise."""
    row = Room.objects.filter(pk=room_id, practice=actor.practice_id).first()
    if row is None or not policy.roles_for(actor, "room.keep", "practice"):
        raise Http404
    return row


def holidays_of_calendar(therapist: Therapist) -> QuerySet[Holiday]:
    """Holidays of a therapist whose calendar the actor has opened, the practice's among them."""
    return Holiday.objects.filter(Q(therapist=therapist) | Q(therapist=None, practice=therapist.practice_id))


def get_holiday(actor: Actor, holiday_id: UUID, *, of_practice: bool = False) -> Holiday:
    """Announced days of a calendar, or of the whole practice, that the actor may take back. 404 otherwise."""
    rows = Holiday.objects.select_related("practice", "therapist").filter(practice=actor.practice_id)
    whose = (
        Q(therapist=None) if of_practice else Q(therapist__in=calendars_visible_to(actor, "holiday.announce"))
    )
    row = rows.filter(whose, pk=holiday_id).first()
    if row is None or (of_practice and not policy.roles_for(actor, "holiday.announce_practice", "practice")):
        raise Http404
    return row


def get_weekly_window(therapist: Therapist, rule_id: UUID) -> AvailabilityRule:
    """One weekly window of a calendar that the caller may change; 404 for anybody else's."""
    row = therapist.availability_rules.filter(pk=rule_id).first()
    if row is None:
        raise Http404
    return row


def feeds_allowed(actor: Actor) -> list[str]:
    """Whose hours the actor may read from a calendar program: "desk", "my", both or none."""
    own = policy.roles_for(actor, "calendar_feed.keep", "own")
    here = {"practice": actor.practice_id, "user": actor.user_id}
    found = []
    if own & STAFF and Therapist.objects.filter(**here, ended_at=None).exists():
        found.append(CalendarFeed.DESK)
    if "client" in own and Client.objects.filter(**here).exists():
        found.append(CalendarFeed.MY)
    return found


def get_own_feed(actor: Actor, feed_id: UUID) -> CalendarFeed:
    """One of the actor's own open addresses. Http404 for everything else."""
    rows = CalendarFeed.objects.filter(Q(user=actor.user_id, practice=actor.practice_id), ended_at=None)
    row = rows.filter(pk=feed_id).first() if feeds_allowed(actor) else None
    if row is None:
        raise Http404
    return row


def busy_calendars_of(therapist: Therapist) -> QuerySet[BusyCalendar]:
    """What was brought in from other calendars, for a calendar that the actor has opened."""
    return therapist.busy_calendars.all()


def get_busy_calendar(actor: Actor, calendar_id: UUID) -> BusyCalendar:
    """A brought-in calendar of a therapist whose open hours the actor may change. Http404 otherwise."""
    therapists = calendars_visible_to(actor, "availability.write")
    row = BusyCalendar.objects.filter(pk=calendar_id, therapist__in=therapists).first()
    if row is None:
        raise Http404
    return row


def waits_visible_to(actor: Actor) -> QuerySet[Wait]:
    """Who waits, as far as it is the actor's to know: the practice's list, or those who wait for oneself.

    A therapist also sees those of their own clients who wait for anybody.
    """
    seen = _seen(actor, "wait.keep")
    if policy.roles_for(actor, "wait.keep", "own") & STAFF:
        mine = Appointment.objects.filter(Q(therapist__user_id=actor.user_id)).order_by()
        seen |= Q(therapist=None, practice_id=actor.practice_id, client__in=mine.values("client"))
    rows = Wait.objects.filter(seen, ended_at=None)
    return rows.select_related("client__user", "therapist")


def get_wait(actor: Actor, wait_id: UUID) -> Wait:
    """Somebody who waits and whom the actor may make an offer. Http404 otherwise."""
    row = waits_visible_to(actor).filter(pk=wait_id).first()
    if row is None:
        raise Http404
    return row


def get_own_wait(actor: Actor) -> Wait:
    """The actor's own place on the waiting list. Http404 when there is none."""
    row = Wait.objects.filter(client=get_own_client(actor), ended_at=None).first()
    if row is None:
        raise Http404
    return row


def get_own_offer(actor: Actor, offer_id: UUID) -> Offer:
    """An hour that was offered to the actor, open or over. Http404 otherwise."""
    rows = Offer.objects.select_related("wait", "appointment__therapist")
    row = rows.filter(pk=offer_id, wait__client=get_own_client(actor)).first()
    if row is None:
        raise Http404
    return row
