from datetime import date

import pytest

from reverie.core import demo_case
from reverie.core.demo_case import DemoWorld, case, first_tuesday, shift


def test_the_whole_case_is_read() -> None:
    assert [hour.number for hour in case().hours] == list(range(1, 61))
    assert len(case().pages) == 24
    assert [hour.number for hour in case().theo_hours] == [1, 3, 6, 9, 12, 16]


def test_every_marked_passage_stands_once_in_its_hour() -> None:
    for hour in [*case().hours, *case().theo_hours]:
        assert all(hour.text.count(moment["quote"]) == 1 for moment in hour.moments), hour.number


def test_forms_are_numbers() -> None:
    assert case().forms[0].answers == [2, 3, 3, 3, 1, 2, 2, 1, 0]


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ("2026-11-26T12:00:00Z", date(2026, 11, 24)),
        ("2026-11-24T17:00:00Z", date(2026, 11, 17)),
        ("2026-11-24T19:00:00Z", date(2026, 11, 24)),
        ("2026-11-23T12:00:00Z", date(2026, 11, 17)),
    ],
)
def test_the_last_session_is_the_latest_that_can_be_over(time_machine, now: str, last: date) -> None:
    time_machine.move_to(now)
    assert shift(62, "tue") == last


def test_a_week_runs_from_monday_around_its_tuesday() -> None:
    world = DemoWorld(first_tuesday=date(2025, 9, 9))
    assert (world.day(0, "mon"), world.day(0, "sun")) == (date(2025, 9, 8), date(2025, 9, 14))
    assert world.moment(0, "tue", "10:00").isoformat() == "2025-09-09T10:00:00-07:00"


def test_the_first_day_is_a_tuesday() -> None:
    assert first_tuesday().weekday() == 1


def test_a_page_without_keys_is_named(tmp_path) -> None:
    (tmp_path / "001.md").write_text("no keys")
    with pytest.raises(demo_case.DamagedCase, match=r"001\.md"):
        demo_case._page(tmp_path / "001.md")


def test_an_hour_begins_as_the_frame_of_its_week_says() -> None:
    assert case().agreed_start(22, "tue") == "10:00"
    assert case().agreed_start(61, "fri") == "08:30"
    with pytest.raises(KeyError):
        case().agreed_start(22, "fri")
