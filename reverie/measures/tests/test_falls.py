"""Drops in the alliance check, told with their days."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import time_machine

from reverie.measures.presenters import falls
from reverie.measures.queries import Course, Point

FIRST = datetime(2026, 1, 5, 12, tzinfo=UTC)


def course(*totals: float | None, code: str = "alliance-check") -> Course:
    points = [
        Point(
            uuid4(),
            FIRST + timedelta(weeks=week),
            "complete",
            total,
            None,
            None,
            False,
            "client",
            FIRST,
            "",
            (),
        )
        for week, total in enumerate(totals)
    ]
    return Course(code, tuple(points))


@time_machine.travel("2026-06-01")
def test_a_repaired_drop_names_its_days() -> None:
    (told,) = falls([course(16, 16, 17, 9, 16, 16, 16, 16)], "UTC")
    assert told == "Fell by 8 from January 19 to January 26; repaired by February 2."


@time_machine.travel("2026-06-01")
def test_a_drop_at_the_end_is_open() -> None:
    (told,) = falls([course(16, 16, 17, 16, 16, 17, 9)], "UTC")
    assert told.endswith("still open.")


def test_no_variation_and_other_forms_tell_nothing() -> None:
    assert falls([course(16, 16, 16)], "UTC") == []
    assert falls([course(16, 4, 16, code="phq-9")], "UTC") == []
