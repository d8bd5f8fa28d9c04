"""The long strip: every hour a mark, to scale, and the same in a table."""

from datetime import date, timedelta
from itertools import pairwise

from reverie.treatment.models import Break
from reverie.treatment.presenters.strip import strip
from reverie.treatment.queries.course import Hours

FIRST, TODAY = date(2026, 1, 6), date(2026, 3, 31)
ZONE = "America/Los_Angeles"


def weeks(number: int, first: date = FIRST) -> Hours:
    return {"took_place": [first + timedelta(weeks=week) for week in range(number)]}


def test_each_kind_has_its_mark() -> None:
    others = {"cancelled": [date(2026, 1, 27)], "moved": [date(2026, 2, 3)], "confirmed": [date(2026, 4, 7)]}
    drawn = strip({**weeks(3), **others}, [], FIRST, TODAY, ZONE)
    assert (drawn.held.count("M"), drawn.missed.count("M"), drawn.ahead.count("M")) == (3, 1, 1)
    assert drawn.says == "3 hours held, 1 missed or called off, 0 breaks."


def test_the_table_says_the_same() -> None:
    drawn = strip(weeks(6), [], FIRST, TODAY, ZONE)
    assert [(row.label, row.held) for row in drawn.months] == [("January 2026", 4), ("February 2026", 2)]


def test_breaks_are_shaded_to_scale() -> None:
    row = Break(first_day=date(2026, 2, 1), last_day=date(2026, 2, 14))
    gap = strip(weeks(12), [row], FIRST, TODAY, ZONE).gaps[0]
    assert gap.label == "February 1 to February 14"
    assert 150 < gap.width < 200


def test_a_long_treatment_has_a_row_a_year_and_few_labels() -> None:
    drawn = strip(weeks(520, first=date(2016, 1, 5)), [], date(2016, 1, 5), TODAY, ZONE)
    assert [row.label for row in drawn.months][:2] == ["2016", "2017"]
    places = [label.x for label in drawn.labels]
    assert all(later - earlier >= 70 for earlier, later in pairwise(places))


def test_nothing_yet() -> None:
    drawn = strip({}, [], TODAY, TODAY, ZONE)
    assert (drawn.held, drawn.months) == ("", ())
