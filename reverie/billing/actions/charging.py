"""From hours to charges: made by rule and once, repaired by night, confirmed by a person."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice
from reverie.billing import arithmetic
from reverie.billing.actions.entering import enter, locked
from reverie.billing.actions.refusals import CannotCharge
from reverie.billing.arithmetic import CHARGED, WAIVED, Absence
from reverie.billing.models import Charge, Reduction, ServiceCode
from reverie.billing.queries import terms as rules
from reverie.core import audit, clock, dates
from reverie.core.policy import Actor
from reverie.record.models import Session
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Break, Treatment, latest_first

FACTS = (
    "kind", "session", "on", "minutes", "place", "outcome", "grounds", "fee_cents", "reduced_cents",
    "amount_cents", "code", "label",
)  # fmt: skip


def charge_session(*, session: Session, by: Actor) -> Charge | None:
    """The charge of a signed session: made once, however often this is called.

    None when there is nothing to charge: money is not set up for that day, or the therapist was absent.
    A charge that nobody confirmed yet is brought in line with what was signed.
    """
    session = Session.objects.select_related("treatment", "appointment", "practice").get(pk=session.pk)
    head = rules.letterhead_of(session.practice_id)
    day = dates.local(session.started_at, session.zone).date()
    if not session.is_locked or head is None or day < head.starts_on:
        return None
    if session.attendance == Session.THERAPIST_ABSENT:
        return None
    facts = _session_facts(session, day)
    source = f"hour:{session.appointment_id}" if session.appointment_id else f"session:{session.pk}"
    return _made(source, session.treatment, session.appointment, facts, by)


def charge_missed(*, appointment: Appointment, by: Actor) -> Charge | None:
    """The charge of an hour that was missed without a session, by the frame's rule; made once.

    None when it is not over, when a session was opened for it, or when the client had no part in it.
    """
    rows = Appointment.objects.select_related("practice", "therapist")
    appointment = rows.get(pk=appointment.pk)
    treatment = _treatment_of(appointment)
    head = rules.letterhead_of(appointment.practice_id)
    if treatment is None or head is None or appointment.wall_day < head.starts_on:
        return None
    if appointment.end_at > clock.now() or not _is_missed(appointment):
        return None
    if Session.objects.filter(appointment=appointment).exists():
        return None
    facts = _missed_facts(treatment, appointment.wall_day, _absence(treatment, appointment))
    facts |= {"minutes": appointment.minutes, "place": appointment.place, "session": None}
    return _made(f"hour:{appointment.pk}", treatment, appointment, facts, by)


def reconcile(*, practice: Practice, by: Actor) -> int:
    """Make every charge that is missing, and bring unconfirmed ones in line; returns how many were made.

    One transaction a client: done again after a halt, it goes on where it was.
    """
    before = Charge.objects.filter(practice=practice).count()
    sessions, hours = sessions_to_charge(practice), hours_to_charge(practice)
    clients = {*sessions.values_list("client", flat=True), *hours.values_list("client", flat=True)}
    for client in sorted(clients):
        with transaction.atomic():
            for session in sessions.filter(client=client):
                charge_session(session=session, by=by)
            for appointment in hours.filter(client=client):
                charge_missed(appointment=appointment, by=by)
    return Charge.objects.filter(practice=practice).count() - before


def sessions_to_charge(practice: Practice) -> QuerySet[Session]:
    """Signed sessions without a confirmed charge, from the first day that money is charged for."""
    head = rules.letterhead_of(practice)
    closed = Charge.objects.filter(session=OuterRef("pk"), confirmed_at__isnull=False)
    rows = Session.objects.filter(practice=practice, locked_at__isnull=False).exclude(Exists(closed))
    rows = rows.exclude(attendance=Session.THERAPIST_ABSENT)
    return rows.filter(started_at__date__gte=head.starts_on) if head else rows.none()


def hours_to_charge(practice: Practice) -> QuerySet[Appointment]:
    """Missed hours that are over, without a session and without a confirmed charge."""
    head = rules.letterhead_of(practice)
    closed = Charge.objects.filter(appointment=OuterRef("pk"), confirmed_at__isnull=False)
    opened = Session.objects.filter(appointment=OuterRef("pk"))
    missed = Q(state=Appointment.CLIENT_ABSENT) | Q(state=Appointment.CANCELLED, cancelled_side="client")
    rows = Appointment.objects.filter(missed, practice=practice, end_at__lte=clock.now())
    rows = rows.exclude(Exists(closed)).exclude(Exists(opened))
    return rows.filter(wall_start__date__gte=head.starts_on) if head else rows.none()


@transaction.atomic
def confirm_charge(
    *,
    charge: Charge,
    code: ServiceCode | None = None,
    outcome: str = "",
    reduced_cents: int | None = None,
    by: Actor,
) -> Charge:
    """A person has looked at it: it enters the ledger and is closed.

    `code` is a session's code (None: none). `outcome` may differ from the rule for a missed hour. Raises
    CannotCharge.
    """
    client = locked(charge.client)
    charge = Charge.objects.select_for_update().get(pk=charge.pk)
    if charge.is_confirmed:
        raise CannotCharge(_("This hour was confirmed already. Correct it with a credit note."))
    _refuse_changes(charge, code, outcome, reduced_cents)
    charge.code, charge.label = (code.code, code.label) if code else ("", "")
    charge.outcome = outcome or charge.outcome
    charge.reduced_cents = charge.reduced_cents if reduced_cents is None else reduced_cents
    charge.amount_cents = arithmetic.amount_of(charge.fee_cents, charge.reduced_cents, charge.outcome)
    charge.confirmed_at, charge.confirmed_by = clock.now(), by.user_id
    charge.save()
    for row in arithmetic.entries_of(charge.amount_cents, charge.outcome):
        enter(client=client, kind=row.kind, cents=row.cents, on=charge.on, charge=charge, by=by)
    detail = {"code": charge.code, "outcome": charge.outcome, "cents": charge.amount_cents}
    audit.record(by=by, verb="confirm_charge", on=charge, client=charge.client_id, detail=detail)
    return charge


@transaction.atomic
def confirm_as_proposed(*, charges: QuerySet[Charge], by: Actor) -> int:
    """Confirm what the rules propose, for all of `charges` that are open; returns how many.

    Raises CannotCharge, and confirms none, when a code was taken out of use since it was proposed.
    """
    rows = list(charges.filter(confirmed_at=None).order_by("client", "on"))
    codes: dict[tuple[str, str], ServiceCode] = {}
    for line in rules.codes_in_use(rows[0].practice_id) if rows else []:
        codes[line.code, line.label] = line
    for charge in rows:
        if charge.code and (charge.code, charge.label) not in codes:
            raise CannotCharge(
                _("The code %(code)s, proposed for %(day)s, is out of use now. Look at that hour by itself.")
                % {"code": charge.code, "day": dates.short_day(charge.on, "UTC")}
            )
        confirm_charge(charge=charge, code=codes.get((charge.code, charge.label)), by=by)
    return len(rows)


@transaction.atomic
def grant_reduction(
    *, treatment: Treatment, valid_from: date, cents: int, reason: str, by: Actor
) -> Reduction:
    """So many cents less for each hour from a day on; 0 ends an earlier reduction. Raises CannotCharge."""
    treatment = Treatment.objects.select_for_update().get(pk=treatment.pk)
    if valid_from < clock.today(treatment.practice.zone):
        raise CannotCharge(_("A reduction holds from today or later; hours that are over keep their fee."))
    if treatment.reductions.filter(valid_from__gte=valid_from).exists():
        raise CannotCharge(_("Another reduction begins on that day or later. Choose a later first day."))
    terms = rules.terms_on(treatment, valid_from)
    if terms is not None and cents > terms.fee_cents:
        raise CannotCharge(_("That is more than the fee itself."))
    row = Reduction(treatment=treatment, valid_from=valid_from, cents=cents, granted_by=by.user_id)
    row.seal_words(row.chain(), {"reason": reason.strip()})
    row.save(force_insert=True)
    detail = {"cents": cents, "from": str(valid_from), "words": row.digest()}
    audit.record(by=by, verb="grant_reduction", on=row, client=treatment.client_id, detail=detail)
    return row


def _made(
    source: str, treatment: Treatment, appointment: Appointment | None, facts: dict[str, Any], by: Actor
) -> Charge:
    """The charge of this source: the one that is there, brought in line while it is open, or a new one."""
    with transaction.atomic():
        known = Charge.objects.select_for_update().filter(source=source).first()
        if known is not None:
            return known if known.is_confirmed else _in_line(known, facts, by)
        row = Charge(
            practice_id=treatment.practice_id,
            client_id=treatment.client_id,
            therapist_id=treatment.therapist_id,
            treatment=treatment,
            source=source,
            appointment=appointment,
            currency=treatment.practice.currency,
            **facts,
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:  # another worker was there first
            return Charge.objects.get(source=source)
        detail = {"kind": row.kind, "outcome": row.outcome, "cents": row.amount_cents}
        audit.record(by=by, verb="charge", on=row, client=row.client_id, detail=detail)
        return row


def _in_line(charge: Charge, facts: dict[str, Any], by: Actor) -> Charge:
    changed = [name for name in FACTS if getattr(charge, name) != facts[name]]
    if changed:
        for name in changed:
            setattr(charge, name, facts[name])
        charge.save(update_fields=changed)
        audit.record(by=by, verb="charge", on=charge, client=charge.client_id, detail={"changed": changed})
    return charge


def _session_facts(session: Session, day: date) -> dict[str, Any]:
    if session.attendance == Session.ABSENT:
        facts = _missed_facts(session.treatment, day, Absence("client"))
    else:
        is_first = session.appointment is not None and session.appointment.kind == "consultation"
        codes = rules.codes_in_use(session.practice_id)
        code = rules.proposed_code(codes, session.minutes, is_first=is_first)
        facts = _priced(session.treatment, day, CHARGED) | {
            "kind": Charge.SESSION,
            "grounds": "minutes" if code else "no_code",
            "code": code.code if code else "",
            "label": code.label if code else "",
        }
    return facts | {"session": session, "minutes": session.minutes, "place": session.place}


def _missed_facts(treatment: Treatment, day: date, absence: Absence) -> dict[str, Any]:
    terms = rules.terms_on(treatment, day)
    outcome, grounds = arithmetic.outcome_of(terms.absence_rule if terms else "", absence)
    priced = _priced(treatment, day, outcome)
    return priced | {"kind": Charge.MISSED, "grounds": grounds, "code": "", "label": ""}


def _priced(treatment: Treatment, day: date, outcome: str) -> dict[str, Any]:
    terms = rules.terms_on(treatment, day)
    fee = terms.fee_cents if terms else 0
    reduced = min(rules.reduction_on(treatment, day), fee)
    amount = arithmetic.amount_of(fee, reduced, outcome)
    return {"on": day, "outcome": outcome, "fee_cents": fee, "reduced_cents": reduced, "amount_cents": amount}


def _is_missed(appointment: Appointment) -> bool:
    if appointment.state == Appointment.CANCELLED:
        return appointment.cancelled_side == "client"
    return appointment.state == Appointment.CLIENT_ABSENT


def _absence(treatment: Treatment, appointment: Appointment) -> Absence:
    day = appointment.wall_day
    told = Break.objects.filter(
        treatment=treatment, told_on__isnull=False, first_day__lte=day, last_day__gte=day
    )
    return Absence(
        side=appointment.cancelled_side or "client",
        in_notice=bool(appointment.is_in_notice),
        refilled=appointment.refilled_by_id is not None,
        told_break=told.exists(),
    )


def _treatment_of(appointment: Appointment) -> Treatment | None:
    """The treatment of these two people that the hour belongs to: the latest that had begun by then."""
    rows = Treatment.objects.select_related("practice").filter(
        client_id=appointment.client_id,
        therapist_id=appointment.therapist_id,
        started_on__lte=appointment.wall_day,
    )
    return latest_first(rows).first()


def _refuse_changes(
    charge: Charge, code: ServiceCode | None, outcome: str, reduced_cents: int | None
) -> None:
    if code is not None and (charge.kind == Charge.MISSED or code.practice_id != charge.practice_id):
        raise CannotCharge(_("A missed hour is no service and bears no code."))
    if outcome and outcome not in (CHARGED, WAIVED, arithmetic.CREDIT):
        raise CannotCharge(_("Choose what becomes of this hour: paid, not paid, or put to credit."))
    if outcome == arithmetic.CREDIT and charge.kind == Charge.SESSION:
        raise CannotCharge(_("Only a missed hour can be put to credit."))
    if reduced_cents is not None and not 0 <= reduced_cents <= charge.fee_cents:
        raise CannotCharge(_("An hour cannot cost less than nothing or more than its fee."))
