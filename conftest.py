"""People and a practice for every test; all of them invented."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.test import TransactionTestCase

from reverie.accounts.models import Client, Membership, Practice, Therapist, User
from reverie.accounts.queries import actor_of
from reverie.billing import locks as billing_locks
from reverie.core import anchors, append_only, audit, master_key
from reverie.core.policy import Actor
from reverie.directory.queries import shelf
from reverie.record import locks as record_locks
from reverie.supervision import locks as supervision_locks
from reverie.treatment import locks as treatment_locks

MECHANISMS = (append_only, record_locks, billing_locks, treatment_locks, supervision_locks)
"""What refuses to delete rows; a test that commits takes these off to empty the database."""
PASSWORD = "seven quiet rivers at dusk"  # noqa: S105 nobody has it but the people of the tests
pytest_plugins = ["tests.browser"]


@pytest.fixture(autouse=True, scope="session")
def _keys() -> None:
    master_key.create()
    anchors.create_key()


@pytest.fixture(autouse=True, scope="session")
def _emptying_between_tests() -> None:
    """A test that commits empties the database afterwards; the triggers of audit and record refuse that."""
    empty = TransactionTestCase._fixture_teardown

    def without_triggers(self: TransactionTestCase) -> None:
        for mechanism in MECHANISMS:
            mechanism.drop(connection)
        empty(self)
        for mechanism in MECHANISMS:
            mechanism.create(connection)

    TransactionTestCase._fixture_teardown = without_triggers  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _nothing_from_before() -> None:
    """A test takes back what it wrote, which nobody who searches or anchors ever sees otherwise."""
    shelf.forget()
    for file in Path(settings.ANCHOR_FOLDER).glob("audit-*.anchors"):
        file.unlink()


@pytest.fixture
def practice(db: None) -> Practice:
    return Practice.objects.create(name="Elm Row Psychotherapy", zone="America/Los_Angeles")


def member(practice: Practice, name: str, role: str) -> User:
    """A user with one role in a practice."""
    user = User.objects.create_user(
        f"{name.split()[0].lower()}@example.invalid", name=name, zone=practice.zone
    )
    Membership.objects.create(practice=practice, user=user, role=role)
    return user


@pytest.fixture
def therapist(practice: Practice) -> Therapist:
    user = member(practice, "Hanna Lindqvist", "therapist")
    return Therapist.objects.create(practice=practice, user=user, name=user.name, zone=practice.zone)


@pytest.fixture
def colleague(practice: Practice) -> Therapist:
    user = member(practice, "Mateo Arriaga", "therapist")
    return Therapist.objects.create(practice=practice, user=user, name=user.name, zone=practice.zone)


@pytest.fixture
def owner(practice: Practice) -> User:
    return member(practice, "Oona Byrne", "practice_owner")


@pytest.fixture
def client_person(practice: Practice) -> Client:
    user = User.objects.create_user("elena@example.invalid", name="Elena Marsh", zone=practice.zone)
    return Client.objects.create(
        practice=practice, user=user, name="Elena Marsh", email=user.email, zone=practice.zone
    )


def given_password(user: User) -> User:
    """Somebody who signs in with PASSWORD, and of whom no wrong guess has been counted."""
    cache.clear()
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def hanna(therapist: Therapist) -> User:
    """The therapist's user, with a password."""
    return given_password(therapist.user)


@pytest.fixture
def elena(client_person: Client) -> User:
    """The client's user, with a password."""
    assert client_person.user is not None
    return given_password(client_person.user)


@pytest.fixture
def stranger(practice: Practice) -> Client:
    """Another client of the same practice."""
    user = User.objects.create_user("theo@example.invalid", name="Theo Brandt", zone=practice.zone)
    return Client.objects.create(
        practice=practice, user=user, name="Theo Brandt", email=user.email, zone=practice.zone
    )


def actor_for(user: User) -> Actor:
    """The actor that a user is, with a second factor."""
    return actor_of(user, has_second_factor=True)


@pytest.fixture
def as_therapist(therapist: Therapist) -> Actor:
    return actor_for(therapist.user)


@pytest.fixture
def as_client(client_person: Client) -> Actor:
    assert client_person.user is not None
    return actor_for(client_person.user)


def signed_in(user: User) -> Browser:
    """A test browser in which `user` is signed in, with a second factor."""
    browser = Browser()
    browser.force_login(user)
    session = browser.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return browser


@pytest.fixture
def broken_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The audit chain cannot be written."""

    def refuse(event: Any) -> str:
        raise OSError("the chain cannot be written")

    monkeypatch.setattr(audit, "link_hash", refuse)


@pytest.fixture
def rows_of() -> Callable[[str], dict[str, list[Any]]]:
    """Every row of a room's tables, to compare before and after."""

    def rows(room: str) -> dict[str, list[Any]]:
        return {
            model.__name__: list(model._default_manager.order_by("pk").values())
            for model in apps.get_app_config(room).get_models(include_auto_created=True)
        }

    return rows
