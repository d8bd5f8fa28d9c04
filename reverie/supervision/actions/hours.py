"""Hours of supervision: the supervisee logs them, the supervisor alone confirms or returns them."""

from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.core import audit, clock, policy
from reverie.core.policy import Actor
from reverie.supervision.models import Supervision, SupervisionHour

LONGEST = 600
"""Minutes of one hour that is logged."""


class CannotLog(Exception):
    """One plain sentence for the user: why this hour cannot be logged or taken out."""


class CannotConfirm(Exception):
    """One plain sentence for the user: why this hour cannot be confirmed or returned."""


@transaction.atomic
def log_hour(*, supervision: Supervision, held_on: date, minutes: int, by: Actor) -> SupervisionHour:
    """Write down an hour of supervision that took place. Raises CannotLog."""
    pair = (
        Supervision.objects.select_for_update(of=("self",)).select_related("practice").get(pk=supervision.pk)
    )
    if pair.supervisee_id != by.user_id or not policy.allows(by, "supervision_hours.log", {"own"}):
        raise CannotLog(_("Only who brings their work to this supervision logs its hours."))
    if not pair.starts_on <= held_on <= clock.today(pair.practice.zone):
        raise CannotLog(_("Choose a day from the beginning of this supervision to today."))
    if pair.ended_at is not None and held_on > pair.ended_at.astimezone(ZoneInfo(pair.practice.zone)).date():
        raise CannotLog(_("This supervision had ended by then. Choose a day before its end."))
    if not 1 <= minutes <= LONGEST:
        raise CannotLog(_("Write how many minutes it took, from 1 to 600."))
    row = SupervisionHour.objects.create(
        supervision=pair, held_on=held_on, minutes=minutes, logged_by=by.user_id
    )
    detail = {"supervision": str(pair.pk), "held_on": str(held_on), "minutes": minutes}
    audit.record(by=by, verb="log_hour", on=row, detail=detail)
    return row


@transaction.atomic
def take_out_hour(*, hour: SupervisionHour, by: Actor) -> None:
    """Take an hour out of the log again, unless it was confirmed. Raises CannotLog."""
    row = _locked(hour)
    if row is None:
        raise CannotLog(_("This hour was taken out already."))
    if row.supervision.supervisee_id != by.user_id:
        raise CannotLog(_("Only who logged this hour can take it out."))
    if row.state == SupervisionHour.CONFIRMED:
        raise CannotLog(_("This hour is confirmed and stays in the log."))
    detail = {"supervision": str(row.supervision_id), "held_on": str(row.held_on), "minutes": row.minutes}
    audit.record(by=by, verb="take_out_hour", on=row, detail=detail)
    row.delete()


@transaction.atomic
def confirm_hour(*, hour: SupervisionHour, by: Actor) -> SupervisionHour:
    """Confirm that an hour took place as it was logged; it is closed from then on. Raises CannotConfirm."""
    return _answer(hour, SupervisionHour.CONFIRMED, "", by)


@transaction.atomic
def return_hour(*, hour: SupervisionHour, reason: str, by: Actor) -> SupervisionHour:
    """Send an hour back with one of the reasons; its supervisee logs it anew. Raises CannotConfirm."""
    if reason not in SupervisionHour.REASONS:
        raise CannotConfirm(_("Choose why the hour goes back."))
    return _answer(hour, SupervisionHour.RETURNED, reason, by)


def _answer(hour: SupervisionHour, state: str, reason: str, by: Actor) -> SupervisionHour:
    row = _locked(hour)
    if row is None:
        raise CannotConfirm(_("This hour was taken out of the log."))
    if row.supervision.supervisor_id != by.user_id:
        raise CannotConfirm(_("Only the supervisor of this supervision confirms its hours."))
    if not policy.allows(by, "supervision_hours.confirm", {"chosen"}):
        raise CannotConfirm(_("Only a supervisor confirms hours."))
    if row.state != SupervisionHour.LOGGED:
        raise CannotConfirm(_("This hour was confirmed or returned already."))
    row.state, row.reason, row.answered_at, row.answered_by = state, reason, clock.now(), by.user_id
    row.save(update_fields=["state", "reason", "answered_at", "answered_by"])
    verb = "confirm_hour" if state == SupervisionHour.CONFIRMED else "return_hour"
    detail = {"held_on": str(row.held_on), "minutes": row.minutes, **({"reason": reason} if reason else {})}
    audit.record(by=by, verb=verb, on=row, detail=detail)
    return row


def _locked(hour: SupervisionHour) -> SupervisionHour | None:
    rows = SupervisionHour.objects.select_for_update(of=("self",)).select_related("supervision")
    return rows.filter(pk=hour.pk).first()
