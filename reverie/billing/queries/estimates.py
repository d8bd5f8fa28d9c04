"""Estimates beside what was charged, and those that are owed to somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Sum

from reverie.billing import arithmetic
from reverie.billing.arithmetic import Comparison
from reverie.billing.models import Document, EstimateFigures, LedgerEntry
from reverie.billing.queries.terms import agreed_on
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Frame, Treatment


@dataclass(frozen=True)
class Compared:
    """One estimate in force, and how what was charged compares with it."""

    figures: EstimateFigures
    comparison: Comparison


@dataclass(frozen=True)
class Owed:
    """A treatment whose frame has no estimate: due on a day; `is_new` is False after a change."""

    treatment: Treatment
    frame: Frame
    due: date
    is_new: bool


def latest_of(treatment: Treatment) -> Document | None:
    """The estimate of a treatment that nothing has replaced."""
    figures = EstimateFigures.objects.filter(treatment=treatment, document__replaced_by=None)
    found = figures.select_related("document").order_by("-document__issued_at").first()
    return found.document if found else None


def compared(practice: UUID, today: date, *, client: UUID | None = None) -> list[Compared]:
    """Every estimate in force on `today` beside the charges of its period; two queries."""
    rows = EstimateFigures.objects.filter(
        document__practice_id=practice, document__replaced_by=None, document__last_day__gte=today
    )
    if client is not None:
        rows = rows.filter(document__client_id=client)
    rows = rows.select_related("document", "treatment__client", "frame")
    found = list(rows)
    sums = _charged(found)
    return [Compared(row, arithmetic.compare(row.as_estimate(), sums.get(row.pk, 0), today)) for row in found]


def _charged(rows: Iterable[EstimateFigures]) -> dict[UUID, int]:
    """Figures -> cents charged in their period, in one query."""
    by_treatment = {row.treatment_id: row for row in rows}
    entries = LedgerEntry.objects.filter(
        charge__treatment__in=by_treatment,
        kind__in=[arithmetic.CHARGE, arithmetic.MAKE_UP, arithmetic.FORFEIT],
    )
    days = entries.values_list("charge__treatment", "on").annotate(sum=Sum("cents")).order_by()
    found: dict[UUID, int] = {}
    for treatment, on, cents in days:
        row = by_treatment[treatment]
        if row.document.first_day <= on <= row.document.last_day:
            found[row.pk] = found.get(row.pk, 0) + cents
    return found


def owed(practice: UUID, today: date) -> list[Owed]:
    """Treatments under way whose frame in force has no estimate, with the day by which one is due."""
    going_on = Treatment.objects.filter(
        practice_id=practice, state__in=[Treatment.ACTIVE, Treatment.ENDING, Treatment.OFFERED]
    )
    covered = EstimateFigures.objects.filter(
        frame=OuterRef("pk"), document__replaced_by=None, document__last_day__gte=today
    )
    frames = Frame.objects.filter(
        treatment__in=going_on, client_agreed_at__isnull=False, therapist_agreed_at__isnull=False
    )
    frames = frames.annotate(has=Exists(covered)).select_related("treatment__client").order_by("number")
    latest = {row.treatment_id: row for row in frames}
    bare = {pk: row for pk, row in latest.items() if not row.has}
    known = set(EstimateFigures.objects.filter(treatment__in=bare).values_list("treatment", flat=True))
    firsts = _first_hours(bare.values(), today)
    return [
        Owed(
            row.treatment,
            row,
            arithmetic.estimate_due(agreed_on(row), firsts.get(row.treatment.client_id)),
            pk not in known,
        )
        for pk, row in bare.items()
    ]


def _first_hours(frames: Iterable[Frame], today: date) -> dict[UUID, date]:
    """Client -> day of the first hour ahead, in one query."""
    clients = [row.treatment.client_id for row in frames]
    rows = Appointment.objects.filter(
        client__in=clients, state=Appointment.CONFIRMED, wall_start__date__gte=today
    )
    found: dict[UUID, date] = {}
    for client, start in rows.order_by("-wall_start").values_list("client_id", "wall_start"):
        found[client] = start.date()
    return found
