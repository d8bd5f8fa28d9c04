"""Planned breaks: written down, then told."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.core import audit
from reverie.core.policy import Actor
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
def tell_break(*, row: Break, on: date, by: Actor) -> Break:
    """The client has been told, by the actor, on `on`; from now on their pages show it."""
    row = Break.objects.select_related("treatment").select_for_update(of=("self",)).get(pk=row.pk)
    if row.told_on is not None:
        raise CannotPlanBreak(_("The client has already been told of this break."))
    row.told_on, row.told_by = on, by.user_id
    row.save()
    audit.record(by=by, verb="tell_break", on=row, client=row.treatment.client_id)
    return row
