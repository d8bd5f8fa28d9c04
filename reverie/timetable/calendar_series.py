"""The occurrences of an .ics file in a period: rules, extra and left-out dates, changed hours."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

import icalendar

from reverie.timetable.calendar_file import (
    CalendarError,
    Entry,
    Time,
    comparable,
    difference,
    in_zone,
    read_entries,
)
from reverie.timetable.recurrence import Budget, TooMany, walls
from reverie.timetable.rule_text import RuleText

MOST_OCCURRENCES = 200_000
_MARGIN = timedelta(days=2)
_FIRST, _LAST = datetime(1, 1, 4), datetime(9999, 12, 28)


class FileOccurrence(NamedTuple):
    """One occurrence: UTC instants and the UID of its event."""

    start: datetime
    end: datetime
    uid: str


class Reading(NamedTuple):
    """Occurrences sorted by start, and sentences about what was mended while reading."""

    occurrences: list[FileOccurrence]
    notes: list[str]


def read_occurrences(
    data: bytes,
    from_utc: datetime,
    to_utc: datetime,
    *,
    floating: tzinfo = UTC,
    busy_only: bool = False,
    most: int = MOST_OCCURRENCES,
) -> Reading:
    """All occurrences of a file that overlap [from_utc, to_utc); cancelled ones are left out.

    A DATE and a time without a zone are read in `floating`; another zone than UTC is noted. `busy_only`
    leaves out events that their owner marked as free time. An end before its start is swapped and noted. An
    event of no length counts when from <= start < to. Raises `CalendarError` for what cannot be read or
    counted.
    """
    entries = [entry for entry in read_entries(data) if entry.takes_time or not busy_only]
    notes = [
        f"event {entry.uid or entry.position + 1}: its end lies before its start; the two were swapped"
        for entry in entries
        if entry.swapped
    ]
    unzoned = sum(1 for entry in entries if not isinstance(entry.start, datetime) or not entry.start.tzinfo)
    if unzoned and floating is not UTC:
        notes.append(f"{unzoned} events name no zone; their times were read as {floating}")
    found: list[FileOccurrence] = []
    for series in _series_of(entries, floating):
        try:
            for start, end in series.between(from_utc, to_utc):
                if len(found) >= most:
                    raise TooMany(f"the file holds more than {most} occurrences in this period")
                found.append(FileOccurrence(start, end, series.uid))
        except TooMany as error:
            raise CalendarError(
                f"event {series.uid}: {error}; ask for a shorter period", name="RRULE"
            ) from None
        except OverflowError:
            raise CalendarError(f"event {series.uid}: it reaches past the year 9999", name="RRULE") from None
    return Reading(sorted(found), notes)


def _series_of(entries: Sequence[Entry], floating: tzinfo) -> list["_Series"]:
    by_uid: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_uid[entry.uid or f"\0{entry.position}"].append(entry)
    return [_Series(group, floating) for group in by_uid.values()]


def _utc(value: Time, floating: tzinfo) -> datetime:
    return in_zone(value, floating).astimezone(UTC)


def _ids(value: Time) -> tuple[datetime, ...]:
    """How an occurrence is named by EXDATE and RECURRENCE-ID: in UTC, and as the wall time; both without a
    zone.
    """
    if not isinstance(value, datetime) or value.tzinfo is None:
        return (in_zone(value, None),)
    return value.astimezone(UTC).replace(tzinfo=None), value.replace(tzinfo=None)


class _Series:
    """The events of one UID: at most one core with rules, and changes to single occurrences."""

    def __init__(self, entries: Sequence[Entry], floating: tzinfo) -> None:
        self.floating = floating
        self.uid = entries[0].uid
        cores = [entry for entry in entries if entry.recurrence_id is None]
        self.core = max(cores, key=lambda entry: entry.sequence) if cores else None
        self.changes: dict[datetime, Entry] = {}
        self.following: list[tuple[datetime, Entry]] = []
        for entry in entries:
            if entry.recurrence_id is None:
                continue
            names = _ids(entry.recurrence_id)
            for name in names:
                held = self.changes.get(name)
                self.changes[name] = entry if held is None or entry.sequence > held.sequence else held
            if entry.this_and_future:
                self.following.append((names[0], self.changes[names[0]]))
        self.following.sort(key=lambda pair: pair[0])
        self.left_out = {name for one in (self.core.exdates if self.core else ()) for name in _ids(one)}

    def between(self, low: datetime, high: datetime) -> Iterator[tuple[datetime, datetime]]:
        for start, end in self._all(low, high):
            begin, finish = _utc(start, self.floating), _utc(end, self.floating)
            if begin < high and (finish > low or begin == finish >= low):
                yield begin, finish

    def _all(self, low: datetime, high: datetime) -> Iterator[tuple[Time, Time]]:
        if self.core is not None:
            yield from self._planned(self.core, low, high)
        for change in {entry.position: entry for entry in self.changes.values()}.values():
            names = _ids(change.recurrence_id) if change.recurrence_id is not None else ()
            if not change.cancelled and not self.left_out.intersection(names):
                yield change.start, change.end

    def _planned(self, core: Entry, low: datetime, high: datetime) -> Iterator[tuple[Time, Time]]:
        """Occurrences at their own place; those that a change replaces are left to it."""
        tz = _zone_of(core)
        whole_days = {one for one in core.exdates if not isinstance(one, datetime)}
        own_length = {name: length for start, length in core.rdates if length for name in _ids(start)}
        seen: set[datetime] = set()
        reach = self._reach(core)
        for start in _starts(core, tz, self.floating, _clamped(low, -reach), _clamped(high, reach)):
            names = _ids(start)
            if start in seen or start.date() in whole_days or self.left_out.intersection(names):
                continue
            seen.add(start)
            if any(name in self.changes for name in names):
                continue
            source, shift = self._source_for(names[0], core)
            if source.cancelled:
                continue
            length = next((own_length[name] for name in names if name in own_length), source.length)
            yield _typed(core, start + shift, start + shift + length)

    def _source_for(self, name: datetime, core: Entry) -> tuple[Entry, timedelta]:
        """The entry whose length and shift hold for this occurrence: the core or a change of this and all
        following.
        """
        source, shift = core, timedelta(0)
        for at, change in self.following:
            if at < name and change.recurrence_id is not None:
                start, planned = comparable((change.start, change.recurrence_id))
                source, shift = change, difference(start, planned)
        return source, shift

    def _reach(self, core: Entry) -> timedelta:
        """How far outside the period an occurrence may be planned and still overlap it."""
        lengths = [entry.length for entry in (core, *(change for _, change in self.following))]
        lengths += [length for _, length in core.rdates if length]
        shifts = [abs(self._source_for(at + timedelta.resolution, core)[1]) for at, _ in self.following]
        return max(lengths) + max(shifts, default=timedelta(0))


def _typed(core: Entry, start: datetime, end: datetime) -> tuple[Time, Time]:
    """Events of whole days stay days, whatever their exceptions carry."""
    if isinstance(core.start, datetime) or isinstance(core.end, datetime):
        return start, end
    return start.date(), end.date()


def _clamped(moment: datetime, shift: timedelta) -> datetime:
    """The naive UTC time, shifted with a margin for zones, kept inside the calendar."""
    naive = moment.replace(tzinfo=None)
    margin = shift + (_MARGIN if shift >= timedelta(0) else -_MARGIN)
    try:
        return max(_FIRST, min(_LAST, naive + margin))
    except OverflowError:
        return _LAST if margin > timedelta(0) else _FIRST


def _zone_of(core: Entry) -> object:
    values = [core.start, core.end, *core.exdates, *(start for start, _ in core.rdates)]
    return next((v.tzinfo for v in values if isinstance(v, datetime) and v.tzinfo is not None), None)


def _starts(core: Entry, tz: object, floating: tzinfo, low: datetime, high: datetime) -> Iterator[datetime]:
    """Planned starts between two naive times (with margin): extra dates, the first one, and what the rules
    give.
    """
    start = in_zone(core.start, tz)
    untils = [_until(rule.until) for rule in core.rules if rule.until]
    for extra, _ in core.rdates:
        yield in_zone(extra, tz)
    if not untils or _utc(start, floating) <= max(untils):
        yield start
    for rule in core.rules:
        yield from _by_rule(rule, start, floating, low, high)


def _by_rule(
    rule: RuleText, start: datetime, floating: tzinfo, low: datetime, high: datetime
) -> Iterator[datetime]:
    bound = _until(rule.until) if rule.until else None
    if bound is not None:
        high = min(high, _clamped(bound, timedelta(0)))
    for wall in walls(rule.rule, start.replace(tzinfo=None), low, high, Budget()):
        moment = wall.replace(tzinfo=start.tzinfo)
        if bound is None or _utc(moment, floating) <= bound:
            yield moment


def _until(text: str) -> datetime:
    """The last instant of a rule. Without a zone it is UTC whatever the event's zone, as readers do."""
    try:
        value = icalendar.vDDDTypes.from_ical(text)  # type: ignore[no-untyped-call]
    except ValueError:
        value = None
    if not isinstance(value, date):
        raise CalendarError(f"UNTIL={text} is not a date", name="RRULE")
    return _utc(value, UTC)
