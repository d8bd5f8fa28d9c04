"""A stored sheet that was changed, cut or moved is refused; one that was sealed anew still opens."""

import uuid

import pytest

from reverie.accounts.models import Client, Therapist
from reverie.core.rotation import rotate_notes
from reverie.core.sealing import CannotUnseal, KeyChain, keychain
from reverie.process.actions import SheetWords
from reverie.process.models import Moment, ProcessSheet, SheetVersion
from reverie.process.tests.conftest import BODY

pytestmark = pytest.mark.django_db


def opens(sheet: ProcessSheet) -> bool:
    try:
        sheet.words(keychain(sheet.scope()))
    except CannotUnseal:
        return False
    return True


@pytest.fixture
def sheets(sheet: ProcessSheet) -> list[ProcessSheet]:
    """200 sheets as they are stored, each with an earlier version where it was kept more than once."""
    chain, owner = keychain(sheet.scope()), {"practice_id": sheet.practice_id, "author_id": sheet.author_id}
    rows = [ProcessSheet(client_id=sheet.client_id, **owner) for _ in range(200)]
    earlier = []
    for number, row in enumerate(rows):
        for kept in range(1 + number % 3):
            row.seal_words(chain, SheetWords(body=BODY[: number * 2 - kept]).as_dict())
        version = SheetVersion(sheet=row, client_id=sheet.client_id, number=row.version, **owner)
        version.seal_words(chain, SheetWords(body=BODY[:number]).as_dict())
        earlier.append(version)
    ProcessSheet.objects.bulk_create(rows)
    SheetVersion.objects.bulk_create(earlier)
    return list(ProcessSheet.objects.filter(pk__in=[row.pk for row in rows]))


def refused(row: ProcessSheet, chain: KeyChain) -> bool:
    try:
        row.words(chain)
    except CannotUnseal:
        return True
    return False


def test_every_flipped_byte_of_200_sheets_is_refused(sheets: list[ProcessSheet]) -> None:
    chain, tried = keychain(sheets[0].scope()), 0
    for row in sheets:
        whole = bytes(row.sealed)
        for place in range(len(whole)):
            row.sealed = whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :]
            assert refused(row, chain), (row.id, place)
            tried += 1
    assert tried > 200 * 256


def test_every_cut_of_200_sheets_is_refused(sheets: list[ProcessSheet]) -> None:
    chain = keychain(sheets[0].scope())
    for row in sheets:
        whole = bytes(row.sealed)
        for length in range(len(whole)):
            row.sealed = whole[:length]
            assert refused(row, chain), (row.id, length)
        row.sealed = whole + b"\0"
        assert refused(row, chain)


def test_every_swap_of_200_sheets_is_refused(sheets: list[ProcessSheet]) -> None:
    chain = keychain(sheets[0].scope())
    held = {row.id: bytes(row.sealed) for row in sheets}
    for row in sheets:
        for other, sealed in held.items():
            row.sealed = sealed
            assert refused(row, chain) is (other != row.id), (row.id, other)


def test_every_other_version_of_200_sheets_is_refused(sheets: list[ProcessSheet]) -> None:
    chain = keychain(sheets[0].scope())
    for row in sheets:
        true = row.version
        for version in {*range(true + 3)} - {true}:
            row.version = version
            assert refused(row, chain), (row.id, version)
        row.version = true
    for earlier in SheetVersion.objects.filter(sheet__in=sheets).select_related("sheet"):
        earlier.sheet.sealed = earlier.sealed
        assert refused(earlier.sheet, chain), earlier.sheet_id


def test_200_sheets_under_another_client_or_author_are_refused(
    sheets: list[ProcessSheet], stranger: Client, colleague: Therapist
) -> None:
    others = {"practice_id": uuid.uuid4(), "author_id": colleague.user_id, "client_id": stranger.id}
    for row in sheets:
        assert opens(row)
        for name, other in others.items():
            true = getattr(row, name)
            setattr(row, name, other)
            assert not opens(row), name
            setattr(row, name, true)


def test_a_value_moved_to_another_table_is_refused(sheet: ProcessSheet, moment: Moment) -> None:
    chain = keychain(sheet.scope())
    for row, sealed in ((moment, sheet.sealed), (sheet, moment.sealed)):
        row.sealed = sealed
        with pytest.raises(CannotUnseal):
            row.words(chain)


def test_everything_opens_after_the_key_was_changed(sheet: ProcessSheet, moment: Moment) -> None:
    assert rotate_notes(sheet.practice_id, sheet.author_id, sheet.client_id) >= 4
    fresh = ProcessSheet.objects.get(pk=sheet.pk)
    assert fresh.words(keychain(fresh.scope()))["body"] == BODY
    assert Moment.objects.get(pk=moment.pk).words(keychain(moment.scope()))["kind"] == "defense"
