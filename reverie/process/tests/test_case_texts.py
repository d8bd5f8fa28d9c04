"""A published case of 100 kB, 500 passages: fast to mark, and none drifts while it is edited."""

import random
import re
import statistics
import time
from pathlib import Path

import pytest

from reverie.core.policy import Actor
from reverie.process.actions import Mark, SheetWords, keep_sheet, mark_moment, mark_moments
from reverie.process.anchors import Anchor, anchor_at, follow, place
from reverie.process.models import ProcessSheet

CASE = Path(__file__).parent / "data" / "freud_1909_elisabeth_v_r.txt"
TEXT = CASE.read_text(encoding="utf-8")
MARKED, EDITS = 500, 1_000
LONGEST_SECONDS = 0.1


def passages(text: str, many: int) -> list[tuple[int, int]]:
    """Stretches of some words each, all over the text, each beginning with a word."""
    chance = random.Random(11)
    words = [match.start() for match in re.finditer(r"\b\w", text)]
    starts = sorted(chance.sample(words[:-40], many))
    return [(start, start + chance.randint(8, 120)) for start in starts]


def edited(chance: random.Random, ids: list[int], text: str) -> tuple[list[int], str]:
    """One edit as an author makes it; each sign carries a number, so that the truth is known."""
    at = chance.randrange(len(text))
    out = chance.choice([0, 0, 0, 1, 5, 30, 200])
    typed = chance.choice(["", "x", " and then", "\nT: Yes.", text[at : at + 60]])
    fresh = [chance.getrandbits(60) + 10**7 for _ in typed]
    return ids[:at] + fresh + ids[at + out :], text[:at] + typed + text[at + out :]


def is_true(before: Anchor, after: Anchor, was: list[int], ids: list[int], text: str) -> bool:
    """Lost and said so, or on the very signs it was on.

    Where a sign was typed beside its like no text can tell which is which; then the words must stand in their
    old surroundings.
    """
    if after.is_lost:
        return True
    if text[after.start : after.end] != before.quote or place(text, after) != (after.start, after.end):
        return False
    at_home = before.before[-12:] == after.before[-12:] or before.after[:12] == after.after[:12]
    return ids[after.start : after.end] == was or at_home


@pytest.mark.slow
def test_a_thousand_edits_leave_500_passages_on_their_words_or_visibly_lost() -> None:
    chance, text, ids = random.Random(1909), TEXT, list(range(len(TEXT)))
    anchors = [anchor_at(text, *span) for span in passages(text, MARKED)]
    on = [ids[anchor.start : anchor.end] for anchor in anchors]
    for _ in range(EDITS):
        new_ids, new = edited(chance, ids, text)
        moved = follow(text, new, anchors)
        truths = zip(anchors, moved, on, strict=True)
        assert all(is_true(before, after, was, new_ids, new) for before, after, was in truths)
        text, ids, anchors = new, new_ids, moved
        on = [ids[anchor.start : anchor.end] if not anchor.is_lost else [] for anchor in anchors]
    kept = sum(not anchor.is_lost for anchor in anchors)
    assert kept > MARKED // 4, "most passages that nobody touched must still be found"


@pytest.mark.django_db
def test_a_mark_among_500_on_100_kB_takes_less_than_a_tenth_of_a_second(
    sheet: ProcessSheet, as_therapist: Actor
) -> None:
    kept = keep_sheet(sheet=sheet, words=SheetWords(body=TEXT), by=as_therapist)
    spans = passages(TEXT, MARKED + 15)
    marks = [Mark(words=TEXT[start:end], kind="affect", within=(start, end)) for start, end in spans]
    mark_moments(sheet=kept, marks=marks[:MARKED], by=as_therapist)
    took = []
    for mark in marks[MARKED:]:
        began = time.process_time()
        mark_moment(sheet=kept, mark=mark, by=as_therapist)
        took.append(time.process_time() - began)
    assert statistics.median(took) < LONGEST_SECONDS
