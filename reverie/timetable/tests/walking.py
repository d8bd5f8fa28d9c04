"""The slow oracle of these tests: it walks minute by minute and day by day with zoneinfo alone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from reverie.timetable.standing import Occurrence, Standing
from reverie.timetable.week import Week

MINUTE = timedelta(minutes=1)


def instant(day: date, minute: int, zone: str) -> datetime:
    """Wall time to UTC as zoneinfo reads it with fold=0."""
    local = datetime.combine(day, time()) + timedelta(minutes=minute)
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def occurrences(standing: Standing, low: datetime, high: datetime) -> list[Occurrence]:
    """Every hour from the first day on, one by one."""
    found, day = [], standing.first_day  # moves reach back from afar: walk to the end
    while day < date(2030, 1, 1) and (standing.last_day is None or day <= standing.last_day):
        to = standing.exceptions.get(day) if day in standing.exceptions else None
        if day not in standing.exceptions or to is not None:
            on, minute = (to.day, to.minute) if to else (day, standing.minute)
            length = to.length if to and to.length else standing.length
            start = instant(on, minute, standing.zone)
            if start < high and start + timedelta(minutes=length) > low:
                found.append(Occurrence(start, start + timedelta(minutes=length), day))
        day += timedelta(days=standing.step_days)
    return sorted(found)


def spans(week: Week, first: date, days: int) -> Iterator[tuple[datetime, datetime]]:
    """Open windows as instants, day by day."""
    for day in (first + timedelta(days=n) for n in range(days)):
        if any(a <= day <= b for a, b in week.closed):
            continue
        for start, end in week.exceptions.get(day, week.weekly.get(day.weekday(), ())):
            yield instant(day, start, week.zone), instant(day, end, week.zone)


def is_free(start: datetime, minutes: int, open_spans: list, booked: list) -> bool:
    """Whether every minute of a meeting lies in some window and in no booking."""
    whole = [start + n * MINUTE for n in range(minutes)]
    return all(
        any(a <= m and m + MINUTE <= b for a, b in open_spans)
        and not any(a < m + MINUTE and b > m for a, b in booked)
        for m in whole
    )
