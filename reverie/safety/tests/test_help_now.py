"""The help page: it works when nothing else does."""

import json
import re
import time
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client as Browser

from reverie.safety.queries import country
from reverie.safety.queries.help_lines import countries, help_file

SNAPSHOTS = Path(__file__).parent / "snapshots"
ROW = {"id": "1", "name": "Elm Row Psychotherapy", "country": "US", "after_hours_words": "Call Mateo first."}


def published(**more: object) -> str:
    help_file().write_text(json.dumps({"practices": [{**ROW, **more}]}))
    return page()


def page() -> str:
    """Without the database mark, any query would fail the test."""
    return Browser().get("/help-now/").content.decode()


def words_of(html: str) -> str:
    body = re.sub(r"<[^>]+>", " ", html.split("<body>", 1)[1])
    return "\n".join(line for line in (" ".join(part.split()) for part in body.splitlines()) if line) + "\n"


def test_it_answers_without_database_session_and_script() -> None:
    answer = Browser().get("/help-now/")
    assert answer.status_code == 200
    assert not answer.cookies
    assert "<script" not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_it_answers_when_the_session_is_over() -> None:
    browser = Browser()
    browser.cookies["reverie"] = "a-session-that-ended"
    assert browser.get("/help-now/").status_code == 200


def test_it_weighs_at_most_twenty_kilobytes_with_its_style() -> None:
    styles = ["safety/css/help_now.css", "core/css/tokens.css", "core/css/base.css", "core/favicon.svg"]
    weight = len(published(after_hours_words="x" * 1000)) + sum(
        Path(str(finders.find(name))).stat().st_size for name in styles
    )
    assert weight <= 20_000


def test_it_takes_less_than_two_tenths_of_a_second() -> None:
    page()
    start = time.perf_counter()
    page()
    assert time.perf_counter() - start < 0.2


def test_it_shows_the_practice_s_own_words() -> None:
    assert "Call Mateo first." in published()


def test_words_of_a_practice_cannot_become_markup() -> None:
    assert "<script>" not in published(after_hours_words="<script>alert(1)</script>")


def test_a_damaged_file_never_takes_the_page_down() -> None:
    help_file().write_text('{"practices": [{"id":')
    assert "988" in page()


def test_two_practices_on_one_machine_show_neither_s_words() -> None:
    help_file().write_text(json.dumps({"practices": [ROW, {**ROW, "id": "2"}]}))
    assert "Call Mateo first." not in page()


@pytest.mark.parametrize("code", sorted(countries()))
def test_each_country_has_a_verified_line_and_a_number_for_danger(code: str) -> None:
    here = country(code)
    html = published(country=code)
    assert here.lines[0].number in html
    assert f'href="tel:{here.emergency}"' in html


def test_a_line_that_nobody_verified_is_not_shown() -> None:
    assert "50808" not in published(country="IE")


def test_a_country_without_lines_says_so() -> None:
    assert "We have not yet checked a line for this country." in published(country="JP")


def test_its_sentences_are_those_that_were_approved() -> None:
    """A changed word needs a clinician: then write the file anew with the words of this page."""
    assert words_of(published()) == (SNAPSHOTS / "help_now.txt").read_text()
