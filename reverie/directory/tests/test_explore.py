import re

import pytest
from django.test import Client as Browser

from reverie.accounts.models import Practice
from reverie.directory.forms.public import FindForm
from reverie.directory.queries import exploring
from reverie.directory.queries.guide_texts import shipped as shipped_guides

pytestmark = pytest.mark.django_db


def test_there_are_five_questions() -> None:
    assert [one.id for one in exploring.questions()] == ["brings", "when", "way", "money", "musts"]


def test_each_answer_leads_to_guides_that_exist() -> None:
    reads = {slug for one in exploring.questions() for option in one.options for slug in option.reads}
    assert reads | set(exploring.FIRST_READING) <= set(shipped_guides())


def test_answers_are_fields_of_the_search() -> None:
    assert set(FindForm.base_fields) >= exploring.SEARCHED


def test_nothing_ticked_leads_to_reading_and_an_open_search() -> None:
    ending = exploring.ending({})
    assert (ending.reads, ending.search, ending.is_danger) == (exploring.FIRST_READING, (), False)


def test_danger_leads_to_help_first() -> None:
    page = Browser().post("/explore/", {"danger": "yes"}).content.decode()
    assert page.index("First of all") < page.index("Look for somebody")
    assert "/help-now/" in page


def test_what_is_ticked_goes_into_the_search_and_the_reading() -> None:
    answers = {"concern": ["loss", "nonsense"], "when": ["evening"], "way": ["tools"], "most": ["15000"]}
    ending = exploring.ending(answers)
    assert ending.search == (("concern", "loss"), ("when", "evening"), ("most", "15000"))
    assert ending.reads == ("concerns", "and-cbt")


def test_explore_works_as_plain_pages(practice: Practice) -> None:
    browser = Browser(enforce_csrf_checks=True)
    page = browser.post("/explore/", {"concern": ["loss"], "place": ["online"]}).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', page))
    assert hidden == {"concern": "loss", "place": "online"}
    assert browser.post("/find/", hidden).status_code == 200
    assert not browser.cookies


def test_explore_keeps_nothing(practice: Practice, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_max_num_queries(3) as asked:
        Browser().post("/explore/", {"concern": ["loss"]})
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)
