"""Every item of a client's record as plain values, room by room; the process space is out of sight here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from reverie.accounts.models import Client
from reverie.billing.models import (
    Addressee,
    Charge,
    Claim,
    ClaimLine,
    Coverage,
    Document,
    DocumentLine,
    LedgerEntry,
    Reduction,
)
from reverie.core import clock
from reverie.core.models import SealedModel
from reverie.core.sealing import ClientScope, KeyChain, keychain
from reverie.interop.models import BroughtAlong
from reverie.interop.queries.columns import plain
from reverie.journal.models import Homework
from reverie.measures.models import HELD_BY_CLIENT, Administration, ReferenceChoice, ReviewSaying, Schedule
from reverie.record.models import (
    AccessRequest,
    Addendum,
    Contact,
    Disclosure,
    NoteHold,
    Paper,
    ProgressNote,
    Review,
    Session,
)
from reverie.safety.models import Concern, ConcernStep, SafetyPlan, Screener
from reverie.scheduling.models import Appointment, Attendance, Offer, StandingHour, Wait
from reverie.treatment.models import (
    Break,
    BreakGlass,
    Consent,
    CopyAnswer,
    CopyAsked,
    Diagnosis,
    EndingSummary,
    FitAnswer,
    Frame,
    Goal,
    HistoryPart,
    ImportantPerson,
    Intake,
    JoinAnswer,
    Limit,
    Particulars,
    PersonLink,
    Plan,
    Remark,
    Transfer,
    Treatment,
    TreatmentStep,
    Unit,
    UnitMember,
)

PARTS: dict[str, list[tuple[type[Model], str]]] = {
    "treatment": [
        (Treatment, "client"),
        (TreatmentStep, "treatment__client"),
        (FitAnswer, "treatment__client"),
        (Frame, "treatment__client"),
        (Goal, "treatment__client"),
        (Remark, "goal__treatment__client"),
        (Plan, "treatment__client"),
        (Break, "treatment__client"),
        (Consent, "treatment__client"),
        (HistoryPart, "client"),
        (ImportantPerson, "client"),
        (PersonLink, "one__client"),
        (Intake, "client"),
        (Particulars, "client"),
        (JoinAnswer, "appointment__client"),
        (Diagnosis, "client"),
        (BreakGlass, "client"),
        (Limit, "treatment__client"),
        (Transfer, "treatment__client"),
        (EndingSummary, "treatment__client"),
        (Unit, "client"),
        (UnitMember, "unit__client"),
        (CopyAsked, "unit__client"),
        (CopyAnswer, "asked__unit__client"),
    ],
    "record": [
        (Session, "client"),
        (ProgressNote, "session__client"),
        (NoteHold, "note__session__client"),
        (Addendum, "note__session__client"),
        (Review, "note__session__client"),
        (Disclosure, "client"),
        (Contact, "client"),
        (Paper, "client"),
        (AccessRequest, "client"),
    ],
    "journal": [(Homework, "client")],
    "measures": [
        (Schedule, "treatment__client"),
        (Administration, "client"),
        (ReviewSaying, "client"),
        (ReferenceChoice, "client"),
    ],
    "safety": [
        (Concern, "client"),
        (ConcernStep, "concern__client"),
        (SafetyPlan, "client"),
        (Screener, "client"),
    ],
    "scheduling": [
        (StandingHour, "client"),
        (Appointment, "client"),
        (Attendance, "client"),
        (Wait, "client"),
        (Offer, "wait__client"),
    ],
    "interop": [(BroughtAlong, "client")],
    "billing": [
        (Addressee, "client"),
        (Coverage, "client"),
        (Charge, "client"),
        (Claim, "client"),
        (ClaimLine, "claim__client"),
        (Reduction, "treatment__client"),
        (LedgerEntry, "client"),
        (Document, "client"),
        (DocumentLine, "document__client"),
    ],
}
"""Room -> its models that belong to the record, each with the path to its client."""

LEFT_OUT = {
    "interop.movein": "belongs to the practice",
    "interop.moveinitem": "belongs to the practice",
    "interop.practicecopy": "belongs to the practice",
    "interop.practicecopyfile": "belongs to the practice",
    "record.keepingrule": "belongs to the practice",
    "record.countersigner": "says of therapists who signs with them, nothing about a client",
    "safety.watch": "belongs to the practice",
    "safety.wordingapproval": "says nothing about a client",
    "journal.entry": "the client's own writing; they take it along from their pages",
    "journal.draft": "the client's own writing, not even finished",
    "measures.summary": "numbers of ten people and more",
    "journal.librarysheet": "belongs to the practice",
    "journal.share": "says of the client's own writing who may read it",
    "scheduling.availabilityrule": "belongs to the therapist",
    "scheduling.availabilityexception": "belongs to the therapist",
    "scheduling.holiday": "belongs to the practice",
    "treatment.cover": "belongs to the practice",
    "scheduling.freeplane": "belongs to the therapist",
    "scheduling.room": "belongs to the practice",
    "scheduling.calendarfeed": "an address that a person may take back; no part of the record",
    "scheduling.busycalendar": "belongs to the therapist",
    "scheduling.busyblock": "belongs to the therapist",
    "scheduling.hourterms": "belongs to the therapist",
    "scheduling.meetinglink": "a secret address of the therapist; who has it could walk in",
    "scheduling.reminderchoice": "how a person wants to be written to; no part of the record",
    "billing.estimatefigures": "stands in the estimate, which is in the copy",
    "billing.insurer": "belongs to the practice",
    "billing.remittance": "holds many clients; what it paid stands in the ledger",
    "billing.letterhead": "belongs to the practice",
    "billing.servicecode": "belongs to the practice",
    "billing.therapistnumbers": "belongs to the therapist",
    "billing.series": "counts the practice's documents",
}
"""Models of these rooms that are in no client's record, with the reason."""

BEYOND = {
    "accounts.invitation": "opens a door; no part of the record",
    "accounts.representative": "opens a door; who brings a copy back gives it anew",
    "core.auditevent": "belongs to the practice; to whom a copy went stands in the disclosures",
    "core.clientkey": "a key",
    "core.notekey": "a key",
    "directory.inquiry": "what somebody wrote before there was a record; forgotten in time",
    "directory.review": "what a client says of a therapist's practice, for the directory alone",
    "process": "what a therapist thinks is in no copy (45 CFR 164.501)",
}
"""Models of other rooms, or a whole room, that know a client and are in no record, with the reason."""

NOT_SHOWN: dict[type[Model], dict[str, Any]] = {
    NoteHold: {"ended_at": None},
    Paper: {"shown_at": None},
}
"""What a client's own copy leaves out: drafts, and what is held back from them with a reason for now."""

SHOWN_FROM: dict[type[Model], str] = {
    ProgressNote: "released_at__lte",
    Addendum: "note__released_at__lte",
    Review: "note__released_at__lte",
}
"""What stands in a client's own copy from a moment on."""

HIDDEN = {"sealed"}


@dataclass(frozen=True)
class Part:
    """One kind of item: its name and its rows as plain values."""

    name: str
    rows: tuple[dict[str, Any], ...]


def record_of(client: Client, *, own: bool) -> dict[str, list[Part]]:
    """Room -> parts, unsealed. The caller came through access.py and writes the disclosure.

    `own`: for the client, with the answers that they have not shown to the therapist.
    """
    chains: dict[Any, KeyChain] = {}
    return {
        room: [
            Part(model.__name__, tuple(_items(_rows(model, path, client, own=own), client, chains)))
            for model, path in models
        ]
        for room, models in PARTS.items()
    }


def count_of(record: dict[str, list[Part]]) -> int:
    """How many rows the record has."""
    return sum(len(part.rows) for parts in record.values() for part in parts)


def _rows(model: type[Model], path: str, client: Client, *, own: bool) -> QuerySet[Model]:
    rows = model._default_manager.filter(**{path: client}).order_by("pk")
    if model is Administration and not own:
        rows = rows.exclude(instrument__in=HELD_BY_CLIENT, released_at=None)
    if model is ReviewSaying:
        rows = rows.filter(taken_back_at=None)
    if own and model in NOT_SHOWN:
        rows = rows.exclude(**NOT_SHOWN[model])
    if own and model in SHOWN_FROM:
        rows = rows.filter(**{SHOWN_FROM[model]: clock.now()})
    return rows


def _items(rows: QuerySet[Model], client: Client, chains: dict[Any, KeyChain]) -> Iterator[dict[str, Any]]:
    for row in rows:
        fields = [field for field in row._meta.concrete_fields if field.name not in HIDDEN]
        item = {field.attname: plain(getattr(row, field.attname)) for field in fields}
        for relation in row._meta.many_to_many:
            item[relation.name] = sorted(str(other.pk) for other in getattr(row, relation.name).all())
        if isinstance(row, SealedModel):
            item["words"] = row.words(_chain(row, client, chains))
        yield item


def _chain(row: SealedModel, client: Client, chains: dict[Any, KeyChain]) -> KeyChain:
    scope = getattr(row, "scope", None) or ClientScope(client.practice_id, client.pk, "record")
    if scope not in chains:
        chains[scope] = keychain(scope)
    return chains[scope]
