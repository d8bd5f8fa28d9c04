"""Recurrence rules of RFC 5545 (RRULE) in wall time, with a budget, so that no file can make us count for
ever.

A rule without COUNT is entered at the period asked for, by division; one with COUNT has to be walked from
its start. Where the RFC leaves freedom we read as the common Python readers do: ordinals before a weekday
count only in yearly and monthly rules, and BYSETPOS of a weekly rule counts from the start within its first
week.
"""

from calendar import isleap, monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY, SECONDLY = range(7)
_UNIT = {HOURLY: timedelta(hours=1), MINUTELY: timedelta(minutes=1), SECONDLY: timedelta(seconds=1)}
MOST_STEPS = 400_000
_LAST_ORDINAL = date.max.toordinal()


class TooMany(ValueError):
    """The rule repeats more often than a reader should count."""


class Budget:
    """How many steps of a rule may still be looked at. Raises `TooMany` when it is spent."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.left = steps

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise TooMany("it repeats too often to be counted")


@dataclass(frozen=True)
class Rule:
    """A rule with every default filled in by `with_start`.

    Days of the week: 0 = Monday; `byday` (ordinal or 0, day).
    """

    frequency: int
    interval: int = 1
    count: int | None = None
    week_start: int = 0
    bymonth: frozenset[int] = frozenset()
    bymonthday: frozenset[int] = frozenset()
    byyearday: frozenset[int] = frozenset()
    byweekno: frozenset[int] = frozenset()
    byday: frozenset[tuple[int, int]] = frozenset()
    byhour: Sequence[int] = field(default=())
    byminute: Sequence[int] = field(default=())
    bysecond: Sequence[int] = field(default=())
    bysetpos: Sequence[int] = field(default=())


def with_start(rule: Rule, start: datetime) -> Rule:
    """The rule with what it leaves open taken from its first wall time."""
    changes: dict[str, object] = {}
    if not (rule.byweekno or rule.byyearday or rule.bymonthday or rule.byday):
        if rule.frequency == YEARLY:
            changes |= {
                "bymonth": rule.bymonth or frozenset({start.month}),
                "bymonthday": frozenset({start.day}),
            }
        elif rule.frequency == MONTHLY:
            changes["bymonthday"] = frozenset({start.day})
        elif rule.frequency == WEEKLY:
            changes["byday"] = frozenset({(0, start.weekday())})
    if not rule.byhour and rule.frequency < HOURLY:
        changes["byhour"] = (start.hour,)
    if not rule.byminute and rule.frequency < MINUTELY:
        changes["byminute"] = (start.minute,)
    if not rule.bysecond and rule.frequency < SECONDLY:
        changes["bysecond"] = (start.second,)
    return Rule(**{**rule.__dict__, **changes})


def walls(rule: Rule, start: datetime, low: datetime, high: datetime, budget: Budget) -> Iterator[datetime]:
    """Wall times of the rule in [low, high], sorted, none before `start`; all naive. Raises `TooMany`."""
    full = with_start(rule, start)
    left = full.count
    if left is not None and left < 1:
        return
    enter = start if left is not None else max(start, low)
    for candidates in _periods(full, start, enter, high, budget):
        for wall in candidates:
            if wall < start:
                continue
            if wall > high:
                return
            if wall >= low:
                yield wall
            if left is not None:
                left -= 1
                if not left:
                    return


def _periods(
    rule: Rule, start: datetime, enter: datetime, high: datetime, budget: Budget
) -> Iterator[Sequence[datetime]]:
    """The candidates of each period from the one that holds `enter` to the one that holds `high`."""
    if rule.frequency >= HOURLY:
        yield from _moments(rule, start, enter, high, budget)
        return
    times = [
        time(h, m, s)
        for h in sorted(rule.byhour)
        for m in sorted(rule.byminute)
        for s in sorted(rule.bysecond)
    ]
    for days in _day_sets(rule, start.date(), enter.date(), high.date()):
        budget.spend()
        chosen = [day for day in days if _day_passes(rule, day)]
        yield _positions(rule, [datetime.combine(day, moment) for day in chosen for moment in times])


def _day_sets(rule: Rule, start: date, enter: date, high: date) -> Iterator[Sequence[date]]:
    """The days of each year, month, week or single day the rule visits."""
    step = rule.interval
    if rule.frequency == YEARLY:
        first = start.year + max(0, (enter.year - start.year) // step) * step
        for year in range(first, min(high.year, 9999) + 1, step):
            yield _days(date(year, 1, 1), 366 if isleap(year) else 365)
    elif rule.frequency == MONTHLY:
        origin = start.year * 12 + start.month - 1
        first = origin + max(0, (enter.year * 12 + enter.month - 1 - origin) // step) * step
        for month in range(first, high.year * 12 + high.month, step):
            year, number = month // 12, month % 12 + 1
            yield _days(date(year, number, 1), monthrange(year, number)[1])
    else:
        yield from _weeks_or_days(rule, start.toordinal(), enter.toordinal(), high.toordinal())


def _weeks_or_days(rule: Rule, start: int, enter: int, high: int) -> Iterator[Sequence[date]]:
    if rule.frequency == DAILY:
        first = start + max(0, (enter - start) // rule.interval) * rule.interval
        for day in range(first, high + 1, rule.interval):
            yield [date.fromordinal(day)]
        return
    origin = start - (date.fromordinal(start).weekday() - rule.week_start) % 7
    step = rule.interval * 7
    first = origin + max(0, (enter - origin) // step) * step
    for week in range(first, high + 1, step):
        begin = max(week, start)
        yield [date.fromordinal(day) for day in range(begin, min(week + 7, _LAST_ORDINAL + 1))]


def _days(first: date, count: int) -> list[date]:
    ordinal = first.toordinal()
    return [date.fromordinal(ordinal + n) for n in range(count)]


def _day_passes(rule: Rule, day: date) -> bool:
    if rule.bymonth and day.month not in rule.bymonth:
        return False
    if rule.byweekno and not _week_passes(rule, day):
        return False
    if rule.byday and not _weekday_passes(rule, day):
        return False
    if rule.bymonthday:
        last = monthrange(day.year, day.month)[1]
        if day.day not in rule.bymonthday and day.day - last - 1 not in rule.bymonthday:
            return False
    if rule.byyearday:
        number, last = day.timetuple().tm_yday, 366 if isleap(day.year) else 365
        return number in rule.byyearday or number - last - 1 in rule.byyearday
    return True


def _weekday_passes(rule: Rule, day: date) -> bool:
    for ordinal, weekday in rule.byday:
        if weekday != day.weekday():
            continue
        if not ordinal or rule.frequency > MONTHLY:
            return True
        if rule.frequency == MONTHLY or rule.bymonth:
            position, last = day.day, monthrange(day.year, day.month)[1]
        else:
            position, last = day.timetuple().tm_yday, 366 if isleap(day.year) else 365
        if ordinal in ((position - 1) // 7 + 1, -((last - position) // 7 + 1)):
            return True
    return False


def _week_passes(rule: Rule, day: date) -> bool:
    """Week numbers count from `week_start`; the first week of a year is the first with four days in it."""
    middle = day.toordinal() - (day.weekday() - rule.week_start) % 7 + 3
    year = date.fromordinal(min(middle, _LAST_ORDINAL)).year
    number = (middle - date(year, 1, 1).toordinal()) // 7 + 1
    last = (date(year, 12, 31).toordinal() - middle) // 7 + number
    return number in rule.byweekno or number - last - 1 in rule.byweekno


def _positions(rule: Rule, candidates: list[datetime]) -> list[datetime]:
    if not rule.bysetpos:
        return candidates
    size = len(candidates)
    places = {place - 1 if place > 0 else size + place for place in rule.bysetpos}
    return [candidates[place] for place in sorted(places) if 0 <= place < size]


def _moments(
    rule: Rule, start: datetime, enter: datetime, high: datetime, budget: Budget
) -> Iterator[Sequence[datetime]]:
    """Candidates of hourly to secondly rules; what a filter excludes is jumped over by division."""
    step = _UNIT[rule.frequency] * rule.interval
    parts = {"second": 0, "minute": 0} if rule.frequency == HOURLY else {"second": 0}
    origin = start if rule.frequency == SECONDLY else start.replace(**parts)  # type: ignore[arg-type]
    number = max(0, (enter - origin) // step)
    while True:
        try:
            here = origin + number * step
        except OverflowError:
            return
        if here > high:
            return
        budget.spend()
        skip = _to_next_passing(rule, here)
        if skip is not None:
            number += max(1, -(-skip // step))
            continue
        minutes = sorted(rule.byminute) if rule.frequency == HOURLY else [here.minute]
        seconds = sorted(rule.bysecond) if rule.frequency < SECONDLY else [here.second]
        yield _positions(rule, [here.replace(minute=m, second=s) for m in minutes for s in seconds])
        number += 1


def _to_next_passing(rule: Rule, here: datetime) -> timedelta | None:
    """None when this moment passes the filters, else how far away the next one that could pass is."""
    midnight = datetime.combine(here.date(), time())
    if not _day_passes(rule, here.date()):
        return midnight + timedelta(days=1) - here if here.date() < date.max else timedelta(days=1)
    if rule.byhour and here.hour not in rule.byhour:
        return here.replace(minute=0, second=0) + timedelta(hours=1) - here
    if rule.frequency > HOURLY and rule.byminute and here.minute not in rule.byminute:
        return here.replace(second=0) + timedelta(minutes=1) - here
    if rule.frequency > MINUTELY and rule.bysecond and here.second not in rule.bysecond:
        return timedelta(seconds=1)
    return None
