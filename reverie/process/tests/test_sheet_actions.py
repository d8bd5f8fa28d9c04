import uuid
from collections.abc import Callable
from typing import Any

import pytest

from reverie.accounts.models import Client, Therapist
from reverie.accounts.queries import actor_of
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.process.actions import (
    CannotKeep,
    CannotOpen,
    ChangedElsewhere,
    SheetWords,
    carry_over,
    destroy_sheet,
    drop_draft,
    keep_check,
    keep_sheet,
    open_sheet,
    save_draft,
)
from reverie.process.actions.sheet import LONGEST
from reverie.process.models import Moment, ProcessSheet, SheetDraft, SheetVersion, ThreadLink
from reverie.process.queries import entries_of
from reverie.process.tests.conftest import BODY
from reverie.record.models import Session

pytestmark = pytest.mark.django_db


def words_of(sheet: ProcessSheet) -> dict[str, Any]:
    return ProcessSheet.objects.get(pk=sheet.pk).words(keychain(sheet.scope()))


def test_one_sheet_a_session(session: Session, as_therapist: Actor) -> None:
    first = open_sheet(client=session.client, session=session, by=as_therapist)
    assert open_sheet(client=session.client, session=session, by=as_therapist).id == first.id


def test_a_colleague_opens_none(session: Session, colleague: Therapist) -> None:
    with pytest.raises(CannotOpen):
        open_sheet(client=session.client, session=session, by=actor_of(colleague.user))


def test_the_session_is_of_the_client(session: Session, stranger: Client, as_therapist: Actor) -> None:
    open_sheet(client=session.client, by=as_therapist)
    with pytest.raises(CannotOpen):
        open_sheet(client=stranger, session=session, by=as_therapist)


def test_opening_without_an_audit_link_opens_nothing(
    session: Session, as_therapist: Actor, break_audit: Callable[[], None]
) -> None:
    break_audit()
    with pytest.raises(OSError):
        open_sheet(client=session.client, session=session, by=as_therapist)
    assert not ProcessSheet.objects.exists()


def test_keeping_seals_the_words_and_puts_the_old_ones_aside(
    sheet: ProcessSheet, as_therapist: Actor
) -> None:
    keep_sheet(sheet=sheet, words=SheetWords(body="Another text."), by=as_therapist)
    assert words_of(sheet)["body"] == "Another text."
    version = SheetVersion.objects.get(sheet=sheet)
    assert version.words(keychain(version.scope()))["body"] == BODY


def test_keeping_says_when_somebody_else_kept(sheet: ProcessSheet, as_therapist: Actor) -> None:
    with pytest.raises(ChangedElsewhere) as caught:
        keep_sheet(sheet=sheet, words=SheetWords(body="x"), based_on=1, by=as_therapist)
    assert caught.value.theirs["body"] == BODY


def test_keeping_refuses_what_is_too_long(sheet: ProcessSheet, as_therapist: Actor) -> None:
    with pytest.raises(CannotKeep):
        keep_sheet(sheet=sheet, words=SheetWords(body="x" * (LONGEST + 1)), by=as_therapist)
    assert words_of(sheet)["body"] == BODY


def test_keeping_without_an_audit_link_keeps_nothing(
    sheet: ProcessSheet, as_therapist: Actor, break_audit: Callable[[], None]
) -> None:
    break_audit()
    with pytest.raises(OSError):
        keep_sheet(sheet=sheet, words=SheetWords(body="Another text."), by=as_therapist)
    assert words_of(sheet)["body"] == BODY
    assert not SheetVersion.objects.exists()


def test_a_draft_is_saved_once_for_each_save_id(sheet: ProcessSheet, as_therapist: Actor) -> None:
    save = uuid.uuid4()
    first = save_draft(sheet=sheet, changed={"body": "Half a"}, save=save, based_on=0, by=as_therapist)
    again = save_draft(sheet=sheet, changed={"body": "Half a"}, save=save, based_on=0, by=as_therapist)
    assert (first.id, first.version) == (again.id, again.version)


def test_a_draft_changed_in_another_window_is_shown(sheet: ProcessSheet, as_therapist: Actor) -> None:
    save_draft(sheet=sheet, changed={"body": "One"}, save=uuid.uuid4(), based_on=0, by=as_therapist)
    with pytest.raises(ChangedElsewhere) as caught:
        save_draft(sheet=sheet, changed={"body": "Two"}, save=uuid.uuid4(), based_on=0, by=as_therapist)
    assert (caught.value.theirs["body"], caught.value.version) == ("One", 1)


def test_a_draft_leaves_the_sheet_as_it_is_until_it_is_kept(sheet: ProcessSheet, as_therapist: Actor) -> None:
    save_draft(sheet=sheet, changed={"body": "Two"}, save=uuid.uuid4(), based_on=0, by=as_therapist)
    assert words_of(sheet)["body"] == BODY
    keep_sheet(sheet=sheet, words=SheetWords(body="Two"), by=as_therapist)
    assert not SheetDraft.objects.exists()


def test_one_audit_link_a_draft(sheet: ProcessSheet, as_therapist: Actor) -> None:
    for version in range(3):
        save_draft(sheet=sheet, changed={"body": "a"}, save=uuid.uuid4(), based_on=version, by=as_therapist)
    assert AuditEvent.objects.filter(verb="begin_draft").count() == 1


def test_a_draft_without_an_audit_link_is_not_saved(
    sheet: ProcessSheet, as_therapist: Actor, break_audit: Callable[[], None]
) -> None:
    break_audit()
    with pytest.raises(OSError):
        save_draft(sheet=sheet, changed={"body": "a"}, save=uuid.uuid4(), based_on=0, by=as_therapist)
    assert not SheetDraft.objects.exists()


def test_a_draft_can_be_thrown_away(sheet: ProcessSheet, as_therapist: Actor) -> None:
    save_draft(sheet=sheet, changed={"body": "a"}, save=uuid.uuid4(), based_on=0, by=as_therapist)
    drop_draft(sheet=sheet, by=as_therapist)
    assert not SheetDraft.objects.exists()


def test_throwing_away_without_an_audit_link_throws_nothing_away(
    sheet: ProcessSheet, as_therapist: Actor, break_audit: Callable[[], None]
) -> None:
    save_draft(sheet=sheet, changed={"body": "a"}, save=uuid.uuid4(), based_on=0, by=as_therapist)
    break_audit()
    with pytest.raises(OSError):
        drop_draft(sheet=sheet, by=as_therapist)
    assert SheetDraft.objects.exists()


def test_destroying_leaves_nothing_but_the_audit_link(
    sheet: ProcessSheet, moment: Moment, as_therapist: Actor
) -> None:
    keep_sheet(sheet=sheet, words=SheetWords(body=BODY + "\nMore."), by=as_therapist)
    destroy_sheet(sheet=sheet, by=as_therapist)
    for model in (ProcessSheet, SheetVersion, Moment, ThreadLink):
        assert not model.objects.exists()
    assert entries_of(sheet.scope(), keychain(sheet.scope())) == []
    assert AuditEvent.objects.filter(verb="destroy_sheet").count() == 1


def test_destroying_without_an_audit_link_destroys_nothing(
    sheet: ProcessSheet, moment: Moment, as_therapist: Actor, break_audit: Callable[[], None]
) -> None:
    break_audit()
    with pytest.raises(OSError):
        destroy_sheet(sheet=sheet, by=as_therapist)
    assert Moment.objects.filter(sheet=sheet).exists()


def test_the_check_after_the_hour_is_kept_with_the_sheet(sheet: ProcessSheet, as_therapist: Actor) -> None:
    keep_check(sheet=sheet, answers={"irritated": 2}, by=as_therapist)
    keep_sheet(sheet=sheet, words=SheetWords(body="Another text."), by=as_therapist)
    assert words_of(sheet)["check"] == {"irritated": 2}


@pytest.mark.parametrize("answers", [{"holy": 1}, {"warm": 3}])
def test_other_words_are_refused(sheet: ProcessSheet, as_therapist: Actor, answers: dict[str, int]) -> None:
    with pytest.raises(CannotKeep):
        keep_check(sheet=sheet, answers=answers, by=as_therapist)
    assert "check" not in words_of(sheet)


def test_the_line_to_the_next_hour(sheet: ProcessSheet, as_therapist: Actor) -> None:
    carry_over(sheet=sheet, line=" Ask about the bell. ", by=as_therapist)
    assert words_of(sheet)["carry_over"] == "Ask about the bell."


@pytest.mark.parametrize("act", [carry_over, keep_check])
def test_small_things_without_an_audit_link_are_not_kept(
    act: Callable[..., object], sheet: ProcessSheet, as_therapist: Actor, break_audit: Callable[[], None]
) -> None:
    what = {"line": "x"} if act is carry_over else {"answers": {"warm": 1}}
    break_audit()
    with pytest.raises(OSError):
        act(sheet=sheet, by=as_therapist, **what)
    assert words_of(sheet)["carry_over"] == "Begin with the landing."
