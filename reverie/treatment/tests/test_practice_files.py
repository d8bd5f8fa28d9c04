"""A practice adds an approach, a form or a text as a file; what cannot be read is left out and named."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import signed_in
from reverie.core.policy import Actor
from reverie.treatment import actions
from reverie.treatment.models import Treatment
from reverie.treatment.queries import texts

LENS = """
key = "existential"
name = "Existential"
plain = "How you live with what cannot be changed."
asks = ["Which freedom is avoided?"]
sections = ["What brings you", "What cannot be changed"]
default_hours = 1
"""


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.HOME = tmp_path
    read = (texts.approaches, texts.intake_forms, texts.consent_texts)
    for files in read:
        files.cache_clear()
    (tmp_path / "approaches").mkdir()
    yield tmp_path
    for files in read:
        files.cache_clear()


def test_seven_approaches_ship() -> None:
    assert len(texts.approaches()) == 7
    assert all(lens.asks and lens.sections and lens.plain for lens in texts.approaches().values())
    assert texts.left_out() == ""


def test_a_file_adds_an_approach(folder: Path, treatment: Treatment, as_therapist: Actor) -> None:
    (folder / "approaches" / "existential.toml").write_text(LENS)
    actions.choose_approach(treatment=treatment, approach="existential", by=as_therapist)
    page = signed_in(treatment.therapist.user).get(f"/desk/clients/{treatment.client_id}/")
    assert "Which freedom is avoided?" in page.content.decode()


@pytest.mark.parametrize("text", ["not [toml", 'key = "half"', "asks = 3"])
def test_what_cannot_be_read_is_left_out_and_named(folder: Path, text: str) -> None:
    (folder / "approaches" / "broken.toml").write_text(text)
    assert len(texts.approaches()) == 7
    assert "broken.toml" in texts.left_out()


def test_an_approach_is_chosen_on_the_page(treatment: Treatment) -> None:
    browser = signed_in(treatment.therapist.user)
    address = f"/desk/clients/{treatment.client_id}/approach/"
    browser.post(address, {"approach": "relational"})
    treatment.refresh_from_db()
    assert treatment.approach == "relational"
    browser.post(address, {"approach": "none at all"})
    treatment.refresh_from_db()
    assert treatment.approach == "relational"


def test_nothing_is_chosen_without_its_link(
    treatment: Treatment, as_therapist: Actor, broken_audit: None
) -> None:
    with pytest.raises(OSError, match="chain"):
        actions.choose_approach(treatment=treatment, approach="relational", by=as_therapist)
    treatment.refresh_from_db()
    assert treatment.approach == ""
