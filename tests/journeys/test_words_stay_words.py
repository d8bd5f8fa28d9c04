"""Script in what people write: shown as words to everyone who may read it, and never run."""

import itertools
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from conftest import actor_for, signed_in
from reverie.accounts.models import Client, Practice, Therapist
from reverie.journal import actions as journal
from reverie.measures import actions as measures
from reverie.treatment.models import Treatment
from tests.browser import be

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ELEMENTS = [
    "<script>{}</script>",
    "<img src=x onerror={}>",
    "<svg onload={}></svg>",
    "<svg><script>{}</script></svg>",
    "<details open ontoggle={}>x</details>",
    "<input autofocus onfocus={}>",
    "<video><source onerror={}></video>",
    '<iframe srcdoc="<script>parent.{}</script>"></iframe>',
    "<style onload={}></style>",
    "<object data=x onerror={}></object>",
]
BEFORE = [
    "",
    '">',
    "'>",
    "</textarea>",
    "</title>",
    "-->",
    "</p></blockquote>",
    "]]>",
    '" autofocus x="',
    "{{ 7 }}",
]
PAIRS = 24
SENTINEL = "run.push({})"


def payloads() -> Iterator[str]:
    """Endless: each element after each way out of where words stand, numbered."""
    shapes = itertools.cycle(itertools.product(BEFORE, ELEMENTS))
    for number, (before, element) in enumerate(shapes):
        yield before + element.format(SENTINEL.format(number))


WATCH = "window.run = [];"


@pytest.fixture
def treatment(practice: Practice, client_person: Client, therapist: Therapist) -> Treatment:
    practice.is_monitored = True
    practice.save()
    people = {"practice": practice, "client": client_person, "therapist": therapist}
    return Treatment.objects.create(**people, state="active", started_on=date(2026, 1, 6))


@pytest.fixture
def written(treatment: Treatment) -> list[str]:
    """Pages full of script for both: 40 or more a field, 25 or more a page, some 1,500 in all."""
    words, paths = payloads(), []
    for _page in range(24):
        entry = journal.finish_entry(
            client=treatment.client,
            kind="dream",
            words={
                **{name: next(words) + next(words) for name in ("title", "body", "feelings", "residue")},
                "associations": [[next(words), next(words)] for _pair in range(PAIRS)],
            },
            therapist=treatment.therapist,
            mode="now",
            by=actor_for(treatment.client.user),
        )
        paths += [f"/my/pages/{entry.pk}/", f"/my/pages/{entry.pk}/edit/", f"/desk/shared/{entry.pk}/"]
    _invite(treatment, words)
    return [*paths, *_answered(treatment, words), "/my/pages/", "/my/write/"]


def _invite(treatment: Treatment, words: Iterator[str]) -> None:
    by = actor_for(treatment.therapist.user)
    for _row in range(40):
        row = journal.give_homework(treatment=treatment, words=next(words), by=by)
        journal.talk_about(homework=row, remark=next(words), state="done", by=by)


def _answered(treatment: Treatment, words: Iterator[str]) -> list[str]:
    row = measures.plan_administration(
        treatment=treatment, instrument="gad-7", send=True, by=actor_for(treatment.therapist.user)
    )
    remark = "".join(next(words) for _number in range(40))
    answers = dict.fromkeys(range(1, 8), 1)
    measures.answer_form(
        administration=row, answers=answers, remark=remark, by=actor_for(treatment.client.user)
    )
    measures.complete(administration=row, by=actor_for(treatment.client.user))
    return [f"/desk/measures/{row.pk}/", f"/desk/clients/{treatment.client_id}/homework/"]


def test_nothing_that_was_written_runs(
    written: list[str], treatment: Treatment, page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    context.add_init_script(WATCH)
    page.on("dialog", lambda dialog: dialog.dismiss())
    seen = 0
    for user, root in ((treatment.client.user, "/my/"), (treatment.therapist.user, "/desk/")):
        be(context, signed_in(user))
        for path in [path for path in written if path.startswith(root)]:
            page.goto(f"{live_server.url}{path}", wait_until="load")
            assert page.evaluate("window.run") == [], path
            assert page.locator("main [onerror], main [onload], main iframe, main object").count() == 0, path
            seen += page.content().count("run.push")
    assert seen > 1500


def test_the_watch_sees_script_that_runs(page: Page, context: BrowserContext) -> None:
    """The control: the same words, not escaped and without a policy, do run."""
    context.add_init_script(WATCH)
    runs = 0
    for words in itertools.islice(payloads(), 100):
        page.set_content(f"<script>{WATCH}</script><p>{words}</p>")
        page.wait_for_timeout(20)
        runs += len(page.evaluate("window.run || []"))
    assert runs >= 50
