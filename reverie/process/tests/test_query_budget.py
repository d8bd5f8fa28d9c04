"""At most twelve statements a page, with 60 sessions and 600 moments (transaction brackets left out)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Therapist
from reverie.core.policy import Actor
from reverie.process.actions import Mark, SheetWords, keep_sheet, mark_moments, open_sheet, open_thread
from reverie.process.models import ProcessSheet, Thread
from reverie.process.tests.conftest import hour
from reverie.treatment.models import Break, Treatment

pytestmark = pytest.mark.django_db
BUDGET = 12
BRACKETS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@pytest.fixture
def long_case(treatment: Treatment, as_therapist: Actor) -> tuple[ProcessSheet, Thread]:
    """Sixty hours with ten moments each on four threads, and a break."""
    threads = [
        open_thread(client=treatment.client, title=f"Thread {number}", by=as_therapist) for number in range(4)
    ]
    for number in range(1, 61):
        session = hour(treatment, number, days=7 * number)
        sheet = open_sheet(client=treatment.client, session=session, by=as_therapist)
        body = "\n".join(f"E: Words number {line} of this hour." for line in range(10))
        sheet = keep_sheet(sheet=sheet, words=SheetWords(body=body), by=as_therapist)
        marks = [
            Mark(words=f"Words number {line} of", kind="affect", threads=(threads[line % 4].id,))
            for line in range(10)
        ]
        mark_moments(sheet=sheet, marks=marks, by=as_therapist)
    Break.objects.create(treatment=treatment, first_day=date(2026, 8, 3), last_day=date(2026, 8, 23))
    return sheet, threads[0]


def statements(browser_for: Therapist, address: str) -> list[str]:
    browser = signed_in(browser_for.user)
    browser.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(address).status_code == 200
    return [query["sql"] for query in caught if not query["sql"].startswith(BRACKETS)]


def test_no_page_asks_more_than_the_budget(
    long_case: tuple[ProcessSheet, Thread], therapist: Therapist
) -> None:
    sheet, thread = long_case
    addresses = [
        reverse("process:clients"),
        reverse("process:client", args=[sheet.client_id]),
        reverse("process:client", args=[sheet.client_id]) + "?show=20",
        reverse("process:client", args=[sheet.client_id]) + "?until=2026-12-31&show=20",
        reverse("process:sheet", args=[sheet.id]),
        reverse("process:sheet-write", args=[sheet.id]),
        reverse("process:thread", args=[thread.id]),
        reverse("process:day-line", args=[sheet.session_id]),
        reverse("process:search"),
        *[
            reverse(f"process:{name}", args=[sheet.client_id])
            for name in ("pattern", "formulation", "dreams", "dream-figures", "dream-beside", "alliance")
        ],
    ]
    for address in addresses:
        asked = statements(therapist, address)
        assert len(asked) <= BUDGET, (address, [sql[:90] for sql in asked])
