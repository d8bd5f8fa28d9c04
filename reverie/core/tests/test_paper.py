"""Papers come out tagged, and nothing in a client's words can run in them."""

import io
from pathlib import Path

import pypdf
import pytest

from reverie.core.paper import CannotTypeset, typeset

LETTER = Path(__file__).parent / "data" / "letter.typ"
WORDS = {
    "title": "A letter",
    "practice": {"name": "Elm Row Psychotherapy", "lines": ["12 Elm Row"]},
    "facts": [["Client", "E. V."]],
    "words": '#panic("no") $x^2$ #read("/etc/passwd")\n\nSecond paragraph.',
    "rows": [["Tuesday, June 9", "$160.00"]],
}


def pages(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_words_are_data_and_never_source() -> None:
    text = pages(typeset(LETTER, WORDS))
    assert '#panic("no") $x^2$ #read("/etc/passwd")' in text.replace("“", '"').replace("”", '"')
    assert "Second paragraph." in text
    assert "$160.00" in text


def test_the_paper_is_tagged_and_titled() -> None:
    reader = pypdf.PdfReader(io.BytesIO(typeset(LETTER, WORDS)))
    assert reader.metadata is not None
    assert reader.metadata.title == "A letter"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"


def test_a_missing_word_is_named() -> None:
    with pytest.raises(CannotTypeset, match=r"letter\.typ"):
        typeset(LETTER, {"title": "A letter"})


def test_a_paper_reads_no_file_outside_the_rooms(tmp_path: Path) -> None:
    thief = tmp_path / "thief.typ"
    thief.write_text('#read("/etc/passwd")')
    with pytest.raises(CannotTypeset):
        typeset(thief, {})


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("a\x07b\x1b[31mred\x00", "ab[31mred"), ("half \ud83d", "half \ufffd"), ("Nguyễn Ωμέγα Привет", None),
        ("one\n\ntwo", "one"), ("tab\tafter", "tab"), ("end\uffff", "end"),
    ],
)  # fmt: skip
def test_signs_that_are_no_text_keep_no_paper_back(said: str, printed: str | None) -> None:
    assert (printed or said) in pages(typeset(LETTER, {**WORDS, "words": said}))


@pytest.mark.parametrize("name", ["李小龙", "สวัสดี", "한국", "😀", "𓀀", "a\u2800"])
def test_a_name_in_any_script_is_printed_or_numbered(name: str) -> None:
    pdf = typeset(LETTER, {**WORDS, "facts": [["Client", name]], "words": f"{name} came."})
    text = pages(pdf)
    assert "came." in text
    assert name[0] in text or f"[U+{ord(name[0]):04X}]" in text
    assert pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/MarkInfo"]["/Marked"]
