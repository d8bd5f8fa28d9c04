import re
import tomllib

import pytest
from django.test import Client as Browser
from django.urls import Resolver404, resolve

from reverie.accounts.models import Practice
from reverie.directory import prose
from reverie.directory.presenters import guides as words
from reverie.directory.queries import guide_texts as queries

pytestmark = pytest.mark.django_db
SLUGS = list(queries.shipped())
NINE = 9


def test_there_is_a_guide_to_everything_that_a_visitor_asks() -> None:
    assert SLUGS == [
        "what-it-is", "an-example", "techniques", "big-five", "approaches", "and-cbt", "what-it-can-do",
        "concerns", "first-hour", "getting-started", "costs",
    ]  # fmt: skip


@pytest.mark.parametrize("slug", SLUGS)
def test_it_reads_at_grade_nine_or_below_by_flesch_and_kincaid(slug: str) -> None:
    guide = queries.shipped()[slug]
    assert 1 < guide.grade <= NINE
    assert len(guide.text.split()) > 250


@pytest.mark.parametrize("slug", SLUGS)
def test_it_stands_without_a_practice_and_without_a_cookie(slug: str) -> None:
    browser = Browser()
    page = browser.get(f"/how/{slug}/").content.decode()
    assert "Not yet reviewed by a clinician." in page
    assert "Written by" in page
    assert "Version 1" in page
    assert not browser.cookies


@pytest.mark.parametrize("slug", SLUGS)
def test_each_link_leads_into_the_product(slug: str) -> None:
    for href in prose.links(queries.shipped()[slug].blocks):
        try:
            match = resolve(href.split("#")[0])
        except Resolver404:
            pytest.fail(f"{slug}: {href} leads nowhere")
        if match.view_name == "directory:guide":
            assert match.kwargs["slug"] in SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_each_source_and_each_statement_is_known(slug: str) -> None:
    guide = queries.shipped()[slug]
    assert guide.source_keys
    assert set(guide.source_keys) <= set(queries.sources())
    keys = {block.key for block in guide.blocks if block.kind == "figure"}
    assert keys <= set(queries.statements())


def test_nine_steps() -> None:
    (steps,) = [block for block in queries.shipped()["getting-started"].blocks if block.kind == "steps"]
    assert len(steps.items) == NINE


def test_twelve_techniques_five_ideas_and_seven_approaches() -> None:
    counts = {"techniques": 12, "big-five": 6, "approaches": 7}  # the sixth heading joins the five
    found = {
        slug: sum(block.kind == "heading" for block in queries.shipped()[slug].blocks) for slug in counts
    }
    assert found == counts


def test_all_four_things_about_effect_are_said() -> None:
    page = Browser().get("/how/what-it-can-do/").content.decode()
    for words_ in (
        "better than no treatment",
        "about as well as other",
        "differs from one",
        "promise anything",
    ):
        assert words_ in page


def unchecked() -> list[str]:
    raw = tomllib.loads((queries.DATA / "evidence.toml").read_text())
    return [entry["words"] for entry in raw.values() if not entry["verified"]]


def test_an_unchecked_figure_is_never_shown() -> None:
    assert unchecked()
    figures = {figure for line in unchecked() for figure in re.findall(r"[−-]?\d?\.\d+", line)}
    pages = "".join(Browser().get(f"/how/{slug}/").content.decode() for slug in SLUGS)
    assert figures
    assert not [figure for figure in figures if figure in pages]


def test_a_statement_that_nobody_checked_is_no_part_of_a_page(practice: Practice) -> None:
    guide = queries.Guide("x", "x", "x", "One.\n\n!effect-sizes-by-condition", (), (), 1)
    assert [part.block.kind for part in words.parts(guide)] == ["text"]


def test_it_says_to_machines_only_what_is_true() -> None:
    page = Browser().get("/how/costs/").content.decode()
    assert 'itemtype="https://schema.org/Article"' in page
    assert "reviewedBy" not in page
    assert "<title>Costs and insurance, in plain words · Reverie</title>" in page
    assert '<meta name="description"' in page


def test_no_such_guide() -> None:
    assert Browser().get("/how/to-get-rich/").status_code == 404


def test_how_this_works_leads_to_every_guide() -> None:
    page = Browser().get("/how/").content.decode()
    assert all(f'href="/how/{slug}/"' in page for slug in SLUGS)


def test_sitemap_names_the_public_pages_alone() -> None:
    response = Browser().get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    found = re.findall(r"<loc>[^<]*?//[^/]+(/[^<]*)</loc>", response.content.decode())
    assert {"/", "/find/", "/how/costs/"} <= set(found)
    assert not [address for address in found if address.startswith(("/my", "/desk"))]


def test_robots() -> None:
    page = Browser().get("/robots.txt").content.decode()
    assert "Disallow: /desk/" in page
    assert "Sitemap: http" in page
