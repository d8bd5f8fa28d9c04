"""From wall times in an IANA zone to instants, by one rule for every caller.

The rule (RFC 5545, section 3.3.5): a wall time is read with the offset in force *before* the nearest
change. In the gap of a spring change 02:30 therefore names the instant of 03:30; in the fold of an autumn
change it names the first of the two. `require_real` refuses a gap at the moment an hour is agreed; hours
generated years later follow the rule, so that a series never loses an hour.

Wall seconds and UTC seconds are integers counted from 1970-01-01 00:00, in the zone and in UTC.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()

_FIXED = re.compile(r"^Etc/|^(GMT|UTC?)([+-]?\d+)?$|^(EST|MST|HST)$", re.IGNORECASE)


class UnknownZone(ValueError):
    """The zone is not in the IANA list, or is a bare offset where a place is needed."""


class NoSuchWallTime(ValueError):
    """The clocks skip this wall time on this day."""


@cache
def zone(name: str) -> ZoneInfo:
    """The IANA zone of that name; `UnknownZone` for a misspelling."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownZone(f"{name!r} is not a zone of the IANA list, such as America/New_York.") from None


def require_place(name: str) -> None:
    """Refuse a zone without a place, such as `Etc/GMT+5`: a practice has clock changes.

    Raises `UnknownZone`.
    """
    zone(name)
    if _FIXED.match(name):
        raise UnknownZone(f"{name} is a fixed offset; choose the zone of a place, such as America/New_York.")


def wall_seconds(day: date, minute: int) -> int:
    """Wall seconds of a minute (0 to 1440 and beyond) counted from the midnight that begins the day."""
    return (day.toordinal() - EPOCH_ORDINAL) * DAY + minute * 60


def utc_seconds(moment: datetime) -> int:
    """UTC seconds of an aware instant; part seconds are dropped downwards."""
    delta = moment - EPOCH
    return delta.days * DAY + delta.seconds


def instant(seconds: int) -> datetime:
    """The aware UTC datetime of UTC seconds."""
    return EPOCH + timedelta(seconds=seconds)


@lru_cache(maxsize=8192)
def _changes_of(zone_name: str, year: int) -> tuple[tuple[int, int, int], ...]:
    """The clock changes of one UTC year: (UTC seconds, offset before, offset after), in order."""
    tz = zone(zone_name)

    def offset(seconds: int) -> int:
        shift = instant(seconds).astimezone(tz).utcoffset()
        return shift.days * DAY + shift.seconds if shift is not None else 0

    first = wall_seconds(date(year, 1, 1), 0)
    last = wall_seconds(date(year, 12, 31), 0) if year == 9999 else wall_seconds(date(year + 1, 1, 1), 0)
    found = []
    low, before = first, offset(first)
    for high in [*range(first + DAY, last, DAY), last]:
        after = offset(high)
        if after != before:
            found.append((_bisect_change(low, high, before, offset), before, after))
        low, before = high, after
    return tuple(found)


def clock_changes(zone_name: str, first_year: int, last_year: int) -> list[tuple[int, int, int]]:
    """All clock changes of these UTC years, both included: (UTC seconds, offset before, offset after)."""
    return [change for year in range(first_year, last_year + 1) for change in _changes_of(zone_name, year)]


def _bisect_change(low: int, high: int, before: int, offset: Callable[[int], int]) -> int:
    """The first UTC second after `low`, up to `high`, whose offset differs from `before`."""
    while high - low > 1:
        middle = (low + high) // 2
        if offset(middle) == before:
            low = middle
        else:
            high = middle
    return high


@lru_cache(maxsize=8192)
def _offsets_around(zone_name: str, year: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Wall seconds at which each offset ends, and the offsets, for wall times of that year."""
    years = [y for y in (year - 1, year, year + 1) if 2 <= y <= 9998]
    changes = [change for y in years for change in _changes_of(zone_name, y)]
    if not changes:
        middle = instant(wall_seconds(date(year, 7, 1), 0)).astimezone(zone(zone_name)).utcoffset()
        return (), (int(middle.total_seconds()) if middle is not None else 0,)
    ends = tuple(at + max(before, after) for at, before, after in changes)
    return ends, (changes[0][1], *(after for _, _, after in changes))


def _year_of(wall: int) -> int:
    return date.fromordinal(wall // DAY + EPOCH_ORDINAL).year


def to_utc(wall: int, zone_name: str) -> int:
    """UTC seconds of wall seconds in the zone, by the rule of this module."""
    ends, offsets = _offsets_around(zone_name, _year_of(wall))
    return wall - offsets[bisect_right(ends, wall)]


def minute_of_day(day: date, minute: int, zone_name: str) -> int:
    """UTC seconds of a minute (0 to 1440) of a wall day, by the rule of this module."""
    number = day.toordinal() - EPOCH_ORDINAL
    only = _only_offset(number, number + 1, zone_name)
    wall = number * DAY + minute * 60
    return to_utc(wall, zone_name) if only is None else wall - only


def to_wall(utc: int, zone_name: str) -> int:
    """Wall seconds that a clock in the zone shows at that UTC second."""
    shift = instant(utc).astimezone(zone(zone_name)).utcoffset()
    return utc + int(shift.total_seconds()) if shift is not None else utc


@lru_cache(maxsize=8192)
def _only_offset(first_day: int, last_day: int, zone_name: str) -> int | None:
    """The offset that holds from one wall day (counted from 1970) to another; None when it changes."""
    first, last = first_day * DAY, last_day * DAY + DAY - 1
    if last_day - first_day > 366:
        return None
    ends, offsets = _offsets_around(zone_name, _year_of(first))
    place = bisect_right(ends, first)
    # The table reaches to the end of the year that follows.
    return offsets[place] if place == len(ends) or ends[place] > last else None


def offset_spans(first: int, last: int, zone_name: str) -> list[tuple[int, int, int]]:
    """Cut the wall seconds [first, last] into (from, to, offset) pieces of one offset each; `to` is
    excluded.
    """
    only = _only_offset(first // DAY, last // DAY, zone_name)
    if only is not None:
        return [(first, last + 1, only)]
    spans: list[tuple[int, int, int]] = []
    for year in range(_year_of(first), _year_of(last) + 1):
        ends, offsets = _offsets_around(zone_name, year)
        year_end = last + 1 if year == _year_of(last) else wall_seconds(date(year + 1, 1, 1), 0)
        low = max(first, wall_seconds(date(year, 1, 1), 0))
        place = bisect_right(ends, low)
        while low < year_end:
            high = min(ends[place], year_end) if place < len(ends) else year_end
            if spans and spans[-1][2] == offsets[place]:  # the new year alone is no change
                low = spans.pop()[0]
            spans.append((low, high, offsets[place]))
            low, place = high, place + 1
    return spans


def at(day: date, minute: int, zone_name: str) -> datetime:
    """The instant (aware, UTC) of a wall time, minute counted from midnight, by the rule of this module."""
    return instant(to_utc(wall_seconds(day, minute), zone_name))


def is_in_gap(day: date, minute: int, zone_name: str) -> bool:
    """Whether the clocks skip this wall time on this day."""
    wall = wall_seconds(day, minute)
    return to_wall(to_utc(wall, zone_name), zone_name) != wall


def is_in_fold(day: date, minute: int, zone_name: str) -> bool:
    """Whether this wall time happens twice on this day; the rule reads the first."""
    wall = wall_seconds(day, minute)
    first = to_utc(wall, zone_name)
    tz = zone(zone_name)
    local = datetime.fromordinal(day.toordinal()) + timedelta(minutes=minute)
    second = utc_seconds(local.replace(tzinfo=tz, fold=1).astimezone(UTC))
    return second > first


def require_real(day: date, minute: int, zone_name: str) -> None:
    """Refuse a wall time in the gap: call this when an hour is agreed. Raises `NoSuchWallTime`."""
    if is_in_gap(day, minute, zone_name):
        real = to_wall(to_utc(wall_seconds(day, minute), zone_name), zone_name) % DAY // 60
        raise NoSuchWallTime(
            f"{minute // 60:02d}:{minute % 60:02d} on {day:%A, %B} {day.day}, {day.year} does not exist in "
            f"{zone_name}: the clocks are set forward past it. "
            f"Choose another time, such as {real // 60:02d}:{real % 60:02d}."
        )


def local_minute(moment: datetime, zone_name: str) -> int:
    """The minute of the day that a clock in the zone shows at this instant."""
    local = moment.astimezone(zone(zone_name))
    return local.hour * 60 + local.minute
