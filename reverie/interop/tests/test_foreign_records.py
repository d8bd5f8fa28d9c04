"""Records of other systems: who, problems, encounters; the rest is named and not read."""

import json
from datetime import date
from pathlib import Path

import pytest

from reverie.interop.foreign_records import CannotReadRecord, ForeignRecord, read_record

DATA = Path(__file__).parent / "data"


def of(name: str) -> ForeignRecord:
    return read_record((DATA / name).read_bytes())


@pytest.mark.parametrize(
    ("name", "person", "born", "problems", "encounters"),
    [
        ("ccda/HL7-CCD.xml", "Adam Frankie Everyman", date(1954, 11, 25), 1, 1),
        ("ccda/HL7-Progress_Note.xml", "Adam Frankie Everyman", date(1954, 11, 25), 1, 0),
        ("ccda/Kareo-CCD.xml", "JOEY MILLER", date(1947, 10, 10), 2, 0),
        ("ccda/PracticeFusion-ClinicalSummary.xml", "Mary Grant", date(1987, 3, 21), 1, 1),
        ("Christinia_Medhurst.json", "Christinia Medhurst", date(1969, 11, 9), 7, 21),
    ],
)
def test_five_systems(name: str, person: str, born: date, problems: int, encounters: int) -> None:
    record = of(name)
    assert (record.name, record.born_on) == (person, born)
    assert (len(record.problems), len(record.encounters)) == (problems, encounters)
    assert any("mmuni" in section for section in record.not_read) or "Progress" in name


def test_problems_keep_code_and_day() -> None:
    assert of("ccda/HL7-CCD.xml").problems == [
        {"words": "Pneumonia", "code": "233604007", "since": "1998-03"}
    ]
    assert of("ccda/HL7-CCD.xml").encounters[0]["on"] == "2000-04-07"


def bomb() -> bytes:
    steps = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "boom">{steps}]><x>&a8;</x>'.encode()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "neither"),
        (b"%PDF-1.7", "neither"),
        (b"<ClinicalDocument", "line 1"),
        (b"<html></html>", "no clinical document"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "entities"),
        (b"{", "broken"),
        (b'{"resourceType": "Patient"}', "no FHIR bundle"),
        (b'{"resourceType": "Bundle", "entry": []}', "0 people"),
        (b'{"a":' * 100_000, "too deep"),
        (b'<ClinicalDocument xmlns="urn:hl7-org:v3"/>', "whose record"),
    ],
)
def test_what_is_not_read_is_said(content: bytes, why: str) -> None:
    with pytest.raises(CannotReadRecord, match=why):
        read_record(content)


def test_a_bomb_stays_closed() -> None:
    with pytest.raises(CannotReadRecord, match="entities"):
        read_record(bomb())


def test_a_document_cut_in_the_middle_is_refused_with_its_place() -> None:
    content = (DATA / "ccda/HL7-CCD.xml").read_bytes()
    with pytest.raises(CannotReadRecord, match=r"line \d+, column \d+"):
        read_record(content[: len(content) // 2])


def test_shapes_that_nobody_sends_do_no_harm() -> None:
    odd = {
        "resourceType": "Bundle",
        "entry": [
            {"resource": {"resourceType": "Patient", "name": [{"text": "A person"}], "telecom": ["no"]}},
            {"resource": {"resourceType": "Condition", "code": 7}},
            {"resource": {"resourceType": "Encounter", "period": "yesterday", "type": ["x"]}},
            {"resource": None},
            "nothing",
        ],
    }
    record = read_record(json.dumps(odd).encode())
    assert record.name == "A person" and len(record.problems) == len(record.encounters) == 1
