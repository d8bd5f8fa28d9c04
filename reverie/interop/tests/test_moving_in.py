"""The pages of moving in: choose a file, see what would happen, run it, take it back."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from conftest import signed_in
from reverie.accounts.models import Client, Therapist, User
from reverie.interop.models import MoveIn
from reverie.interop.tasks import move_in

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent / "data"
ALL = "/desk/practice/moving-in/"


@pytest.fixture
def desk(owner: User) -> Browser:
    return signed_in(owner)


def choose(desk: Browser, content: bytes) -> object:
    return desk.post(f"{ALL}clients/", {"file": SimpleUploadedFile("clients.csv", content)}, follow=True)


def test_moving_in(desk: Browser) -> None:
    assert "Nothing yet" in desk.get(ALL).content.decode()
    shown = choose(desk, (DATA / "clients_simplepractice_like.csv").read_bytes())
    words = shown.content.decode()
    assert f'action="{ALL}{MoveIn.objects.get().pk}/run/"' in words
    assert "Bring over 1 client" in words and "There is no such day" in words and "same person" in words
    assert not Client.objects.exists()


def test_move_in_run_and_undo(desk: Browser) -> None:
    choose(desk, b"Name\nIris Vale\n")
    url = f"{ALL}{MoveIn.objects.get().pk}/"
    assert "data-progress-of" in desk.post(f"{url}run/", follow=True).content.decode()
    move_in({"move_in": str(MoveIn.objects.get().pk)})
    assert "Undo it" in desk.get(url).content.decode()
    assert Client.objects.get().name == "Iris Vale"
    desk.post(f"{url}undo/")
    move_in({"move_in": str(MoveIn.objects.get().pk)})
    assert "taken back" in desk.get(url).content.decode()
    assert not Client.objects.exists()


def test_columns_are_chosen(desk: Browser) -> None:
    choose(desk, b"Who,Where\nIris Vale,iris@example.invalid\n")
    url = f"{ALL}{MoveIn.objects.get().pk}/"
    assert "No line can be brought over" in desk.get(url).content.decode()
    again = desk.post(url, {"name": "Who", "email": "Where", "doubles": "leave"}, follow=True)
    assert "Bring over 1 client" in again.content.decode()
    twice = desk.post(url, {"name": "Who", "email": "Who", "doubles": "leave"})
    assert twice.status_code == 422 and "chosen twice" in twice.content.decode()


def test_move_in_left_out(desk: Browser) -> None:
    choose(desk, (DATA / "clients_simplepractice_like.csv").read_bytes())
    answer = desk.get(f"{ALL}{MoveIn.objects.get().pk}/left-out/")
    text = answer.content.decode("utf-8-sig")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "'=HYPERLINK" in text and "\n3," in text and "Date of Birth: " in text


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "empty"), (b"\x89PNG\r\n\x1a\n\0", "not a table"), (b"Name\n", "no rows")],
)
def test_a_file_that_cannot_be_read_gets_one_sentence(desk: Browser, content: bytes, why: str) -> None:
    answer = desk.post(f"{ALL}clients/", {"file": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code == 422 and why in answer.content.decode()
    assert not MoveIn.objects.exists()


def test_a_therapist_has_no_such_page(therapist: Therapist, desk: Browser) -> None:
    choose(desk, b"Name\nIris Vale\n")
    browser = signed_in(therapist.user)
    answer = browser.get(f"{ALL}{MoveIn.objects.get().pk}/")
    assert answer.status_code == 404 and b"Iris" not in answer.content
    answer = browser.get(ALL)
    assert b"clients.csv" not in answer.content and b"Client list" not in answer.content
