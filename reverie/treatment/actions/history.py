"""The history stage by stage, begun by either side; and the people in it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.core.sealing import KeyChain
from reverie.treatment.actions.agreement import CannotAgree, side_of
from reverie.treatment.models import HistoryPart, ImportantPerson, PersonLink, Treatment


class CannotWriteHistory(Exception):
    """One plain sentence for the user: why this cannot be kept."""


@dataclass(frozen=True)
class PersonWords:
    """Somebody in the client's life, in somebody's words."""

    name: str
    who: str = ""
    years: str = ""
    about: str = ""


@transaction.atomic
def write_history(
    *, treatment: Treatment, texts: Mapping[str, str], seen: Mapping[str, int], by: Actor
) -> list[HistoryPart]:
    """Keep the actor's side of each stage whose text is new; earlier texts stay in the record.

    `seen`: stage -> number of the text that the writer had before them (0 for none). Raises
    CannotWriteHistory when a text was changed meanwhile: nothing is kept then, and nothing is lost.
    """
    side = _side(treatment, by)
    Client.objects.select_for_update().get(pk=treatment.client_id)
    chain = treatment.chain()
    latest = _latest(treatment.client_id, side)
    kept = []
    for stage in HistoryPart.STAGES:
        text, before = texts.get(stage, "").strip(), latest.get(stage)
        if text == (before.words(chain)["text"] if before else ""):
            continue
        if before is not None and before.number != seen.get(stage, 0):
            raise CannotWriteHistory(
                _("This was changed elsewhere since you opened the page. Yours is below; nothing is lost.")
            )
        kept.append(_keep(treatment.client, stage, side, text, before.number if before else 0, chain, by))
    return kept


@transaction.atomic
def name_person(*, treatment: Treatment, person: PersonWords, by: Actor) -> ImportantPerson:
    """Put somebody on the list of important people. Raises CannotWriteHistory without a name."""
    if not person.name.strip():
        raise CannotWriteHistory(_("Write a name, or what you call them."))
    side = _side(treatment, by)
    client = Client.objects.select_for_update().get(pk=treatment.client_id)
    last = client.important_people.aggregate(last=Max("number"))["last"] or 0
    row = ImportantPerson(client=client, number=last + 1, side=side)
    row.seal_words(treatment.chain(), asdict(person))
    row.save(force_insert=True)
    audit.record(by=by, verb="name_person", on=row, client=client.pk, detail={"words": row.digest()})
    return row


@transaction.atomic
def take_person_off(*, person: ImportantPerson, treatment: Treatment, by: Actor) -> ImportantPerson:
    """Take somebody off the list; the row stays in the record. Raises CannotWriteHistory."""
    _side(treatment, by)
    person = ImportantPerson.objects.select_for_update().get(pk=person.pk, client=treatment.client_id)
    if person.taken_off_at is not None:
        raise CannotWriteHistory(_("This person was already taken off the list."))
    person.taken_off_at, person.taken_off_by = clock.now(), by.user_id
    person.save(update_fields=["taken_off_at", "taken_off_by"])
    audit.record(by=by, verb="take_person_off", on=person, client=treatment.client_id)
    return person


@transaction.atomic
def link_people(
    *, treatment: Treatment, one: ImportantPerson, other: ImportantPerson, kind: str, by: Actor
) -> PersonLink:
    """Say how two people of the list are related (PersonLink.KINDS). Raises CannotWriteHistory."""
    _side(treatment, by)
    if kind not in PersonLink.KINDS or {one.client_id, other.client_id} != {treatment.client_id}:
        raise CannotWriteHistory(_("Choose two people of the list and how they are related."))
    if one.pk == other.pk:
        raise CannotWriteHistory(_("Choose two different people."))
    row = PersonLink(one=one, other=other)
    row.seal_words(treatment.chain(), {"kind": kind})
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise CannotWriteHistory(_("How these two are related is written down already.")) from None
    audit.record(by=by, verb="link_people", on=row, client=treatment.client_id)
    return row


def _keep(
    client: Client, stage: str, side: str, text: str, before: int, chain: KeyChain, by: Actor
) -> HistoryPart:
    assert by.user_id is not None
    row = HistoryPart(client=client, stage=stage, side=side, number=before + 1, by=by.user_id)
    row.seal_words(chain, {"text": text})
    row.save(force_insert=True)
    detail = {"stage": stage, "side": side, "words": row.digest()}
    audit.record(by=by, verb="write_history", on=row, client=client.pk, detail=detail)
    return row


def _latest(client_id: UUID, side: str) -> dict[str, HistoryPart]:
    rows = HistoryPart.objects.filter(client=client_id, side=side).order_by("number")
    return {row.stage: row for row in rows}


def _side(treatment: Treatment, by: Actor) -> str:
    try:
        return side_of(treatment, by)
    except CannotAgree:
        raise CannotWriteHistory(_("Only the client and their therapist write this.")) from None
