"""Statements that are sent ahead, and rows whose statement is written out."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from reverie.core import clock, trips
from reverie.core.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


def job(key: str) -> Job:
    return Job(name="core.nothing", key=key, payload={"a": 1}, run_at=clock.now())


def test_an_answer_is_read_when_it_is_called_for() -> None:
    with transaction.atomic(), trips.in_few_trips():
        first, second = trips.sent("SELECT %s + 0", [1]), trips.sent("SELECT %s + 0", [2])
        assert [list(second()[0]), list(first()[0])] == [[2], [1]]


def test_a_question_sees_what_was_sent_before_it() -> None:
    with transaction.atomic(), trips.in_few_trips():
        trips.insert(job("new"))
        found = trips.sent("SELECT key FROM core_job", [])
    assert [key for (key,) in found()] == ["new"]


def test_an_inserted_row_is_saved_like_any_other() -> None:
    row = job("new")
    with transaction.atomic():
        trips.insert(row)
    row.key = "renamed"
    row.save()
    assert Job.objects.get().key == "renamed"


def test_many_rows_say_what_differs_from_the_defaults() -> None:
    rows = [{"id": uuid4(), "name": "core.nothing", "key": key, "run_at": clock.now()} for key in "ab"]
    with transaction.atomic():
        trips.insert_all(Job, rows)
    made = Job(name="core.nothing", key="a")
    for row, kept in zip(rows, Job.objects.order_by("key"), strict=True):
        assert (kept.pk, kept.key, kept.run_at) == (row["id"], row["key"], row["run_at"])
        assert (kept.payload, kept.attempts) == (made.payload, made.attempts)


def test_what_the_database_refuses_is_raised_and_undone() -> None:
    row = job("new")
    with pytest.raises(IntegrityError), transaction.atomic(), trips.in_few_trips():
        trips.insert(row)
        trips.insert(row)
    assert not Job.objects.exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps plans by itself")
def test_statements_are_planned_once_a_connection_and_only_there() -> None:
    for _ in range(2):
        with transaction.atomic(), trips.in_few_trips():
            assert trips.sent("SELECT %s::int AS once", [1])() == [(1,)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%AS once'")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%LIKE%'")
        assert cursor.fetchone() == (0,)
