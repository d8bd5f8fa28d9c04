"""Forms that were not filled in here: on paper, aloud, by somebody else for the client."""

import pytest
from django.urls import reverse

from conftest import signed_in
from reverie.core import clock
from reverie.measures.models import Administration
from reverie.treatment.models import Treatment

ALL = {f"q{number}": "1" for number in range(1, 9)}
PROXY = {"source": "proxy", "answered_by": "Ingrid, a friend"}


@pytest.fixture
def url(treatment: Treatment) -> str:
    return reverse("measures:paper-form", args=[treatment.client_id, "gad-7"])


def sent(treatment: Treatment, **more: str) -> dict[str, str]:
    return {"answered_on": clock.today(treatment.client.zone).isoformat(), **ALL, **more}


HOW = [("paper", "on paper"), ("aloud", "aloud, written down for them")]


@pytest.mark.parametrize(("source", "says"), HOW)
def test_the_client_answered(url: str, treatment: Treatment, therapist, source: str, says: str) -> None:
    page = signed_in(therapist.user).post(url, sent(treatment, source=source), follow=True).content.decode()
    assert f"filled in {says}" in page
    assert Administration.objects.get().source == source


def test_somebody_else_answered_and_is_named_and_sealed(url: str, treatment: Treatment, therapist) -> None:
    page = signed_in(therapist.user).post(url, sent(treatment, **PROXY), follow=True).content.decode()
    assert "Answered by Ingrid, a friend in the client’s place" in page
    assert b"Ingrid" not in bytes(Administration.objects.get().sealed)


def test_a_proxy_without_a_name_is_refused_and_the_form_comes_back(url: str, treatment, therapist) -> None:
    page = signed_in(therapist.user).post(url, sent(treatment, source="proxy")).content.decode()
    assert "Say who answered in the client’s place." in page
    assert page.count(" checked") >= 8
    assert not Administration.objects.exists()


def test_a_proxys_form_stays_apart_from_the_clients_own_line(url: str, treatment, therapist) -> None:
    hanna = signed_in(therapist.user)
    hanna.post(url, sent(treatment))
    hanna.post(url, sent(treatment, **PROXY, q1="3"))
    page = hanna.get(reverse("measures:client-measures", args=[treatment.client_id])).content.decode()
    assert "by somebody else for them" in page
    assert '<td class="r">+2</td>' not in page
