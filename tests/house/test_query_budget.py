"""No page asks the database more than twelve questions: the whole demo, walked as each person in it."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from pytest_django import DjangoDbBlocker

from config import demo
from conftest import actor_for, signed_in
from reverie.accounts.models import SCOPES, Client, Representative, User
from reverie.core import clock, policy
from reverie.core.files import keep_file
from reverie.core.policy import Actor
from reverie.core.sealing import ClientScope, keychain
from reverie.directory.queries import Search, find
from reverie.interop.actions import begin_move_in, begin_practice_copy
from reverie.interop.actions.practice_copies import make_practice_copy
from reverie.interop.models import BroughtAlong
from reverie.journal.actions import give_homework
from reverie.measures.models import Administration
from reverie.process.actions import Said, begin_handing
from reverie.safety.actions import Source, raise_concern
from reverie.supervision.access import own_supervisions
from reverie.supervision.actions import log_hour, present_copy, say_remark
from reverie.supervision.models import CopyWords, Line
from reverie.treatment.actions import UnitTerms, draft_plan, open_unit
from reverie.treatment.models import Treatment
from tests.house.matrix import first
from tests.statements import asking

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
BUDGET = 12
READ_AGAIN = {"directory:find": 5}

TUESDAY = datetime(2026, 12, 1, 11, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
"""A day on which the demo's therapist has hours, one just over and some ahead."""

START = [
    "/", "/find/", "/explore/", "/help-now/", "/start/", "/components/", "/robots.txt", "/sitemap.xml",
    "/desk/", "/desk/week/", "/desk/process/", "/my/", "/my/safety/after-answer/", "/acting/",
]  # fmt: skip
BEHIND_A_BUTTON = {
    "record:session-note": "../sign/",
    "treatment:client-plan": "write/",
    "treatment:client": "members/",
    "treatment:client-ending": "print/",
    "home:my": "opened/",
}
"""Pages that a form leads to, from the page that holds it."""

ELSEWHERE = re.compile(r"^(account_|mfa_|accounts-demo:|home:setup|home:start|accounts:(join|lock-state))")
"""Pages of the sign-in library, the demo's and the set-up's; each is opened by tests of its own."""
ONE_TIME = {
    "directory:booked",
    "directory:asked",
    "directory:photograph",
    "directory:profile-photograph-own",
    "process:session-sheet",
    "process:door-state",
    "process:door-held",
    "safety:my-told",
    "scheduling:feed",
    "treatment:my-join",
    "record:countersign",
    "record:opened-sessions",
    "record:opened-session",
    "record:session-print",
    "billing:charge",
    "treatment:glass",
}
"""Pages that follow an act once, or that are gone once there is what they offer to begin."""
WHEN_THERE_IS_ONE = {"core:messages", "safety:my-plan-print"}
"""Pages that open empty, and are linked once they hold something."""
FOR_CLIENTS = {"/my/safety/plan/", "/my/safety/tell/"}
"""The static help page cannot know who reads it; to somebody who is no client these two are not there."""


class Links(HTMLParser):
    """The addresses that a page leads to: links, and doors that a script fills."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and "://" not in value and (name == "data-fragment" or (tag == "a" and name == "href")):
                self.found.append(value)


class Walk:
    """One person's way through every page that links lead to, one page of a name."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.questions: dict[str, int] = {}
        self.pages: list[str] = []
        self.dead_ends: list[str] = []
        self.waiting = [(path, "") for path in START]

    def goes_everywhere(self) -> None:
        while self.waiting:
            path, came_from = self.waiting.pop(0)
            name = name_of(path)
            if name and name not in self.questions and name != "account_logout":
                self.opens(path, name, came_from)

    def opens(self, path: str, name: str, came_from: str) -> None:
        with CaptureQueriesContext(connection) as asked:
            answer = self.browser.get(path)
        if answer.status_code >= 400 and came_from and path not in FOR_CLIENTS:
            self.dead_ends.append(f"{answer.status_code} {path} (from {came_from})")
        if answer.status_code != 200:
            return
        self.questions[name] = asking(asked)
        if "html" in answer["Content-Type"]:
            html = answer.content.decode()
            self.pages += [path] if "<html" in html else []  # a piece of a page is looked at in its page
            links = Links(html).found
            self.waiting += [(urljoin(path, link), name) for link in links]
        if name in BEHIND_A_BUTTON:
            self.waiting.append((urljoin(path, BEHIND_A_BUTTON[name]), ""))


def name_of(path: str) -> str:
    """The address's name; empty when it is none of ours (a telephone number, a file)."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def something_waits() -> None:
    """What a good day in the demo lacks: a concern, and a plan, an invitation, a copy that wait."""
    treatment = Treatment.objects.get(client__name="Elena Marsh")
    by = actor_for(treatment.therapist.user)
    answers = Administration.objects.filter(client=treatment.client, state="completed").latest("completed_at")
    source = Source(kind="risk_item", id=answers.pk)
    raise_concern(client=treatment.client, treatment_therapist=treatment.therapist, source=source, by=by)
    draft_plan(treatment=treatment, by=by)
    somebody_acts_for(treatment.client)
    two_come_together(treatment)
    something_came_along(treatment, by)
    something_is_presented(treatment, by)
    give_homework(treatment=treatment, words="Notice when you say “fine”.", sheet=(), appointment=None, by=by)


def something_came_along(treatment: Treatment, by: Actor) -> None:
    """A client list and a record that were looked at, a letter from elsewhere, a copy of the practice."""
    practice, client = treatment.practice, treatment.client
    content = b"Name,Email\nA person,nobody\nAnother,\n"
    begin_move_in(practice=practice, kind="clients", content=content, name="c.csv", words={}, total=2, by=by)
    make_practice_copy(begin_practice_copy(practice=practice, by=by))
    patient = {"resourceType": "Patient", "name": [{"family": "Person", "given": ["A"]}]}
    bundle = json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": patient}]})
    begin_move_in(
        practice=practice, kind="record", content=bundle.encode(), name="p.json", words={"whose": "new"},
        total=1, by=by,
    )  # fmt: skip
    scope = ClientScope(practice.pk, client.pk, "record")
    file = keep_file(content=b"%PDF-1.7", name="letter.pdf", scope=scope, by=by)
    row = BroughtAlong(client=client, kind=BroughtAlong.PAPER, file=file)
    row.seal_words(keychain(scope), {"title": "A letter", "source": "letter.pdf"})
    row.save()


def something_is_presented(treatment: Treatment, by: Actor) -> None:
    """Lines that are made ready, a copy that a supervisor reads today, a remark, an hour in the log."""
    begin_handing(client=treatment.client, lines=[Said("E", "I dreamed of Jonah.", "")], by=by)
    pair, today = first(own_supervisions(by)), clock.today(treatment.practice.zone)
    words = CopyWords("A dream", "What was it about?", (Line("Ms A.", "I dreamed of [brother]."),))
    copy = present_copy(supervision=pair, words=words, until=today, by=by)
    say_remark(copy=copy, line=0, quote="", text="She tells it last.", by=actor_for(pair.supervisor))
    log_hour(supervision=pair, held_on=today, minutes=50, by=by)


def somebody_acts_for(client: Client) -> None:
    """A representative with every scope, in force on the day of the walk."""
    user = User.objects.create_user("acts@example.invalid", name="Somebody who acts", zone=client.zone)
    days = {"starts_on": date(2026, 1, 1), "expires_on": date(2027, 1, 1)}
    Representative.objects.create(client=client, user=user, scope=list(SCOPES), basis="Guardian", **days)


def two_come_together(treatment: Treatment) -> None:
    """Elena and Theo as a couple, seen by Elena's therapist."""
    theo = Client.objects.get(name="Theo Brandt", practice=treatment.practice)
    terms = UnitTerms("couple", "Two who come together", date(2026, 11, 3))
    by = actor_for(treatment.therapist.user)
    open_unit(terms=terms, people=[treatment.client, theo], therapist=treatment.therapist, by=by)


@pytest.fixture(scope="module")
def walks(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Walk]]:
    """Everybody in the demo, and a visitor, each after their walk; the demo is gone afterwards.

    The clock stands: a walk that takes longer would write down now and then that somebody is still there.
    """
    with django_db_blocker.unblock(), time_machine.travel(TUESDAY, tick=False), transaction.atomic():
        demo._load_one(1)
        something_waits()
        find(Search(), "UTC")  # a process fills its shelf of therapists once, whatever page comes first
        browsers = {user.name: signed_in(user) for user in User.objects.order_by("name")}
        found = {name: Walk(browser) for name, browser in {"a visitor": Browser(), **browsers}.items()}
        for walk in found.values():
            walk.goes_everywhere()
        yield found
        transaction.set_rollback(True)


def test_no_page_asks_more_than_twelve_questions(walks: dict[str, Walk]) -> None:
    most: dict[str, tuple[int, str]] = {}
    for who, walk in walks.items():
        for page, count in walk.questions.items():
            most[page] = max(most.get(page, (0, "")), (count, who))
    # On PostgreSQL the transaction that wrote the demo searches in it too, and reads its own rows again.
    again = READ_AGAIN if connection.vendor == "postgresql" else {}
    heaviest_first = sorted(
        ((count - again.get(page, 0), page, who) for page, (count, who) in most.items()), reverse=True
    )
    listed = "\n".join(f"{count:4} {page}, as {who}" for count, page, who in heaviest_first)
    assert heaviest_first[0][0] <= BUDGET, listed


def test_no_link_leads_nowhere(walks: dict[str, Walk]) -> None:
    dead = [f"{who}: {line}" for who, walk in walks.items() for line in walk.dead_ends]
    assert dead == []


def test_every_page_was_walked(walks: dict[str, Walk]) -> None:
    pages = {name for name, methods in policy.routes().items() if "GET" in methods}
    walked = {page for walk in walks.values() for page in walk.questions}
    assert {page for page in pages - walked if not ELSEWHERE.match(page)} <= ONE_TIME


def test_everybody_is_led_to_what_they_may_open(walks: dict[str, Walk]) -> None:
    """A page that needs no row and opens for somebody is one that links lead them to."""
    hidden = {
        f"{name}, as {who}"
        for who, walk in walks.items()
        for name in pages_without_rows() - walk.questions.keys() - ONE_TIME - WHEN_THERE_IS_ONE
        if walk.browser.get(reverse(name)).status_code == 200
    }
    assert hidden == set(), "\n".join(sorted(hidden))


def pages_without_rows() -> set[str]:
    """The names of the pages whose address holds no identity."""
    found = set()
    for name, methods in policy.routes().items():
        if "GET" in methods and not ELSEWHERE.match(name):
            with suppress(NoReverseMatch):
                reverse(name)
                found.add(name)
    return found
