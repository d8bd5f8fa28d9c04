"""Who sees which treatment, and that reading leaves a trace."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404

from conftest import actor_for
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core.models import AuditEvent
from reverie.core.policy import ANONYMOUS, Actor
from reverie.treatment import access
from reverie.treatment.models import Treatment


@pytest.fixture
def treatment(practice: Practice, client_person: Client, therapist: Therapist) -> Treatment:
    return Treatment.objects.create(
        practice=practice,
        client=client_person,
        therapist=therapist,
        state=Treatment.ACTIVE,
        started_on=date(2026, 1, 6),
    )


def test_treating_ends_with_the_archive(treatment: Treatment, as_therapist: Actor) -> None:
    assert access.is_treating(as_therapist, treatment.client_id)
    Treatment.objects.update(state=Treatment.ARCHIVED)
    assert not access.is_treating(as_therapist, treatment.client_id)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what its tables hold")
def test_ones_own_clients_are_looked_up_and_not_searched_for(
    treatment: Treatment, as_therapist: Actor
) -> None:
    own = access.clients_treated_by(as_therapist)
    assert list(own) == [treatment.client]
    assert "SCAN" not in own.explain()


def test_client_sees_only_oneself(treatment: Treatment, stranger: Client, as_client: Actor) -> None:
    assert list(access.clients_visible_to(as_client)) == [treatment.client]
    assert access.relations_to(as_client, stranger) == {"practice"}


def test_colleague_and_owner_see_nothing(treatment: Treatment, colleague: Therapist, owner: User) -> None:
    for user in (colleague.user, owner):
        assert not access.clients_visible_to(actor_for(user)).exists()
        with pytest.raises(Http404):
            access.get_treatment_for_reading(actor_for(user), treatment.client_id)


def test_nobody_sees_nothing(treatment: Treatment) -> None:
    assert not access.treatments_visible_to(ANONYMOUS).exists()
    assert access.relations_to(ANONYMOUS, treatment.client) == set()


def test_reading_is_audited_once(treatment: Treatment, as_therapist: Actor) -> None:
    assert access.get_client_for_reading(as_therapist, treatment.client_id) == treatment.client
    event = AuditEvent.objects.get()
    assert (event.verb, event.client) == ("read", treatment.client_id)


def test_visible_but_refused_verb_is_forbidden(treatment: Treatment, as_client: Actor) -> None:
    with pytest.raises(PermissionDenied):
        access.get_treatment_for(as_client, treatment.client_id, "plan.write")
    assert access.get_treatment_for(as_client, treatment.client_id, "plan.agree") == treatment


def test_another_practice_is_invisible(treatment: Treatment, as_therapist: Actor) -> None:
    elsewhere = Practice.objects.create(name="Elsewhere", zone="America/New_York")
    Treatment.objects.update(practice=elsewhere)
    assert not access.treatments_visible_to(as_therapist).exists()
