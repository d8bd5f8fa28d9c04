import pytest

from reverie.directory import prose
from reverie.directory.prose import Run

SPOKEN = {
    "therapy": 3, "psychodynamic": 5, "unconscious": 3, "quiet": 2, "anxiety": 4, "period": 3, "client": 2,
    "friend": 1, "experience": 4, "usual": 3, "language": 2, "being": 2, "little": 2, "walked": 1,
    "wanted": 2, "changes": 2, "takes": 1, "obvious": 3, "relationship": 4, "transference": 3,
    "countertransference": 5, "interpretation": 5, "association": 5, "psychoanalysis": 6, "mechanism": 4,
    "estimate": 3, "someone": 2, "somebody": 3, "question": 2, "science": 2, "idea": 3, "houses": 2,
}  # fmt: skip


@pytest.mark.parametrize(("word", "count"), SPOKEN.items())
def test_syllables(word: str, count: int) -> None:
    assert prose.syllables(word) == count


def test_the_grade_is_the_formula_of_kincaid() -> None:
    words, sentences, syllables = 13, 1, 24
    expected = round(0.39 * words / sentences + 11.8 * syllables / words - 15.59, 1)
    text = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."
    assert prose.reading_grade(text) == expected == 11.3


def test_no_words_have_no_grade() -> None:
    assert prose.reading_grade("… —") == 0.0


def test_marks_become_blocks() -> None:
    text = "## A head\n\nSome text\non two lines.\n\n- one\n- two\n  goes on\n\n1. first\n\n"
    text += "> said\n> more\n\n!a-key"
    kinds = [(block.kind, block.text) for block in prose.read(text)]
    assert kinds == [
        ("heading", "A head"),
        ("text", "Some text on two lines."),
        ("list", "one\ntwo goes on"),
        ("steps", "first"),
        ("quote", "said more"),
        ("figure", ""),
    ]


def test_links_and_weight_are_runs() -> None:
    (block,) = prose.read("See [the list](/find/), *now*.")
    assert block.items[0] == (
        Run("See "),
        Run("the list", href="/find/"),
        Run(", "),
        Run("now", weight=True),
        Run("."),
    )


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "//elsewhere.invalid/", "http://plain.invalid", "data:x"]
)
def test_a_link_that_is_not_safe_stays_text(href: str) -> None:
    (block,) = prose.read(f"[here]({href})")
    assert prose.links([block]) == []
    assert href in block.text


def test_a_list_item_without_a_stop_is_a_sentence() -> None:
    assert prose.plain(prose.read("- one\n- two."), str) == "one.\ntwo."
