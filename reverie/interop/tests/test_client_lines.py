"""Client lists of other systems: what is taken over, what is mended, and what is refused with its place."""

from datetime import date
from pathlib import Path

import pytest

from reverie.core.tables import CannotReadTable, is_formula, read_table
from reverie.interop.client_lines import ClientLine, guess_columns, keys_of, read_day, read_lines

DATA = Path(__file__).parent / "data"
TODAY = date(2026, 11, 26)


def lines_of(content: bytes) -> list[ClientLine]:
    table = read_table(content)
    return read_lines(table, guess_columns(table.head), TODAY)


def of(name: str) -> list[ClientLine]:
    return lines_of((DATA / name).read_bytes())


def test_the_first_system() -> None:
    iris, tomas, double, formula = of("clients_simplepractice_like.csv")
    assert (iris.name, iris.born_on, iris.values["email"]) == (
        "Iris Vale",
        date(1988, 11, 2),
        "iris.vale@example.invalid",
    )
    assert iris.values["clinician"] == "Maren Oster" and iris.beside["Member ID"] == "FHP123456789"
    assert [fault.column for fault in tomas.faults] == ["Date of Birth"]
    assert tomas.beside["Zip"] == "02110" and "02110" in tomas.notes[0]
    assert tomas.name == 'Tomás "Tom" Ó Briain'
    assert double.double_of == "the same person as in line 2" and double.born_on == date(1988, 11, 2)
    assert [fault.column for fault in formula.faults] == ["First Name"]


def test_the_second_system() -> None:
    (iris,) = of("clients_openemr_like.csv")
    assert (iris.name, iris.born_on, iris.values["phone"]) == ("Iris Vale", date(1988, 11, 2), "555-0101")
    assert "status" not in iris.values and iris.beside["status"] == "single"
    assert iris.faults == []


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("11/2/88", date(1988, 11, 2)),
        ("1988-11-02", date(1988, 11, 2)),
        ("11.02.1988", date(1988, 11, 2)),
        ("3/4/20", date(2020, 3, 4)),
        ("1971-02-30", None),
        ("13/02/1988", None),
        ("2/29/2023", None),
        ("yesterday", None),
        ("0/0/00", None),
        ("1/1/123", None),
    ],
)
def test_days(cell: str, day: date | None) -> None:
    assert read_day(cell, TODAY) == day


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"Name,Email\n", "no rows"),
        (b'Name\n"never closed', "Line 2"),
        (b"Name,name\na,b\n", "Two columns"),
        (b"PK\x03\x04\0\0", "not a table"),
        (b"Name\n" + b"x" * 20_001, "Line 2"),
    ],
)
def test_files_that_are_no_tables(content: bytes, why: str) -> None:
    with pytest.raises(CannotReadTable, match=why):
        read_table(content)


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffName;Email\nJosé Núñez;j@example.invalid\n".encode(),
        "Name\tEmail\nJosé Núñez\tj@example.invalid\n".encode("utf-16"),
        "Name,Email\r\nJosé Núñez,j@example.invalid\r\n".encode("cp1252"),
    ],
)
def test_marks_separators_and_encodings(content: bytes) -> None:
    (line,) = lines_of(content)
    assert (line.name, line.values["email"]) == ("José Núñez", "j@example.invalid")


def test_rows_of_another_length() -> None:
    table = read_table(b"Name,Email,\nA,,,\nB\nC,c@example.invalid,,x\n")
    assert [row.cells for row in table.rows] == [("A", "", ""), ("B", "", ""), None]
    assert lines_of(b"Name,Email\nC,c@example.invalid,x\n")[0].faults[0].column == ""


@pytest.mark.parametrize(
    ("head", "cell", "column"),
    [
        ("Email", "nobody", "Email"),
        ("Phone", "12", "Phone"),
        ("Date of Birth", "1/1/2099", "Date of Birth"),
        ("Email", "@SUM(A1)", "Email"),
    ],
)
def test_each_fault_names_its_column(head: str, cell: str, column: str) -> None:
    (line,) = lines_of(f"Name,{head}\nIris Vale,{cell}\n".encode())
    assert column in {fault.column for fault in line.faults}


def test_a_row_without_a_name_is_a_fault_and_a_pair_is_noted() -> None:
    nobody, pair = lines_of(b"First Name,Last Name,Email\n,,x@example.invalid\nA & B,Vale,\n")
    assert nobody.faults[0].sentence == "There is no name."
    assert "two people" in pair.notes[0]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1+1", True),
        ("@x", True),
        ("-2+cmd|' /C'!A0", True),
        ("+1 555 010 0101", False),
        ("-5", False),
        ("", False),
    ],
)
def test_formulas(cell: str, expected: bool) -> None:
    assert is_formula(cell) is expected


def test_one_name_with_two_addresses_is_two_people() -> None:
    assert not set(keys_of("Iris Vale", "a@example.invalid", None)) & set(
        keys_of("Iris Vale", "b@example.invalid", None)
    )
    assert set(keys_of("Iris  vale", "", None)) & set(keys_of("iris Vale", "", None))
