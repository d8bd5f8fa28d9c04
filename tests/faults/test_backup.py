"""A backup comes back whole, from nothing; a damaged one, a wrong key and a full place are refused whole."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.postgres import NoServer, cluster

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.own_database]


class Installation:
    """A home of its own, driven by the command line."""

    def __init__(self, home: Path, database: str = "", master_key: Path | None = None) -> None:
        self.home, self.database = home, database
        self.master_key = master_key or home / "keys" / "master.key"

    def env(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "REVERIE_HOME": str(self.home),
            "DATABASE_URL": self.database,
            "REVERIE_MASTER_KEY_FILE": str(self.master_key),
        }

    def reverie(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "config.cli", *words]
        return subprocess.run(command, env=self.env(), capture_output=True, text=True, check=False)

    def fill(self) -> None:
        """Make a practice with sealed pages."""
        self.must("prepare")
        env = {**self.env(), "DJANGO_SETTINGS_MODULE": "config.settings"}
        subprocess.run([sys.executable, "-c", PRACTICE], env=env, check=True)

    def must(self, *words: str) -> str:
        done = self.reverie(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout


PRACTICE = """
import django
django.setup()
from django.apps import apps
from django.db import transaction
from reverie.accounts.models import Client, Practice
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.core.sealing import ClientScope, keychain
practice = Practice.objects.create(name="Elm Row", zone="UTC")
client = Client.objects.create(practice=practice, name="Elena Marsh", zone="UTC")
chain = keychain(ClientScope(practice.id, client.id, "journal"))
for number in range(30):
    page = apps.get_model("journal", "Entry")(
        practice=practice, client=client, kind="dream", written_at=clock.now()
    )
    page.seal_words(chain, {"body": "The quiet house."})
    with transaction.atomic():
        page.save()
        audit.record(by=Actor.system("test", practice.id), verb="write", on=page, client=client.id)
"""


@pytest.fixture(scope="module")
def practice(tmp_path_factory) -> Installation:
    """A small practice with thirty sealed pages, on SQLite."""
    made = Installation(tmp_path_factory.mktemp("practice") / "home")
    made.fill()
    return made


@pytest.fixture(scope="module")
def backup(practice: Installation, tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("backups") / "monday.reverie"
    practice.must("backup", str(file))
    return file


@pytest.fixture
def empty(tmp_path: Path, practice: Installation) -> Installation:
    """An empty installation that has the master key (from its paper)."""
    new = Installation(tmp_path / "new")
    new.master_key.parent.mkdir(parents=True, mode=0o700)
    shutil.copy(practice.master_key, new.master_key)
    return new


def test_it_comes_back_whole_from_nothing(backup: Path, empty: Installation, practice: Installation) -> None:
    found = json.loads(empty.must("restore", str(backup), "--json"))
    assert found["is_chain_whole"]
    assert (found["sealed_refused"], found["sealed_tried"] > 0) == (0, True)
    assert "whole" in empty.must("audit", "verify")
    assert (empty.home / "reverie.sqlite3").stat().st_mode & 0o077 == 0


def test_no_key_and_no_word_lies_in_it(backup: Path, practice: Installation) -> None:
    content = backup.read_bytes()
    assert b"Elena" in (practice.home / "reverie.sqlite3").read_bytes(), "the control"
    for needle in (b"Elena", b"SQLite format", practice.master_key.read_bytes().split()[1]):
        assert needle not in content


def test_a_wrong_master_key_is_refused_with_a_sentence(backup: Path, tmp_path: Path) -> None:
    stranger = Installation(tmp_path / "stranger")
    stranger.must("prepare")
    (stranger.home / "reverie.sqlite3").unlink()
    done = stranger.reverie("restore", str(backup))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "was made under the master key" in done.stderr


@pytest.mark.parametrize("cut", ["flipped", "cut", "tail", "empty", "text", "longer"])
def test_a_damaged_file_is_refused_and_changes_nothing(
    backup: Path, empty: Installation, tmp_path: Path, cut: str
) -> None:
    content = backup.read_bytes()
    middle = len(content) // 2
    damaged = {
        "flipped": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "cut": content[:middle],
        "tail": content[:-1],
        "empty": b"",
        "text": b"Dear diary",
        "longer": content + b"x",
    }[cut]
    (tmp_path / "bad.reverie").write_bytes(damaged)
    done = empty.reverie("restore", str(tmp_path / "bad.reverie"))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert not (empty.home / "reverie.sqlite3").exists()
    assert not list(empty.home.glob("anchors/*"))


def test_it_does_not_go_over_another_practice(backup: Path, practice: Installation) -> None:
    before = (practice.home / "reverie.sqlite3").read_bytes()
    done = practice.reverie("restore", str(backup))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert (practice.home / "reverie.sqlite3").read_bytes() == before


def test_a_file_is_never_overwritten_nor_put_beside_the_key(backup: Path, practice: Installation) -> None:
    before = backup.read_bytes()
    for file in (
        backup,
        practice.master_key.with_name("here.reverie"),
        backup.parent / "no" / "such.reverie",
    ):
        done = practice.reverie("backup", str(file))
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert backup.read_bytes() == before
    assert not practice.master_key.with_name("here.reverie").exists()


def test_nothing_is_left_behind(backup: Path, practice: Installation) -> None:
    assert not list(practice.home.glob(".backup-*"))
    assert [path.name for path in backup.parent.iterdir()] == ["monday.reverie"]


def test_the_doctor_knows_its_age(backup: Path, practice: Installation) -> None:
    lines = json.loads(practice.reverie("doctor", "--json").stdout)
    assert {line["name"] for line in lines} >= {"keys", "database", "jobs", "backup", "disk", "clock", "mail"}
    assert json.loads((practice.home / "last-backup.json").read_text())["file"] == str(backup)


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A server of its own; CI never goes without."""
    try:
        with cluster() as url:
            yield url
    except NoServer as missing:
        if os.environ.get("REVERIE_CI"):
            raise
        pytest.skip(str(missing))


@pytest.mark.postgres
def test_postgresql_comes_back_whole_too(postgres: str, tmp_path: Path) -> None:
    first = Installation(tmp_path / "first", postgres)
    first.fill()
    first.must("backup", str(tmp_path / "a.reverie"))
    other = postgres.replace("/postgres?", "/second?")
    subprocess.run(["createdb", "second", "-h", settings_host(postgres), "-U", "postgres"], check=True)
    second = Installation(tmp_path / "second", other, first.master_key)
    found = json.loads(second.must("restore", str(tmp_path / "a.reverie"), "--json"))
    assert found["is_chain_whole"]
    assert found["sealed_refused"] == 0
    assert second.reverie("restore", str(tmp_path / "a.reverie")).returncode == 2


def settings_host(url: str) -> str:
    """The folder of the server's socket."""
    from urllib.parse import parse_qs, urlsplit

    return parse_qs(urlsplit(url).query)["host"][0]


@pytest.mark.django_db
def test_the_suite_itself_runs_on_settings_that_lose_nothing() -> None:
    if connection.vendor == "sqlite":
        options = settings.DATABASES["default"]["OPTIONS"]
        assert options["transaction_mode"] == "IMMEDIATE"
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
