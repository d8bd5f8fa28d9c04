"""Script in what people write: shown as words to everyone who may read it, and never run."""

import itertools
from collections import Counter
from datetime import date

import pytest
from django.db.models import QuerySet
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from conftest import member, signed_in
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core.policy import Actor
from reverie.measures import access
from reverie.safety.models import Watch
from reverie.treatment.models import Treatment
from tests.browser import be
from tests.journeys.script_words import Scene, payloads

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WATCH = "window.run = [];"
LISTS = ["/my/", "/my/pages/", "/my/write/", "/my/questions/", "/my/questions/over-time/"]


@pytest.fixture
def supervisor(practice: Practice, therapist: Therapist, monkeypatch: pytest.MonkeyPatch) -> User:
    """Naomi formally supervises Hanna, as the room of supervision will say it."""
    naomi = member(practice, "Naomi Feld", "supervisor")

    def therapists_of(actor: Actor) -> QuerySet[Therapist]:
        return Therapist.objects.filter(pk=therapist.pk if actor.user_id == naomi.pk else None)

    monkeypatch.setattr(access, "_supervising", [therapists_of])
    return naomi


@pytest.fixture
def scene(
    practice: Practice, client_person: Client, therapist: Therapist, colleague: Therapist, owner: User,
    supervisor: User,
) -> Scene:  # fmt: skip
    practice.is_monitored = True
    practice.save()
    Watch.objects.create(
        practice=practice, is_at_any_hour=True, outside_name="N.", outside_email="n@example.invalid"
    )
    people = {"practice": practice, "client": client_person, "therapist": therapist}
    treatment = Treatment.objects.create(**people, state="active", started_on=date(2026, 1, 6))
    return Scene(treatment, colleague, owner, supervisor)


def test_nothing_that_was_written_runs(
    scene: Scene, page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    scene.write_everything()
    assert {name: n for name, n in scene.pen.counts.items() if n < 40} == {}
    assert scene.pen.counts.total() >= 1500
    context.add_init_script(WATCH)
    page.on("dialog", lambda dialog: dialog.dismiss())
    seen = 0
    for user, rows in itertools.groupby(sorted(scene.seen, key=_of_whom), key=lambda row: row[0]):
        be(context, signed_in(user))
        for _user, path in rows:
            pieces = _pieces_on(page, live_server.url, path)
            assert pieces >= 25, (path, pieces)
            seen += pieces
    assert seen >= 3000


def test_fields_of_one_piece_run_nothing_either(
    scene: Scene, page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    scene.prepare_one_by_one()
    context.add_init_script(WATCH)
    page.on("dialog", lambda dialog: dialog.dismiss())
    seen: Counter[tuple[str, str]] = Counter()
    for _piece in range(40):
        scene.write_one_by_one()
        for user, rows in itertools.groupby(scene.one_by_one, key=lambda row: row[0]):
            be(context, signed_in(user))
            seen.update(
                {f"{user.name} {path}": _pieces_on(page, live_server.url, path) for _user, path in rows}
            )
    assert min(seen.values()) >= 40, seen
    one_by_one = ("outside cover", "cover phone", "approved by", "reference name", "reference source")
    assert {scene.pen.counts[name] for name in one_by_one} == {40}


def _of_whom(row: tuple[User, str]) -> str:
    return str(row[0].pk)


def _pieces_on(page: Page, at: str, path: str) -> int:
    """How many pieces of script stand on a page as words; none of them has run."""
    page.goto(f"{at}{path}", wait_until="load")
    assert page.evaluate("window.run") == [], path
    assert page.locator("main [onerror], main [onload], main iframe, main object").count() == 0, path
    pieces = int(page.evaluate("document.body.innerText.split('run.push(').length - 1"))
    pieces += int(
        page.evaluate(
            "[...document.querySelectorAll('input,textarea')].map(e => e.value).join('')"
            ".split('run.push(').length - 1"
        )
    )
    return pieces


def test_lists_show_beginnings_and_run_nothing(
    scene: Scene, page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    scene.write_pages()
    context.add_init_script(WATCH)
    be(context, signed_in(scene.client))
    for path in LISTS:
        page.goto(f"{live_server.url}{path}", wait_until="load")
        assert page.evaluate("window.run") == [], path


def test_the_watch_sees_script_that_runs(page: Page, context: BrowserContext) -> None:
    """The control: the same words, not escaped and without a policy, do run."""
    context.add_init_script(WATCH)
    runs = 0
    for words in itertools.islice(payloads(), 100):
        page.set_content(f"<script>{WATCH}</script><p>{words}</p>")
        page.wait_for_timeout(20)
        runs += len(page.evaluate("window.run || []"))
    assert runs >= 50
