"""A zone as iCalendar text (VTIMEZONE), so that a reader without our list of zones finds the same instants.

A yearly rule (the second Sunday in March) is written as a rule where the years asked for follow one;
elsewhere every change is listed. Offsets in force before the first change stand at its head.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby

from reverie.timetable import walltime

Change = tuple[int, int, int]
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def vtimezone(zone_name: str, first_year: int, last_year: int) -> list[str]:
    """The unfolded lines of a VTIMEZONE that holds from the beginning of one year to the end of another."""
    changes = walltime.clock_changes(zone_name, first_year, last_year)
    begin = datetime(first_year, 1, 1, tzinfo=UTC)
    offset = walltime.to_wall(walltime.utc_seconds(begin), zone_name) - walltime.utc_seconds(begin)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone_name}", *_observance(zone_name, [], offset, begin)]
    ordered = sorted(changes, key=lambda change: (change[1:], change[0]))
    for _, group in groupby(ordered, key=lambda change: change[1:]):
        lines += _observance(zone_name, list(group), offset, begin)
    return [*lines, "END:VTIMEZONE"]


def _observance(zone_name: str, changes: Sequence[Change], offset: int, begin: datetime) -> list[str]:
    """One STANDARD or DAYLIGHT part: changes between the same two offsets, or what holds at the beginning."""
    before, after = changes[0][1:] if changes else (offset, offset)
    moment = walltime.instant(changes[0][0]) if changes else begin
    walls = [_wall(change) for change in changes] or [begin.replace(tzinfo=None)]
    local = moment.astimezone(walltime.zone(zone_name))
    kind = "DAYLIGHT" if local.dst() else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{walls[0]:%Y%m%dT%H%M%S}",
        *_repeats(walls),
        f"TZOFFSETFROM:{_offset(before)}",
        f"TZOFFSETTO:{_offset(after)}",
        f"TZNAME:{local.tzname()}",
        f"END:{kind}",
    ]


def _wall(change: Change) -> datetime:
    """What the clock showed when it was changed, by the offset before the change."""
    at, before, _ = change
    return walltime.instant(at + before).replace(tzinfo=None)


def _repeats(walls: Sequence[datetime]) -> list[str]:
    if len(walls) == 1:
        return []
    rule = _yearly_rule(walls)
    if rule:
        return [rule]
    return [f"RDATE:{','.join(f'{wall:%Y%m%dT%H%M%S}' for wall in walls[1:])}"]


def _yearly_rule(walls: Sequence[datetime]) -> str:
    """The rule that gives exactly these moments and goes on; empty when there is none."""
    years = [wall.year for wall in walls]
    same = {(wall.month, wall.weekday(), wall.time()) for wall in walls}
    if years != list(range(years[0], years[-1] + 1)) or len(same) > 1 or len(walls) < 4:
        return ""
    from_start = {(wall.day - 1) // 7 + 1 for wall in walls}
    is_last = all((wall + timedelta(days=7)).month != wall.month for wall in walls)
    if len(from_start) > 1 and not is_last:
        return ""
    place = -1 if is_last else from_start.pop()
    return f"RRULE:FREQ=YEARLY;BYMONTH={walls[0].month};BYDAY={place}{DAYS[walls[0].weekday()]}"


def _offset(seconds: int) -> str:
    sign, left = ("-" if seconds < 0 else "+"), abs(seconds)
    text = f"{sign}{left // 3600:02d}{left % 3600 // 60:02d}"
    return text + (f"{left % 60:02d}" if left % 60 else "")
