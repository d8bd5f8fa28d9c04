"""What a practice takes along of its clients beside their records: who, when, how much; nothing clinical."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils.text import slugify

from reverie.accounts.models import Client, Practice, Therapist
from reverie.billing.models import LedgerEntry
from reverie.billing.queries import accounts
from reverie.core import clock
from reverie.core.tables import table
from reverie.interop.calendar_text import calendar
from reverie.scheduling.models import Appointment, Holiday, StandingHour
from reverie.treatment.models import Treatment

ROWS = 20_000
"""Rows of one file: a few megabytes, below what a spreadsheet and a sealed file hold."""
GONE = [Appointment.CANCELLED, Appointment.MOVED]
OVER = {Treatment.ENDED, Treatment.ARCHIVED}


@dataclass(frozen=True)
class Part:
    """One file of the copy: its name, how many rows, and how its text is made."""

    name: str
    rows: int
    text: Callable[[], str]


def parts_of(practice: Practice, until: datetime) -> list[Part]:
    """The files, always in the same order: what was there at `until`, so that a halted copy can go on."""
    clients = Client.objects.filter(practice=practice, created_at__lte=until).order_by("name", "pk")
    people = ("client", "partner", "therapist")
    then = {"practice": practice, "created_at__lte": until}
    standing = StandingHour.objects.filter(**then).select_related(*people).order_by("first_day", "pk")
    hours = Appointment.objects.filter(**then).select_related(*people).order_by("start_at", "pk")
    found = [*_cut("clients", clients, _clients), *_cut("standing-hours", standing, _standing)]
    for year in _years(hours, "wall_start"):
        found += _cut(f"hours-{year}", hours.filter(wall_start__year=year), _hours)
    for therapist in Therapist.objects.filter(practice=practice).order_by("created_at", "pk"):
        mine = hours.filter(therapist=therapist).exclude(state__in=GONE)
        found += _cut(
            f"calendar-{slugify(therapist.name)[:60] or therapist.pk}",
            mine,
            _calendar_of(therapist, standing),
            ending="ics",
        )
    for year in _years(LedgerEntry.objects.filter(practice=practice, entered_at__lte=until), "on"):
        found.append(Part(f"money-{year}.csv", 12, _money(practice, year)))
    return found


def _cut(
    name: str, rows: "QuerySet[Any]", write: Callable[[Any], str], ending: str = "csv"
) -> Iterator[Part]:
    count = rows.count()
    for number, first in enumerate(range(0, max(count, 1), ROWS), 1):
        chosen = rows[first : first + ROWS]
        mark = f"-{number}" if count > ROWS else ""
        yield Part(f"{name}{mark}.{ending}", min(ROWS, count - first), _later(write, chosen))


def _later(write: Callable[[Any], str], rows: "QuerySet[Any]") -> Callable[[], str]:
    return lambda: write(rows)


def _years(rows: "QuerySet[Any]", field: str) -> list[int]:
    return sorted(set(rows.order_by().values_list(f"{field}__year", flat=True).distinct()))


def _clients(rows: QuerySet[Client]) -> str:
    """With the heads that the bringing over of a client list knows."""
    people = list(rows)
    courses: dict[UUID, Treatment] = {}
    found = Treatment.objects.filter(client__in=people).select_related("therapist").order_by("started_on")
    for treatment in found:
        courses[treatment.client_id] = treatment
    head = ["Name", "Email", "Phone", "Date of Birth", "Pronouns", "Zone", "Primary Clinician", "Status"]
    return table(head, [_client(row, courses.get(row.pk)) for row in people])


def _client(row: Client, course: Treatment | None) -> list[object]:
    status = "prospect" if course is None else "archived" if course.state in OVER else "active"
    clinician = course.therapist.name if course else ""
    return [
        row.name, row.email, row.phone, row.born_on or "", row.pronouns, row.zone, clinician, status
    ]  # fmt: skip


def _standing(rows: QuerySet[StandingHour]) -> str:
    steps = {7: "weekly", 14: "biweekly"}
    head = ["Client", "Second Person", "Therapist", "Date", "Start Time", "Duration", "Zone"]
    return table(
        [*head, "Repeats", "Until", "Place"],
        (
            [
                row.client.name, row.partner.name if row.partner else "", row.therapist.name, row.first_day,
                f"{row.start_minute // 60:02}:{row.start_minute % 60:02}", row.minutes, row.zone,
                steps.get(row.step_days, f"every {row.step_days} days"), row.last_day or "", row.place,
            ]
            for row in rows
        ),
    )  # fmt: skip


def _hours(rows: QuerySet[Appointment]) -> str:
    head = [
        "Client",
        "Second Person",
        "Therapist",
        "Date",
        "Start Time",
        "Duration",
        "Zone",
        "Place",
        "State",
    ]
    return table(
        head,
        (
            [
                row.client.name, row.partner.name if row.partner else "", row.therapist.name,
                row.wall_start.date(), f"{row.wall_start:%H:%M}", row.minutes, row.zone, row.place, row.state,
            ]
            for row in rows
        ),
    )  # fmt: skip


def _calendar_of(
    therapist: Therapist, standing: QuerySet[StandingHour]
) -> Callable[[QuerySet[Appointment]], str]:
    """Hours that stand, one by one; standing ones as repeating events from where no single one is yet."""

    def write(rows: QuerySet[Appointment]) -> str:
        last = dict(
            Appointment.objects.filter(therapist=therapist, planned_day__isnull=False)
            .order_by().values_list("standing_hour").annotate(Max("planned_day"))
        )  # fmt: skip
        going_on = [(row, _next(row, last.get(row.pk))) for row in standing.filter(therapist=therapist)]
        ahead = [(row, day) for row, day in going_on if row.last_day is None or day <= row.last_day]
        holidays = Holiday.objects.filter(practice=therapist.practice_id)
        return calendar(rows, ahead, holidays, clock.now().year)

    return write


def _next(row: StandingHour, last: date | None) -> date:
    return row.first_day if last is None else last + timedelta(days=row.step_days)


def _money(practice: Practice, year: int) -> Callable[[], str]:
    """The sums of each month, as the accountant gets them."""
    return lambda: accounts.totals_csv(accounts.totals(practice, year), year, practice.currency)
