"""HSDS as tables: the example of the standard, and what a packed folder may hold."""

import io
import zipfile
from pathlib import Path

import pytest

from reverie.core.tests.scratched import scratched
from reverie.directory.exchange import CannotRead, read

TABLES = Path(__file__).parent / "data" / "hsds_tables"
SERVICES = "id,organization_id,name,status\r\n1,o,Talks,active\r\n2,o,Groups,active\r\n"


def packed(files: dict[str, bytes | str], folder: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{folder}{name}.csv", content)
    return made.getvalue()


@pytest.mark.parametrize("folder", ["", "hsds/csv/"])
def test_the_tables_of_the_standard_are_read_together(folder: str) -> None:
    (entry,) = read(packed({path.stem: path.read_bytes() for path in TABLES.glob("*.csv")}, folder))
    assert (entry.name, entry.cells["languages"]) == ("Community Counselling", "Urdu")
    assert entry.cells["statement"].startswith("Counselling Services provided by trained professionals")


def test_the_services_alone_are_enough() -> None:
    (entry,) = read((TABLES / "services.csv").read_bytes())
    assert (entry.name, entry.cells["languages"], entry.where) == ("Community Counselling", "", "Service 1")


def test_each_row_goes_to_its_service() -> None:
    files = {
        "services": SERVICES,
        "contacts": "id,service_id,name,title\r\n1,2,Ana Sol,PhD\r\n2,9,Nobody,\r\n",
        "cost_options": "id,service_id,option,amount\r\n1,1,Session,150.00\r\n",
        "attributes": "id,link_id,taxonomy_term_id,value\r\n1,1,t,relational\r\n2,1,?,lost\r\n",
        "taxonomy_terms": "id,taxonomy\r\nt,reverie:approaches\r\n",
    }
    first, second = read(packed(files))
    assert (first.cells["fee"], first.cells["approaches"], first.name) == ("150.00", ["relational"], "Talks")
    assert (second.name, second.title, second.cells["fee"]) == ("Ana Sol", "PhD", "")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (scratched("services.csv"), "cannot be opened"),
        (packed({"other": "a,b\r\n1,2\r\n"}), "no services.csv"),
        (b"PK\x03\x04 and nothing that follows", "cannot be opened"),
        (packed({"services": SERVICES + "3,o,Wide,active,a\r\n"}), "services.csv, line 4 has more cells"),
        (packed({"services": "id,organization_id,status,name\r\n"}), "services.csv: The file has a head"),
        (
            packed({"services": b"id,organization_id,status\r\n\xff,1,2\r\n"}),
            "services.csv: Line 2 is not in",
        ),
        (packed({"services": b"a" * 20_000_001}), "larger than 20 MB"),
        (
            SERVICES.replace("Talks,active", ",").replace("Groups,active", ",").encode(),
            "no service with a name",
        ),
    ],
    ids=["scratched", "no table", "no zip", "too wide", "no rows", "not in UTF-8", "a bomb", "no names"],
)
def test_tables_that_cannot_be_read_say_where_and_why(content: bytes, words: str) -> None:
    with pytest.raises(CannotRead) as refusal:
        read(content)
    assert words in str(refusal.value)
