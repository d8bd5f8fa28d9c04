import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reverie.timetable.plane import Axis, from_bits, run_starts
from reverie.timetable.search import Filters, Hit, PlaneTable

AXIS = Axis.starting(datetime(2026, 3, 2, tzinfo=UTC), 4)
VALUES, NUMBERS = {"specialties": 8, "states": 50}, {"price": np.uint16}


def world(seed: int, people: int) -> tuple[PlaneTable, dict[int, tuple[int, dict[str, int]]]]:
    """A table, and key -> (bits, filter values) beside it."""
    chance = random.Random(seed)
    table, rows = PlaneTable(AXIS, VALUES, NUMBERS, capacity=2), {}
    for key in range(1000, 1000 + people):
        bits = chance.getrandbits(AXIS.quarters) | chance.getrandbits(AXIS.quarters)
        values = {
            "specialties": chance.getrandbits(4),
            "states": 1 << chance.randrange(50),
            "price": chance.randrange(300),
        }
        rows[key] = (bits, values)
        table.put(key, from_bits(bits, AXIS), **values)
    return table, rows


def brute(rows: dict, quarters: int, skip: int, specialties: int, price: tuple[int, int]) -> list[Hit]:
    hits = []
    for quarter in range(skip, AXIS.quarters):
        for key, (bits, values) in rows.items():
            passes = values["specialties"] & specialties and price[0] <= values["price"] <= price[1]
            if passes and run_starts(bits, quarters) >> quarter & 1:
                hits.append((AXIS.moment(quarter), key))
    return hits


@given(st.integers(0, 10**6), st.integers(1, 90), st.integers(1, 9), st.integers(0, 255), st.integers(1, 15))
@settings(max_examples=60, deadline=None)
def test_earliest_is_what_brute_force_finds(
    seed: int, people: int, quarters: int, skip: int, mask: int
) -> None:
    table, rows = world(seed, people)
    expected = brute(rows, quarters, skip, mask, (50, 250))
    filters = Filters({"specialties": mask}, {"price": (50, 250)})
    after = AXIS.moment(skip)
    assert table.earliest(quarters * 15, limit=20, filters=filters, after=after) == expected[:20]
    first = {key: start for start, key in reversed(expected)}
    assert table.next_of_each(quarters * 15, filters=filters, after=after) == first


def test_a_table_filled_at_once_answers_like_one_filled_one_by_one() -> None:
    one_by_one, rows = world(5, 1100)
    keys = np.array(list(rows), dtype=np.int64)
    planes = np.array([from_bits(bits, AXIS) for bits, _ in rows.values()])
    columns = {
        name: np.array([values[name] for _, values in rows.values()], dtype=np.int64)
        for name in (*VALUES, *NUMBERS)
    }
    at_once = PlaneTable(AXIS, VALUES, NUMBERS)
    at_once.put_many(keys, planes, **columns)
    for filters in (Filters({}, {}), Filters({"states": 0b110}, {}), Filters({}, {"price": (10, 12)})):
        asked = {"filters": filters, "after": AXIS.moment(70)}
        assert at_once.earliest(60, limit=300, **asked) == one_by_one.earliest(60, limit=300, **asked)
        assert at_once.next_of_each(90, **asked) == one_by_one.next_of_each(90, **asked)
    assert len(at_once) == 1100


def test_keys_are_found_again_however_they_came() -> None:
    table = PlaneTable(AXIS)
    keys = [(n * 7919) % 100_003 - 50_000 for n in range(3000)]
    for key in keys:
        table.put(key, from_bits(1, AXIS))
    assert all(key in table for key in keys)
    assert [key for _, key in table.earliest(15, limit=3000)] == keys
    assert 100_004 not in table


def test_a_filter_for_nothing_passes_nobody_and_one_for_an_unknown_value_is_refused() -> None:
    table, _ = world(2, 60)
    assert table.earliest(15, filters=Filters({"states": 0}, {})) == []
    with pytest.raises(ValueError, match="has 50 values"):
        table.earliest(15, filters=Filters({"states": 1 << 50}, {}))


def test_a_run_crosses_words_but_not_the_end() -> None:
    table = PlaneTable(AXIS)
    table.put(1, from_bits(0b11 << 62 | 0b11 << 64 | 0b111 << 253, AXIS))
    assert [start for start, _ in table.earliest(60)] == [AXIS.moment(62)]


@pytest.mark.parametrize("hours", [1, 15, 16])
def test_long_runs(hours: int) -> None:
    table = PlaneTable(AXIS)
    table.put(1, from_bits(((1 << 64) - 1) << 33, AXIS))
    assert [start for start, _ in table.earliest(hours * 60)][:1] == [AXIS.moment(33)]
    assert len(table.earliest(hours * 60, limit=99)) == 64 - hours * 4 + 1


def test_a_booking_is_known_to_the_next_search() -> None:
    table = PlaneTable(AXIS)
    table.put(1, from_bits(0b1111, AXIS))
    assert table.earliest(60)
    table.put(1, from_bits(0b1101, AXIS))
    assert not table.earliest(60)
    assert len(table) == 1


def test_who_is_removed_is_not_found() -> None:
    table = PlaneTable(AXIS)
    table.put(1, from_bits(1, AXIS))
    table.remove(1)
    assert (table.earliest(15), table.next_of_each(15), 1 in table) == ([], {}, False)


def test_an_empty_table_answers_nothing() -> None:
    assert PlaneTable(AXIS).earliest(60) == []


def test_after_the_end_of_the_axis_nothing_is_free() -> None:
    table, _ = world(1, 5)
    assert table.earliest(15, after=AXIS.end + timedelta(days=1)) == []


def test_bytes_of_a_therapist() -> None:
    eight_weeks = PlaneTable(Axis.starting(datetime(2026, 3, 2, tzinfo=UTC)), VALUES, NUMBERS)
    assert eight_weeks.bytes_per_row["plane"] == 680
    assert eight_weeks.bytes_per_row["rest"] <= 100


def test_too_long_a_meeting_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 960 minutes"):
        PlaneTable(AXIS).earliest(961)


def test_few_and_many_people_are_searched_alike_and_a_booking_changes_both() -> None:
    table, rows = world(11, 400)
    for mask, price in ((0b1111, (0, 300)), (0b1, (0, 40)), (0b1000, (240, 299))):
        filters = Filters({"specialties": mask}, {"price": price})
        for _ in range(3):
            expected = brute(rows, 3, 9, mask, price)
            hits = table.earliest(45, limit=50, filters=filters, after=AXIS.moment(9))
            assert hits == expected[:50]
            start, key = hits[0]
            bits = rows[key][0] & ~(1 << (start - AXIS.begin) // timedelta(minutes=15))
            rows[key] = (bits, rows[key][1])
            table.put(key, from_bits(bits, AXIS))


@pytest.mark.parametrize("people", [60, 400])
def test_the_next_of_each_keeps_to_the_wanted_quarters_and_stops(people: int) -> None:
    table, rows = world(3, people)
    within = np.arange(AXIS.quarters) % 24 < 6
    expected: dict[int, datetime] = {}
    for start, key in brute(rows, 2, 5, 0b11, (0, 300)):
        if within[(start - AXIS.begin) // timedelta(minutes=15)]:
            expected.setdefault(key, start)
    asked = {"filters": Filters({"specialties": 0b11}, {}), "after": AXIS.moment(5), "within": within}
    assert list(table.next_of_each(30, **asked).items()) == list(expected.items())
    assert list(table.next_of_each(30, limit=7, **asked)) == list(expected)[:7]
    assert set(table.matching(asked["filters"])) == {key for key in rows if rows[key][1]["specialties"] & 3}
