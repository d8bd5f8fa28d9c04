"""What is done in a house all day, act by act, and what must be there afterwards when it was acknowledged.

Runs in processes of their own, after `django.setup()`. Each act gives a claim; `Kept` reads the connected
database, and says which claims do not hold. What was not acknowledged may be there or not, but whole.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import cycle
from typing import Any

from django.db import connection

from conftest import actor_for, member
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import clock, verification
from reverie.core.sealing import keychain
from reverie.journal.actions import finish_entry
from reverie.journal.models import Entry
from reverie.measures import actions as measures
from reverie.measures.models import Administration
from reverie.measures.queries import words_of
from reverie.record import actions as record
from reverie.record.models import ProgressNote, record_chain
from reverie.record.queries.sessions import verify_note
from reverie.safety.models import Concern
from reverie.scheduling import actions as scheduling
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment

PHQ9, RISK_ITEM, DRAFTS = "phq-9", 9, 6


@dataclass(frozen=True)
class Claim:
    """What somebody was told is kept: which kind of thing, its row, and what it says."""

    kind: str
    row: str
    number: int = 0
    words: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Life:
    """A therapist and a client, who go on writing, answering, booking and signing."""

    def __init__(self) -> None:
        self.practice = Practice.objects.create(name="Elm Row", zone="UTC")
        user = member(self.practice, "Hanna Lindqvist", "therapist")
        person = User.objects.create_user("elena@example.invalid", name="Elena Marsh", zone="UTC")
        self.hanna = Therapist.objects.create(practice=self.practice, user=user, name=user.name, zone="UTC")
        self.elena = Client.objects.create(practice=self.practice, user=person, name=person.name, zone="UTC")
        self.treatment = Treatment.objects.create(
            practice=self.practice, client=self.elena, therapist=self.hanna, state="active",
            started_on=clock.now().date(),
        )  # fmt: skip
        self.by, self.client_by = actor_for(user), actor_for(person)
        self.next_hour = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)

    def acts(self) -> Iterator[Claim]:
        """One act after the other, for ever; each is kept when its claim comes."""
        each = [self._notes(), self._answers(), self._bookings(), self._pages()]
        for acts in cycle(each):
            yield next(acts)

    def _notes(self) -> Iterator[Claim]:
        begun = clock.now() - timedelta(hours=1)
        facts = record.Facts(started_at=begun, stopped_at=begun + timedelta(minutes=50))
        while True:
            session = record.open_session(treatment=self.treatment, facts=facts, by=self.by)
            for version in range(DRAFTS):
                text = (
                    f"Draft {version} of {session.pk}. "
                    + "She came late and spoke of the house. " * version * 4
                )
                record.save_draft(
                    session=session, words={"note": text}, template="free", version=version, by=self.by
                )
                yield Claim("draft", str(session.pk), version + 1, text)
            record.sign_note(session=session, version=DRAFTS, by=self.by)
            yield Claim("signature", str(session.pk), DRAFTS, text)

    def _answers(self) -> Iterator[Claim]:
        while True:
            form = measures.plan_administration(
                treatment=self.treatment, instrument=PHQ9, send=True, by=self.by
            )
            for item in range(1, RISK_ITEM + 1):
                measures.answer_item(administration=form, item=item, answer=1, by=self.client_by)
                yield Claim("answer", str(form.pk), item)
            measures.complete(administration=form, by=self.client_by)

    def _bookings(self) -> Iterator[Claim]:
        while True:
            people = {"therapist": self.hanna, "client": self.elena}
            row = scheduling.book_appointment(**people, start_at=self.next_hour, by=self.by)
            self.next_hour += timedelta(hours=1)
            yield Claim("booking", str(row.pk), int(row.start_at.timestamp()))

    def _pages(self) -> Iterator[Claim]:
        while True:
            words = {"body": f"A dream at {clock.now().isoformat()}: the quiet house."}
            row = finish_entry(client=self.elena, kind="dream", words=words, by=self.client_by)
            yield Claim("page", str(row.pk), words=words["body"])


class Kept:
    """All that is in the connected database, opened."""

    def __init__(self) -> None:
        self.notes = {str(row.session_id): row for row in ProgressNote.objects.select_related("session")}
        self.texts = {key: row.words(record_chain(row.session))["note"] for key, row in self.notes.items()}
        forms = Administration.objects.all()
        self.answers = {str(row.pk): words_of(row)["answers"] for row in forms}
        self.hours = [int(row.start_at.timestamp()) for row in Appointment.objects.all()]
        self.pages = {row.words(keychain(row.scope))["body"] for row in Entry.objects.all()}
        self.concerns = {str(source) for source in Concern.objects.values_list("source_id", flat=True)}

    def lost(self, claims: list[Claim]) -> list[Claim]:
        """The claims that do not hold."""
        return [claim for claim in claims if not getattr(self, f"_has_{claim.kind}")(claim)]

    def _has_draft(self, claim: Claim) -> bool:
        note = self.notes.get(claim.row)
        if note is None or note.version < claim.number:
            return False
        return note.version > claim.number or self.texts[claim.row] == claim.words

    def _has_signature(self, claim: Claim) -> bool:
        return self._has_draft(claim) and self.notes[claim.row].is_signed

    def _has_answer(self, claim: Claim) -> bool:
        return self.answers.get(claim.row, {}).get(str(claim.number)) == 1

    def _has_booking(self, claim: Claim) -> bool:
        return claim.number in self.hours

    def _has_page(self, claim: Claim) -> bool:
        return claim.words in self.pages

    def half_done(self) -> list[str]:
        """What is there in part: half a signature, a risk answer without its concern, a broken chain."""
        wrong = []
        for key, note in self.notes.items():
            if note.is_signed != note.session.is_locked or (note.is_signed and not verify_note(note)):
                wrong.append(f"the note of {key} is half signed")
        risky = {key for key, answers in self.answers.items() if answers.get(str(RISK_ITEM))}
        wrong += [f"{key} has no concern" for key in risky - self.concerns]
        if len(self.hours) != len(set(self.hours)):
            wrong.append("an hour is booked twice")
        wrong += [f"the concern of {key} has no answer" for key in self.concerns - risky]
        if not verification.verify().is_whole:
            wrong.append("the audit chain is broken")
        return wrong


def damage() -> list[str]:
    """What SQLite itself finds wrong with the connected database; PostgreSQL asks itself."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        said = [row[0] for row in cursor.execute("PRAGMA integrity_check").fetchall()]
        return [line for line in said if line != "ok"] + [
            f"{row[0]} points at nothing" for row in cursor.execute("PRAGMA foreign_key_check").fetchall()
        ]
