"""What the therapist does with a form: plan, send, ask regularly, stop; and what time does: let it expire."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.measures import queries, questionnaires
from reverie.measures.models import Administration, Schedule, no_words
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment

AHEAD = timedelta(days=3)
MOST_SECONDS = 120
"""What may be asked regularly before one hour; a longer form is asked alone."""


RHYTHMS: dict[str, dict[str, int]] = {
    "phases": {"weekly_for_weeks": 8, "then_every_weeks": 4},
    "every": {"weekly_for_weeks": 0, "then_every_weeks": 0},
}


class CannotAsk(Exception):
    """One plain sentence for the therapist."""


def plan_administration(
    *,
    treatment: Treatment,
    instrument: str,
    appointment: Appointment | None = None,
    opens_at: datetime | None = None,
    send: bool = False,
    by: Actor,
) -> Administration:
    """Plan a form, due before `appointment` when there is one; with `send` the client sees it at once.

    Raises CannotAsk when its words do not come with the product or it is already asked before that hour.
    """
    _check_words(instrument)
    row = Administration(
        practice_id=treatment.practice_id,
        treatment=treatment,
        client=treatment.client,
        instrument=instrument,
        instrument_version=questionnaires.get(instrument).version,
        state=Administration.SENT if send else Administration.PLANNED,
        appointment=appointment,
        opens_at=opens_at or clock.now(),
        due_at=appointment.start_at if appointment else None,
    )
    row.seal_words(keychain(row.scope), no_words())
    try:
        with transaction.atomic():
            row.save()
            audit.record(by=by, verb="plan", on=row, client=row.client_id, detail={"instrument": instrument})
    except IntegrityError:
        raise CannotAsk(_("This form is already asked before that hour.")) from None
    return row


def send_administration(*, administration: Administration, by: Actor) -> Administration:
    """Let the client see a planned form. Raises CannotAsk when it is not planned."""
    with transaction.atomic():
        return _move(administration, Administration.PLANNED, Administration.SENT, "send", by)


def expire_administration(*, administration: Administration, by: Actor) -> Administration:
    """Close a form whose hour has come; what was answered stays. Raises CannotAsk when it is closed."""
    with transaction.atomic():
        return _move(administration, administration.state, Administration.EXPIRED, "expire", by)


def _move(administration: Administration, old: str, new: str, verb: str, by: Actor) -> Administration:
    row = Administration.objects.select_for_update().get(pk=administration.pk)
    if row.state != old or row.state not in (Administration.PLANNED, *Administration.OPEN):
        raise CannotAsk(_("This form has moved on in the meantime."))
    row.state = new
    row.save(update_fields=["state"])
    audit.record(by=by, verb=verb, on=row, client=row.client_id)
    return row


def ask(*, treatment: Treatment, instrument: str, rhythm: str, by: Actor) -> Administration | None:
    """Ask before the next hour: `once`, by `phases`, or before `every` one. Raises CannotAsk as plan does.

    None when what is asked regularly already fills the two minutes before that hour: it waits for the next.
    """
    hour = next_appointment(treatment)
    with transaction.atomic():
        if rhythm in RHYTHMS:
            starts_on = clock.today(treatment.therapist.zone)
            schedule = set_schedule(
                treatment=treatment, instrument=instrument, starts_on=starts_on, by=by, **RHYTHMS[rhythm]
            )
            if hour is not None and not _has_room(schedule, hour):
                return None
        return plan_administration(
            treatment=treatment, instrument=instrument, appointment=hour, send=True, by=by
        )


def ask_as_arranged(*, schedule: Schedule, by: Actor) -> Administration | None:
    """Ask a schedule's form before the next hour, when that is near and the form is due; None otherwise."""
    hour = next_appointment(schedule.treatment)
    if hour is None or hour.start_at > clock.now() + AHEAD:
        return None
    last = queries.asked_before(schedule)
    if last is not None and last >= hour.start_at:
        return None
    zone = ZoneInfo(hour.zone)
    last_day = last.astimezone(zone).date() if last else None
    if not schedule.is_due(hour.start_at.astimezone(zone).date(), last_day):
        return None
    if not _has_room(schedule, hour):
        return None
    return plan_administration(
        treatment=schedule.treatment, instrument=schedule.instrument, appointment=hour, send=True, by=by
    )


def _has_room(schedule: Schedule, hour: Appointment) -> bool:
    """False while the form would make more than two minutes before one hour; it waits for the next."""
    asked = queries.asked_before_hour(schedule.treatment, hour)
    seconds = sum(questionnaires.seconds(code) for code in asked)
    return not seconds or seconds + questionnaires.seconds(schedule.instrument) <= MOST_SECONDS


def next_appointment(treatment: Treatment) -> Appointment | None:
    """The next agreed hour of a treatment, if there is one."""
    rows = Appointment.objects.filter(
        client_id=treatment.client_id,
        therapist_id=treatment.therapist_id,
        state=Appointment.CONFIRMED,
        start_at__gt=clock.now(),
    )
    return rows.order_by("start_at").first()


def set_schedule(
    *,
    treatment: Treatment,
    instrument: str,
    starts_on: date,
    weekly_for_weeks: int = 8,
    then_every_weeks: int = 4,
    by: Actor,
) -> Schedule:
    """Ask a form regularly, in place of an earlier arrangement for it. Raises CannotAsk as plan does."""
    _check_words(instrument)
    if by.user_id is None:
        raise CannotAsk(_("Only a person can arrange what is asked regularly."))
    with transaction.atomic():
        Schedule.objects.filter(treatment=treatment, instrument=instrument, stopped_at=None).update(
            stopped_at=clock.now(), stopped_by=by.user_id
        )
        row = Schedule.objects.create(
            practice_id=treatment.practice_id,
            treatment=treatment,
            instrument=instrument,
            starts_on=starts_on,
            weekly_for_weeks=weekly_for_weeks,
            then_every_weeks=then_every_weeks,
            set_by=by.user_id,
        )
        detail = {"instrument": instrument, "weekly": weekly_for_weeks, "then": then_every_weeks}
        audit.record(by=by, verb="schedule", on=row, client=treatment.client_id, detail=detail)
    return row


def stop_schedule(*, schedule: Schedule, by: Actor) -> Schedule:
    """Ask no longer regularly. Raises CannotAsk when it has been stopped before."""
    with transaction.atomic():
        row = Schedule.objects.select_for_update(of=("self",)).select_related("treatment").get(pk=schedule.pk)
        if row.stopped_at is not None:
            raise CannotAsk(_("This form is no longer asked regularly."))
        row.stopped_at, row.stopped_by = clock.now(), by.user_id
        row.save(update_fields=["stopped_at", "stopped_by"])
        audit.record(by=by, verb="stop", on=row, client=row.treatment.client_id)
    return row


def _check_words(instrument: str) -> None:
    if instrument not in questionnaires.codes():
        raise CannotAsk(_("The words of this form are not here."))
