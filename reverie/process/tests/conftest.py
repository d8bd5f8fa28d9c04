"""A treatment with one hour, a sheet on it, and the people who must see nothing of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from conftest import member
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.process import actions
from reverie.process.actions import (
    HandingWords,
    Mark,
    Said,
    SheetWords,
    keep_sheet,
    mark_moment,
    open_sheet,
    open_thread,
)
from reverie.process.models import Handed, Moment, ProcessSheet, Thread
from reverie.process.queries.handing import leaving_of, written_around
from reverie.record.models import Session
from reverie.supervision.actions import begin_supervision
from reverie.supervision.models import Supervision
from reverie.treatment.actions import sign_consents
from reverie.treatment.models import Consent, Treatment

BODY = """E: Sorry. Four minutes. The bus stopped for no reason.
T: Everyone very politely.
E: It’s good timing. I’d have had to cancel half of them anyway.
Silence, most of a minute.
E: I hate that you’re going. I hate it.
T: You’ve told me that August is good timing."""


def hour(treatment: Treatment, number: int, days: int = 0) -> Session:
    """The session `number`, `days` after the first of June."""
    start = datetime(2026, 6, 2, 17, 0, tzinfo=UTC) + timedelta(days=days)
    return Session.objects.create(
        practice=treatment.practice,
        treatment=treatment,
        client=treatment.client,
        therapist=treatment.therapist,
        number=number,
        started_at=start,
        stopped_at=start + timedelta(minutes=50),
        zone="America/Los_Angeles",
    )


@pytest.fixture
def break_audit(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and from then on the audit write fails, as it would on a full disk."""

    def fail(**_: Any) -> None:
        raise OSError("disk full")

    return lambda: monkeypatch.setattr(audit, "record", fail)


@pytest.fixture
def treatment(practice: Practice, therapist: Therapist, client_person: Client) -> Treatment:
    return Treatment.objects.create(
        practice=practice,
        client=client_person,
        therapist=therapist,
        state=Treatment.ACTIVE,
        started_on=date(2026, 1, 6),
    )


@pytest.fixture
def session(treatment: Treatment) -> Session:
    return hour(treatment, 35)


@pytest.fixture
def sheet(session: Session, as_therapist: Actor) -> ProcessSheet:
    opened = open_sheet(client=session.client, session=session, by=as_therapist)
    words = SheetWords(body=BODY, carry_over="Begin with the landing.", reactions="A pull to answer.")
    return keep_sheet(sheet=opened, words=words, by=as_therapist)


@pytest.fixture
def thread(sheet: ProcessSheet, as_therapist: Actor) -> Thread:
    return open_thread(client=sheet.client, title="No trouble at all", by=as_therapist)


@pytest.fixture
def moment(sheet: ProcessSheet, thread: Thread, as_therapist: Actor) -> Moment:
    mark = Mark(
        words="It’s good timing.",
        kind="defense",
        codes={"defense": "rationalization"},
        note="Against minding.",
        threads=(thread.id,),
        steps={thread.id: ("noticed",)},
    )
    return mark_moment(sheet=sheet, mark=mark, by=as_therapist)


LINES = (("Elena", "I told Jonah in August."), ("T", "Everyone very politely."))
ALIASES = (("Elena", "Ms A."), ("Jonah", "[brother]"), ("August", "[month]"))


@pytest.fixture
def naomi(practice: Practice) -> User:
    return member(practice, "Naomi Feld", "supervisor")


@pytest.fixture
def pair(naomi: User, as_therapist: Actor) -> Supervision:
    day = clock.today("UTC") - timedelta(days=30)
    return begin_supervision(supervisor=naomi, kind="consultation", starts_on=day, by=as_therapist)


@pytest.fixture
def consent(treatment: Treatment, as_client: Actor) -> Consent:
    return sign_consents(treatment=treatment, kinds=["supervision"], by=as_client)[0]


@pytest.fixture
def handed(sheet: ProcessSheet, as_therapist: Actor) -> Handed:
    lines = [Said(who, text, str(sheet.pk)) for who, text in LINES]
    return actions.begin_handing(client=sheet.client, lines=lines, by=as_therapist)


@pytest.fixture
def typed(pair: Supervision) -> HandingWords:
    until = clock.today(pair.practice.zone) + timedelta(days=14)
    return HandingWords("Ms A., the bus", "I was moved.", LINES, ALIASES, str(pair.pk), until)


@pytest.fixture
def ready(handed: Handed, typed: HandingWords, as_therapist: Actor) -> Handed:
    return actions.keep_handing(handed=handed, words=typed, by=as_therapist)


def words_of(row: Handed) -> dict[str, Any]:
    return row.words(keychain(row.scope()))


def seal_of(row: Handed, by: Actor) -> str:
    return leaving_of(words_of(row), written_around(by, words_of(row))).seal


@pytest.fixture
def out(ready: Handed, consent: Consent, as_therapist: Actor) -> Handed:
    return actions.present(handed=ready, seen=seal_of(ready, as_therapist), by=as_therapist)
