"""A copy is presented, remarked on, taken back and destroyed; its words are sealed and never changed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from conftest import actor_for
from reverie.accounts.models import Therapist, User
from reverie.core import clock
from reverie.core.cipher import CannotUnseal
from reverie.core.models import AuditEvent, NoteKey, NoteKeyWrap
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.supervision.access import copies_visible_to, scope_for
from reverie.supervision.actions import (
    CannotPresent,
    CannotSay,
    destroy_copy,
    end_supervision,
    present_copy,
    say_remark,
    take_back_remark,
    withdraw_copy,
)
from reverie.supervision.models import CopyWords, Line, PresentedCopy, Remark, Supervision
from reverie.supervision.tests.conftest import WORDS


def read(copy: PresentedCopy, by: Actor) -> CopyWords:
    return CopyWords.of(copy.words(keychain(scope_for(by, copy))))


def test_both_of_the_two_read_the_same_words(
    copy: PresentedCopy, as_therapist: Actor, as_naomi: Actor
) -> None:
    assert read(copy, as_therapist) == read(copy, as_naomi) == WORDS
    link = AuditEvent.objects.get(verb="present_copy")
    assert link.client is None
    assert link.detail["digest"] == copy.digest()


def test_each_copy_has_a_key_of_its_own(copy: PresentedCopy, pair: Supervision, as_therapist: Actor) -> None:
    other = present_copy(supervision=pair, words=WORDS, until=copy.until, by=as_therapist)
    assert {key.client for key in NoteKey.objects.filter(is_of_copy=True)} == {copy.pk, other.pk}
    assert set(NoteKeyWrap.objects.values_list("reader", flat=True)) == {pair.supervisor_id, copy.author_id}


def test_nobody_else_opens_it(copy: PresentedCopy, owner: User, colleague: Therapist) -> None:
    for person in (owner, colleague.user):
        with pytest.raises(CannotUnseal):
            read(copy, actor_for(person))


def test_the_key_shuts_by_itself_when_its_time_is_over(
    copy: PresentedCopy, as_naomi: Actor, as_therapist: Actor, time_machine
) -> None:
    time_machine.move_to(clock.now() + timedelta(days=16))
    assert not copies_visible_to(as_naomi).exists()
    with pytest.raises(CannotUnseal):
        read(copy, as_naomi)
    assert read(copy, as_therapist) == WORDS


@pytest.mark.parametrize("days", [-1, 367])
def test_a_last_day_is_today_or_later_and_within_a_year(
    pair: Supervision, as_therapist: Actor, days: int
) -> None:
    until = clock.today(pair.practice.zone) + timedelta(days=days)
    with pytest.raises(CannotPresent, match="from today to a year ahead"):
        present_copy(supervision=pair, words=WORDS, until=until, by=as_therapist)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (CopyWords(" ", "q", WORDS.lines), "a title that names nobody"),
        (CopyWords("t", "q", (Line("T", " "),)), "at least one line"),
        (CopyWords("t", "q", (Line("T", "x" * 40_001),)), "at most 40,000 characters"),
    ],
)
def test_words_that_are_none_or_too_many_are_refused(
    pair: Supervision, as_therapist: Actor, words: CopyWords, sentence: str
) -> None:
    until = clock.today(pair.practice.zone)
    with pytest.raises(CannotPresent, match=sentence):
        present_copy(supervision=pair, words=words, until=until, by=as_therapist)
    assert not PresentedCopy.objects.exists()


def test_only_the_supervisee_of_a_supervision_that_holds_presents(
    pair: Supervision, as_naomi: Actor, as_therapist: Actor
) -> None:
    until = clock.today(pair.practice.zone)
    with pytest.raises(CannotPresent, match="Only who brings their work"):
        present_copy(supervision=pair, words=WORDS, until=until, by=as_naomi)
    end_supervision(supervision=pair, by=as_naomi)
    with pytest.raises(CannotPresent, match="has ended"):
        present_copy(supervision=pair, words=WORDS, until=until, by=as_therapist)


def test_nothing_is_presented_before_the_first_day_or_to_who_supervises_no_more(
    pair: Supervision, as_therapist: Actor
) -> None:
    until = clock.today(pair.practice.zone)
    Supervision.objects.update(starts_on=until + timedelta(days=1))
    with pytest.raises(CannotPresent, match="not begun yet"):
        present_copy(supervision=pair, words=WORDS, until=until, by=as_therapist)
    Supervision.objects.update(starts_on=until)
    pair.supervisor.memberships.update(ended_at=clock.now(), ended_by=pair.supervisor_id)
    with pytest.raises(CannotPresent, match="no longer a supervisor"):
        present_copy(supervision=pair, words=WORDS, until=until, by=as_therapist)


def test_what_is_taken_back_is_shut_for_the_reader_alone(
    copy: PresentedCopy, as_therapist: Actor, as_naomi: Actor
) -> None:
    withdraw_copy(copy=copy, by=as_therapist)
    assert not copies_visible_to(as_naomi).exists()
    with pytest.raises(CannotUnseal):
        read(copy, as_naomi)
    assert read(copies_visible_to(as_therapist).get(), as_therapist) == WORDS
    with pytest.raises(CannotPresent, match="taken back already"):
        withdraw_copy(copy=copy, by=as_therapist)


def test_the_reader_takes_nothing_back_and_destroys_nothing(copy: PresentedCopy, as_naomi: Actor) -> None:
    for act in (withdraw_copy, destroy_copy):
        with pytest.raises(CannotPresent, match="Only who presented"):
            act(copy=copy, by=as_naomi)


def test_a_destroyed_copy_takes_its_key_and_its_margin_along(
    copy: PresentedCopy, as_therapist: Actor, as_naomi: Actor
) -> None:
    say_remark(copy=copy, line=2, quote="", text="She went and looked.", by=as_naomi)
    destroy_copy(copy=copy, by=as_therapist)
    assert not Remark.objects.exists()
    assert not NoteKey.objects.filter(is_of_copy=True).exists()
    with pytest.raises(CannotUnseal):
        read(copy, as_therapist)
    with pytest.raises(CannotPresent, match="destroyed already"):
        destroy_copy(copy=copy, by=as_therapist)


def test_a_job_of_the_house_destroys_a_copy_too(copy: PresentedCopy) -> None:
    destroy_copy(copy=copy, by=Actor.system("process.destroy", copy.practice_id))
    assert AuditEvent.objects.get(verb="destroy_copy").detail == {"keys": 1, "remarks": 0}


def test_both_speak_in_the_margin(copy: PresentedCopy, as_therapist: Actor, as_naomi: Actor) -> None:
    first = say_remark(copy=copy, line=2, quote="I looked up", text=" She looked. ", by=as_naomi)
    second = say_remark(copy=copy, line=None, quote="", text="I missed that.", by=as_therapist)
    chain = keychain(scope_for(as_therapist, copy))
    assert first.words(chain) == {"quote": "I looked up", "text": "She looked."}
    assert second.words(keychain(scope_for(as_naomi, copy)))["text"] == "I missed that."


@pytest.mark.parametrize(
    ("line", "text", "sentence"),
    [
        (0, " ", "Write what"),
        (3, "x", "not in the copy"),
        (-1, "x", "not in the copy"),
        (0, "x" * 40_001, "too long"),
    ],
)
def test_a_remark_that_is_none_is_refused(
    copy: PresentedCopy, as_naomi: Actor, line: int, text: str, sentence: str
) -> None:
    with pytest.raises(CannotSay, match=sentence):
        say_remark(copy=copy, line=line, quote="", text=text, by=as_naomi)
    assert not Remark.objects.exists()


def test_nothing_is_added_to_a_closed_copy(
    copy: PresentedCopy, as_therapist: Actor, as_naomi: Actor, owner: User
) -> None:
    withdraw_copy(copy=copy, by=as_therapist)
    for by in (as_therapist, as_naomi, actor_for(owner)):
        with pytest.raises(CannotSay, match="closed"):
            say_remark(copy=copy, line=0, quote="", text="More.", by=by)


def test_a_remark_is_taken_back_by_who_said_it(
    copy: PresentedCopy, as_therapist: Actor, as_naomi: Actor
) -> None:
    remark = say_remark(copy=copy, line=0, quote="", text="No.", by=as_naomi)
    with pytest.raises(CannotSay, match="only what you said yourself"):
        take_back_remark(remark=remark, by=as_therapist)
    take_back_remark(remark=remark, by=as_naomi)
    with pytest.raises(CannotSay, match="taken back already"):
        take_back_remark(remark=remark, by=as_naomi)
    assert not Remark.objects.exists()


def test_acts_without_their_link_change_nothing(
    copy: PresentedCopy, as_therapist: Actor, as_naomi: Actor, rows_of, request: pytest.FixtureRequest
) -> None:
    remark = say_remark(copy=copy, line=0, quote="", text="No.", by=as_naomi)
    before, wraps = rows_of("supervision"), NoteKeyWrap.objects.count()
    request.getfixturevalue("broken_audit")
    for act in (
        lambda: present_copy(supervision=copy.supervision, words=WORDS, until=copy.until, by=as_therapist),
        lambda: withdraw_copy(copy=copy, by=as_therapist),
        lambda: destroy_copy(copy=copy, by=as_therapist),
        lambda: say_remark(copy=copy, line=0, quote="", text="x", by=as_naomi),
        lambda: take_back_remark(remark=remark, by=as_naomi),
    ):
        with pytest.raises(OSError, match="cannot be written"):
            act()
    assert rows_of("supervision") == before
    assert NoteKeyWrap.objects.count() == wraps


def test_the_database_keeps_a_copy_as_it_was_presented(copy: PresentedCopy) -> None:
    for change in ({"version": 2}, {"withdrawn_at": clock.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PresentedCopy.objects.filter(pk=copy.pk).update(**change)
