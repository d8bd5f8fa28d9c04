"""Four hours a week for ten years: every page of the room, and every change, in the same few questions."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import member, signed_in
from reverie.accounts.models import Client, Therapist
from reverie.core import policy
from reverie.core.policy import Actor
from reverie.scheduling import actions
from reverie.scheduling.models import Appointment, StandingHour
from reverie.scheduling.tests.conftest import NOW
from tests.statements import asking

BUDGET, HOURS = 12, 2_000
BEGAN = date(2016, 6, 6)
PAGES = sorted(
    name for name, verbs in policy.routes().items() if name.startswith("scheduling:") and "GET" in verbs
)
MINE = {name for name in PAGES if name.startswith("scheduling:my-")}
OF_ONE = {"scheduling:appointment", "scheduling:my-session-move", "scheduling:my-session-cancel"}


@pytest.fixture
def ten_years(therapist: Therapist, client_person: Client, as_therapist: Actor) -> list[StandingHour]:
    """Monday to Thursday at ten, since June 2016."""
    people = {"therapist": therapist, "client": client_person, "by": as_therapist}
    rows = [
        actions.start_standing_hour(**people, first_day=BEGAN + timedelta(days=n), start_minute=600)
        for n in range(4)
    ]
    past = Appointment.objects.filter(end_at__lt=NOW)
    assert past.update(state=Appointment.TOOK_PLACE) > HOURS
    return rows


@pytest.fixture
def coming(ten_years: list[StandingHour]) -> Appointment:
    """One of the hours that are to come, late enough to be moved by the client."""
    return Appointment.objects.filter(state="confirmed", start_at__gt=NOW + timedelta(days=9)).earliest(
        "start_at"
    )


def counted(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return asking(asked)


def address(name: str, coming: Appointment, by: Actor) -> str:
    """Where the page lies: what stands in it is the long series'."""
    if name == "scheduling:feed":
        return reverse(name, args=[actions.make_feed(whose="desk", by=by)[1]])
    arguments = (
        {"appointment_id": coming.pk} if "session-" in name or name == "scheduling:appointment" else {}
    )
    if name in {"scheduling:my-session-request"}:
        arguments = {}
    query = "" if name in MINE else f"?therapist={coming.therapist_id}"
    return reverse(name, kwargs=arguments) + query


def browser_for(name: str, coming: Appointment) -> Browser:
    if name in MINE:
        return signed_in(coming.client.user)  # type: ignore[arg-type]
    kept = {"scheduling:rooms", "scheduling:holidays"}
    desk = member(coming.practice, "Dana Reyes", "front_desk") if name in kept else coming.therapist.user
    return signed_in(desk)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_slows_down(name: str, coming: Appointment, as_therapist: Actor) -> None:
    browser, path = browser_for(name, coming), address(name, coming, as_therapist)
    answers = []
    count = counted(lambda: answers.append(browser.get(path)))
    assert answers[0].status_code == 200
    assert count <= BUDGET, f"{count} questions"


MOVED = {"day": "2026-06-19", "start": "15:00"}
CHANGES = {
    "move this": ("appointment-move", {**MOVED, "which": "this"}, 22),
    "move this and following": ("appointment-move", {**MOVED, "which": "following"}, 29),
    "call off this": ("appointment-cancel", {"side": "client"}, 18),
    "call off this and following": ("appointment-cancel", {"side": "client", "which": "following"}, 19),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_a_change_asks_no_more_after_ten_years(
    change: tuple[str, dict[str, str], int], coming: Appointment
) -> None:
    name, typed, most = change
    browser, path = signed_in(coming.therapist.user), reverse(f"scheduling:{name}", args=[coming.pk])
    answers = []
    count = counted(lambda: answers.append(browser.post(path, typed)))
    assert answers[0].status_code == 302
    coming.refresh_from_db()
    assert coming.state in {"moved", "cancelled"}
    assert Appointment.objects.filter(state=Appointment.TOOK_PLACE).count() > HOURS
    assert count <= most, f"{count} questions"


@pytest.mark.parametrize("which", ["move this and following", "call off this and following"])
def test_a_series_is_changed_in_as_many_questions_as_two_of_its_hours(
    which: str, coming: Appointment, stranger: Client
) -> None:
    windows = [(coming.wall_start.weekday(), 0, 1440)]
    actions.join_waiting_list(client=stranger, therapist=None, windows=windows, by=Actor.system("test"))
    name, typed, _most = CHANGES[which]
    rows = list(coming.standing_hour.appointments.filter(start_at__gt=NOW).order_by("start_at"))
    browser, asked = signed_in(coming.therapist.user), []
    for row, start in ((rows[-2], "15:00"), (rows[0], "17:00")):
        path = reverse(f"scheduling:{name}", args=[row.pk])
        said = {**typed, "day": str(row.wall_day + timedelta(days=2)), "start": start}
        asked.append(counted(lambda at=path, what=said: browser.post(at, what)))
    assert asked[0] == asked[1]
