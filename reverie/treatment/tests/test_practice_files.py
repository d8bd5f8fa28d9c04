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
    for lens in texts.approaches().values():
        assert lens.asks and lens.prompts and lens.sections and lens.plain
        assert not set(lens.asks) & set(lens.prompts)
    assert texts.left_out() == ""


def test_a_file_adds_an_approach(folder: Path, treatment: Treatment, as_therapist: Actor) -> None:
    (folder / "approaches" / "existential.toml").write_text(LENS)
    actions.choose_approach(treatment=treatment, approach="existential", by=as_therapist)
    page = signed_in(treatment.therapist.user).get(f"/desk/clients/{treatment.client_id}/")
    assert "Which freedom is avoided?" in page.content.decode()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("not [toml", "it is no TOML"),
        ('key = "half"', "it has no “name”"),
        (LENS + "default_hours = 2", "it is no TOML"),
        (LENS.replace('["Which freedom is avoided?"]', '"One"'), "“asks” must be a list"),
        (LENS.replace("default_hours = 1", "default_hours = true"), "“default_hours” must be a whole number"),
        (LENS + 'colour = "red"', "“colour” is no key of such a file"),
    ],
)
def test_what_cannot_be_read_is_left_out_and_named(folder: Path, text: str, says: str) -> None:
    (folder / "approaches" / "broken.toml").write_text(text)
    assert len(texts.approaches()) == 7
    assert f"approaches/broken.toml is left out: {says}" in texts.left_out()


def test_a_question_of_no_kind_is_named(folder: Path) -> None:
    (folder / "intakes").mkdir()
    form = 'key = "f"\nversion = 1\ntitle = "T"\nlede = ""\n'
    asked = '[[questions]]\nkey = "q"\ntext = "Q?"\nkind = "slider"'
    (folder / "intakes" / "own.toml").write_text(form + asked)
    assert "intakes/own.toml is left out: “kind” of the question “q” must be one of" in texts.left_out()


def test_a_file_without_prompts_still_loads(folder: Path) -> None:
    (folder / "approaches" / "existential.toml").write_text(LENS)
    assert texts.approaches()["existential"].prompts == ()
    assert texts.left_out() == ""


def test_prompts_and_what_a_formulation_asks_are_two_lists(treatment: Treatment) -> None:
    Treatment.objects.update(approach="short_term")
    page = signed_in(treatment.therapist.user).get(f"/desk/clients/{treatment.client_id}/").content.decode()
    assert "Did the hour touch the focus?" in page
    assert "One focus, stated in two triangles?" in page


def test_a_first_frame_begins_with_the_hours_of_the_approach(treatment: Treatment) -> None:
    Treatment.objects.update(approach="psychoanalysis")
    page = signed_in(treatment.therapist.user).get(f"/desk/clients/{treatment.client_id}/frame/")
    assert "usually begins with 4 hours a week" in page.content.decode()


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
