"""The room's first page, to those whom it concerns; whose measures a supervisor reads."""

import pytest
from django.urls import reverse

from conftest import actor_for, member, signed_in
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import clock
from reverie.measures.access import administrations_visible_to
from reverie.measures.actions import plan_administration
from reverie.measures.models import Administration
from reverie.record.actions import end_countersigner, name_countersigner
from reverie.record.models import Countersigner
from reverie.treatment.models import Treatment

PAGE = "/desk/supervision/"


@pytest.fixture
def naomi(practice: Practice) -> User:
    return member(practice, "Naomi Feld", "supervisor")


@pytest.fixture
def form(practice: Practice, client_person: Client, therapist: Therapist) -> Administration:
    people = {"practice": practice, "client": client_person, "therapist": therapist}
    treatment = Treatment.objects.create(**people, state="active", started_on=clock.today("UTC"))
    by = actor_for(therapist.user)
    return plan_administration(treatment=treatment, instrument="phq-9", send=True, by=by)


@pytest.fixture
def open_supervision(naomi: User, therapist: Therapist, owner: User) -> Countersigner:
    begun = clock.today("Etc/GMT+12")
    return name_countersigner(therapist=therapist, supervisor=naomi, starts_on=begun, by=actor_for(owner))


def test_home(practice: Practice, client_person: Client) -> None:
    page = signed_in(member(practice, "Ana Sol", "supervisor")).get(PAGE)
    assert "Whoever treats clients here begins it" in page.content.decode()
    assert client_person.user is not None
    assert signed_in(client_person.user).get(PAGE).status_code == 404


def test_an_open_supervision_opens_the_measures_and_its_end_shuts_them(
    form: Administration, open_supervision: Countersigner, naomi: User, owner: User
) -> None:
    browser, where = signed_in(naomi), reverse("measures:client-measures", args=[form.client_id])
    assert where in browser.get(PAGE).content.decode()
    assert "You read as a supervisor." in browser.get(where).content.decode()
    assert list(administrations_visible_to(actor_for(naomi))) == [form]
    end_countersigner(countersigner=open_supervision, by=actor_for(owner))
    assert browser.get(where).status_code == 404
    assert where not in browser.get(PAGE).content.decode()
    assert not administrations_visible_to(actor_for(naomi)).exists()


def test_without_a_supervision_there_is_nothing(form: Administration, naomi: User) -> None:
    where = reverse("measures:client-measures", args=[form.client_id])
    assert signed_in(naomi).get(where).status_code == 404


def test_a_supervision_to_come_opens_nothing(
    form: Administration, open_supervision: Countersigner, naomi: User
) -> None:
    Countersigner.objects.update(starts_on=clock.today("Etc/GMT-14").replace(year=2999))
    assert not administrations_visible_to(actor_for(naomi)).exists()
