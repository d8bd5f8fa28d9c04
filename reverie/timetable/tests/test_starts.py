from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverie.timetable.starts import BadSpec, read_spec, starts
from reverie.timetable.tests import walking
from reverie.timetable.tests.test_walltime import ZONES

SPEC = {
    "zone": "America/New_York",
    "from": "2027-02-15",
    "to": "2027-02-17",
    "minutes": 50,
    "step": 30,
    "weekly": [{"weekday": 0, "start": "09:00", "end": "12:00"}],
    "exceptions": [{"date": "2027-02-16", "windows": [["22:20", "24:00"]]}],
    "booked": [["2027-02-15T14:00Z", "2027-02-15T15:00Z"]],
}
CHANGE_DAYS = [date(2026, 3, 7), date(2026, 3, 28), date(2026, 10, 3), date(2026, 10, 24), date(2028, 2, 28)]


def clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def test_example_by_hand() -> None:
    assert [f"{one:%dT%H:%M}" for one in starts(read_spec(SPEC))] == [
        "15T15:00", "15T15:30", "15T16:00", "17T03:20", "17T03:50",
    ]  # fmt: skip


@st.composite
def descriptions(draw: st.DrawFn) -> dict:
    minutes = st.tuples(st.integers(0, 1380), st.integers(1, 400))
    pairs = [(clock(a), clock(min(1440, a + n))) for a, n in draw(st.lists(minutes, min_size=1, max_size=6))]
    weekly = [{"weekday": draw(st.integers(0, 6)), "start": a, "end": b} for a, b in pairs]
    first = draw(st.sampled_from(CHANGE_DAYS))
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
    spans = draw(st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 90)), max_size=4))
    booked = [[(begin + timedelta(minutes=m)).isoformat() for m in (a, a + n)] for a, n in spans]
    return SPEC | {
        "zone": draw(st.sampled_from(ZONES)), "from": str(first), "to": str(first + timedelta(days=4)),
        "weekly": weekly, "exceptions": [], "booked": booked,
        "minutes": draw(st.integers(1, 120)), "step": draw(st.integers(5, 60)),
    }  # fmt: skip


@given(descriptions())
@settings(max_examples=120, deadline=None)
def test_starts_are_what_walking_finds(data: dict) -> None:
    spec, found = read_spec(data), set()
    booked = [tuple(datetime.fromisoformat(one) for one in pair) for pair in data["booked"]]
    for low, high in walking.spans(spec.week, spec.first, 4):
        start = low
        while start + timedelta(minutes=spec.minutes) <= high:
            end = start + timedelta(minutes=spec.minutes)
            if not any(a < end and b > start for a, b in booked):
                found.add(start)
            start += timedelta(minutes=spec.step)
    assert starts(spec) == sorted(found)


def test_overlapping_windows_give_each_start_once() -> None:
    twice = SPEC | {"weekly": SPEC["weekly"] * 2, "booked": [], "exceptions": []}
    assert len(starts(read_spec(twice))) == 5


def test_no_windows_close_the_day() -> None:
    assert starts(read_spec(SPEC | {"exceptions": [{"date": "2027-02-15", "windows": []}]})) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"zone": "Mars/Olympus"}, "zone: 'Mars/Olympus' is not"),
        ({"zone": 3}, "zone: must be"),
        ({"from": "2027-02-30"}, "from: must be a day"),
        ({"to": "2027-02-14"}, "to: 2027-02-14 lies before"),
        ({"to": "2099-02-14"}, "to: ask for at most"),
        ({"minutes": 0}, "minutes: must be a whole number"),
        ({"minutes": True}, "minutes: must be a whole number"),
        ({"step": 1.5}, "step: must be a whole number"),
        ({"weekly": {}}, "weekly: must be a list"),
        ({"weekly": [{"weekday": 7, "start": "09:00", "end": "10:00"}]}, r"weekly\[0\].weekday: must be a"),
        ({"weekly": [{"weekday": 0, "start": "9:00", "end": "10:00"}]}, r"weekly\[0\].start: must be a time"),
        ({"weekly": [{"weekday": 0, "start": "22:00", "end": "02:00"}]}, r"weekly\[0\]: ends at 02:00"),
        ({"weekly": [3]}, r"weekly\[0\]: must be an object"),
        ({"exceptions": [{"date": "2027-02-15", "windows": [["10:00"]]}]}, r"windows\[0\]: must be a pair"),
        ({"exceptions": [{"date": "2027-02-15", "windows": []}] * 2}, r"exceptions\[1\].date: .* twice"),
        ({"booked": [["2027-02-15T14:00", "2027-02-15T15:00Z"]]}, r"booked\[0\]: .* has no zone"),
        ({"booked": [["2027-02-15T16:00Z", "2027-02-15T15:00Z"]]}, r"booked\[0\]: ends before it starts"),
        ({"booked": [["soon", "later"]]}, r"booked\[0\]: must hold instants"),
    ],
)  # fmt: skip
def test_bad_input_is_named(change: dict, sentence: str) -> None:
    with pytest.raises(BadSpec, match=sentence):
        read_spec(SPEC | change)


@pytest.mark.parametrize("data", [[], None, {"zone": "UTC"}])
def test_a_description_is_one_object_with_all_its_parts(data: object) -> None:
    with pytest.raises(BadSpec):
        read_spec(data)
