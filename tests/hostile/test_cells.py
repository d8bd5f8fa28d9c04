"""Tables that are given out: no cell of them is run by a spreadsheet, whatever the people are called."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import policy
from reverie.core.cells import FORMULA
from tests.hostile.forms import PEOPLE, Street

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.own_database]
PLANTED = '=HYPERLINK("https://evil.example","x")'
A_NUMBER = set("+-.,0123456789 ()/")


@pytest.fixture
def planted(street: Street) -> Iterator[Street]:
    """Everybody and everything has a formula for a name."""
    with transaction.atomic():
        for model in (Client, Practice, Therapist):
            model.objects.update(name=PLANTED)
        yield street
        transaction.set_rollback(True)


def tables(street: Street) -> dict[str, list[list[str]]]:
    """Every table that anybody can fetch, by who and where."""
    found = {}
    for name, address in street.addresses.items():
        for person in PEOPLE if "GET" in policy.routes()[name] else ():
            answer: Any = street.browser(person).get(address)
            if answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/csv"):
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                found[f"{person} {name}"] = list(
                    csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))
                )
    return found


def runs(cell: str) -> bool:
    """Would a spreadsheet take it for a formula? A plain amount it would not."""
    return cell.startswith(FORMULA) and not set(cell) <= A_NUMBER


def test_no_cell_is_run(planted: Street) -> None:
    found = tables(planted)
    cells = [(where, cell) for where, rows in found.items() for row in rows for cell in row]
    assert [(where, cell) for where, cell in cells if runs(cell)] == []
    assert any("HYPERLINK" in cell for _, cell in cells), "the planted names are in a table"
    assert runs(PLANTED), "the control"
