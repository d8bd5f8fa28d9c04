"""A life as told, what was asked and answered, and diagnoses; unsealed for who came through access."""

from dataclasses import dataclass
from typing import Any

from reverie.accounts.models import Client
from reverie.core.sealing import KeyChain
from reverie.treatment.models import (
    Diagnosis,
    HistoryPart,
    ImportantPerson,
    Intake,
    JoinAnswer,
    Particulars,
    PersonLink,
)
from reverie.treatment.queries.texts import IntakeForm, Question, intake_forms


@dataclass(frozen=True)
class PartRead:
    """The newest text of one side about one stage."""

    row: HistoryPart
    text: str


@dataclass(frozen=True)
class StageRead:
    """One stage with what each side wrote."""

    stage: str
    client: PartRead | None
    therapist: PartRead | None


@dataclass(frozen=True)
class PersonRead:
    """One important person with how they are related: (kind, name of the other)."""

    row: ImportantPerson
    words: dict[str, str]
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class IntakeRead:
    """An intake form with its answers, as (question, answer), and the form if it is still here."""

    row: Intake
    form: IntakeForm | None
    answers: dict[str, str]

    @property
    def asked(self) -> tuple[tuple[Question, str], ...]:
        """Each question with its answer."""
        return tuple(
            (one, self.answers.get(one.key, "")) for one in (self.form.questions if self.form else ())
        )


@dataclass(frozen=True)
class DiagnosisRead:
    """A diagnosis with its words."""

    row: Diagnosis
    words: dict[str, str]


def history_of(client: Client, chain: KeyChain) -> list[StageRead]:
    """Every stage in order; one query."""
    newest = {
        (row.stage, row.side): row for row in HistoryPart.objects.filter(client=client).order_by("number")
    }

    def read(stage: str, side: str) -> PartRead | None:
        row = newest.get((stage, side))
        return PartRead(row, str(row.words(chain)["text"])) if row else None

    return [StageRead(stage, read(stage, "client"), read(stage, "therapist")) for stage in HistoryPart.STAGES]


def people_of(client: Client, chain: KeyChain) -> list[PersonRead]:
    """The important people on the list, each with how they are related; two queries."""
    rows = list(ImportantPerson.objects.filter(client=client, taken_off_at=None))
    words = {row.pk: row.words(chain) for row in rows}
    links: dict[Any, list[tuple[str, str]]] = {row.pk: [] for row in rows}
    for link in PersonLink.objects.filter(one__in=words, other__in=words):
        links[link.one_id].append((str(link.words(chain)["kind"]), str(words[link.other_id]["name"])))
    return [PersonRead(row, words[row.pk], tuple(links[row.pk])) for row in rows]


def intakes_of(client: Client, chain: KeyChain) -> list[IntakeRead]:
    """The intake forms of a client; answers only of those that were handed in."""
    return [
        IntakeRead(
            row, intake_forms().get(row.kind), _answers(row, chain) if row.state == Intake.SENT else {}
        )
        for row in Intake.objects.filter(client=client)
    ]


def own_intake(row: Intake, chain: KeyChain) -> IntakeRead:
    """One form with what its client has answered so far, for the client."""
    return IntakeRead(row, intake_forms().get(row.kind), _answers(row, chain))


def particulars_of(client: Client, chain: KeyChain) -> tuple[Particulars | None, dict[str, str]]:
    """What was told last, with its words; (None, {}) when nothing was."""
    row = Particulars.objects.filter(client=client).order_by("-number").first()
    return row, row.words(chain) if row else {}


def diagnoses_of(client: Client, chain: KeyChain) -> list[DiagnosisRead]:
    """Every diagnosis, those that stand first."""
    rows = [DiagnosisRead(row, row.words(chain)) for row in Diagnosis.objects.filter(client=client)]
    return sorted(rows, key=lambda read: read.row.ended_on is not None)


def last_place(client: Client, chain: KeyChain) -> dict[str, str]:
    """Where the client said they were when they joined a remote hour last; {} when they never did."""
    row = JoinAnswer.objects.filter(appointment__client=client).order_by("-at").first()
    return row.words(chain) if row else {}


def _answers(row: Intake, chain: KeyChain) -> dict[str, str]:
    answers: dict[str, str] = row.words(chain)["answers"]
    return answers
