"""Dictionary counts: whole words, stems, phrases, evidence, cache, processes."""

from __future__ import annotations

import io
import json
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reverie.instruments import dictionaries, token_cache, words
from reverie.instruments.errors import BadInput
from reverie.instruments.tokens import plain, spans, tokens

HEAD = "%\n1\tcold\n2\tkin\n3\tdescent\n4\tsad\n5\tspace\n%\n"
DIC = (
    HEAD
    + "chil*\t1\nchildren\t2\nchild\t2\nfell*\t3\nfellow*\t2\npain\t4\nat\t5\nout\t5\nas if\t5\nlike\t1 2\n"
)
SMALL = dictionaries.parse(DIC)
ALPHABET = st.text("aehilcdfnoprtw '’,-.É", max_size=80)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Don’t stop", ["don't", "stop"]),
        ("'quoted' rock'n'roll''s", ["quoted", "rock'n'roll", "s"]),
        ("well-being_and 3rd", ["well", "being", "and", "3rd"]),
        ("E\u0301te\u0301 ÜBER İzmir", ["été", "über", "izmir"]),
        ("…—?!", []),
    ],
)
def test_what_a_word_is(text, expected):
    assert tokens(text) == expected


@given(st.text(max_size=60))
def test_spans_point_at_the_words(text):
    found = list(spans(text))
    assert [word for _, _, word in found] == tokens(text)
    assert all(plain(text)[start:end].lower() == word for start, end, word in found)


@pytest.mark.parametrize(
    ("word", "entry"),
    [
        ("children", "children"),
        ("chilly", "chil*"),
        ("fellows", "fellow*"),
        ("fell", "fell*"),
        ("painesville", None),
        ("painted", None),
        ("attic", None),
        ("outback", None),
        ("chi", None),
    ],
)
def test_whole_words_and_stems(word, entry):
    assert SMALL.entry(word) == entry
    assert bool(SMALL.lookup(word)) == (entry is not None)


def test_counts_by_hand():
    found = words.count("Children, chilly children fell out, as if like.", SMALL)
    assert found.words == 8
    assert found.categories == {"cold": 2, "kin": 3, "descent": 1, "sad": 0, "space": 2}
    assert found.percent()["kin"] == 37.5
    assert words.count("", SMALL).percent()["kin"] is None


def test_without_stems_only_whole_words_count():
    assert words.count("chilly fell fellows", SMALL.without_stems()).categories["cold"] == 0


def test_phrases_use_their_words_up_and_the_longest_wins():
    dictionary = dictionaries.parse("%\n1 a\n2 b\n%\nas if\t1\nas if by magic\t2\nif\t2\n")
    found = words.count("as if, as if by magic, if", dictionary)
    assert found.categories == {"a": 1, "b": 2}


def test_evidence_shows_each_hit_with_its_place_and_entry():
    text = "The chilly fellow looked as if…"
    hits = words.evidence(text, SMALL)
    assert [(hit.text, hit.entry, hit.categories) for hit in hits] == [
        ("chilly", "chil*", ("cold",)),
        ("fellow", "fellow*", ("kin",)),
        ("as if", "as if", ("space",)),
    ]
    assert all(text[hit.start : hit.end] == hit.text for hit in hits)
    assert [hit.text for hit in words.evidence(text, SMALL, "kin")] == ["fellow"]


@given(ALPHABET)
def test_evidence_and_counts_agree(text):
    counted = words.count(text, SMALL).categories
    shown = [name for hit in words.evidence(text, SMALL) for name in hit.categories]
    assert {name: shown.count(name) for name in counted} == counted


@given(ALPHABET, ALPHABET)
def test_counts_of_two_texts_add_up(one, two):
    plain_words = dictionaries.parse(DIC.replace("as if\t5\n", ""))
    both = words.count(one + "\n" + two, plain_words)
    parts = [words.count(text, plain_words) for text in (one, two)]
    assert both.words == sum(part.words for part in parts)
    assert all(n == sum(part.categories[name] for part in parts) for name, n in both.categories.items())


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1 a\n", "line 1"),
        ("%\n1 a\n", "line 1"),
        ("%\n%\n", "line 1: there is no category"),
        ("%\n1\n%\n", "line 2: a category needs"),
        ("%\n1 a\n1 b\n%\n", "line 3: category “1 b”"),
        ("%\n1 a\n%\nword\t2\n", "line 4: there is no category 2"),
        ("%\n1 a\n%\nword\n", "line 4: the word has no category"),
        ("%\n1 a\n%\n*\t1\n", "line 4: “*” is no word"),
        ("%\n1 a\n%\nwo*rd\t1\n", "line 4: “wo*rd”"),
        ("%\n1 a\n%\nas if*\t1\n", "line 4: “as if*”"),
        ("%\n1 a\n%\nlike (02 134)\t1\n", "line 4"),
    ],
)
def test_a_wrong_dictionary_names_the_line(text, place):
    with pytest.raises(BadInput, match="d.dic, " + place.replace("*", r"\*")):
        dictionaries.parse(text, "d.dic")


def test_an_entry_that_stands_there_twice_has_both_categories():
    found = dictionaries.parse("%\n1 a\n2 b\n%\nx\t1\nx\t2\nX\t1\n")
    assert found.lookup("x") == (0, 1)


def test_the_memory_of_words_is_bounded(monkeypatch):
    monkeypatch.setattr(dictionaries, "MEMORY_WORDS", 3)
    memory = dictionaries.Memory(SMALL)
    assert [memory[word] for word in ("pain", "a", "b", "c", "pain")][-1] == (3,)
    assert len(memory) <= 3


def corpus(size, seed=1):
    chance = random.Random(seed)
    vocabulary = ["child", "children", "chilly", "fell", "fellow", "pain", "at", "out", "like", "sea", "of"]
    return [(f"t{i}", " ".join(chance.choices(vocabulary, k=chance.randint(0, 30)))) for i in range(size)]


def from_cache(texts, dictionary, block_texts=7):
    stream = io.BytesIO()
    assert token_cache.write(texts, stream, block_texts) == len(texts)
    stream.seek(0)
    return list(token_cache.count(stream, dictionary))


@pytest.mark.parametrize("block_texts", [1, 7, 1000])
def test_a_cached_corpus_counts_the_same(block_texts):
    dictionary = dictionaries.parse(DIC.replace("as if\t5\n", ""))
    texts = corpus(40)
    blocks = from_cache(texts, dictionary, block_texts)
    direct = [words.count(text, dictionary) for _, text in texts]
    assert [identity for block in blocks for identity in block.ids] == [identity for identity, _ in texts]
    assert np.concatenate([block.words for block in blocks]).tolist() == [one.words for one in direct]
    counts = np.concatenate([block.counts for block in blocks]).tolist()
    assert counts == [list(one.categories.values()) for one in direct]


def test_a_large_vocabulary_is_found_from_either_end():
    dictionary = dictionaries.parse("%\n1 a\n2 b\n%\nab*\t1\nabc*\t2\nabcd\t1 2\n")
    texts = [("t", "ab abx abc abcx abcd abcde ac zz")]
    assert from_cache(texts, dictionary)[0].to_dict() == {"ids": ["t"], "words": [8], "counts": [[3, 4]]}
    assert from_cache([("t", "abcx")], dictionary)[0].counts.tolist() == [[0, 1]]


def test_a_cache_that_is_none_or_cut_off_is_refused():
    with pytest.raises(BadInput, match="no word cache"):
        list(token_cache.count(io.BytesIO(b"x\n"), dictionaries.parse("%\n1 a\n%\nx\t1\n")))
    with pytest.raises(BadInput, match="phrases"):
        list(token_cache.count(io.BytesIO(), SMALL))
    stream = io.BytesIO()
    token_cache.write(corpus(5), stream)
    with pytest.raises(BadInput, match="middle of a block"):
        list(token_cache.count(io.BytesIO(stream.getvalue()[:-4]), dictionaries.parse("%\n1 a\n%\nx\t1\n")))


@pytest.fixture
def dic(shell):
    return shell.file("d.dic", DIC)


def test_words_of_json_lines(shell, dic):
    path = shell.file("t.jsonl", '{"id": 7, "text": "Children fell."}\n\n{"id": "b", "text": ""}\n')
    rows = shell.lines("words", path, "--dictionary", dic)
    assert rows[0] == {
        "id": 7,
        "words": 2,
        "categories": {"cold": 0, "kin": 1, "descent": 1, "sad": 0, "space": 0},
    }
    assert (rows[1]["id"], rows[1]["words"]) == ("b", 0)


def test_words_of_text_files_and_standard_input(shell, dic):
    one, two = shell.file("a.txt", "\ufeffchilly\nas if"), shell.file("b.txt", "très chilly".encode("cp1252"))
    rows = shell.lines("words", one, two, "-", "--dictionary", dic, stdin='{"id": 1, "text": "pain"}')
    assert [(row["id"], row["words"]) for row in rows] == [(one, 3), (two, 2), (1, 1)]
    assert rows[0]["categories"]["space"] == 1
    (row,) = shell.lines("words", "-", "--dictionary", dic, stdin="pain")
    assert row["categories"]["sad"] == 1


def test_words_with_evidence_and_without_stems(shell, dic):
    path = shell.file("a.txt", "A chilly child")
    (row,) = shell.lines("words", path, "--dictionary", dic, "--evidence")
    assert [(hit["text"], hit["entry"]) for hit in row["hits"]] == [("chilly", "chil*"), ("child", "child")]
    (row,) = shell.lines("words", path, "--dictionary", dic, "--whole-words")
    assert row["categories"]["cold"] == 0


def test_a_text_file_is_read_line_by_line_where_there_are_no_phrases(shell):
    dic = shell.file("d.dic", DIC.replace("as if\t5\n", ""))
    for content in (b"pain\r\nchilly", "pain\nchilly".encode("utf-16")):
        (row,) = shell.lines("words", shell.file("a.txt", content), "--dictionary", dic)
        assert (row["words"], row["categories"]["cold"]) == (2, 1)


def test_two_processes_give_the_same_lines_in_order(shell, dic):
    lines = [json.dumps({"id": identity, "text": text}) for identity, text in corpus(1300)]
    path = shell.file("t.jsonl", "\n".join(lines))
    one = shell("words", path, "--dictionary", dic)
    assert one[0] == 0
    assert one == shell("words", path, "--dictionary", dic, "--processes", 2)


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize(
    ("line", "words_"),
    [
        ("{}", "line 2, field id"),
        ('{"id": 1}', "line 2, field text"),
        ('{"id": 1, "text": 3}', "line 2, field text"),
    ],
)
def test_a_bad_text_names_the_line(shell, dic, line, words_, processes):
    path = shell.file("t.jsonl", '{"id": 1, "text": "a"}\n' + line)
    assert words_ in shell.refused("words", path, "--dictionary", dic, "--processes", processes)


def test_wrong_use_of_words(shell, dic):
    assert "at least 1" in shell.refused("words", "-", "--dictionary", dic, "--processes", 0)
    assert "line 1" in shell.refused("words", "-", "--dictionary", shell.file("e.dic", "happy\n"))
