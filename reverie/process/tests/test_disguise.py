"""What is replaced and what is listed: letters are read, sense is not, and nothing slips through unlisted."""

import re
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reverie.process.disguise import (
    ADDRESS,
    CALENDAR,
    CAPITAL,
    LEFT_OUT,
    NAME,
    NUMBER,
    Alias,
    disguise,
    plain,
    replaced,
    suspects,
    text_of,
)

JONAH, DEV, MAY = Alias("Jonah", "[brother]"), Alias("Dev", "[a colleague]"), Alias("May", "[month]")


def said(text: str, *aliases: Alias) -> str:
    return text_of(disguise(text, aliases))


def left(text: str, *known: str, written: str = "") -> list[tuple[str, str]]:
    return [(found.words, found.why) for found in suspects([disguise(text, ())], known, written)]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("I told Dev.", "I told [a colleague]."),
        ("Dev’s desk, Dev's chair", "[a colleague]’s desk, [a colleague]'s chair"),
        (
            "DEV, Dev-like, _Dev_ and “Dev”",
            "[a colleague], [a colleague]-like, _[a colleague]_ and “[a colleague]”",
        ),
        ("Devlin develops; dev is no name", "Devlin develops; dev is no name"),
        ("D\u00adev and D\u200bev", "[a colleague] and [a colleague]"),
    ],
)
def test_whole_words_are_replaced_and_no_parts(text: str, seen: str) -> None:
    assert said(text, DEV) == seen


def test_a_name_that_is_a_word_too_is_met_as_a_name() -> None:
    assert said("May may come in MAY.", MAY) == "[month] may come in [month]."


def test_the_longest_goes_first_whatever_the_order() -> None:
    pairs = [Alias("Peter", "P."), Alias("Peter Marsh", "[father]"), Alias("Marsh", "[name]")]
    for order in permutations(pairs):
        assert said("Peter Marsh and Peter and the Marsh’s", *order) == "[father] and P. and the [name]’s"


@pytest.mark.parametrize(
    ("original", "text"),
    [
        ("nine years old", "Nine years old, I was nine  years\nold. NINE YEARS OLD."),
        ("Elm Row", "elm row, ELM ROW, Elm\u00a0Row"),
        ("mother’s house", "my mother's house, My Mother’s House"),
        ("Jean-Luc Duval", "Jean\u2011Luc Duval"),
        ("Zoë", "Zoe\u0308 and ZOË"),
    ],
)
def test_it_is_found_however_it_was_typed(original: str, text: str) -> None:
    pieces = disguise(text, [Alias(original, "[x]")])
    assert not re.search("nine|elm|house|Luc|Zo", text_of(pieces), re.IGNORECASE)


def test_an_alias_begins_as_the_original_did() -> None:
    pair = Alias("my brother", "a relative")
    assert said("My brother called. I hung up on my brother.", pair) == (
        "A relative called. I hung up on a relative."
    )


def test_an_original_without_an_alias_is_left_out_visibly() -> None:
    assert said("in Tucson", Alias("Tucson", " ")) == f"in {LEFT_OUT}"
    assert said("in Tucson", Alias("  ", "x"), Alias("\u00ad", "x")) == "in Tucson"


def test_an_alias_is_not_replaced_again() -> None:
    assert said("Jonah and Dev", Alias("Jonah", "Dev"), Alias("Dev", "Jonah")) == "Dev and Jonah"


def test_what_was_replaced_is_counted() -> None:
    lines = [disguise("Jonah, Jonah and JONAH", [JONAH]), disguise("Dev", [DEV])]
    assert [(row.original, row.alias, row.count) for row in replaced(lines)] == [
        ("Jonah", "[brother]", 2),
        ("JONAH", "[brother]", 1),
        ("Dev", "[a colleague]", 1),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I went to Salem with my aunt.", [("Salem", CAPITAL)]),
        ("I’m here. I'd go. I.", []),
        ("Then the bus came. “You’ve been no trouble.”", []),
        ("Salem is far.", [("Salem", CAPITAL)]),
        ("At 10:30 on the 3rd, 34", [("10:30", NUMBER), ("3rd", NUMBER), ("34", NUMBER)]),
        (
            "I was thirty-four years old, in my forties",
            [("thirty-four years old", NUMBER), ("forties", NUMBER)],
        ),
        ("nine-year-old, six months", [("nine-year-old", NUMBER), ("six months", NUMBER)]),
        ("It may be in August, on Sundays", [("August", CALENDAR), ("Sundays", CALENDAR)]),
        ("Write to me@example.invalid", [("Write", CAPITAL), ("me@example.invalid", ADDRESS)]),
        ("one of them, two of us", []),
        ("٣٤ and Ünal", [("٣٤", NUMBER), ("Ünal", CAPITAL)]),
    ],
)
def test_what_still_looks_like_somebody_is_listed(text: str, found: list[tuple[str, str]]) -> None:
    assert left(text) == found


def test_known_names_are_listed_in_any_case() -> None:
    assert left("elena marsh, the marshes and ELENA", "Elena", "Marsh") == [("elena", NAME), ("marsh", NAME)]
    assert left("on our way to elm row", "Elm Row") == [("elm row", NAME)]


def test_a_beginning_is_let_go_when_the_word_stands_there_in_small_letters() -> None:
    assert left("Silence. Tea.", written="There was silence.") == [("Tea", CAPITAL)]
    assert left("Jonah was out.", written="He said Jonah.") == [("Jonah", CAPITAL)]
    assert left("Grace left.", written="With grace. To Grace.") == [("Grace", CAPITAL)]
    assert left("Don’t. Isn't it? Don is out, Will too.") == [("Don", CAPITAL), ("Will", CAPITAL)]


def test_aliases_are_not_listed_unless_a_name_is_in_them() -> None:
    shown = [disguise("I told Jonah in Tucson.", [JONAH, Alias("Tucson", "Elena’s Town 9")])]
    assert [(found.words, found.why) for found in suspects(shown, ["Elena"])] == [("Elena", NAME)]


def test_each_is_listed_once_with_its_lines() -> None:
    lines = [disguise(text, ()) for text in ("to Salem", "home", "of Salem and SALEM")]
    assert [(found.words, found.lines) for found in suspects(lines, [])] == [("Salem", (0, 2))]


NAMES = st.sampled_from(
    ["Jonah", "Dev", "Peter Marsh", "Marsh", "Zoë", "O’Hara", "nine years old", "Elm Row"]
)
PARTS = st.lists(st.one_of(NAMES, st.sampled_from(["walked", "and", "may", ",", ".", "’s", "\n", "Devlin"])))
PAIRS = [
    Alias(name, f"[{place}]")
    for place, name in enumerate(
        ("Jonah", "Dev", "Peter Marsh", "Marsh", "Zoë", "O’Hara", "nine years old", "Elm Row"), 1
    )
]


@given(PARTS)
def test_no_name_of_the_map_is_left(parts: list[str]) -> None:
    text = " ".join(parts)
    pieces = disguise(text, PAIRS)
    kept = "\0".join(piece.text for piece in pieces if not piece.original)
    assert not any(re.search(rf"(?<!\w){pair.original}(?!\w)", kept) for pair in PAIRS)
    assert "".join(piece.original or piece.text for piece in pieces) == plain(text)


@given(st.text(max_size=80), st.lists(st.builds(Alias, st.text(max_size=8), st.text(max_size=8)), max_size=5))
def test_any_text_and_any_map_come_back_whole(text: str, pairs: list[Alias]) -> None:
    pieces = disguise(text, pairs)
    assert "".join(piece.original or piece.text for piece in pieces) == plain(text)
    assert sum(row.count for row in replaced([pieces])) == sum(bool(piece.original) for piece in pieces)


@given(
    st.lists(st.one_of(NAMES, st.sampled_from(["went", "to", "4", "Salem", "x9", "mai 2026"])), min_size=1)
)
def test_every_digit_and_every_capital_inside_is_listed(parts: list[str]) -> None:
    text = "he " + " ".join(parts)
    listed = " ".join(words for words, _why in left(text))
    for word in re.findall(r"\d+|[^\W\d_]+", text):
        if word[0].isupper() or word.isdigit():
            assert word in listed
