"""The therapist's page of a client's measures."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import signed_in
from reverie.core import clock
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.measures import actions
from reverie.measures.models import Administration, Schedule
from reverie.treatment.models import Treatment


def url(treatment: Treatment, name: str = "client-measures", **more: str) -> str:
    return reverse(f"measures:{name}", kwargs={"client_id": treatment.client_id, **more})


@pytest.fixture
def course(treatment: Treatment, as_therapist: Actor) -> list[Administration]:
    """Three forms in three months: 18, 12, 8; the last with the ninth item answered."""
    rows = []
    for weeks, value, ninth in ((12, 2, 2), (6, 1, 0), (1, 1, 1)):
        answers = {**dict.fromkeys(range(1, 9), value), 9: ninth}
        at = clock.now() - timedelta(weeks=weeks)
        row, _is_risk = actions.record_on_paper(
            treatment=treatment, instrument="phq-9", answers=answers, answered_at=at, by=as_therapist
        )
        rows.append(row)
    return rows


def test_figures_line_and_table(course: list[Administration], treatment: Treatment, therapist) -> None:
    page = signed_in(therapist.user).get(url(treatment)).content.decode()
    assert "Reliably better, below the cut-off" in page
    assert "Risk item above 0" in page
    assert '<polyline class="line"' in page
    assert "cut-off 10" in page
    assert page.count("NHS rule") == 3, "the set beside the figure, and where both figures come from"


def test_the_reading_is_audited_once_for_all(course, treatment: Treatment, therapist) -> None:
    before = AuditEvent.objects.filter(verb="read").count()
    signed_in(therapist.user).get(url(treatment))
    assert AuditEvent.objects.filter(verb="read").count() == before + 1


def test_the_number_of_queries_does_not_grow(
    course, treatment: Treatment, therapist, django_assert_max_num_queries
) -> None:
    browser = signed_in(therapist.user)
    browser.get(url(treatment))
    with django_assert_max_num_queries(13):
        browser.get(url(treatment))


def test_a_held_form_is_counted_and_not_shown(alliance: Administration, as_client: Actor, therapist) -> None:
    actions.answer_form(administration=alliance, answers=dict.fromkeys(range(1, 5), 2), by=as_client)
    actions.complete(administration=alliance, by=as_client)
    browser = signed_in(therapist.user)
    page = browser.get(url(alliance.treatment)).content.decode()
    assert "One alliance check is answered and not shown to you." in page
    assert browser.get(reverse("measures:answers", args=[alliance.pk])).status_code == 404
    actions.show_to_therapist(administration=Administration.objects.get(), by=as_client)
    assert "A little" in browser.get(reverse("measures:answers", args=[alliance.pk])).content.decode()


def test_asking_from_the_page(treatment: Treatment, therapist) -> None:
    browser = signed_in(therapist.user)
    page = browser.post(url(treatment, "ask"), {"instrument": "gad-7", "rhythm": "phases"}, follow=True)
    assert "every week for 8 weeks, then every 4 weeks" in page.content.decode()
    browser.post(reverse("measures:stop", args=[Schedule.objects.get().pk]))
    assert Schedule.objects.get().stopped_at is not None


def test_a_form_on_paper(treatment: Treatment, therapist) -> None:
    given = {f"q{number}": "1" for number in range(1, 8)} | {"answered_on": "2026-01-05"}
    page = signed_in(therapist.user).post(url(treatment, "paper-form", code="gad-7"), given, follow=True)
    assert "7, mild" in page.content.decode()
    assert "filled in on paper" in page.content.decode()


def test_a_day_to_come_is_refused_and_nothing_is_lost(treatment: Treatment, therapist) -> None:
    given = {"q1": "2", "answered_on": "2126-01-05", "remark": "Brought by hand"}
    page = signed_in(therapist.user).post(url(treatment, "paper-form", code="gad-7"), given).content.decode()
    assert "a time to come" in page
    assert "Brought by hand" in page


def test_nobody_else_sees_them(course: list[Administration], treatment: Treatment, colleague, owner) -> None:
    for user in (colleague.user, owner, treatment.client.user):
        browser = signed_in(user)
        for page in (url(treatment), url(treatment, "export-forms"), f"/desk/measures/{course[0].pk}/"):
            answer = browser.get(page)
            assert "moderate" not in answer.content.decode()
            if user != treatment.client.user or "desk/clients" in page:
                assert answer.status_code == 404
