"""A practice takes its lists, hours and sums along: by its owner, by a job, and nothing clinical."""

import csv
import io
from datetime import date, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.test import Client as Browser

from conftest import actor_for, member, signed_in
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import audit
from reverie.core.files import read_file
from reverie.core.models import AuditEvent, StoredFile
from reverie.core.policy import Actor
from reverie.core.tables import read_table
from reverie.interop import actions
from reverie.interop.client_lines import guess_columns, read_lines
from reverie.interop.hour_lines import read_hours
from reverie.interop.models import PracticeCopy
from reverie.interop.queries import practice as reads
from reverie.interop.tasks import drop_old_copies, practice_copy
from reverie.interop.tests.conftest import NOTE
from reverie.record.models import Session
from reverie.scheduling.actions import start_standing_hour
from reverie.scheduling.models import Appointment

pytestmark = pytest.mark.django_db
PAGE = "/desk/practice/copies/"


@pytest.fixture
def office(owner: User) -> Browser:
    return signed_in(owner)


@pytest.fixture
def full(signed: Session, therapist: Therapist, client_person: Client, as_therapist: Actor) -> Session:
    """A signed session, and a standing hour from next week on."""
    first = (datetime.now() + timedelta(days=7)).date()
    start_standing_hour(
        therapist=therapist, client=client_person, first_day=first, start_minute=570, minutes=50,
        step_days=7, zone=therapist.zone, by=as_therapist,
    )  # fmt: skip
    return signed


def made(office: Browser) -> PracticeCopy:
    office.post(f"{PAGE}begin/")
    copy = PracticeCopy.objects.latest("created_at")
    practice_copy({"copy": str(copy.pk)})
    copy.refresh_from_db()
    return copy


def texts(copy: PracticeCopy) -> dict[str, str]:
    return {file.name: read_file(file.stored).decode() for file in copy.files.all()}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_what_is_in_a_copy(full: Session, office: Browser) -> None:
    copy = made(office)
    found = texts(copy)
    assert copy.state == PracticeCopy.DONE
    assert rows(found["clients.csv"])[0]["Name"] == "Elena Marsh"
    assert rows(found["standing-hours.csv"])[0]["Repeats"] == "weekly"
    hours = [row for name, text in found.items() if name.startswith("hours-") for row in rows(text)]
    assert len(hours) == Appointment.objects.count() > 1
    assert [name for name in found if name.endswith(".ics")] == ["calendar-hanna-lindqvist.ics"]


def test_nothing_clinical_is_in_it(full: Session, office: Browser) -> None:
    together = "\n".join(texts(made(office)).values())
    for words in (NOTE, "To sleep.", "Ate well.", "Forgotten."):
        assert words not in together
    assert "Elena" not in texts(PracticeCopy.objects.get())["calendar-hanna-lindqvist.ics"]


def test_what_leaves_can_come_in_again(full: Session, office: Browser, therapist: Therapist) -> None:
    found, today = texts(made(office)), date.today()
    table = read_table(found["clients.csv"].encode())
    (line,) = read_lines(table, guess_columns(table.head), today)
    assert (line.name, line.faults, line.values["clinician"]) == ("Elena Marsh", [], therapist.name)
    (hour,) = read_hours(found["standing-hours.csv"].encode(), therapist.zone, today)
    assert (hour.who, hour.minute, hour.step_days, hour.fault) == ("Elena Marsh", 570, 7, "")
    calendar = found["calendar-hanna-lindqvist.ics"].encode()
    assert {row.step_days for row in read_hours(calendar, therapist.zone, today)} == {0, 7}
    events = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    assert len(events) == Appointment.objects.count() + 1


def test_files_are_saved_by_the_owner_and_written_down(full: Session, office: Browser) -> None:
    copy = made(office)
    page = office.get(PAGE).content.decode()
    assert "clients.csv" in page and "1 row" in page
    answer = office.get(f"{PAGE}{copy.pk}/1/")
    assert b"Elena Marsh" in answer.content
    assert "clients.csv" in answer.headers["Content-Disposition"]
    verbs = set(AuditEvent.objects.filter(object_id=str(copy.pk)).values_list("verb", flat=True))
    assert {"begin_practice_copy", "finish_practice_copy", "take_practice_copy"} <= verbs
    assert office.get(f"{PAGE}{copy.pk}/99/").status_code == 404


@pytest.mark.parametrize("role", ["biller", "front_desk", "therapist", "system_administrator"])
def test_others_do_not_see_it(full: Session, office: Browser, practice: Practice, role: str) -> None:
    copy = made(office)
    browser = signed_in(member(practice, f"{role} Person", role))
    for address in (PAGE, f"{PAGE}{copy.pk}/1/"):
        answer = browser.get(address)
        assert answer.status_code in (403, 404) and b"Elena" not in answer.content


def test_one_is_made_at_a_time_and_thrown_away(full: Session, office: Browser) -> None:
    office.post(f"{PAGE}begin/")
    assert "being made already" in office.post(f"{PAGE}begin/", follow=True).content.decode()
    copy = PracticeCopy.objects.get()
    practice_copy({"copy": str(copy.pk)})
    office.post(f"{PAGE}{copy.pk}/forget/")
    assert not PracticeCopy.objects.exists() and not StoredFile.objects.exists()
    practice_copy({"copy": str(copy.pk)})


def test_large_lists_are_cut_and_a_halt_goes_on(
    full: Session, stranger: Client, office: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reads, "ROWS", 1)
    real, calls = reads._clients, []

    def halts_once(chosen: object) -> str:
        calls.append(chosen)
        if len(calls) == 2:
            raise OSError("power cut")
        return real(chosen)  # type: ignore[arg-type]

    monkeypatch.setattr(reads, "_clients", halts_once)
    with pytest.raises(OSError, match="power cut"):
        made(office)
    copy = PracticeCopy.objects.get()
    assert (copy.through, copy.state) == (1, PracticeCopy.RUNNING)
    practice_copy({"copy": str(copy.pk)})
    names = [row["Name"] for name in ("clients-1.csv", "clients-2.csv") for row in rows(texts(copy)[name])]
    assert names == ["Elena Marsh", "Theo Brandt"]


def test_without_its_audit_link_none_is_begun(
    practice: Practice, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "record", lambda **_given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.begin_practice_copy(practice=practice, by=actor_for(owner))
    assert not PracticeCopy.objects.exists()


def test_without_its_audit_link_none_is_thrown_away(
    full: Session, office: Browser, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = made(office)
    monkeypatch.setattr(audit, "record", lambda **_given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.forget_practice_copy(copy=copy, by=actor_for(owner))
    assert PracticeCopy.objects.get().files.count() == copy.total


def test_old_copies_go_by_themselves(full: Session, office: Browser) -> None:
    made(office)
    drop_old_copies({})
    assert PracticeCopy.objects.exists()
    with time_machine.travel(datetime.now() + timedelta(days=8)):
        drop_old_copies({})
    assert not PracticeCopy.objects.exists()
