"""Transcripts from elsewhere (.txt, .vtt, .srt, .docx) as turns: pure, from bytes to values."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from reverie.core.file_kinds import DAMAGED_ZIP

MOST_UNPACKED = 20_000_000
TYPES = ("txt", "vtt", "srt", "docx")
SPEAKER = re.compile(r"^\s*(?:<v(?:\.\w+)*\s+([^>]{1,60})>|\[?([^\W\d][\w .’'-]{0,40}?)\]?\s*:(?!\d))\s*")
TIME = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})[.,]\d{1,3}\s*-->")
TAG = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Western European (Windows)",
    "mac_roman": "Western European (Mac)",
    "cp1250": "Central European (Windows)",
    "cp1251": "Cyrillic (Windows)",
    "cp1253": "Greek (Windows)",
    "cp1254": "Turkish (Windows)",
    "cp1255": "Hebrew (Windows)",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16, big end first",
}
"""What a person may say a file is in; a guess is confirmed by looking at the letters."""
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class CannotReadTranscript(ValueError):
    """A file that is no transcript; one plain sentence says what is wrong."""


@dataclass(frozen=True)
class Spoken:
    """One turn: who (empty when nobody is named), minutes since the beginning, what."""

    speaker: str
    minute: int | None
    text: str


@dataclass(frozen=True)
class Transcript:
    """The turns of a file and the encoding they were read in."""

    turns: tuple[Spoken, ...]
    encoding: str

    @property
    def speakers(self) -> list[str]:
        """Names in the order in which they first speak."""
        return list(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker))


def read(data: bytes, name: str, encoding: str = "") -> Transcript:
    """The transcript in a file's bytes; the ending of `name` says which kind it is.

    `encoding` is what a person says it is in; without it, it is guessed. Raises CannotReadTranscript.
    """
    kind = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if kind not in TYPES:
        raise CannotReadTranscript("Only .txt, .vtt, .srt and .docx files can be read as a transcript.")
    if not data.strip():
        raise CannotReadTranscript("The file is empty.")
    if kind == "docx":
        lines, encoding = _word_lines(data), "utf-8"
    else:
        text, encoding = (_decoded(data, encoding)) if encoding in ENCODINGS else decode(data)
        lines = text.splitlines()
    turns = _cues(lines) if kind in {"vtt", "srt"} else _lines(lines)
    if not turns:
        raise CannotReadTranscript("The file holds no words that could be read.")
    return Transcript(tuple(_joined(turns)), encoding)


def decode(data: bytes) -> tuple[str, str]:
    """The text and the encoding guessed: a byte-order mark, UTF-8, else Windows Latin.

    Raises CannotReadTranscript for what is no text.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _decoded(data, encoding)
    if data.count(0) > len(data) // 4:  # every other byte of plain letters
        return _decoded(data, "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be")
    if b"\0" in data:
        raise CannotReadTranscript("The file is not text. Save it as plain text and try again.")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decoded(data, "cp1252")


def _decoded(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        raise CannotReadTranscript("The file is cut off, or in an encoding that is not known here.") from None


def reread(transcript: Transcript, encoding: str) -> Transcript:
    """The same file, had it been read in another encoding. Raises CannotReadTranscript when it cannot be."""
    try:
        turns = [
            Spoken(_again(turn.speaker, transcript.encoding, encoding), turn.minute, text)
            for turn in transcript.turns
            if (text := _again(turn.text, transcript.encoding, encoding))
        ]
    except (UnicodeError, LookupError):
        name = ENCODINGS.get(encoding, encoding)
        raise CannotReadTranscript(f"These letters cannot be read as {name}. Choose another.") from None
    return Transcript(tuple(turns), encoding)


def _again(text: str, was: str, encoding: str) -> str:
    return text.encode(was).decode(encoding)


def telling(transcript: Transcript, most: int = 4) -> list[Spoken]:
    """Turns with letters that another encoding would show otherwise; by them one sees whether it is right."""
    return [turn for turn in transcript.turns if not (turn.speaker + turn.text).isascii()][:most]


def _lines(lines: Iterable[str]) -> list[Spoken]:
    return [_spoken(line, None) for line in lines if line.strip()]


def _cues(lines: Iterable[str]) -> list[Spoken]:
    """Turns of subtitles: numbers, times, notes and styles left out."""
    found: list[Spoken] = []
    minute: int | None = None
    is_cue = False
    for line in lines:
        match = TIME.search(line)
        if match:
            minute, is_cue = int(match[1] or 0) * 60 + int(match[2]), True
        elif not line.strip():
            is_cue = False
        elif is_cue:
            found.append(_spoken(line, minute))
    if not found:
        raise CannotReadTranscript("The file has no lines with times; it is no .vtt or .srt transcript.")
    return found


def _spoken(line: str, minute: int | None) -> Spoken:
    match = SPEAKER.match(line)
    speaker = (match[1] or match[2] or "").strip() if match else ""
    text = TAG.sub("", line[match.end() :] if match else line).strip()
    return Spoken(speaker, minute, text)


def _joined(turns: Iterable[Spoken]) -> list[Spoken]:
    """Lines of one speaker in a row as one turn; a line of nobody belongs to whoever spoke last."""
    found: list[Spoken] = []
    for turn in turns:
        last = found[-1] if found else None
        if not turn.text:
            continue
        if last and last.speaker and _goes_on(last, turn):
            found[-1] = Spoken(last.speaker, last.minute, f"{last.text} {turn.text}")
        else:
            found.append(turn)
    return found


def _goes_on(last: Spoken, turn: Spoken) -> bool:
    return turn.speaker == last.speaker or (not turn.speaker and turn.minute == last.minute)


def _word_lines(data: bytes) -> list[str]:
    """The paragraphs of a Word file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            part = packed.getinfo("word/document.xml")
            if part.file_size > MOST_UNPACKED:
                raise CannotReadTranscript("The Word file is too big once unpacked.")
            xml = packed.read(part)
    except (*DAMAGED_ZIP, KeyError):
        raise CannotReadTranscript("The file is no Word document, or it is damaged.") from None
    try:
        root = ElementTree.fromstring(xml, forbid_dtd=True)
    except DefusedXmlException:
        raise CannotReadTranscript("The Word file holds definitions that no transcript needs.") from None
    except ElementTree.ParseError:
        raise CannotReadTranscript("The file is no Word document, or it is damaged.") from None
    return ["".join(_run(node) for node in paragraph.iter()) for paragraph in root.iter(f"{WORD}p")]


def _run(node: Element) -> str:
    if node.tag == f"{WORD}t":
        return node.text or ""
    return " " if node.tag in {f"{WORD}tab", f"{WORD}br"} else ""


def as_body(transcript: Transcript, letters: Mapping[str, str]) -> str:
    """The transcript as a sheet's text; `letters` maps each speaker to a letter or a short name."""
    lines: list[str] = []
    last: int | None = None
    for turn in transcript.turns:
        if turn.minute is not None and turn.minute != last and turn.minute % 5 == 0:
            lines.append(f"{turn.minute // 60}:{turn.minute % 60:02}")
        last = turn.minute if turn.minute is not None else last
        letter = letters.get(turn.speaker, "")
        lines.append(f"{letter}: {turn.text}" if letter else turn.text)
    return "\n".join(lines)
