"""Insurers of the practice and the cover of its clients, stated by either side, checked by the practice."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Practice
from reverie.billing.actions.entering import locked
from reverie.billing.models import Coverage, Insurer
from reverie.core import audit, clock
from reverie.core.file_kinds import IMAGES
from reverie.core.files import CannotKeep, drop_file, keep_file
from reverie.core.policy import Actor
from reverie.core.sealing import ClientScope

COVERAGE_WORDS = (
    "plan", "member_id", "group", "authorisation", "holder_first", "holder_last",
    "holder_born_on", "holder_sex",
)  # fmt: skip
FACTS = (
    "insurer", "filing", "relation", "order", "starts_on", "ends_on", "is_in_network", "copay_cents",
    "authorised_sessions", "authorised_from",
)  # fmt: skip


class CannotCover(Exception):
    """Why this insurer or cover cannot be kept, as one plain sentence."""


@dataclass(frozen=True)
class Cover:
    """What a cover is apart from its numbers: which insurer, from when, in whose name."""

    insurer: Insurer
    starts_on: date
    ends_on: date | None = None
    filing: str = "CI"
    relation: str = "self"
    order: int = Coverage.FIRST
    is_in_network: bool = False
    copay_cents: int | None = None
    authorised_sessions: int | None = None
    authorised_from: date | None = None


@dataclass(frozen=True)
class Picture:
    """A picture of one side of a card, as it was handed in."""

    side: str
    name: str
    content: bytes


@transaction.atomic
def add_insurer(*, practice: Practice, name: str, payer_id: str, is_in_network: bool, by: Actor) -> Insurer:
    """An insurer that clients can name. Raises CannotCover when it is there already."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    name, payer_id = " ".join(name.split()), payer_id.strip().upper()
    if not name:
        raise CannotCover(_("An insurer needs a name."))
    if payer_id and not re.fullmatch(r"[A-Z0-9]{2,20}", payer_id):
        raise CannotCover(_("A payer’s number has letters and digits only."))
    if Insurer.objects.filter(practice=practice, name__iexact=name, ended_at=None).exists():
        raise CannotCover(_("This insurer is in the list already."))
    row = Insurer.objects.create(practice=practice, name=name, payer_id=payer_id, is_in_network=is_in_network)
    audit.record(by=by, verb="add_insurer", on=row, practice=practice.pk)
    return row


@transaction.atomic
def end_insurer(*, insurer: Insurer, by: Actor) -> Insurer:
    """Take an insurer out of the list; covers that name it stay. Raises CannotCover."""
    insurer = Insurer.objects.select_for_update().get(pk=insurer.pk)
    if insurer.ended_at is not None:
        raise CannotCover(_("This insurer is out of the list already."))
    insurer.ended_at, insurer.ended_by = clock.now(), by.user_id
    insurer.save(update_fields=["ended_at", "ended_by"])
    audit.record(by=by, verb="end_insurer", on=insurer, practice=insurer.practice_id)
    return insurer


@transaction.atomic
def write_coverage(
    *,
    client: Client,
    cover: Cover,
    words: Mapping[str, str],
    coverage: Coverage | None = None,
    pictures: tuple[Picture, ...] = (),
    by: Actor,
) -> Coverage:
    """State a cover, or change what was stated: it waits to be checked again. Raises CannotCover."""
    client = locked(client)
    kept = {name: str(words.get(name, "")).strip() for name in COVERAGE_WORDS}
    _refuse(client, cover, kept)
    row = coverage or Coverage(practice_id=client.practice_id, client=client)
    if row.client_id != client.pk:
        raise CannotCover(_("This cover belongs to somebody else."))
    for name in FACTS:
        setattr(row, name, getattr(cover, name))
    row.stated_by, row.checked_at, row.checked_by = by.user_id, None, None
    row.seal_words(row.chain(), kept)
    row.save()
    for picture in pictures:
        _keep(row, picture, by)
    audit.record(by=by, verb="write_coverage", on=row, client=client.pk, detail={"words": row.digest()})
    return row


@transaction.atomic
def check_coverage(*, coverage: Coverage, by: Actor) -> Coverage:
    """Somebody of the practice compared it with the card or asked the insurer. Raises CannotCover."""
    coverage = Coverage.objects.select_for_update().get(pk=coverage.pk)
    if coverage.checked_at is not None:
        raise CannotCover(_("This cover was checked already."))
    coverage.checked_at, coverage.checked_by = clock.now(), by.user_id
    coverage.save(update_fields=["checked_at", "checked_by"])
    audit.record(by=by, verb="check_coverage", on=coverage, client=coverage.client_id)
    return coverage


def _keep(row: Coverage, picture: Picture, by: Actor) -> None:
    """A card's picture in place of the one before; nothing of the form is lost when it is no picture."""
    before = getattr(row, picture.side)
    scope = ClientScope(row.practice_id, row.client_id, "record")
    try:
        stored = keep_file(content=picture.content, name=picture.name, scope=scope, kinds=IMAGES, by=by)
    except CannotKeep as refusal:
        raise CannotCover(str(refusal)) from None
    setattr(row, picture.side, stored)
    row.save(update_fields=[picture.side])
    if before is not None:
        drop_file(stored=before, by=by)


def _refuse(client: Client, cover: Cover, words: dict[str, str]) -> None:
    if cover.insurer.practice_id != client.practice_id:
        raise CannotCover(_("Choose one of the insurers in the list."))
    if not words["member_id"]:
        raise CannotCover(_("The member number is missing; it stands on the card."))
    if cover.ends_on is not None and cover.ends_on < cover.starts_on:
        raise CannotCover(_("The cover ends before it begins."))
    if cover.relation != "self" and not words["holder_last"]:
        raise CannotCover(_("Write down in whose name the insurance is."))
    if (cover.authorised_sessions is None) != (cover.authorised_from is None):
        raise CannotCover(_("Authorized sessions need both: how many, and from which day."))
