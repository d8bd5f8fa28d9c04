"""Tables that are given out, alone or in an archive: a spreadsheet runs no cell, whatever it says."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from conftest import actor_for
from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import clock, policy
from reverie.core.cells import FORMULA
from reverie.interop.queries.practice import parts_of
from reverie.record.actions import ContactWords, keep_contact
from reverie.treatment.models import Treatment
from tests.hostile.forms import PEOPLE, Street

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.own_database]
PLANTED = '=HYPERLINK("https://evil.example","x")'
A_NUMBER = set("+-.,0123456789 ()/")
GIVES_OUT = ("export", "download", "copy", "copies")
"""Words in the addresses of forms that answer with a file."""


@pytest.fixture
def planted(street: Street) -> Iterator[Street]:
    """Everybody and everything has a formula for a name."""
    with transaction.atomic():
        for model in (Client, Practice, Therapist):
            model.objects.update(name=PLANTED)
        yield street
        transaction.set_rollback(True)


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def tables_in(answer: Any, where: str) -> Iterator[tuple[str, list[list[str]]]]:
    """The tables that an answer is or holds, by where they lie."""
    named = re.search(r'filename="?([^";]+)', answer.get("Content-Disposition", ""))
    name = named[1] if named and answer.status_code == 200 else ""
    body = (
        b"".join(answer.streaming_content) if name and answer.streaming else answer.content if name else b""
    )
    if name.endswith(".csv"):
        yield f"{where} {name}", table(body)
    elif name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for inner in archive.namelist():
                if inner.endswith(".csv"):
                    yield f"{where} {name} {inner}", table(archive.read(inner))


def fetched(street: Street) -> dict[str, list[list[str]]]:
    """Every table that anybody can fetch, by who and where."""
    found: dict[str, list[list[str]]] = {}
    for name, address in street.addresses.items():
        for person in PEOPLE if "GET" in policy.routes()[name] else ():
            found |= dict(tables_in(street.browser(person).get(address), f"{person} {name}"))
    return found


def handed_over(street: Street) -> dict[str, list[list[str]]]:
    """Every table in what a form gives out, asked for twice: the second holds that there was a first."""
    found: dict[str, list[list[str]]] = {}
    said = {"recipient": PLANTED, "purpose": PLANTED, "passphrase": ""}
    for name, address in street.addresses.items():
        is_form = "POST" in policy.routes()[name] and any(word in address for word in GIVES_OUT)
        for person in 2 * PEOPLE if is_form else ():
            found |= dict(tables_in(street.browser(person).post(address, said), f"{person} {name}"))
    return found


def runs(cell: str) -> bool:
    """Would a spreadsheet take it for a formula? A plain amount it would not."""
    return cell.startswith(FORMULA) and not set(cell) <= A_NUMBER


def cells_of(found: dict[str, list[list[str]]]) -> list[tuple[str, str]]:
    return [(where, cell) for where, rows in found.items() for row in rows for cell in row]


def test_no_cell_is_run(planted: Street) -> None:
    cells = cells_of(fetched(planted))
    assert [(where, cell) for where, cell in cells if runs(cell)] == []
    assert any("HYPERLINK" in cell for _, cell in cells), "the planted names are in a table"
    assert runs(PLANTED), "the control"


def test_no_cell_in_an_archive_is_run(planted: Street) -> None:
    at, by = clock.now(), actor_for(planted.world.users["hanna"])
    treatment = Treatment.objects.get(client=planted.world.clients["elena"])
    call = ContactWords(kind="phone", is_incoming=True, at=at, person=PLANTED, text=PLANTED)
    keep_contact(treatment=treatment, contact=call, by=by)
    cells = cells_of(handed_over(planted))
    assert [(where, cell) for where, cell in cells if runs(cell)] == []
    tables = {where.split()[-1] for where, cell in cells if "HYPERLINK" in cell}
    assert tables >= {"sessions.csv", "contacts.csv", "given_out.csv"}


def test_no_cell_in_the_copy_of_a_practice_is_run(planted: Street) -> None:
    practice = Practice.objects.get()
    parts = [part for part in parts_of(practice, clock.now()) if part.name.endswith(".csv")]
    cells = cells_of({part.name: table(part.text().encode()) for part in parts})
    assert [(where, cell) for where, cell in cells if runs(cell)] == []
    assert {"clients.csv", "standing-hours.csv"} <= {where for where, cell in cells if "HYPERLINK" in cell}
