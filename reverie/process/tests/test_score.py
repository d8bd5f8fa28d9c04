"""The score: frames, breaks and ruptures are named, marks lead to passages, years are paged."""

from datetime import date

import pytest
from django.urls import reverse

from conftest import signed_in
from reverie.accounts.models import Therapist
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.core.sealing import ClientScope, keychain
from reverie.process.actions import Mark, mark_moment, open_sheet
from reverie.process.models import Moment, ProcessSheet
from reverie.process.presenters.score import drawing_of
from reverie.process.queries.pattern import adding_up
from reverie.process.queries.score import MISSED, score
from reverie.process.tests.conftest import hour
from reverie.record.models import Session
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Break, Frame, Treatment

pytestmark = pytest.mark.django_db
ZONE = "America/Los_Angeles"


def frame(treatment: Treatment, number: int, day: date, fee: int) -> Frame:
    yes = {"at": clock.now(), "by": treatment.therapist.user_id}
    agreed = {
        f"{side}_agreed_{name}": value for side in ("client", "therapist") for name, value in yes.items()
    }
    row = Frame(treatment=treatment, number=number, valid_from=day, fee_cents=fee, zone=ZONE, **agreed)
    row.absence_rule, row.hours = Frame.CHARGE_ALWAYS, [[1, 600, 50]]
    row.seal_words(
        keychain(ClientScope(treatment.practice_id, treatment.client_id, "record")), {"remark": ""}
    )
    row.save()
    return row


@pytest.fixture
def long(treatment: Treatment, sheet: ProcessSheet) -> Treatment:
    """Eight more hours after the one of the sheet, a new fee and a break among them."""
    for week in range(1, 9):
        hour(treatment, 35 + week, days=7 * week)
    frame(treatment, 1, date(2026, 1, 6), 18_000)
    frame(treatment, 2, date(2026, 6, 23), 19_000)
    frame(treatment, 3, date(2026, 7, 7), 19_000)
    Break.objects.create(treatment=treatment, first_day=date(2026, 7, 8), last_day=date(2026, 7, 12))
    return treatment


def test_another_frame_is_a_line_with_a_name(long: Treatment, as_therapist: Actor) -> None:
    found = score(as_therapist, long.client)
    assert [(row.on, row.what) for row in found.frames] == [(date(2026, 6, 23), ("fee",))]
    drawing = drawing_of(found, ZONE)
    assert drawing is not None
    assert drawing.frames.startswith("M")
    assert "frame" in [text.words for text in drawing.texts]
    assert "Another frame: the fee" in [row.words for row in drawing.happenings]


def test_the_table_says_breaks_between_the_sessions(long: Treatment, therapist: Therapist) -> None:
    page = signed_in(therapist.user).get(reverse("process:client", args=[long.client_id])).content.decode()
    assert "July 8 to July 12" in page
    assert "A break" in page


def test_names_above_the_drawing_do_not_run_into_each_other(
    long: Treatment, moment: Moment, as_therapist: Actor
) -> None:
    for turn in ("rupture", "repair"):
        mark = Mark(words="Silence, most of a minute", kind="rupture", codes={"turn": turn})
        mark_moment(sheet=moment.sheet, mark=mark, by=as_therapist)
    drawing = drawing_of(score(as_therapist, long.client), ZONE)
    assert drawing is not None
    names = [text.words for text in drawing.texts if "r" in text.words]
    assert "repair, rupture, frame" in names


def test_each_mark_of_the_table_leads_to_its_passage(
    long: Treatment, moment: Moment, therapist: Therapist
) -> None:
    page = signed_in(therapist.user).get(reverse("process:client", args=[long.client_id])).content.decode()
    assert f"#p-{moment.id}" in page
    assert "defense (rationalization, level 3 of 7)" in page


def test_years_and_windows_are_paged_both_ways(long: Treatment, as_therapist: Actor) -> None:
    earliest = score(as_therapist, long.client, date(2026, 6, 16), show=2)
    assert [row.number for row in earliest.hours] == [36, 37]
    assert earliest.earlier == date(2026, 6, 2)
    assert earliest.later == date(2026, 6, 30)
    assert earliest.years == [2026]
    assert score(as_therapist, long.client, date(2026, 12, 31), show=2).later is None


def test_a_frame_that_nobody_agreed_to_is_not_drawn(treatment: Treatment, as_therapist: Actor) -> None:
    open_sheet(client=treatment.client, session=hour(treatment, 1), by=as_therapist)
    frame(treatment, 1, date(2026, 1, 6), 18_000)
    proposed = frame(treatment, 2, date(2026, 6, 3), 20_000)
    Frame.objects.filter(pk=proposed.pk).update(client_agreed_at=None, client_agreed_by=None)
    assert score(as_therapist, treatment.client).frames == []


def missed(treatment: Treatment, number: int, attendance: str, days: int) -> Session:
    """An hour whose session says that somebody did not come, as its appointment says too."""
    row = hour(treatment, number, days=days)
    row.attendance, row.appointment = attendance, booked(row, MISSED[attendance])
    row.save()
    return row


def booked(row: Session, state: str) -> Appointment:
    people = {"practice": row.practice, "therapist": row.therapist, "client": row.client}
    times = {"wall_start": row.started_at, "start_at": row.started_at, "end_at": row.stopped_at, "zone": ZONE}
    return Appointment.objects.create(**people, **times, state=state)


def test_an_hour_missed_is_drawn_once_and_says_by_whom(long: Treatment, as_therapist: Actor) -> None:
    missed(long, 50, Session.ABSENT, 60 - 5)
    missed(long, 51, Session.THERAPIST_ABSENT, 60 - 9)
    booked(hour(long, 52, days=60 - 14), Appointment.CLIENT_ABSENT)
    Session.objects.filter(number=52).delete()
    kinds = sorted(row.kind for row in score(as_therapist, long.client).missed)
    assert kinds == ["client_absent", "client_absent", "clinician_absent"]
    assert adding_up(as_therapist, long.client).missed == 2
