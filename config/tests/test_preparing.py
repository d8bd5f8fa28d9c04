"""What `reverie prepare` refuses to make anew."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import preparing
from reverie.core import doctor, keyring, master_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost(settings: Any, tmp_path: Path) -> Path:
    """A database with a sealed practice, whose master key file is gone."""
    keyring.practice_key(uuid4())
    settings.MASTER_KEY_FILE = tmp_path / "master.key"
    return settings.MASTER_KEY_FILE


def test_no_new_master_key_is_made_over_rows_that_it_cannot_open(lost: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="reverie keys from-paper"):
        preparing.refuse_without_its_keys()
    assert not lost.exists()


def test_nor_is_another_key_taken_for_the_lost_one(lost: Path) -> None:
    master_key.create()
    with pytest.raises(ImproperlyConfigured, match="was sealed under the master key"):
        preparing.refuse_without_its_keys()
    said = {finding.name: finding for finding in doctor.examine()}["keys"]
    assert "which is not in" in said.words


def test_with_its_keys_it_goes_on() -> None:
    keyring.practice_key(uuid4())
    preparing.refuse_without_its_keys()
