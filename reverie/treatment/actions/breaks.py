"""Planned breaks: written down, then told."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.core import audit
from reverie.core.policy import Actor
from reverie.scheduling.models import Holiday
from reverie.treatment.models import Break, Treatment


class CannotPlanBreak(Exception):
    """One plain sentence for the user: why this break cannot be kept."""


@transaction.atomic
def plan_break(*, treatment: Treatment, first_day: date, last_day: date, by: Actor) -> Break:
    """Write down a break, both days included; the client does not see it yet. Raises CannotPlanBreak."""
    if last_day < first_day:
        raise CannotPlanBreak(_("The last day of the break is before its first."))
    if treatment.breaks.filter(first_day__lte=last_day, last_day__gte=first_day).exists():
        raise CannotPlanBreak(_("There is already a break in these days."))
    row = Break.objects.create(treatment=treatment, first_day=first_day, last_day=last_day)
    detail = {"first": first_day.isoformat(), "last": last_day.isoformat()}
    audit.record(by=by, verb="plan_break", on=row, client=treatment.client_id, detail=detail)
    return row


@transaction.atomic
def plan_breaks_of_holiday(*, holiday: Holiday, clients: Sequence[UUID], by: Actor) -> list[Break]:
    """A break in each running treatment whose hours lie in the therapist's days off.

    Where a break of these days is planned already, nothing is added.
    """
    rows = Treatment.objects.filter(client_id__in=clients, practice_id=holiday.practice_id)
    if holiday.therapist_id is not None:
        rows = rows.filter(therapist_id=holiday.therapist_id)
    days = {"first_day__lte": holiday.last_day, "last_day__gte": holiday.first_day}
    running = rows.exclude(state__in=[Treatment.ENDED, Treatment.ARCHIVED])
    return [
        plan_break(treatment=row, first_day=holiday.first_day, last_day=holiday.last_day, by=by)
        for row in running
        if not row.breaks.filter(**days).exists()
    ]


@transaction.atomic
def tell_break(*, row: Break, on: date, by: Actor) -> Break:
    """The client has been told, by the actor, on `on`; from now on their pages show it."""
    row = Break.objects.select_related("treatment").select_for_update(of=("self",)).get(pk=row.pk)
    if row.told_on is not None:
        raise CannotPlanBreak(_("The client has already been told of this break."))
    row.told_on, row.told_by = on, by.user_id
    row.save()
    audit.record(by=by, verb="tell_break", on=row, client=row.treatment.client_id)
    return row
