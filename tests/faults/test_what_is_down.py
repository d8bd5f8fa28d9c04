"""Mail is down, no worker runs, the clock steps: a concern is kept, told late, and told once."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from time_machine import TimeMachineFixture

from reverie.accounts.models import Client, Therapist
from reverie.core import clock, doctor, jobs, verification, worker
from reverie.core.models import AuditEvent, Job, OutboxMessage, WorkerBeat
from reverie.core.policy import Actor
from reverie.safety.actions import Source, raise_concern
from reverie.safety.models import Concern
from reverie.safety.presenters.help import seen_words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOBODY_LISTENS = {"host": "127.0.0.1", "port": 9}


def mail_goes(settings: Any, backend: str, **options: Any) -> None:
    """Where mail goes from now on."""
    settings.MAIL = {"backend": f"django.core.mail.backends.{backend}.EmailBackend", "options": options}


@pytest.fixture
def raised(therapist: Therapist, client_person: Client, as_client: Actor, settings: Any) -> Concern:
    """A concern, raised while the mail server refuses everybody."""
    mail_goes(settings, "smtp", **NOBODY_LISTENS)
    source = Source("asked_for_help", uuid4())
    return raise_concern(client=client_person, treatment_therapist=therapist, source=source, by=as_client)


def works() -> None:
    """A worker does everything that is due."""
    worker.Heart().beat()
    while worker.run_next():
        pass


def letters(folder: Path) -> int:
    return len(list(folder.iterdir()))


def test_mail_that_is_down_keeps_the_letter_and_sends_it_once(
    raised: Concern, settings: Any, tmp_path: Path, time_machine: TimeMachineFixture
) -> None:
    works()
    assert OutboxMessage.objects.get().error == "ConnectionRefusedError"
    assert doctor.CHECKS["mail"]().state == doctor.WARNING
    mail_goes(settings, "filebased", file_path=str(tmp_path))
    for minutes in (1, 60, 120):
        time_machine.move_to(clock.now() + timedelta(minutes=minutes))
        works()
    assert OutboxMessage.objects.filter(key__contains=str(raised.steps.first().pk), sent_at=None).count() == 0
    told = [path.read_text().count("Message-ID") for path in tmp_path.iterdir()]
    assert told != []
    assert told == [1] * OutboxMessage.objects.exclude(sent_at=None).count()


def test_without_a_worker_nobody_is_told_that_it_was_sent(
    raised: Concern, client_person: Client, time_machine: TimeMachineFixture
) -> None:
    works()
    before = seen_words(client_person, "Hanna", climbs=True)
    time_machine.move_to(clock.now() + jobs.SILENCE + timedelta(seconds=1))
    assert doctor.CHECKS["jobs"]().state == doctor.BAD
    assert seen_words(client_person, "Hanna", climbs=True) != before
    WorkerBeat.objects.all().delete()
    assert jobs.are_silent()


def test_a_worker_that_comes_back_does_what_was_due_once(
    raised: Concern, settings: Any, tmp_path: Path, time_machine: TimeMachineFixture
) -> None:
    mail_goes(settings, "filebased", file_path=str(tmp_path))
    time_machine.move_to(clock.now() + timedelta(hours=5))
    works()
    sent = letters(tmp_path)
    assert sent == OutboxMessage.objects.exclude(sent_at=None).count() > 0
    works()
    assert letters(tmp_path) == sent
    assert not Job.objects.filter(state=Job.WAITING, run_at__lte=clock.now()).exists()


@pytest.mark.parametrize("step", [timedelta(hours=-1), timedelta(days=-400), timedelta(days=400)])
def test_a_clock_that_steps_does_not_reorder_what_was_done(
    raised: Concern, client_person: Client, therapist: Therapist, as_client: Actor, step: timedelta,
    time_machine: TimeMachineFixture,
) -> None:  # fmt: skip
    time_machine.move_to(clock.now() + step)
    source = Source("asked_for_help", uuid4())
    raise_concern(client=client_person, treatment_therapist=therapist, source=source, by=as_client)
    assert verification.verify().is_whole
    acts = AuditEvent.objects.filter(verb="raise").order_by("number")
    assert acts.last().object_id == str(Concern.objects.get(source_id=source.id).pk)
    said = doctor.CHECKS["clock"]().state
    assert said == (doctor.BAD if step < timedelta(0) else doctor.GOOD)
    works()
    assert OutboxMessage.objects.count() >= 2, "both are told, whatever the clock says"
