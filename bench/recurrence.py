"""How fast do standing hours become instants? Beside recurring-ical-events on the same calendars.

The rival's calendar is parsed and our rows are read before the clock starts; what is timed is one
question, "what lies between these two instants", as a page asks it, with nothing remembered from an
earlier one. Both answers are compared before anything is timed.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._measuring import Row, Workload, barred, measure, present
from reverie.timetable.standing import Standing, caseload, occurrences

ZONE = "America/New_York"
FIRST = date(2024, 1, 1)
CLIENTS = 30
DAYS = ("MO", "TU", "WE", "TH", "FR")

Between = Callable[[datetime, datetime], list[tuple[datetime, datetime]]]


def fresh(one: Standing) -> Standing:
    """The standing hour as it comes out of its row, with nothing computed yet."""
    return Standing(one.first_day, one.step_days, one.minute, one.zone, one.length)


def standing(number: int) -> Standing:
    """The n-th standing hour of a caseload: another weekday and hour each, every third one bi-weekly."""
    return Standing(
        FIRST + timedelta(days=number % 5), 14 if number % 3 == 2 else 7, 480 + number // 5 * 60, ZONE, 50
    )


def as_calendar(series: list[Standing]) -> bytes:
    """The same standing hours as one iCalendar file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//EN"]
    for number, one in enumerate(series):
        start = datetime.combine(one.first_day, datetime.min.time()) + timedelta(minutes=one.minute)
        every = f"INTERVAL={one.step_days // 7}"
        lines += [
            "BEGIN:VEVENT", f"UID:{number}@bench", "DTSTAMP:20240101T000000Z",
            f"DTSTART;TZID={ZONE}:{start:%Y%m%dT%H%M%S}", f"DURATION:PT{one.length}M",
            f"RRULE:FREQ=WEEKLY;{every};BYDAY={DAYS[one.first_day.weekday()]}", "END:VEVENT",
        ]  # fmt: skip
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def rival(series: list[Standing]) -> Between | None:
    """recurring-ical-events over the same hours, or None where it is not installed."""
    if importlib.util.find_spec("recurring_ical_events") is None:
        return None
    import icalendar
    import recurring_ical_events

    calendar = icalendar.Calendar.from_ical(as_calendar(series))
    return lambda low, high: [
        (event.start, event.end) for event in recurring_ical_events.of(calendar).between(low, high)
    ]


def workload(name: str, series: list[Standing], low: datetime, high: datetime) -> Workload:
    """The hours of these series between two instants. Raises SystemExit when the two answers differ."""
    other = rival(series)
    if len(series) == 1:
        ours = lambda: occurrences(fresh(series[0]), low, high)  # noqa: E731
    else:
        ours = lambda: [hour for hour, _ in caseload(map(fresh, series), low, high)]  # noqa: E731
    if other is not None:
        theirs = sorted((start.astimezone(UTC), end.astimezone(UTC)) for start, end in other(low, high))
        if theirs != sorted((hour.start, hour.end) for hour in ours()):
            raise SystemExit(f"recurrence: the two answers to “{name}” differ.")
    return Workload(name, ours, (lambda: other(low, high)) if other else None)


def lines(is_quick: bool) -> Iterator[Row]:
    """A line a workload."""
    rounds = 3 if is_quick else 9
    start = datetime(2024, 1, 1, tzinfo=UTC)
    ten = start + timedelta(days=3652)
    year_ten = datetime(2033, 1, 3, tzinfo=UTC)
    single, everybody = [standing(0)], [standing(number) for number in range(CLIENTS)]
    decade = workload("ten years of one weekly hour, rival recurring-ical-events", single, start, ten)
    yield barred(measure("recurrence", decade, rounds, repeat=20), faster=40)
    week = workload(
        f"one week of {CLIENTS} standing hours in year ten, rival recurring-ical-events",
        everybody, year_ten, year_ten + timedelta(days=7),
    )  # fmt: skip
    yield barred(measure("recurrence", week, rounds, repeat=50), faster=200)
    year = timedelta(days=364)
    old = Workload(
        "a year of one weekly hour in year ten, limit year one",
        lambda: occurrences(single[0], year_ten, year_ten + year),
        limit=lambda: occurrences(single[0], start, start + year),
    )
    yield barred(measure("recurrence", old, rounds * 30, repeat=20), slower=1.2)


def main(argv: list[str] | None = None) -> int:
    """Print a line a workload."""
    return present("recurrence", "Standing hours as instants, side by side.", lines, argv)


if __name__ == "__main__":
    sys.exit(main())
