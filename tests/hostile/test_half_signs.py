"""Half of a surrogate pair, which JSON can write and nothing can keep: refused where the file is read."""

import json

import pytest

from reverie.core import json_text
from reverie.directory.exchange import hsds
from reverie.directory.exchange import read as read_profiles
from reverie.interop.foreign_records import read_record
from reverie.measures import fhir, packs
from reverie.process.forms.leaving import SpeakersForm
from tests.hostile.bombs import Read

WHOLE = b'{"resourceType": "Bundle", "name": "\\ud83d\\ude00"}'
HALVES = [b'"a\\ud800b"', b'"\\uDFFF"', b'{"\\udc00": 1}', b'[["\\ud83d"], "\\ude00"]']
READERS: dict[str, Read] = {
    "a record": read_record,
    "answers": fhir.read_response,
    "a form": lambda content: packs.check(content, "phq-9"),
    "profiles": read_profiles,
}


def said(read: Read, content: bytes) -> str:
    """The sentence with which a reader refuses a file."""
    with pytest.raises(Exception, match=r"\.$") as refusal:
        read(content)
    assert type(refusal.value).__name__.startswith(("Cannot", "Bad"))
    return str(refusal.value)


@pytest.mark.parametrize("name", READERS)
def test_each_reader_refuses_it_as_broken(name: str) -> None:
    half = said(READERS[name], WHOLE.replace(b"\\ude00", b""))
    assert "JSON" in half
    assert half != said(READERS[name], WHOLE), "the whole pair is refused for what it says"


@pytest.mark.parametrize("content", HALVES)
def test_no_half_comes_through(content: bytes) -> None:
    with pytest.raises(json.JSONDecodeError, match="half of a pair"):
        json_text.loads(content)


def test_whole_signs_and_words_about_them_come_through() -> None:
    assert json_text.loads(b'"\\ud83d\\ude00 \\\\ud800"') == "\N{GRINNING FACE} \\ud800"


def test_what_a_page_carries_is_looked_at_too() -> None:
    turns = {"turns": json.dumps([["E", None, "a \ud800"]]), "was": "a.txt"}
    assert SpeakersForm(turns).transcript().turns == ()
    assert hsds._licences('[{"number": "\\ud800"}]') == ()
