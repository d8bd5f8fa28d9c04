"""One person's record and a folder of papers: laid beside the client, never a session, and taken back."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from conftest import signed_in
from reverie.accounts.models import Client, Therapist, User
from reverie.core.files import read_file
from reverie.core.models import AuditEvent, StoredFile
from reverie.interop.models import BroughtAlong, MoveIn
from reverie.interop.queries.moving import words_of
from reverie.interop.tasks import move_in
from reverie.record.models import Session
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent / "data"
ALL = "/desk/practice/moving-in/"
PDF = b"%PDF-1.7 a letter"


@pytest.fixture
def desk(therapist: Therapist) -> Browser:
    return signed_in(therapist.user)


@pytest.fixture
def office(owner: User) -> Browser:
    return signed_in(owner)


def bring_record(desk: Browser, name: str) -> str:
    content = (DATA / name).read_bytes()
    desk.post(f"{ALL}record/", {"record": SimpleUploadedFile(Path(name).name, content)})
    return f"{ALL}record/{MoveIn.objects.latest('created_at').pk}/"


def run(browser: Browser, url: str, **fields: str) -> None:
    browser.post(url, {**fields, "does": "run"})
    move_in({"move_in": url.split("/")[-2]})


def test_a_foreign_record_never_becomes_sessions(desk: Browser) -> None:
    url = bring_record(desk, "Christinia_Medhurst.json")
    shown = desk.get(url).content.decode()
    assert "General examination of patient" in shown and "Claim (30)" in shown
    assert not Client.objects.exists()
    run(desk, url, whose="new")
    client = Client.objects.get()
    assert client.name == "Christinia Medhurst" and Treatment.objects.get().client == client
    assert not Session.objects.exists() and not Appointment.objects.exists()
    page = desk.get(f"/desk/clients/{client.pk}/brought-along/").content.decode()
    assert "General examination of patient" in page and "None of it is a session" in page


def test_the_original_is_kept_and_saved_whole(desk: Browser) -> None:
    run(desk, bring_record(desk, "ccda/HL7-CCD.xml"), whose="new")
    row = BroughtAlong.objects.get()
    answer = desk.get(f"/desk/clients/{row.client_id}/brought-along/{row.pk}/")
    assert answer.content == (DATA / "ccda/HL7-CCD.xml").read_bytes()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert AuditEvent.objects.filter(verb="read", object_id=str(row.pk)).exists()


def test_a_client_of_ones_own_is_guessed_and_chosen(desk: Browser, therapist: Therapist) -> None:
    run(desk, bring_record(desk, "ccda/Kareo-CCD.xml"), whose="new")
    joey = Client.objects.get()
    url = bring_record(desk, "ccda/Kareo-CCD.xml")
    assert f'value="{joey.pk}" selected' in desk.get(url).content.decode()
    run(desk, url, whose=str(joey.pk))
    assert Client.objects.count() == 1 and joey.brought_along.count() == 2


def test_a_record_is_taken_back_with_its_file(desk: Browser) -> None:
    url = bring_record(desk, "ccda/HL7-CCD.xml")
    run(desk, url, whose="new")
    desk.post(f"{url}undo/")
    move_in({"move_in": url.split("/")[-2]})
    assert not Client.objects.exists() and not StoredFile.objects.exists()
    desk.post(f"{url}forget/")
    assert not StoredFile.objects.exists() and not MoveIn.objects.exists()


def test_a_look_at_a_foreign_record_is_written_down(desk: Browser) -> None:
    url = bring_record(desk, "ccda/HL7-CCD.xml")
    desk.get(url)
    move = MoveIn.objects.get()
    assert AuditEvent.objects.filter(verb="read", object_id=str(move.pk)).count() == 1
    assert desk.get(f"{ALL}{move.pk}/").status_code == 404, "it has an address of its own"


def test_another_therapist_and_the_office_do_not_see_it(
    desk: Browser, office: Browser, colleague: Therapist
) -> None:
    url = bring_record(desk, "ccda/HL7-CCD.xml")
    run(desk, url, whose="new")
    row = BroughtAlong.objects.get()
    for browser in (office, signed_in(colleague.user)):
        for address in (url, f"/desk/clients/{row.client_id}/brought-along/"):
            answer = browser.get(address)
            assert answer.status_code == 404 and b"Everyman" not in answer.content


@pytest.mark.parametrize(
    ("content", "why"), [(b"<x>", "line 1"), (b"{}", "no FHIR bundle"), (b"x", "neither")]
)
def test_a_record_that_cannot_be_read(desk: Browser, content: bytes, why: str) -> None:
    answer = desk.post(f"{ALL}record/", {"record": SimpleUploadedFile("x.xml", content)})
    assert answer.status_code == 422 and why in answer.content.decode()
    assert not MoveIn.objects.exists()


def papers(*names: str, content: bytes = PDF) -> dict[str, object]:
    return {"papers": [SimpleUploadedFile(name, content) for name in names]}


def test_papers_go_to_the_clients_in_their_names(office: Browser, client_person: Client) -> None:
    office.post(f"{ALL}papers/", papers("Marsh_Elena_2024.pdf", "scan0001.pdf"))
    url = f"{ALL}{MoveIn.objects.get().pk}/"
    assert f'value="{client_person.pk}" selected' in office.get(url).content.decode()
    run(office, url, **{"paper-0": str(client_person.pk), "paper-1": ""})
    row = BroughtAlong.objects.get()
    assert row.client == client_person and row.file is not None
    assert read_file(row.file) == PDF
    kept = StoredFile.objects.exclude(pk=row.file_id).get()
    assert (kept.client, len(words_of(MoveIn.objects.get())["papers"])) == (None, 1), (
        "only scan0001.pdf waits"
    )


def test_more_papers_are_added_and_other_kinds_refused(office: Browser) -> None:
    office.post(f"{ALL}papers/", papers("a.pdf"))
    url = f"{ALL}{MoveIn.objects.get().pk}/"
    answer = office.post(f"{url}papers/", papers("virus.pdf", content=b"MZ\x90\0"), follow=True)
    assert "This kind of file" in answer.content.decode()
    office.post(f"{url}papers/", papers("b.pdf"))
    assert MoveIn.objects.get().total == 2


def test_a_paper_may_not_go_to_a_client_of_another_practice(office: Browser, stranger: Client) -> None:
    Client.objects.filter(pk=stranger.pk).update(practice=other_practice())
    office.post(f"{ALL}papers/", papers("a.pdf"))
    url = f"{ALL}{MoveIn.objects.get().pk}/"
    assert office.post(url, {"paper-0": str(stranger.pk), "does": "run"}).status_code == 422
    assert MoveIn.objects.get().state == MoveIn.READY


def other_practice() -> object:
    from reverie.accounts.models import Practice

    return Practice.objects.create(name="Another", zone="America/New_York")
