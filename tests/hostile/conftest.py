"""One demonstration practice for everything that is hostile to it, rolled back at the end."""

import importlib
import importlib.util
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from config.cli import GROUND_UP
from reverie.core.demo_case import DemoWorld
from reverie.core.models import Installation
from tests.hostile.forms import Street


@pytest.fixture(scope="package")
def street(django_db_setup: None, django_db_blocker: Any) -> Iterator[Street]:
    """The practice, its people's browsers, and every address with a row in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        Installation.current().mark_as_demo()
        world = DemoWorld(copy=1)
        for room in GROUND_UP:
            if importlib.util.find_spec(f"reverie.{room}.demo"):
                importlib.import_module(f"reverie.{room}.demo").load(world)
        yield Street(world)
        transaction.set_rollback(True)
