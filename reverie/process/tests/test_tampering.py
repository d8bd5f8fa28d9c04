"""A stored sheet that was changed, cut or moved is refused; one that was sealed anew still opens."""

import random

import pytest

from reverie.accounts.models import Client, Therapist
from reverie.core.policy import Actor
from reverie.core.rotation import rotate_notes
from reverie.core.sealing import CannotUnseal, keychain
from reverie.process.actions import SheetWords, keep_sheet, open_sheet
from reverie.process.models import Moment, ProcessSheet
from reverie.process.tests.conftest import BODY

pytestmark = pytest.mark.django_db


def opens(sheet: ProcessSheet) -> bool:
    try:
        sheet.words(keychain(sheet.scope()))
    except CannotUnseal:
        return False
    return True


def test_every_flipped_byte_is_refused(sheet: ProcessSheet) -> None:
    whole = bytes(sheet.sealed)
    for place in range(len(whole)):
        sheet.sealed = whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :]
        assert not opens(sheet), place


def test_every_cut_is_refused(sheet: ProcessSheet) -> None:
    whole = bytes(sheet.sealed)
    chance = random.Random(1)
    for _ in range(200):
        sheet.sealed = whole[: chance.randrange(len(whole))]
        assert not opens(sheet)


def test_a_sheet_in_another_row_version_client_or_author_is_refused(
    sheet: ProcessSheet, as_therapist: Actor, stranger: Client, colleague: Therapist
) -> None:
    other = keep_sheet(
        sheet=open_sheet(client=sheet.client, by=as_therapist), words=SheetWords(body="x"), by=as_therapist
    )
    moved = ProcessSheet.objects.get(pk=other.pk)
    moved.sealed = sheet.sealed
    assert not opens(moved)
    for name, value in (
        ("version", sheet.version - 1),
        ("client", stranger),
        ("author", colleague.user),
    ):
        row = ProcessSheet.objects.get(pk=sheet.pk)
        setattr(row, name, value)
        assert not opens(row), name


def test_everything_opens_after_the_key_was_changed(sheet: ProcessSheet, moment: Moment) -> None:
    assert rotate_notes(sheet.practice_id, sheet.author_id, sheet.client_id) >= 4
    fresh = ProcessSheet.objects.get(pk=sheet.pk)
    assert fresh.words(keychain(fresh.scope()))["body"] == BODY
    assert Moment.objects.get(pk=moment.pk).words(keychain(moment.scope()))["kind"] == "defense"
