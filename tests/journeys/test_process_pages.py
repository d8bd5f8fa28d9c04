"""Every page of the process room for axe, light and dark, at a desk and on a phone; and on paper, nothing."""

import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from conftest import actor_for, signed_in
from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import clock
from reverie.process import actions
from reverie.process.actions import Claim, DreamWords, FormulationWords, Mark, Said, SheetWords
from reverie.process.models import ProcessSheet
from reverie.record.models import Session
from reverie.treatment.models import Treatment
from tests.browser import assert_accessible, be

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BODY = """E: I dreamed of the kettle again.
Feeling: A pull to answer.
T: What comes to mind?
E: It is good timing, I would have had to cancel.
T: You pay for care by not needing any.
E: I hate that you are going."""
MARKS = [
    Mark(words="I dreamed of the kettle again.", kind="dream"),
    Mark(words="good timing", kind="defense", codes={"defense": "rationalization"}),
    Mark(
        words="It is good timing",
        kind="relationship_episode",
        codes={"other": "mother", "wish": "to be seen"},
    ),
    Mark(
        words="You pay for care", kind="intervention", codes={"type": "interpretation", "response": "affect"}
    ),
    Mark(words="A pull to answer.", kind="countertransference"),
    Mark(words="I hate that you are going.", kind="rupture", codes={"turn": "rupture"}),
]


@pytest.fixture
def addresses(practice: Practice, client_person: Client, therapist: Therapist) -> list[str]:
    """A treatment with something on each page, and where its pages are."""
    people = {"practice": practice, "client": client_person, "therapist": therapist}
    treatment = Treatment.objects.create(**people, state="active", started_on=date(2026, 1, 6))
    by, sheets = actor_for(therapist.user), []
    for number in (1, 2):
        start = clock.now() - timedelta(days=7 * (3 - number))
        times = {"started_at": start, "stopped_at": start + timedelta(minutes=50), "zone": practice.zone}
        session = Session.objects.create(**people, **times, treatment=treatment, number=number)
        sheets.append(actions.open_sheet(client=client_person, session=session, by=by))
    kept = actions.keep_sheet(sheet=sheets[0], words=SheetWords(body="A first version."), by=by)
    kept = actions.keep_sheet(sheet=kept, words=SheetWords(body=BODY, carry_over="The bell."), by=by)
    return list(filled(kept, by))


def filled(sheet: ProcessSheet, by: object) -> Iterator[str]:
    """Mark it, follow it, formulate it; then the address of each page."""
    thread = actions.open_thread(client=sheet.client, title="No trouble at all", by=by)
    marks = [Mark(**{**mark.__dict__, "threads": (thread.id,)}) for mark in MARKS]
    moments = actions.mark_moments(sheet=sheet, marks=marks, by=by)
    actions.keep_dream(
        moment=moments[0], words=DreamWords(residue="The bus.", associations=(("kettle", "tea"),)), by=by
    )
    actions.set_aside(moment=moments[1], is_aside=True, by=by)
    for text in ("She waits.", "She waits no more."):
        words = FormulationWords(text, claims=(Claim("She pays.", evidence=((sheet.id, moments[1].id),)),))
        actions.revise_formulation(client=sheet.client, words=words, by=by)
    of_client = ("client", "alliance", "dreams", "client-export", "client-import", "formulation")
    more = ("formulation-revise", "pattern", "aside")
    lines = [Said("E", "I dreamed of Jonah, in Salem.", str(sheet.id))]
    handed = actions.begin_handing(client=sheet.client, lines=lines, by=by)
    yield reverse("process:copy-prepare", args=[handed.id])
    of_sheet = ("copy-choose", "sheet", "sheet-move", "sheet-write", "sheet-versions", "sheet-destroy")
    yield from [reverse("process:clients"), reverse("process:search")]
    yield from [reverse(f"process:{name}", args=[sheet.client_id]) for name in of_client + more]
    yield from [reverse(f"process:{name}", args=[sheet.id]) for name in of_sheet]
    yield reverse("process:sheet", args=[sheet.id]) + "?columns"
    yield from [reverse(f"process:{name}", args=[moments[0].id]) for name in ("moment", "moment-dream")]
    yield reverse("process:moment", args=[moments[4].id])
    yield reverse("process:thread", args=[thread.id])


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)], ids=["desk", "phone, dark"])
def test_every_page_is_accessible(
    addresses: list[str],
    therapist: Therapist,
    page: Page,
    context: BrowserContext,
    live_server: LiveServer,
    complaints: list[str],
    scheme: str,
    width: int,
) -> None:
    be(context, signed_in(therapist.user))
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 844})
    for address in addresses:
        answer = page.goto(live_server.url + address)
        assert answer is not None
        assert answer.status == 200, address
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        assert_accessible(page)
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wide), f"{address} scrolls sideways at {width}"


SEALED = [
    "kettle",
    "good timing",
    "hate that",
    "No trouble",
    "bell",
    "pays",
    "waits",
    "mother",
    "Elena Marsh",
]
"""Words of the sheet, a thread, a formulation and a moment, and about whom they are."""


def test_on_paper_there_is_no_word_of_the_room(
    addresses: list[str], therapist: Therapist, page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    """The real rendering of each page as a PDF, with everything on it opened first."""
    be(context, signed_in(therapist.user))
    for address in addresses:
        page.goto(live_server.url + address)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        paper = printed(page)
        assert "This page does not print." in paper, address
        assert [word for word in SEALED if word in paper] == [], address
    sheet = next(address for address in addresses if address.endswith("/move/")).replace("/move/", "/print/")
    page.goto(live_server.url + sheet)
    assert "good timing" in printed(page), "the control: on purpose, it prints"


def printed(page: Page) -> str:
    """What a printer would set, as text with single blanks."""
    read = PdfReader(io.BytesIO(page.pdf()))
    return " ".join(" ".join(part.extract_text() for part in read.pages).split())
