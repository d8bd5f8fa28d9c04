import io
import zipfile

import pytest

from reverie.core.tests.scratched import scratched
from reverie.process.transcripts import CannotReadTranscript, as_body, read

VTT = """WEBVTT

1
00:00:01.000 --> 00:00:04.000
<v Elena>Sorry. Four minutes.</v>

2
00:05:04.000 --> 00:05:09.000
<v Dr. Lindqvist>Everyone very politely.

3
00:05:09.500 --> 00:05:12.000
<v Dr. Lindqvist>The bus, I mean.
"""
SRT = """1
00:00:01,000 --> 00:00:04,000
ELENA: Sorry.
Four minutes.

2
01:02:05,000 --> 01:02:09,000
THERAPIST: Yes.
"""


WIDE = '<?xml version="1.0" encoding="utf-16"?>'


def word(*paragraphs: str, xml: str | bytes = "") -> bytes:
    """A Word file with these paragraphs."""
    spread = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("word/document.xml", xml or f'<w:document xmlns:w="{name}">{spread}</w:document>')
    return file.getvalue()


def turns(data: bytes, name: str) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in read(data, name).turns]


def test_subtitles_with_voices() -> None:
    found = read(VTT.encode(), "hour.vtt")
    assert found.speakers == ["Elena", "Dr. Lindqvist"]
    assert as_body(found, {"Elena": "E", "Dr. Lindqvist": "T"}) == (
        "0:00\nE: Sorry. Four minutes.\n0:05\nT: Everyone very politely. The bus, I mean."
    )


def test_subtitles_with_names_before_a_colon() -> None:
    assert turns(SRT.encode(), "HOUR.SRT") == [("ELENA", "Sorry. Four minutes."), ("THERAPIST", "Yes.")]


def test_plain_text_with_three_speakers() -> None:
    text = "Ann: One.\nBen: Two.\nand more.\n[Cleo]: Three."
    assert turns(text.encode(), "a.txt") == [("Ann", "One."), ("Ben", "Two. and more."), ("Cleo", "Three.")]


def test_plain_text_without_speakers_stays_lines() -> None:
    assert turns(b"One line.\n\nAnother at 10:31.", "a.txt") == [("", "One line."), ("", "Another at 10:31.")]


def test_a_word_file() -> None:
    assert turns(word("Ann: One.", "", "Ben: Two."), "a.docx") == [("Ann", "One."), ("Ben", "Two.")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_guessed(encoding: str) -> None:
    found = read("E: Das Mädchen – “gut”.".encode(encoding), "a.txt")
    assert (found.turns[0].text, found.encoding) == ("Das Mädchen – “gut”.", encoding)


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"words", "hour.pdf", "Only .txt"),
        (b"words", "hour", "Only .txt"),
        (b"  \n", "hour.txt", "empty"),
        (b"%PDF\0\1", "hour.txt", "not text"),
        (b"\xff\xfeE", "hour.txt", "cut off"),
        (b"E: no times", "hour.vtt", "no lines with times"),
        (b"PK\3\4 broken", "hour.docx", "damaged"),
        (word(xml="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "hour.docx", "definitions"),
        (
            word(xml=f"{WIDE}<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".encode("utf-16")),
            "hour.docx",
            "definitions",
        ),
        (word(xml="<w:document"), "hour.docx", "damaged"),
        (scratched("word/document.xml"), "hour.docx", "damaged"),
        (word(""), "hour.docx", "no words"),
        (word("Ann: One.")[:-30], "hour.docx", "damaged"),
    ],
)
def test_what_is_no_transcript(data: bytes, name: str, sentence: str) -> None:
    with pytest.raises(CannotReadTranscript, match=sentence):
        read(data, name)
