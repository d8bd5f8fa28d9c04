"""The walks of this folder last longer than a person sits before one page."""

from collections.abc import Iterator

import pytest
from django.test import override_settings


@pytest.fixture(autouse=True, scope="module")
def _doors_stay_open() -> Iterator[None]:
    """Rooms that lock early do not lock in the middle of a walk; their own tests say when they do."""
    with override_settings(ROOM_LOCK_AFTER=86_400):
        yield
