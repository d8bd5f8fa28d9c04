import random

import pytest

from reverie.process.anchors import CONTEXT, Anchor, NotThere, Twice, anchor_at, anchor_of, follow, place

TEXT = "E: Sorry. Four minutes.\nT: Four minutes.\nE: It’s good timing. I’d have had to cancel."


def test_words_are_found_once() -> None:
    anchor = anchor_of(TEXT, "It’s good timing.")
    assert TEXT[anchor.start : anchor.end] == "It’s good timing."


def test_straight_marks_and_spaces_are_forgiven() -> None:
    assert anchor_of(TEXT, "It's  good\ntiming.").quote == "It’s good timing."


def test_a_passage_may_run_over_turns() -> None:
    anchor = anchor_of(TEXT, "Sorry. Four minutes. Four minutes.")
    assert anchor.quote == "Sorry. Four minutes.\nT: Four minutes."


def test_words_that_occur_twice_ask() -> None:
    with pytest.raises(Twice) as caught:
        anchor_of(TEXT, "Four minutes.")
    assert [TEXT[start:end] for start, end in caught.value.places] == ["Four minutes."] * 2


def test_the_stretch_settles_which() -> None:
    assert anchor_of(TEXT, "Four minutes.", within=(24, 40)).start == 27


@pytest.mark.parametrize("words", ["", "   ", "Five minutes."])
def test_words_that_are_not_there(words: str) -> None:
    with pytest.raises(NotThere):
        anchor_of(TEXT, words)


def test_a_changed_quote_is_lost_and_found_when_it_comes_back() -> None:
    anchor = anchor_of(TEXT, "It’s good timing.")
    changed = TEXT.replace("good timing", "bad timing")
    (lost,) = follow(TEXT, changed, [anchor])
    assert lost.is_lost
    assert place(changed, lost) is None
    (back,) = follow(changed, TEXT, [lost])
    assert place(TEXT, back) == (anchor.start, anchor.end)


def test_a_twin_elsewhere_is_not_taken_for_the_words() -> None:
    anchor = anchor_of(TEXT, "Four minutes.", within=(0, 23))
    (lost,) = follow(TEXT, TEXT.replace("Sorry. Four minutes.", "Sorry."), [anchor])
    assert lost.is_lost


def test_a_paragraph_moved_away_keeps_its_marks() -> None:
    words = " ".join(f"word{number}" for number in range(80))
    old = f"First line here.\n{words}\nThe bell on the landing, she said.\nLast line here."
    anchor = anchor_of(old, "bell on the landing")
    new = f"First line here.\nThe bell on the landing, she said.\n{words}\nLast line here."
    (moved,) = follow(old, new, [anchor])
    assert new[moved.start : moved.end] == "bell on the landing"


VOCABULARY = "no yes it was the a tray kettle. quiet, house|E: well I you bell “fine” stairs".replace(
    "|", "\n"
).split(" ")


def some_text(chance: random.Random, words: int) -> list[tuple[int, str]]:
    """Characters, each with a number of its own, so that the truth of an edit is known."""
    return list(enumerate(" ".join(chance.choice(VOCABULARY) for _ in range(words))))


def edited(chance: random.Random, text: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """One edit: words typed in, taken out, or both."""
    at = chance.randrange(len(text))
    out = chance.choice([0, 0, 1, 3, 9, 40])
    typed = " ".join(chance.choice(VOCABULARY) for _ in range(chance.choice([0, 1, 2, 12])))
    fresh = [(chance.getrandbits(60) + 10**6, sign) for sign in typed]
    return text[:at] + fresh + text[at + out :]


def string(text: list[tuple[int, str]]) -> str:
    return "".join(sign for _, sign in text)


def stands_on_its_words(before: Anchor, after: Anchor, ids: list[int], text: list[tuple[int, str]]) -> bool:
    """True when lost, on the very characters, or where nothing around tells the two places apart."""
    if after.is_lost:
        return True
    if [number for number, _ in text[after.start : after.end]] == ids:
        return True
    same_before = after.before[-8:] == before.before[-8:]
    return after.quote == before.quote and (same_before or after.after[:8] == before.after[:8])


@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_edits_leave_each_anchor_on_its_words_or_lost(seed: int) -> None:
    chance = random.Random(seed)
    text = some_text(chance, 400)
    spans = [(start, start + chance.randint(4, 60)) for start in chance.sample(range(len(text) - 61), 25)]
    anchors = [anchor_at(string(text), *span) for span in spans]
    ids = [[number for number, _ in text[start:end]] for start, end in spans]
    for _ in range(100):
        new = edited(chance, text)
        moved = follow(string(text), string(new), anchors)
        assert all(map(stands_on_its_words, anchors, moved, ids, [new] * len(ids)))
        ids = [[n for n, _ in new[a.start : a.end]] if not a.is_lost else [] for a in moved]
        text, anchors = new, moved


@pytest.mark.parametrize("seed", range(5))
def test_typing_elsewhere_loses_nothing(seed: int) -> None:
    chance = random.Random(seed)
    text = string(some_text(chance, 300))
    anchor = anchor_at(text, 400, 440)
    for start, end in [(0, 20), (100, 100), (30, 90), (len(text) - 40, len(text) - 1)]:
        new = text[:start] + "typed in " + text[end:]
        (anchor,) = follow(text, new, [anchor])
        text = new
    assert not anchor.is_lost
    assert len(anchor.before) == CONTEXT
