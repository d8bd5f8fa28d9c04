import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, transaction

from reverie.core import clock, jobs, tasks, worker
from reverie.core.models import Job, OutboxMessage, WorkerBeat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kinds(monkeypatch) -> dict[str, jobs.Kind]:
    """No kinds but those of the test."""
    monkeypatch.setattr(jobs, "KINDS", {})
    return jobs.KINDS


@pytest.fixture
def done() -> list[dict]:
    """What the kind `test.note` was given, in order."""
    noted: list[dict] = []
    jobs.job("test.note")(noted.append)
    return noted


def fail_always(payload: dict) -> None:
    raise ValueError("words that may be a client's")


def test_due_work_is_done_once(done) -> None:
    jobs.enqueue("test.note", key="a", payload={"n": 1})
    assert [worker.run_next(), worker.run_next()] == [True, False]
    assert done == [{"n": 1}]
    assert Job.objects.get().state == Job.DONE


def test_the_same_key_again_changes_nothing(done) -> None:
    jobs.enqueue("test.note", key="a", payload={"n": 1})
    worker.run_next()
    jobs.enqueue("test.note", key="a", payload={"n": 2})
    assert not worker.run_next()


def test_work_for_later_waits(done, time_machine) -> None:
    jobs.enqueue("test.note", key="a", run_at=clock.now() + timedelta(minutes=15))
    assert not worker.run_next()
    time_machine.move_to(clock.now() + timedelta(minutes=16))
    assert worker.run_next()


def test_work_rolls_back_with_the_act_that_asked_for_it(done) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        jobs.enqueue("test.note", key="a")
        raise RuntimeError
    assert not worker.run_next()


def test_an_unknown_name_is_refused_at_once() -> None:
    with pytest.raises(LookupError, match=r"test\.nothing"):
        jobs.enqueue("test.nothing", key="a")


def test_failed_work_comes_back_after_growing_pauses_and_is_given_up(time_machine) -> None:
    jobs.job("test.fail", tries=3)(fail_always)
    jobs.enqueue("test.fail", key="a")
    pauses = []
    for _ in range(3):
        assert worker.run_next()
        row = Job.objects.get()
        pauses.append((row.run_at - clock.now()).total_seconds() if row.state == Job.WAITING else None)
        time_machine.move_to(clock.now() + timedelta(hours=2))
    assert pauses == [pytest.approx(30, abs=1), pytest.approx(120, abs=1), None]
    assert (Job.objects.get().state, worker.run_next()) == (Job.FAILED, False)


def test_no_word_of_an_error_is_kept_or_logged(caplog) -> None:
    jobs.job("test.fail")(fail_always)
    jobs.enqueue("test.fail", key="a")
    worker.run_next()
    assert Job.objects.get().error == "ValueError"
    assert "client" not in caplog.text


def test_work_whose_worker_died_is_taken_over_after_its_lease(done, time_machine) -> None:
    jobs.enqueue("test.note", key="a")
    assert worker.claim() is not None
    assert not worker.run_next()
    time_machine.move_to(clock.now() + jobs.LEASE + timedelta(seconds=1))
    assert worker.run_next()


def test_a_worker_that_lost_its_lease_leaves_no_trace(kinds) -> None:
    jobs.job("test.write")(lambda payload: OutboxMessage.objects.create(key="double", to="a@example.invalid"))
    jobs.enqueue("test.write", key="a")
    row = worker.claim()
    Job.objects.update(attempts=2)
    with pytest.raises(worker.LostLease):
        worker.do(row)
    assert not OutboxMessage.objects.exists()


def test_what_failed_work_wrote_is_rolled_back(kinds) -> None:
    def write_and_fail(payload: dict) -> None:
        OutboxMessage.objects.create(key="half", to="a@example.invalid")
        raise ValueError

    jobs.job("test.half")(write_and_fail)
    jobs.enqueue("test.half", key="a")
    worker.run_next()
    assert not OutboxMessage.objects.exists()


def test_a_kind_that_is_gone_is_given_up(done, kinds) -> None:
    jobs.enqueue("test.note", key="a")
    kinds.clear()
    worker.run_next()
    assert Job.objects.get().state == Job.FAILED


def test_periodic_work_is_queued_once_a_period_whoever_comes_first(time_machine, done, kinds) -> None:
    jobs.job("test.hourly", every=timedelta(hours=1))(done.append)
    time_machine.move_to("2026-11-26T10:30:00Z")
    for heart in (worker.Heart(), worker.Heart()):
        heart.enqueue_periodic()
        heart.enqueue_periodic()
    assert Job.objects.count() == 1
    time_machine.move_to("2026-11-26T11:00:01Z")
    heart.enqueue_periodic()
    assert Job.objects.count() == 2


def test_silence_is_noticed_after_five_minutes(time_machine) -> None:
    assert jobs.last_beat() is None
    assert jobs.are_silent()
    heart = worker.Heart()
    heart.beat()
    assert not jobs.are_silent()
    time_machine.move_to(clock.now() + timedelta(minutes=6))
    assert jobs.are_silent()
    heart.cease()
    assert not WorkerBeat.objects.exists()


def test_finished_work_is_purged_but_not_a_key_whose_period_lasts(time_machine, done) -> None:
    jobs.job("test.yearly", every=timedelta(days=365))(done.append)
    for name in ("test.note", "test.yearly"):
        jobs.enqueue(name, key=name)
        worker.run_next()
    time_machine.move_to(clock.now() + timedelta(days=8))
    tasks.purge_jobs({})
    assert [row.name for row in Job.objects.all()] == ["test.yearly"]


@pytest.mark.django_db(transaction=True)
def test_the_loop_ends_when_asked(done) -> None:
    stop = worker.Stop()
    jobs.job("test.end")(lambda payload: stop.ask())
    jobs.enqueue("test.end", key="a")
    worker.work(stop, pause=0)
    assert not WorkerBeat.objects.exists()


WORKER = """
import uuid, django
django.setup()
from reverie.core import jobs, worker
from reverie.core.models import OutboxMessage
write = OutboxMessage.objects.create
to = "a@example.invalid"
jobs.job("test.once")(lambda payload: write(key=uuid.uuid4().hex, to=to, subject=payload["n"]))
while worker.run_next():
    pass
"""


def address_of_the_test_database() -> str:
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{found['NAME']}"
    return f"postgresql://{found['USER']}@/{found['NAME']}?host={quote(found['HOST'], safe='')}"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_four_workers_do_everything_once(kinds, tmp_path: Path) -> None:
    jobs.job("test.once")(lambda payload: None)
    for number in range(120):
        jobs.enqueue("test.once", key=str(number), payload={"n": str(number)})
    env = {
        **os.environ,
        "DATABASE_URL": address_of_the_test_database(),
        "REVERIE_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    workers = [subprocess.Popen([sys.executable, "-c", WORKER], env=env) for _ in range(4)]
    assert [process.wait(60) for process in workers] == [0] * 4
    written = sorted(int(subject) for subject in OutboxMessage.objects.values_list("subject", flat=True))
    assert written == list(range(120))
