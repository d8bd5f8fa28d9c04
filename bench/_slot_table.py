"""The rival of the search: an indexed PostgreSQL table with a row for each hour that is free.

It gets what helps it: a row is a whole free hour, so that it need not join quarters; the filters of the
therapist are arrays under GIN indexes; the slots are indexed by start and by therapist; everything is
vacuumed, analyzed and in memory, and the statement is prepared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import numpy as np

from bench._network import BEGIN, CHUNK, VALUES, Network
from reverie.timetable.search import Filters

TABLES = """
create table therapist (id int primary key, price int not null, {columns});
create table slot (therapist_id int not null, start_at timestamptz not null)
"""
INDEXES = [
    "create unique index on slot (start_at, therapist_id)",
    "create index on slot (therapist_id, start_at)",
    "create index on therapist (price)",
    *(f"create index on therapist using gin ({name})" for name in VALUES),
    "vacuum analyze",
]
QUESTION = """
select s.start_at, s.therapist_id from slot s join therapist t on t.id = s.therapist_id
where s.start_at >= %s and {conditions} order by s.start_at, s.therapist_id limit {limit}
"""


@contextmanager
def slot_table(network: Network) -> Iterator[Any | None]:
    """A connection to the filled tables; None where no PostgreSQL is installed."""
    from tests.postgres import cluster, is_installed

    if not is_installed():
        yield None
        return
    import psycopg

    with cluster() as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set max_parallel_workers_per_gather = 0")  # one core each, as ours
        fill(connection, network)
        yield connection


def fill(connection: Any, network: Network) -> None:
    """Tables, rows, then indexes."""
    columns = ", ".join(f"{name} int[] not null" for name in VALUES)
    connection.execute(TABLES.format(columns=columns))
    with connection.cursor().copy("copy therapist from stdin") as copy:
        for number in range(len(network)):
            arrays = [numbers_of(int(network.masks[name][number])) for name in VALUES]
            copy.write_row([number, int(network.price[number]), *arrays])
    with connection.cursor().copy("copy slot from stdin") as copy:
        begin = np.datetime64(BEGIN.replace(tzinfo=None))
        for first in range(0, len(network), CHUNK):
            people, quarters = np.nonzero(network.runs(first, first + CHUNK))
            starts = np.datetime_as_string(begin + quarters * np.timedelta64(15, "m"), unit="s")
            rows = zip((people + first).tolist(), starts.tolist(), strict=True)
            copy.write("".join(f"{person}\t{start}Z\n" for person, start in rows))
    for statement in INDEXES:
        connection.execute(statement)


def numbers_of(mask: int) -> list[int]:
    """The positions of the bits."""
    return [number for number in range(mask.bit_length()) if mask >> number & 1]


def question(connection: Any, filters: Filters, limit: int) -> Callable[[], list[tuple[datetime, int]]]:
    """The same question in SQL; rows of (start, therapist)."""
    conditions = [f"t.{name} && '{{{str(numbers_of(mask))[1:-1]}}}'" for name, mask in filters.any_of.items()]
    conditions += [f"t.{name} between {low} and {high}" for name, (low, high) in filters.between.items()]
    text = QUESTION.format(conditions=" and ".join(conditions), limit=limit)
    return lambda: connection.execute(text, (BEGIN,), prepare=True).fetchall()
