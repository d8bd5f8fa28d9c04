"""Is this installation well? A line for each thing; rooms above add theirs with `provide`.

doctor.provide("crisis wording", queries.what_awaits_approval)     # "" is well, words are a warning
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from reverie.core import (
    anchors,
    append_only,
    backup,
    clock,
    durability,
    jobs,
    keyring,
    mail,
    master_key,
    private_file,
    recovery_sheet,
)
from reverie.core.models import AuditEvent, AuditHead, Installation, Job, OutboxMessage

GOOD, WARNING, BAD = "good", "warning", "bad"
DRILL_AGE = timedelta(days=366)
BACKUP_AGE, ANCHOR_AGE = timedelta(hours=24), timedelta(minutes=30)
DISK_LEFT = 0.10
Check = Callable[[], "Line"]


@dataclass(frozen=True)
class Line:
    """What was found about one thing."""

    name: str
    state: str
    words: str


CHECKS: dict[str, Check] = {}
PROVIDED: dict[str, Callable[[], str]] = {}


def provide(name: str, source: Callable[[], str]) -> None:
    """Let a room above add a line: empty words are well, any others a warning."""
    PROVIDED[name] = source


def check(name: str) -> Callable[[Callable[[], tuple[str, str]]], None]:
    """Register a check that returns a state and a sentence."""

    def register(found: Callable[[], tuple[str, str]]) -> None:
        CHECKS[name] = lambda: Line(name, *found())

    return register


def examine() -> list[Line]:
    """Every line, in the order of what matters; without a database the rest is left out."""
    lines: list[Line] = []
    for name, source in CHECKS.items():
        try:
            lines.append(source())
        except (DatabaseError, ImproperlyConfigured, OSError) as error:
            lines.append(Line(name, BAD, str(error).splitlines()[0]))
        if name == "database" and lines[-1].state == BAD:
            return lines
    for name, words in ((name, source()) for name, source in PROVIDED.items()):
        lines.append(Line(name, WARNING if words else GOOD, words or "nothing to say."))
    return lines


# -- the ground's own lines -----------------------------------------------------------------------------


@check("settings")
def _settings() -> tuple[str, str]:
    if not settings.HOME.exists():
        return BAD, f"nothing was prepared in {settings.HOME} yet; run: reverie prepare"
    where = f"{settings.URL}, home {settings.HOME}"
    if settings.HOME.stat().st_mode & 0o077:
        return BAD, f"{settings.HOME} can be entered by others; run: chmod 700 {settings.HOME}"
    return GOOD, f"{where}; demo practice." if settings.DEMO else f"{where}."


@check("keys")
def _keys() -> tuple[str, str]:
    versions = len(master_key.keys())
    if lost := keyring.lost_master_keys():
        return BAD, f"rows lie under the master key {', '.join(lost)}, which is not in {master_key.path()}."
    private_file.status(anchors.key_path(), "The anchor key", "put it back, or reverie prepare makes one")
    private_file.status(settings.SECRET_FILE, "The secret", "reverie prepare makes one")
    return GOOD, f"{versions} version{'s' if versions > 1 else ''} of the master key, for its owner alone."


@check("database")
def _database() -> tuple[str, str]:
    connection.ensure_connection()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return BAD, "its tables are not those of this version; run: reverie prepare"
    wrong = durability.wrong_settings(connection)
    if not append_only.are_there(connection):
        wrong.append("the audit chain has lost its triggers")
    if connection.vendor == "postgresql" and _synchronous_commit() == "off":
        wrong.append("synchronous_commit is off: a power cut loses acknowledged words")
    return (
        (BAD, f"{'; '.join(wrong)}.") if wrong else (GOOD, f"{connection.display_name}, set to lose nothing.")
    )


def _synchronous_commit() -> str:
    with connection.cursor() as cursor:
        return str(cursor.execute("SHOW synchronous_commit").fetchone()[0])


@check("jobs")
def _jobs() -> tuple[str, str]:
    beat = jobs.last_beat()
    failed = Job.objects.filter(state=Job.FAILED).count()
    if beat is None:
        return BAD, "no worker is running: nothing is sent, reminded or anchored. Start: reverie run"
    if jobs.are_silent():
        return BAD, f"no worker was heard since {_ago(beat)}; alerts do not climb. Start: reverie run"
    if failed:
        return WARNING, f"a worker was heard {_ago(beat)} ago; {failed} jobs were given up."
    return GOOD, f"a worker was heard {_ago(beat)} ago."


@check("audit")
def _audit() -> tuple[str, str]:
    known = {anchor.practice: anchor.count for anchor in anchors.read()[0]}
    behind = sum(max(head.count - known.get(head.practice, 0), 0) for head in AuditHead.objects.all())
    oldest = AuditEvent.objects.order_by("-at").values_list("at", flat=True).first()
    if behind and oldest is not None and clock.now() - oldest > ANCHOR_AGE:
        return WARNING, f"{behind} acts are not anchored yet; anchors are in {settings.ANCHOR_FOLDER}."
    return GOOD, f"{behind} acts not yet anchored; reverie audit verify walks the chain."


@check("backup")
def _backup() -> tuple[str, str]:
    found = backup.last()
    if Installation.current().is_demo:
        return GOOD, "a demo practice needs none."
    if found is None:
        return BAD, "there has never been one. Make one: reverie backup FILE"
    age = clock.now() - datetime.fromisoformat(found["made_at"])
    words = f"the last good one is {_hours(age)} old: {found['file']}."
    return (GOOD if age <= BACKUP_AGE else BAD), words


@check("recovery sheet")
def _recovery_sheet() -> tuple[str, str]:
    if Installation.current().is_demo:
        return GOOD, "a demo practice needs none."
    read = recovery_sheet.last_drill()
    if read is None:
        return WARNING, "it was never read back with the present key. Try it: reverie keys drill"
    age = clock.now() - read
    words = f"last read back {_hours(age)} ago."
    return (GOOD if age <= DRILL_AGE else WARNING), words


@check("disk")
def _disk() -> tuple[str, str]:
    usage = shutil.disk_usage(settings.HOME)
    words = f"{usage.free / 1e9:.1f} GB free of {usage.total / 1e9:.1f}."
    return (GOOD if usage.free > usage.total * DISK_LEFT else WARNING), words


@check("clock")
def _clock() -> tuple[str, str]:
    newest = AuditEvent.objects.order_by("-at").values_list("at", flat=True).first()
    if newest is not None and newest > clock.now() + timedelta(minutes=1):
        return (
            BAD,
            f"it says {clock.now():%Y-%m-%d %H:%M} UTC, but acts were recorded at {newest:%Y-%m-%d %H:%M}.",
        )
    return GOOD, f"it says {clock.now():%Y-%m-%d %H:%M} UTC."


@check("mail")
def _mail() -> tuple[str, str]:
    waiting = OutboxMessage.objects.filter(sent_at=None, handed_over_at=None)
    if mail.is_set_up():
        refused = waiting.filter(attempts__gt=0).count()
        return (WARNING, f"{refused} messages were refused.") if refused else (GOOD, "set up.")
    return GOOD, f"none is set up; {waiting.count()} messages wait in the list to be handed over."


def _ago(moment: datetime) -> str:
    return _hours(clock.now() - moment)


def _hours(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"
