"""A practice adds a form of the note as a file; a draft keeps every word whatever becomes of the file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import signed_in
from reverie.core.policy import Actor
from reverie.record import actions
from reverie.record.models import ProgressNote, Session
from reverie.record.queries import templates

FORM = """
key = "couple"
name = "Couple"

[[fields]]
key = "between"
label = "What went on between the two"
"""
MORE = '\n[[fields]]\nkey = "next"\nlabel = "Next"\nrows = 1\n'


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.HOME = tmp_path
    templates.note_templates.cache_clear()
    (tmp_path / "notes").mkdir()
    yield tmp_path / "notes"
    templates.note_templates.cache_clear()


@pytest.fixture
def own(folder: Path, session: Session, as_therapist: Actor) -> ProgressNote:
    """A draft in the practice's own form."""
    (folder / "couple.toml").write_text(FORM + MORE)
    words = {"between": "They spoke in turns.", "next": "The same."}
    return actions.save_draft(session=session, words=words, template="couple", version=0, by=as_therapist)


def test_a_file_adds_a_form(own: ProgressNote) -> None:
    assert templates.left_out() == ""
    page = signed_in(own.session.therapist.user).get(f"/desk/sessions/{own.session_id}/note/")
    assert "What went on between the two" in page.content.decode()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("not [toml", "it is no TOML"),
        ('key = "couple"\nname = "Couple"\nfields = []', "it has no [[fields]]"),
        (FORM.replace('key = "couple"\n', ""), "it has no “key”"),
        (FORM.replace('"between"', '"version"'), "“version” cannot be a key"),
        (FORM.replace('"couple"', '"a couple of them"'), "“a couple of them” cannot be a key"),
        (FORM + FORM[FORM.index("[[") :], "two of its fields have the same key"),
        (FORM + 'rows = "three"', "“rows” must be a whole number"),
    ],
)
def test_what_cannot_be_read_is_left_out_and_named(folder: Path, text: str, says: str) -> None:
    (folder / "own.toml").write_text(text)
    assert "couple" not in templates.note_templates()
    assert f"notes/own.toml is left out: {says}" in templates.left_out()


@pytest.mark.parametrize("left", [None, FORM])
def test_a_draft_keeps_its_words_when_the_file_changes(
    own: ProgressNote, folder: Path, left: str | None
) -> None:
    file = folder / "couple.toml"
    file.unlink() if left is None else file.write_text(left)
    templates.note_templates.cache_clear()
    browser, address = signed_in(own.session.therapist.user), f"/desk/sessions/{own.session_id}/note/"
    assert "The same." in browser.get(address).content.decode()
    sent = {"template": "couple", "version": 1, "between": "They spoke.", "next": "Other."}
    assert browser.post(address, sent).status_code == 302
    own.refresh_from_db()
    assert own.words(own.chain()) == {"between": "They spoke.", "next": "Other."}


def test_what_a_page_does_not_send_stays(own: ProgressNote, folder: Path, as_therapist: Actor) -> None:
    (folder / "couple.toml").write_text(FORM)
    templates.note_templates.cache_clear()
    words = {"between": "They spoke."}
    actions.save_draft(session=own.session, words=words, template="couple", version=1, by=as_therapist)
    own.refresh_from_db()
    assert own.words(own.chain())["next"] == "The same."


def test_a_draft_that_cannot_be_opened_is_not_written_over(draft: ProgressNote, as_therapist: Actor) -> None:
    ProgressNote.objects.update(sealed=b"broken")
    save = {"session": draft.session, "template": draft.template, "version": 1, "by": as_therapist}
    with pytest.raises(actions.CannotWrite, match="nothing is written over"):
        actions.save_draft(words={"note": "New."}, **save)
    assert bytes(ProgressNote.objects.get().sealed) == b"broken"


def test_the_doctor_names_it(folder: Path) -> None:
    from reverie.core import doctor

    (folder / "own.toml").write_text("not [toml")
    assert "notes/own.toml" in doctor.PROVIDED["forms of the note"]()
