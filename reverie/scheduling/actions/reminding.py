"""Reminders before an hour, warnings before a clock change, and the choice to have none."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core import audit, clock
from reverie.core.models import OutboxMessage
from reverie.core.policy import Actor
from reverie.scheduling import locks
from reverie.scheduling.actions import letters
from reverie.scheduling.actions.refusals import CannotChange
from reverie.scheduling.models import Appointment, ReminderChoice, StandingHour
from reverie.scheduling.queries.calendar import clock_shifts

LATEST = timedelta(minutes=45)
"""Nearer than this nobody is reminded any more."""
CHUNK = 200


@transaction.atomic
def choose_reminders(*, client: Client, is_on: bool, hours_before: int, by: Actor) -> ReminderChoice:
    """Whether a person is reminded, and how long before. Raises CannotChange for a time that is no choice."""
    if hours_before not in ReminderChoice.HOURS:
        raise CannotChange(_("Choose how long before you want to be reminded."))
    facts = {"is_on": is_on, "hours_before": hours_before}
    row, _made = ReminderChoice.objects.update_or_create(client=client, defaults=facts)
    if not is_on:
        coming = Appointment.objects.filter(Q(client=client) | Q(partner=client), start_at__gt=clock.now())
        letters.withdraw(letters.reminder_key(one, client.pk) for one in coming.only("pk")[:CHUNK])
    audit.record(by=by, verb="choose_reminders", on=row, client=client.id, detail=facts)
    return row


def remind_of_coming_hours() -> int:
    """Write to everybody whose hour is near and who wants to be reminded; how many letters.

    Never twice for one hour and person; never for an hour that was called off or moved away, nor for one
    that was arranged later than its reminder would have come.
    """
    now = clock.now()
    rows = Appointment.objects.filter(
        state=Appointment.CONFIRMED,
        start_at__gt=now + LATEST,
        start_at__lte=now + timedelta(hours=max(ReminderChoice.HOURS)),
    ).select_related("client__user", "partner__user")
    written, chunk = 0, []
    for row in rows.order_by("start_at").iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            written, chunk = written + _remind(chunk), []
    return written + _remind(chunk)


def _remind(rows: list[Appointment]) -> int:
    pairs = [(row, client) for row in rows for client in row.people]
    chosen = ReminderChoice.objects.filter(client__in={client.pk for _row, client in pairs})
    choices = {one.client_id: one for one in chosen}
    keys = [letters.reminder_key(row, client.pk) for row, client in pairs]
    written = set(OutboxMessage.objects.filter(key__in=keys).values_list("key", flat=True))
    due = [
        (row, client)
        for row, client in pairs
        if letters.reminder_key(row, client.pk) not in written and _is_due(row, choices.get(client.pk))
    ]
    return sum(_remind_one(row, client) for row, client in due)


def _is_due(row: Appointment, choice: ReminderChoice | None) -> bool:
    hours = ReminderChoice.DAY_BEFORE if choice is None else choice.hours_before
    moment = row.start_at - timedelta(hours=hours)
    return (choice is None or choice.is_on) and row.created_at < moment <= clock.now()


@transaction.atomic
def _remind_one(row: Appointment, client: Client) -> bool:
    locks.take(row.practice_id, [])  # whoever calls it off meanwhile waits, or was first
    if not Appointment.objects.filter(pk=row.pk, state=Appointment.CONFIRMED).exists():
        return False
    if not letters.remind(row, client):
        return False
    audit.record(
        by=Actor.system("scheduling.remind", row.practice_id), verb="remind", on=row, client=client.pk
    )
    return True


def warn_of_clock_changes() -> int:
    """Write to clients elsewhere whose hour will begin at another time by their clock within 14 days.

    Once for each hour of the week and change; how many letters.
    """
    today = clock.now().date() - timedelta(days=1)
    rows = StandingHour.objects.filter(Q(last_day=None) | Q(last_day__gte=today))
    elsewhere = rows.exclude(client__zone=F("zone"), client__user=None, partner=None)
    pairs = _with_people(elsewhere.select_related("client__user", "partner__user").iterator(chunk_size=CHUNK))
    return sum(_warn(row, client) for row, client in pairs)


def _with_people(rows: Iterable[StandingHour]) -> Iterable[tuple[StandingHour, Client]]:
    for row in rows:
        yield row, row.client
        if row.partner is not None:
            yield row, row.partner


@transaction.atomic
def _warn(row: StandingHour, client: Client) -> int:
    to = letters.reader(client)
    choice = ReminderChoice.objects.filter(client=client, is_on=False)
    if to is None or to.zone == row.zone:
        return 0
    written = 0
    for _row, hour, _minute in clock_shifts(client, [row], zone=to.zone):
        key = f"shift:{row.pk}:{client.pk}:{hour.day}"
        if OutboxMessage.objects.filter(key=key).exists() or choice.exists():
            continue
        written += letters.warn_of_shift(client, hour, key)
        by = Actor.system("scheduling.warn_of_clock_changes", row.practice_id)
        audit.record(by=by, verb="warn_of_clock_change", on=row, client=client.pk)
    return written
