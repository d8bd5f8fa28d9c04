import json
from argparse import Namespace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from reverie.core import (
    anchors,
    append_only,
    audit,
    backup,
    clock,
    commands,
    doctor,
    master_key,
    recovery_sheet,
    tasks,
    worker,
)
from reverie.core.models import Installation, Job
from reverie.core.policy import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings) -> Path:
    """A prepared installation of its own, with a worker and a fresh backup."""
    tmp_path.chmod(0o700)
    settings.HOME, settings.ANCHOR_FOLDER = tmp_path, tmp_path / "anchors"
    settings.MASTER_KEY_FILE = tmp_path / "keys" / "master.key"
    settings.SECRET_FILE = tmp_path / "keys" / "secret.key"
    if connection.vendor == "postgresql":  # the throw-away server of the tests is set to lose
        connection.cursor().execute("SET LOCAL synchronous_commit TO on")
    master_key.create()
    anchors.create_key()
    settings.SECRET_FILE.write_text("x" * 64)
    settings.SECRET_FILE.chmod(0o400)
    worker.Heart().beat()
    note_backup(tmp_path, clock.now())
    recovery_sheet.drill(f"{key.kid} {' '.join(key.groups)}" for key in recovery_sheet.sheet())
    return tmp_path


def note_backup(home: Path, moment) -> None:
    note = {"made_at": moment.isoformat(), "file": "/mnt/a.reverie", "size": 1}
    (home / backup.LAST).write_text(json.dumps(note))


def state(name: str) -> str:
    return next(line.state for line in doctor.examine() if line.name == name)


def test_a_well_installation_is_0() -> None:
    own = {line.name: line.state for line in doctor.examine() if line.name in doctor.CHECKS}
    assert set(own.values()) == {doctor.GOOD}, own
    assert set(own) == set(doctor.CHECKS)


def test_a_sheet_that_was_never_read_back_is_a_warning(home: Path) -> None:
    (home / recovery_sheet.LAST_DRILL).unlink()
    assert state("recovery sheet") == doctor.WARNING


def test_one_bad_line_is_1(home: Path, capsys) -> None:
    (home / "keys" / "master.key").chmod(0o444)
    assert commands.doctor_examine(Namespace(json=True)) == 1
    lines = {line["name"]: line for line in json.loads(capsys.readouterr().out)}
    assert lines["keys"]["state"] == "bad"
    assert "chmod 400" in lines["keys"]["words"]


def test_a_home_that_others_can_enter_is_bad(home: Path) -> None:
    home.chmod(0o755)
    assert state("settings") == doctor.BAD


def test_silent_workers_are_bad_and_given_up_jobs_a_warning(time_machine) -> None:
    Job.objects.create(name="x", key="x", state=Job.FAILED)
    assert state("jobs") == doctor.WARNING
    time_machine.move_to(clock.now() + timedelta(minutes=6))
    assert state("jobs") == doctor.BAD


def test_an_old_backup_is_bad_except_in_a_demo(home: Path) -> None:
    note_backup(home, clock.now() - timedelta(hours=25))
    assert state("backup") == doctor.BAD
    (home / backup.LAST).unlink()
    assert state("backup") == doctor.BAD
    Installation.current().mark_as_demo()
    assert state("backup") == doctor.GOOD


def test_lost_triggers_are_bad() -> None:
    append_only.drop(connection)
    assert state("database") == doctor.BAD
    append_only.create(connection)


def test_a_clock_that_went_back_is_bad(time_machine) -> None:
    audit.record(by=Actor.system("core.test"), verb="read")
    time_machine.move_to(clock.now() - timedelta(hours=1))
    assert state("clock") == doctor.BAD


def test_a_room_above_adds_a_line(monkeypatch) -> None:
    monkeypatch.setitem(doctor.PROVIDED, "weather", lambda: "rain.")
    assert state("weather") == doctor.WARNING


def test_the_nightly_backup_runs_where_the_setting_says(settings, home: Path, monkeypatch) -> None:
    made: list[Path] = []
    monkeypatch.setattr(backup, "make", made.append)
    settings.BACKUP_FOLDER = ""
    tasks.nightly_backup({})
    settings.BACKUP_FOLDER = str(home)
    tasks.nightly_backup({})
    assert [path.parent for path in made] == [home]


def test_old_backups_go_but_never_the_last_one(home: Path, time_machine) -> None:
    for name in ("a", "b"):
        (home / f"{name}{backup.ENDING}").touch()
    time_machine.move_to(clock.now() + backup.KEEP + timedelta(days=1))
    assert backup.drop_old(home) == 1
    assert len(list(home.glob(f"*{backup.ENDING}"))) == 1
