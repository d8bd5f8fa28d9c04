"""The client's page of one form."""

import pytest
from django.urls import reverse

from conftest import signed_in
from reverie.measures import queries
from reverie.measures.models import Administration
from reverie.measures.tests.conftest import asked
from reverie.safety.models import Concern


def url(row: Administration, name: str = "question-form") -> str:
    return reverse(f"measures:{name}", args=[row.pk])


def all_zero(**other: str) -> dict[str, str]:
    return {f"q{number}": "0" for number in range(1, 11)} | other


def test_it_shows_the_questions_and_who_reads_them(phq: Administration) -> None:
    page = signed_in(phq.client.user).get(url(phq)).content.decode()
    assert "Little interest or pleasure in doing things?" in page
    assert "Hanna Lindqvist can read each answer" in page
    assert "Pfizer" in page


def test_the_whole_form_completes(phq: Administration) -> None:
    answer = signed_in(phq.client.user).post(url(phq), all_zero())
    phq.refresh_from_db()
    assert (answer.status_code, phq.state, phq.score_status) == (302, "completed", "complete")


def test_a_part_is_kept_and_the_rest_is_asked_again(phq: Administration) -> None:
    page = signed_in(phq.client.user).post(url(phq), {"q1": "2", "remark": "Too tired"}).content.decode()
    phq.refresh_from_db()
    assert phq.state == "started"
    assert "What you answered is kept. Not answered yet: question 2, 3" in page
    assert "Too tired" in page


def test_a_risk_answer_comes_before_the_thanks(phq: Administration) -> None:
    answer = signed_in(phq.client.user).post(url(phq), {"q9": "1"})
    assert answer["Location"] == f"{reverse('safety:my-after-answer')}?form={phq.pk}"
    assert Concern.objects.get().source_id == phq.pk


def test_the_page_after_a_risk_answer_names_help_and_no_score(phq: Administration) -> None:
    browser = signed_in(phq.client.user)
    page = browser.post(url(phq), {"q9": "1"}, follow=True).content.decode()
    assert 'href="tel:988"' in page
    assert "score" not in page


def test_one_answer_at_a_time(phq: Administration) -> None:
    browser = signed_in(phq.client.user)
    told = browser.post(url(phq, "answer"), {"q1": "3"}).json()
    assert told["go"] == ""
    first = f"{reverse('safety:my-after-answer')}?form={phq.pk}"
    assert browser.post(url(phq, "answer"), {"q9": "1"}).json()["go"] == first
    assert browser.post(url(phq, "answer"), {"q9": "1"}).json()["go"] == ""


@pytest.mark.parametrize("strange", [{"q1": "7"}, {"q1": "x"}, {"q99": "1"}, {}, {"q1": "1", "q2": "1"}])
def test_a_strange_answer_changes_nothing(phq: Administration, strange: dict[str, str]) -> None:
    answer = signed_in(phq.client.user).post(url(phq, "answer"), strange)
    phq.refresh_from_db()
    assert (answer.status_code, phq.state) == (400, "sent")


def test_a_closed_form_is_shown_in_words(phq: Administration) -> None:
    browser = signed_in(phq.client.user)
    browser.post(url(phq), all_zero(q1="1"))
    page = browser.get(url(phq)).content.decode()
    assert "Several days" in page
    assert "minimal" not in page


def test_leaving_it_is_fine(phq: Administration) -> None:
    signed_in(phq.client.user).post(url(phq, "skip"))
    phq.refresh_from_db()
    assert phq.state == "skipped"


def test_another_client_finds_nothing(phq: Administration, stranger) -> None:
    assert signed_in(stranger.user).get(url(phq)).status_code == 404
    assert signed_in(stranger.user).post(url(phq, "answer"), {"q1": "1"}).status_code == 404


def test_the_concern_leads_the_therapist_to_the_answers(phq: Administration, therapist, owner) -> None:
    signed_in(phq.client.user).post(url(phq), {"q9": "1"})
    page = f"/desk/concerns/{Concern.objects.get().pk}/"
    answers = reverse("measures:risk-answer", args=[Concern.objects.get().pk])
    hanna = signed_in(therapist.user)
    assert answers in hanna.get(page).content.decode()
    assert "Several days" in hanna.get(answers).content.decode()
    assert answers not in signed_in(owner).get(page).content.decode()


def test_the_page_after_a_risk_answer_leads_back_to_the_open_form(phq: Administration) -> None:
    browser = signed_in(phq.client.user)
    page = browser.post(url(phq), {"q9": "1"}, follow=True).content.decode()
    assert f'href="{url(phq)}"' in page
    assert "Go on with the questions" in page


def test_a_whole_form_is_closed_before_that_page(phq: Administration) -> None:
    answer = signed_in(phq.client.user).post(url(phq), all_zero(q9="2"))
    phq.refresh_from_db()
    assert (answer["Location"], phq.state) == (reverse("safety:my-after-answer"), "completed")


@pytest.mark.parametrize("named", ["", "?form=nothing", "?form=%3Cscript%3E"])
def test_without_an_open_form_it_leads_to_the_space(phq: Administration, named: str) -> None:
    page = signed_in(phq.client.user).get(f"{reverse('safety:my-after-answer')}{named}").content.decode()
    assert "Go on with the questions" not in page


def test_the_alcohol_form_asks_how_many(treatment, as_therapist) -> None:
    row = asked(treatment, as_therapist, "audit-c")
    browser = signed_in(row.client.user)
    page = browser.get(url(row)).content.decode()
    assert "Where X is 5 for men and 4 for women" in page
    assert browser.post(url(row, "answer"), {"q1": "3"}).json()["go"] == ""
    browser.post(url(row), {"q1": "3", "q2": "1", "q3": "2"})
    row.refresh_from_db()
    assert (row.score_status, queries.words_of(row)["score"]["total"]) == ("complete", 6)


def test_a_count_beyond_the_key_is_kept_and_has_no_total(treatment, as_therapist) -> None:
    row = asked(treatment, as_therapist, "audit-c")
    signed_in(row.client.user).post(url(row), {"q1": "40", "q2": "1", "q3": "2"})
    row.refresh_from_db()
    score = queries.words_of(row)["score"]
    assert (row.state, row.score_status, score["total"]) == ("completed", "invalid", None)
    assert score["errors"] == ["answer 1: 40 is outside 0 to 4"]


def test_not_this_time_keeps_what_was_answered_and_overlooks_no_risk(phq: Administration) -> None:
    """A page without a script sends its answers with the button."""
    browser = signed_in(phq.client.user)
    answer = browser.post(reverse("measures:skip", args=[phq.pk]), {"q1": "2", "q9": "1", "remark": ""})
    assert answer["Location"].startswith("/my/safety/after-answer/")
    phq.refresh_from_db()
    assert (phq.state, queries.words_of(phq)["answers"]) == ("skipped", {"1": 2, "9": 1})
    assert Concern.objects.get().source_id == phq.pk


def test_a_form_that_is_wrong_elsewhere_overlooks_no_risk_either(phq: Administration) -> None:
    sent = {"q1": "77", "q9": "2", "remark": "x" * 5000}
    answer = signed_in(phq.client.user).post(url(phq), sent)
    assert answer["Location"] == f"/my/safety/after-answer/?form={phq.pk}"
    phq.refresh_from_db()
    assert queries.words_of(phq)["answers"] == {"9": 2}
    assert len(queries.words_of(phq)["remark"]) == 4000
