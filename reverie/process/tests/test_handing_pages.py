"""The pages of handing over: lines are chosen, disguised, looked at and presented, without a script."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Therapist, User
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.process import actions
from reverie.process.models import Handed, Moment, ProcessSheet
from reverie.process.tests.conftest import words_of
from reverie.process.tests.test_query_budget import BRACKETS
from reverie.supervision.models import CopyWords, PresentedCopy, Supervision
from reverie.treatment.models import Consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanna(therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


def at(name: str, row: Any) -> str:
    return reverse(f"process:{name}", args=[row.pk])


def fields(browser: Browser, row: Handed, **changed: str) -> dict[str, Any]:
    """The form of the page as it stands, with some fields typed anew."""
    form = browser.get(at("copy-prepare", row)).context["form"]
    held = {name: form[name].value() or "" for name in form.fields}
    return {**held, "seen": browser.get(at("copy-prepare", row)).context["seal"], **changed}


def test_lines_of_a_sheet_are_chosen(hanna: Browser, sheet: ProcessSheet) -> None:
    page = hanna.get(at("copy-choose", sheet))
    assert [line.who for _place, line in page.context["spoken"]][:3] == ["E", "T", "E"]
    assert [line.text for _place, line in page.context["own"]] == [
        "A pull to answer.",
        "Begin with the landing.",
    ]
    assert "Never among it unless you choose it" in page.content.decode()
    none = hanna.post(at("copy-choose", sheet), {})
    assert (none.status_code, "at least one line" in none.content.decode()) == (422, True)
    hanna.post(at("copy-choose", sheet), {"line": ["0", "6"]})
    lines = words_of(Handed.objects.get())["lines"]
    assert [line["text"] for line in lines] == [
        "Sorry. Four minutes. The bus stopped for no reason.",
        "A pull to answer.",
    ]


def test_a_line_that_is_marked_as_ones_own_stands_apart(
    hanna: Browser, sheet: ProcessSheet, as_therapist: Actor
) -> None:
    mark = actions.Mark(words="Silence, most of a minute.", kind="countertransference")
    actions.mark_moment(sheet=sheet, mark=mark, by=as_therapist)
    page = hanna.get(at("copy-choose", sheet))
    assert page.context["own"][0][1].text == "Silence, most of a minute."


def test_passages_that_were_set_aside_become_lines(
    hanna: Browser, moment: Moment, as_therapist: Actor
) -> None:
    begin = reverse("process:copy-begin", args=[moment.client_id])
    assert (
        "at least one line"
        in hanna.post(begin, {"moment": [str(moment.pk), "x"]}, follow=True).content.decode()
    )
    actions.set_aside(moment=moment, is_aside=True, by=as_therapist)
    page = hanna.get(reverse("process:aside", args=[moment.client_id])).content.decode()
    assert f'name="moment" value="{moment.pk}" form="begin"' in page
    hanna.post(begin, {"moment": [str(moment.pk)]})
    line = words_of(Handed.objects.get())["lines"][0]
    assert (line["who"], line["text"], line["moment"]) == ("E", "It’s good timing.", str(moment.pk))


def test_what_leaves_is_seen_ticked_and_presented(
    hanna: Browser, handed: Handed, pair: Supervision, consent: Consent, naomi: User
) -> None:
    typed = {"title": "Ms A., the bus", "text-0": "I told Jonah in Salem.", "original-0": "Elena"}
    typed |= {"alias-0": "Ms A.", "original-1": "Jonah", "alias-1": "[brother]", "supervision": str(pair.pk)}
    look = hanna.post(at("copy-prepare", handed), fields(hanna, handed, **typed, step="look"), follow=True)
    seen = look.content.decode()
    assert '<span class="redacted">brother</span> in Salem.' in seen
    assert "written with a capital; line 1" in seen
    refused = hanna.post(at("copy-prepare", handed), fields(hanna, handed, step="present"))
    assert (refused.status_code, "Look at “Salem”" in refused.content.decode()) == (422, True)
    ticked = fields(hanna, handed, step="present") | {"looked": ["Salem", "Everyone"]}
    done = hanna.post(at("copy-prepare", handed), ticked, follow=True).content.decode()
    assert "Presented to Naomi Feld until" in done
    copy = PresentedCopy.objects.get()
    supervisor = signed_in(naomi)
    shown = supervisor.get(reverse("supervision:copy", args=[copy.pk])).content.decode()
    assert "in Salem." in shown and "Jonah" not in shown and "Elena" not in shown


def test_what_left_is_checked_and_taken_back(hanna: Browser, out: Handed, naomi: User) -> None:
    page = hanna.get(at("copy", out)).content.decode()
    assert "What was replaced (2)" in page and "I told Jonah in August." in page
    listed = hanna.get(reverse("process:aside", args=[out.client_id])).content.decode()
    assert "Check what was replaced (2)" in listed
    back = hanna.post(at("copy-take-back", out), follow=True).content.decode()
    assert "Taken back on" in back and "Take it back" not in back
    address = reverse("supervision:copy", args=[PresentedCopy.objects.get().pk])
    assert signed_in(naomi).get(address).status_code == 404
    assert hanna.get(at("copy-prepare", out)).status_code == 302


def test_nothing_typed_is_lost(hanna: Browser, handed: Handed, pair: Supervision) -> None:
    wrong = fields(hanna, handed, question="Whose fatigue was it?", until="tomorrow", step="look")
    page = hanna.post(at("copy-prepare", handed), wrong)
    assert page.status_code == 422
    assert "Whose fatigue was it?" in page.content.decode() and "tomorrow" in page.content.decode()
    assert words_of(Handed.objects.get())["question"] == ""
    early = fields(hanna, handed, title="Ms A.", question="Whose fatigue was it?", step="present")
    page = hanna.post(at("copy-prepare", handed), early)
    assert "has not agreed" in page.content.decode()
    assert words_of(Handed.objects.get())["question"] == "Whose fatigue was it?"


def test_what_is_typed_outlives_the_shut_door(hanna: Browser, handed: Handed) -> None:
    typed = fields(hanna, handed, question="Whose fatigue was it?", step="look")
    hanna.post(reverse("process:door-state"))
    late = hanna.post(at("copy-prepare", handed), typed)
    assert (late.status_code, "fatigue" in late.content.decode()) == (423, False)
    held = hanna.session["door.process.waits"]["fields"]
    assert held["question"] == ["Whose fatigue was it?"]


def test_words_changed_since_the_look_are_looked_at_again(
    hanna: Browser, ready: Handed, consent: Consent
) -> None:
    changed = fields(hanna, ready, step="present", **{"text-1": "Nobody politely."})
    page = hanna.post(at("copy-prepare", ready), changed)
    assert (page.status_code, "have changed since you looked" in page.content.decode()) == (422, True)
    assert "Nobody politely." in page.content.decode()
    hanna.post(at("copy-prepare", ready), fields(hanna, ready, step="present"))
    copy = PresentedCopy.objects.get()
    said = CopyWords.of(copy.words(keychain(copy.scope())))
    assert said.lines[1].text == "Nobody politely."


def test_without_a_supervision_the_page_says_how_to_begin(hanna: Browser, handed: Handed) -> None:
    page = hanna.get(at("copy-prepare", handed)).content.decode()
    assert reverse("supervision:begin") in page and "Present this copy" not in page


def test_it_can_be_left(hanna: Browser, handed: Handed) -> None:
    page = hanna.post(at("copy-drop", handed), follow=True).content.decode()
    assert "Nothing was presented" in page and not Handed.objects.exists()


@pytest.mark.parametrize("name", ["copy", "copy-prepare", "copy-take-back", "copy-drop"])
def test_for_everybody_else_it_is_not_there(
    out: Handed, name: str, naomi: User, owner: User, colleague: Therapist
) -> None:
    for user in (naomi, owner, colleague.user, out.client.user):
        assert user is not None
        browser = signed_in(user)
        answers = (browser.get(at(name, out)), browser.post(at(name, out)))
        assert {answer.status_code for answer in answers} <= {403, 404, 405}


def test_the_pages_ask_at_most_twelve_questions(
    hanna: Browser, ready: Handed, consent: Consent, sheet: ProcessSheet, as_therapist: Actor, moment: Moment
) -> None:
    actions.set_aside(moment=moment, is_aside=True, by=as_therapist)
    places = [at("copy-prepare", ready), at("copy-choose", sheet)]
    hanna.get(places[0])
    hanna.post(at("copy-prepare", ready), fields(hanna, ready, step="present"))
    places += [at("copy", ready), reverse("process:aside", args=[sheet.client_id])]
    for address in places:
        with CaptureQueriesContext(connection) as caught:
            hanna.get(address)
        asked = [row["sql"] for row in caught if not row["sql"].startswith(BRACKETS)]
        assert len(asked) <= 12, (address, [sql[:110] for sql in asked])
