import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.process.actions import (
    CannotMark,
    CannotRevise,
    Claim,
    FormulationWords,
    Mark,
    SheetWords,
    WordsOccurTwice,
    add_evidence,
    change_moment,
    keep_sheet,
    mark_moment,
    mark_moments,
    open_thread,
    restore,
    revise_formulation,
    set_aside,
    unmark,
)
from reverie.process.models import Moment, ProcessSheet, Thread, ThreadLink
from reverie.process.queries import Entry, entries_of, thread_page
from reverie.process.queries.aside import set_aside_of
from reverie.process.queries.search import Wanted
from reverie.process.queries.search import search as find
from reverie.process.queries.sheets import sheet_page
from reverie.process.tests.conftest import BODY

pytestmark = pytest.mark.django_db
NOWHERE = uuid.uuid4()
MARK = Mark(words="I hate it.", kind="affect", note="To me.")


def words_of(moment: Moment) -> dict[str, Any]:
    return Moment.objects.get(pk=moment.pk).words(keychain(moment.scope()))


def summary(sheet: ProcessSheet) -> list[Entry]:
    return entries_of(sheet.scope(), keychain(sheet.scope()))


def test_a_mark_keeps_quote_and_context(sheet: ProcessSheet, as_therapist: Actor) -> None:
    words = words_of(mark_moment(sheet=sheet, mark=MARK, by=as_therapist))
    assert words["anchors"][0]["quote"] == "I hate it."
    assert words["anchors"][0]["before"].endswith("going. ")


def test_the_summary_holds_no_sentence(moment: Moment) -> None:
    (entry,) = summary(moment.sheet)
    assert entry.codes == {"defense": "rationalization"}
    assert (entry.number, entry.on.isoformat()) == (35, "2026-06-02")


@pytest.mark.parametrize(
    ("mark", "sentence"),
    [
        (replace(MARK, words="I love it."), "not in the sheet"),
        (replace(MARK, kind="wisdom"), "kind of moment"),
        (replace(MARK, codes={"defense": "denial"}), "does not know"),
        (replace(MARK, kind="defense", codes={"defense": "bravery"}), "does not know"),
        (replace(MARK, steps={NOWHERE: ("cured",)}), "no step"),
    ],
)
def test_a_wrong_mark_is_refused(sheet: ProcessSheet, as_therapist: Actor, mark: Mark, sentence: str) -> None:
    with pytest.raises(CannotMark, match=sentence):
        mark_moment(sheet=sheet, mark=mark, by=as_therapist)
    assert not Moment.objects.exists()
    assert summary(sheet) == []


def test_words_that_occur_twice_ask(sheet: ProcessSheet, as_therapist: Actor) -> None:
    with pytest.raises(WordsOccurTwice) as caught:
        mark_moment(sheet=sheet, mark=replace(MARK, words="good timing"), by=as_therapist)
    assert len(caught.value.places) == 2


def test_a_thread_of_another_treatment_is_refused(
    sheet: ProcessSheet, thread: Thread, as_therapist: Actor
) -> None:
    Thread.objects.filter(pk=thread.pk).delete()
    with pytest.raises(CannotMark, match="not there any more"):
        mark_moment(sheet=sheet, mark=replace(MARK, threads=(thread.id,)), by=as_therapist)


def test_many_marks_or_none(sheet: ProcessSheet, as_therapist: Actor) -> None:
    with pytest.raises(CannotMark):
        mark_moments(sheet=sheet, marks=[MARK, replace(MARK, words="absent")], by=as_therapist)
    assert not Moment.objects.exists()


def test_marking_without_an_audit_link_marks_nothing(
    sheet: ProcessSheet, as_therapist: Actor, break_audit: Callable[[], None]
) -> None:
    break_audit()
    with pytest.raises(OSError):
        mark_moment(sheet=sheet, mark=MARK, by=as_therapist)
    assert not Moment.objects.exists()
    assert summary(sheet) == []


def test_some_defenses_ask_for_a_second_passage(sheet: ProcessSheet, as_therapist: Actor) -> None:
    mark = Mark(words="It’s good timing.", kind="defense", codes={"defense": "repression"})
    moment = mark_moment(sheet=sheet, mark=mark, by=as_therapist)
    assert words_of(moment)["wants_second"]
    change_moment(moment=moment, mark=replace(mark, words="", second="I hate it."), by=as_therapist)
    assert not words_of(moment)["wants_second"]
    assert [anchor["quote"] for anchor in words_of(moment)["anchors"]] == ["It’s good timing.", "I hate it."]


def test_changing_a_moment_changes_the_summary(moment: Moment, as_therapist: Actor) -> None:
    change_moment(moment=moment, mark=Mark(words="", kind="resistance"), by=as_therapist)
    (entry,) = summary(moment.sheet)
    assert (entry.kind, entry.threads) == ("resistance", ())
    assert not ThreadLink.objects.exists()


def test_changing_to_nonsense_is_refused(moment: Moment, as_therapist: Actor) -> None:
    with pytest.raises(CannotMark):
        change_moment(moment=moment, mark=Mark(words="", kind="wisdom"), by=as_therapist)
    assert words_of(moment)["kind"] == "defense"


def test_changing_without_an_audit_link_changes_nothing(
    moment: Moment, as_therapist: Actor, break_audit: Callable[[], None]
) -> None:
    break_audit()
    with pytest.raises(OSError):
        change_moment(moment=moment, mark=Mark(words="", kind="resistance"), by=as_therapist)
    assert words_of(moment)["kind"] == "defense"


def test_unmarking_takes_the_mark_out_of_sight(moment: Moment, thread: Thread, as_therapist: Actor) -> None:
    unmark(moment=moment, by=as_therapist)
    assert summary(moment.sheet) == []
    assert sheet_page(moment.sheet).moments == {}
    assert find(as_therapist, None, Wanted(kind="defense")) == []
    assert thread_page(Thread.objects.get(pk=thread.pk)).trail == []


def test_a_mark_taken_away_can_be_brought_back_whole(moment: Moment, as_therapist: Actor) -> None:
    before, words = summary(moment.sheet), words_of(moment)
    unmark(moment=moment, by=as_therapist)
    restore(moment=moment, by=as_therapist)
    assert (summary(moment.sheet), words_of(moment)) == (before, words)
    with pytest.raises(CannotMark):
        restore(moment=moment, by=as_therapist)


def test_what_was_taken_away_is_gone_once_the_sheet_is_kept(moment: Moment, as_therapist: Actor) -> None:
    unmark(moment=moment, by=as_therapist)
    keep_sheet(sheet=moment.sheet, words=SheetWords(body=BODY + "\nMore."), by=as_therapist)
    assert not Moment.objects.exists()
    assert not ThreadLink.objects.exists()


@pytest.mark.parametrize("act", ["restore", "aside"])
def test_without_an_audit_link_nothing_comes_back_or_aside(
    moment: Moment, as_therapist: Actor, break_audit: Callable[[], None], act: str
) -> None:
    if act == "restore":
        unmark(moment=moment, by=as_therapist)
    before = summary(moment.sheet)
    break_audit()
    with pytest.raises(OSError):
        if act == "restore":
            restore(moment=moment, by=as_therapist)
        else:
            set_aside(moment=moment, is_aside=True, by=as_therapist)
    assert summary(moment.sheet) == before


def test_a_moment_is_set_aside_and_taken_back(moment: Moment, as_therapist: Actor) -> None:
    set_aside(moment=moment, is_aside=True, by=as_therapist)
    change_moment(moment=moment, mark=Mark(words="", kind="resistance"), by=as_therapist)
    assert [entry.moment for entry, _ in set_aside_of(as_therapist, moment.client)] == [moment.id]
    set_aside(moment=moment, is_aside=False, by=as_therapist)
    assert set_aside_of(as_therapist, moment.client) == []


def test_countertransference_is_never_set_aside(moment: Moment, as_therapist: Actor) -> None:
    set_aside(moment=moment, is_aside=True, by=as_therapist)
    change_moment(moment=moment, mark=Mark(words="", kind="countertransference"), by=as_therapist)
    assert set_aside_of(as_therapist, moment.client) == []
    with pytest.raises(CannotMark, match="stays with you"):
        set_aside(moment=moment, is_aside=True, by=as_therapist)


def test_unmarking_without_an_audit_link_takes_nothing(
    moment: Moment, as_therapist: Actor, break_audit: Callable[[], None]
) -> None:
    break_audit()
    with pytest.raises(OSError):
        unmark(moment=moment, by=as_therapist)
    assert len(summary(moment.sheet)) == 1


def test_a_mark_follows_its_words_when_the_sheet_is_kept_again(moment: Moment, as_therapist: Actor) -> None:
    keep_sheet(sheet=moment.sheet, words=SheetWords(body="Before.\n" + BODY), by=as_therapist)
    anchor = words_of(moment)["anchors"][0]
    assert (anchor["quote"], anchor["is_lost"]) == ("It’s good timing.", False)
    assert anchor["start"] == len("Before.\n") + BODY.index("It’s good")


def test_a_mark_whose_words_are_changed_says_so(moment: Moment, as_therapist: Actor) -> None:
    body = BODY.replace("It’s good timing.", "It’s bad timing.")
    keep_sheet(sheet=moment.sheet, words=SheetWords(body=body), by=as_therapist)
    assert words_of(moment)["anchors"][0]["is_lost"]


def test_a_moment_can_be_tied_to_another_thread(moment: Moment, as_therapist: Actor) -> None:
    other = open_thread(client=moment.client, title="Leaving first", by=as_therapist)
    both = (UUID(words_of(moment)["threads"][0]), other.id)
    mark = Mark(words="", kind="defense", threads=both, steps={other.id: ("named",)})
    change_moment(moment=moment, mark=mark, by=as_therapist)
    (entry,) = summary(moment.sheet)
    assert entry.steps == {both[0]: ["noticed"], other.id: ["named"]}


def test_a_mark_that_was_taken_away_is_left_alone(moment: Moment, as_therapist: Actor) -> None:
    unmark(moment=moment, by=as_therapist)
    before = words_of(moment)
    for act in (
        lambda: change_moment(moment=moment, mark=replace(MARK, words=""), by=as_therapist),
        lambda: set_aside(moment=moment, is_aside=True, by=as_therapist),
        lambda: unmark(moment=moment, by=as_therapist),
    ):
        with pytest.raises(CannotMark, match="was taken away"):
            act()
    assert words_of(moment) == before
    assert restore(moment=moment, by=as_therapist).pk == moment.pk


def test_a_mark_that_was_taken_away_is_no_evidence(moment: Moment, as_therapist: Actor) -> None:
    words = FormulationWords("She pays.", claims=(Claim("She waits."),))
    row = revise_formulation(client=moment.client, words=words, by=as_therapist)
    unmark(moment=moment, by=as_therapist)
    with pytest.raises(CannotRevise, match="was taken away"):
        add_evidence(formulation=row, claim=0, moment=Moment.objects.get(pk=moment.pk), by=as_therapist)
