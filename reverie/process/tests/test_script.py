import uuid
from typing import Any

from reverie.process.anchors import anchor_of
from reverie.process.models import ProcessSheet
from reverie.process.presenters.script import rows_of, script_of, turns_of
from reverie.process.queries.sheets import SheetPage

BODY = "10:04\nE: Sorry. Four minutes.\nT: Very politely.\nSilence.\nE: It is good timing, I would say."


def page(*quotes: str, kind: str = "affect", body: str = BODY) -> SheetPage:
    """A sheet with one moment on each quote."""
    moments: dict[uuid.UUID, dict[str, Any]] = {}
    for quote in quotes:
        anchors = [anchor_of(body, quote).__dict__]
        moments[uuid.uuid4()] = {
            "kind": kind,
            "anchors": anchors,
            "codes": {},
            "note": "",
            "threads": [],
        }
    return SheetPage(ProcessSheet(), {"body": body}, moments, {}, False)


def pieces(found: SheetPage) -> list[tuple[str, int]]:
    return [(piece.text, len(piece.labels)) for turn in script_of(found).turns for piece in turn.pieces]


def test_lines_become_turns_with_voice_and_time() -> None:
    turns = turns_of(BODY, {})
    assert [(turn.voice, turn.at, turn.by) for turn in turns] == [
        ("E.", "10:04", ""),
        ("T.", "", "t"),
        ("", "", "gap"),
        ("E.", "", ""),
    ]


def test_a_text_without_voices_is_divided_by_blank_lines() -> None:
    turns = turns_of("One line\nand its end.\n\nAnother.", {})
    assert [(turn.start, turn.end) for turn in turns] == [(0, 21), (23, 31)]


def test_overlapping_marks_are_cut_where_they_begin_and_end() -> None:
    assert pieces(page("is good timing", "timing, I would"))[3:] == [
        ("It ", 0),
        ("is good ", 1),
        ("timing", 2),
        (", I would", 1),
        (" say.", 0),
    ]


def test_a_passage_over_turns_is_marked_in_each_and_noted_once() -> None:
    script = script_of(page("Four minutes. Very"))
    labels = [label for turn in script.turns for piece in turn.pieces for label in piece.labels]
    assert [(label.starts, label.ends) for label in labels] == [(True, True), (False, True)]
    assert [len(turn.notes) for turn in script.turns] == [1, 0, 0, 0]


def test_a_lost_passage_is_listed_and_marked_nowhere() -> None:
    found = page("Four minutes.")
    found.words["body"] = BODY.replace("Four minutes.", "Five minutes.")
    script = script_of(found)
    assert [note.quote for note in script.lost] == ["Four minutes."]
    assert all(not piece.labels for turn in script.turns for piece in turn.pieces)


def test_a_remark_marked_as_countertransference_is_the_therapists_own() -> None:
    assert script_of(page("Silence.", kind="countertransference")).turns[2].by == "own"


RECORDING = "E: It is fine.\nFeeling: Cold.\nThought: She is leaving.\nLater: So was I.\nT: Is it?"


def test_lines_beside_the_dialogue_stand_in_columns() -> None:
    first, second = rows_of(script_of(page(body=RECORDING)).turns)
    assert [[turn.voice for turn in cell] for cell in first.cells()] == [["Feeling"], ["Thought"], ["Later"]]
    assert second.turn
    assert second.cells() == [[], [], []]


def test_a_plain_text_has_no_columns() -> None:
    assert rows_of(script_of(page()).turns) == []
