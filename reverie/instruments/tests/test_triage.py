"""Every pattern of both screeners."""

from __future__ import annotations

import itertools

import pytest

from reverie.instruments import triage
from reverie.instruments.errors import BadInput

PATTERNS = list(itertools.product([True, False, None], repeat=6))
TIMES = [True, False, None]


def expected(answers, recent):
    """The table of the reference, read from the top down."""
    one, two, three, four, five, six = (answer is True for answer in answers)
    rows = [
        ("high", four or five or (six and recent in (True, None))),
        ("moderate", three or six),
        ("low", one or two),
    ]
    return next((level for level, holds in rows if holds), None)


@pytest.mark.parametrize("recent", TIMES)
def test_every_pattern_and_time_of_the_screener(recent):
    for answers in PATTERNS:
        found = triage.cssrs(answers, recent=recent)
        level = expected(answers, recent)
        assert found.raises_flag == (level is not None)
        if level:
            assert found.level == level
        else:
            assert found.level in ("none", None)


@pytest.mark.parametrize("recent", TIMES)
def test_none_only_when_all_asked_questions_were_answered(recent):
    for answers in PATTERNS:
        found = triage.cssrs(answers, recent=recent)
        if found.level == "none":
            assert answers[0] is answers[1] is answers[5] is False
            assert not any(answers)
        if found.level is None:
            assert not found.complete


def test_one_more_yes_never_lowers_the_level():
    order = {None: 0, **{level: rank for rank, level in enumerate(triage.LEVELS)}}
    for answers in PATTERNS:
        before = order[triage.cssrs(answers, recent=True).level]
        for position in range(6):
            more = [*answers[:position], True, *answers[position + 1 :]]
            assert order[triage.cssrs(more, recent=True).level] >= before


def test_which_questions_are_asked():
    assert triage.cssrs_asked([None, True, None, None, None, None]) == (1, 2, 3, 4, 5, 6)
    assert triage.cssrs_asked([True, False, None, None, None, None]) == (1, 2, 6)


@pytest.mark.parametrize("refused", [True, False])
@pytest.mark.parametrize("now", TIMES)
def test_every_pattern_of_the_asq(now, refused):
    for answers in itertools.product(TIMES, repeat=4):
        found = triage.asq(answers, now=now, refused=refused)
        positive = any(answers) or (refused and None in answers)
        if positive:
            assert found.level == ("moderate" if now is False else "high")
        else:
            assert found.level == (None if None in answers else "none")
        assert found.to_dict()["flag"] == positive


def test_a_wrong_number_of_answers_is_refused():
    with pytest.raises(BadInput, match="6 answers, not 5"):
        triage.cssrs([True] * 5, recent=None)
    with pytest.raises(BadInput, match="4 questions"):
        triage.asq([True] * 5, now=None)
