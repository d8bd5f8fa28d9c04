"""The early installation on PostgreSQL: killed midway, its update goes on where it was.

`data/early.sql.xz` holds the rows of `early_home.tar.xz` in the tables of that time. The quick form brings
one room and what lies below it to this version; REVERIE_KILLED=20 all of them (`make proof`).
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.release_rows import on_postgres
from tests.faults.updating import EARLY, Installation

KILLED = int(os.environ.get("REVERIE_KILLED", "4"))
ROOMS = () if KILLED >= 20 else ("directory",)
pytestmark = [pytest.mark.slow, pytest.mark.own_database, pytest.mark.postgres]


@pytest.fixture
def early(tmp_path: Path) -> Iterator[Installation]:
    """The installation, its keys in a home and its rows on a server of its own."""
    with on_postgres(tmp_path / "home", EARLY, EARLY.with_name("early.sql.xz")) as made:
        yield made


def test_an_update_that_is_killed_anywhere_goes_on_where_it_was(early: Installation) -> None:
    """Killed twice as its second migration is noted, then at later and later statements."""
    places = [-2, -2, *(20 + 30 * number for number in range(KILLED))]
    assert early.times_killed(*ROOMS, at=places) >= min(3, KILLED), "it was killed more than once"
    assert early.updates(*ROOMS)
    assert early.looks()[:3] == (["The quiet house."] * 30, True, [])
