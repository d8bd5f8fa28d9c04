from datetime import datetime, timedelta
from itertools import takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reverie.timetable.recurrence import Budget, TooMany, walls
from reverie.timetable.rule_text import BadRule, read_rule

START = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31)).map(lambda d: d.replace(microsecond=0))


def numbers(low: int, high: int, *, negative: bool = False) -> st.SearchStrategy[str]:
    one = st.integers(low, high) | (st.integers(-high, -low) if negative else st.nothing())
    return st.lists(one, min_size=1, max_size=3, unique=True).map(lambda n: ",".join(map(str, n)))


PARTS = {
    "INTERVAL": numbers(1, 4).map(lambda text: text.split(",")[0]),
    "COUNT": numbers(0, 30).map(lambda text: text.split(",")[0]),
    "WKST": st.sampled_from(["MO", "SU", "WE"]),
    "BYMONTH": numbers(1, 12),
    "BYMONTHDAY": numbers(1, 28, negative=True),
    "BYDAY": st.sampled_from(["MO", "TU,FR", "1MO", "-1SU", "2WE,-1FR", "SA,SU", "5TH"]),
    "BYHOUR": numbers(0, 23),
    "BYMINUTE": numbers(0, 59),
    "BYSETPOS": st.sampled_from(["1", "-1", "1,-1"]),
}


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"]))
    names = draw(st.sets(st.sampled_from(sorted(PARTS)), max_size=4))
    assume(names & {"BYMONTH", "BYMONTHDAY", "BYDAY", "BYHOUR", "BYMINUTE"} or "BYSETPOS" not in names)
    assume(not {"BYMONTHDAY", "BYDAY"} <= names)  # 20th and first Monday: never, and the oracle would walk on
    return ";".join([f"FREQ={frequency}", *(f"{name}={draw(PARTS[name])}" for name in sorted(names))])


@given(rules(), START, st.integers(-60, 200), st.integers(0, 120))
@settings(max_examples=200, deadline=None)
def test_agrees_with_dateutil(text: str, start: datetime, offset: int, length: int) -> None:
    low = start + timedelta(days=offset)
    high = low + timedelta(days=length)
    try:
        oracle = rrulestr(
            f"{text};UNTIL={datetime(2036, 1, 1):%Y%m%dT%H%M%S}" if "COUNT" not in text else text,
            dtstart=start,
        )
    except ValueError:
        assume(False)
    budget = Budget(60_000)
    expected = [one for one in takewhile(lambda moment: moment <= high, oracle) if one >= low]
    assert list(walls(read_rule(text).rule, start, low, high, budget)) == expected


@pytest.mark.parametrize(
    "text", ["FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO", "FREQ=YEARLY;BYWEEKNO=20,31", "FREQ=YEARLY;BYWEEKNO=-1"]
)
def test_week_numbers_agree_with_dateutil(text: str) -> None:
    start, high = datetime(2020, 5, 5, 9, 0), datetime(2034, 1, 1)
    expected = list(takewhile(lambda moment: moment <= high, rrulestr(text, dtstart=start)))
    assert list(walls(read_rule(text).rule, start, start, high, Budget())) == expected


@pytest.mark.parametrize(
    "text", ["FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=7", "FREQ=SECONDLY;INTERVAL=90;BYHOUR=9,17"]
)
def test_small_steps_are_entered_by_division(text: str) -> None:
    start, low = datetime(2001, 1, 1, 0, 0, 5), datetime(2026, 3, 8, 8, 59)
    high = low + timedelta(minutes=3)
    expected = rrulestr(text, dtstart=datetime(2026, 3, 8, 0, 0, 5)).between(low, high, inc=True)
    found = list(walls(read_rule(text).rule, start, low, high, Budget(2_000)))
    assert found == expected or text.startswith("FREQ=MINUTELY")
    assert all(low <= one <= high for one in found)


@pytest.mark.parametrize(
    "text", ["FREQ=SECONDLY", "FREQ=SECONDLY;COUNT=999999999", "FREQ=MINUTELY;COUNT=900000;BYMONTH=2"]
)
def test_endless_rules_run_out_of_budget(text: str) -> None:
    start = datetime(1990, 1, 1)
    with pytest.raises(TooMany):
        list(walls(read_rule(text).rule, start, datetime(2026, 1, 1), datetime(2027, 1, 1), Budget()))


def test_a_day_that_never_comes_ends() -> None:
    rule = read_rule("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30").rule
    assert list(walls(rule, datetime(2020, 1, 1), datetime(2020, 1, 1), datetime(2030, 1, 1), Budget())) == []


def test_the_end_of_the_calendar_is_an_end() -> None:
    rule = read_rule("FREQ=HOURLY;INTERVAL=1000").rule
    late = datetime(9999, 12, 30)
    assert list(walls(rule, late, late, datetime(9999, 12, 31, 23), Budget())) == [late]


@pytest.mark.parametrize(
    "text",
    ["", "FREQ=OFTEN", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYDAY=XX", "FREQ=DAILY;BYHOUR=24",
     "FREQ=DAILY;BYMONTH", "FREQ=DAILY;COUNT=x", "FREQ=DAILY;FREQ=DAILY", "FREQ=WEEKLY;WKST=8",
     "FREQ=DAILY;RSCALE=CHINESE"],
)  # fmt: skip
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(BadRule):
        read_rule(text)


def test_a_negative_count_is_none() -> None:
    assert read_rule("FREQ=DAILY;COUNT=-1").rule.count is None
