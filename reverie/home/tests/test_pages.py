"""The front pages, for each role, in their query budget."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from conftest import member, signed_in
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import clock, mail
from reverie.core.policy import Actor
from reverie.home.presenters import day as day_words
from reverie.home.queries.day import day_of
from reverie.home.queries.overview import overview_of
from reverie.record import actions as record
from reverie.safety.actions import Source, raise_concern
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Break, Plan, Treatment

BUDGET = 12


@pytest.fixture
def treatment(client_person: Client, therapist: Therapist) -> Treatment:
    return Treatment.objects.create(
        practice=therapist.practice,
        client=client_person,
        therapist=therapist,
        state=Treatment.ACTIVE,
        started_on=clock.now().date(),
        working_since=clock.now().date(),
    )


def book(treatment: Treatment, minutes: int, **change: Any) -> Appointment:
    """An hour that starts so many minutes from now."""
    start = clock.now() + timedelta(minutes=minutes)
    facts = {"state": Appointment.CONFIRMED, "client": treatment.client} | change
    return Appointment.objects.create(
        practice=treatment.practice,
        therapist=treatment.therapist,
        wall_start=start,
        zone=treatment.therapist.zone,
        start_at=start,
        end_at=start + timedelta(minutes=50),
        **facts,
    )


def asked(browser: Browser, path: str) -> tuple[str, list[str]]:
    with CaptureQueriesContext(connection) as captured:
        page = browser.get(path)
    assert page.status_code == 200
    return page.content.decode(), [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]


@pytest.fixture
def _noon(time_machine: Any) -> None:
    """A Tuesday noon in Portland, so that hours around now lie on one day."""
    time_machine.move_to("2026-11-24T20:00:00Z")


@pytest.mark.usefixtures("_noon")
def test_the_day_shows_hours_gaps_and_what_is_open(treatment: Treatment, as_therapist: Actor) -> None:
    past = book(treatment, -180)
    record.open_from_appointment(appointment=past, treatment=treatment, by=as_therapist)
    book(treatment, -60)
    book(treatment, 240)
    Break.objects.create(treatment=treatment, first_day="2027-01-04", last_day="2027-01-10")
    page, queries = asked(signed_in(treatment.therapist.user), "/desk/")
    for words in (
        "Tuesday, November 24",
        "Free until",
        "third of 3 this week",
        "No note yet",
        "not told yet",
    ):
        assert words in page
    assert page.count("Open the session") == 2
    assert len(queries) <= BUDGET, "\n".join(queries)


@pytest.mark.usefixtures("_noon")
def test_the_day_says_when_a_plan_is_to_be_looked_at(treatment: Treatment) -> None:
    book(treatment, 60)
    both = {f"{side}_agreed_{what}": value for side in ("client", "therapist")
            for what, value in (("at", clock.now()), ("by", treatment.therapist.user_id))}  # fmt: skip
    plan = Plan(treatment=treatment, number=1, review_on="2026-11-20", **both)
    plan.seal_words(treatment.chain(), {})
    plan.save()
    page, queries = asked(signed_in(treatment.therapist.user), "/desk/")
    assert "Look at the plan together, due since November 20" in page
    assert f"/desk/clients/{treatment.client_id}/plan/review/" in page
    assert len(queries) <= BUDGET
    Plan.objects.update(review_on="2026-11-25")
    assert "Look at the plan together" not in asked(signed_in(treatment.therapist.user), "/desk/")[0]


@pytest.mark.usefixtures("_noon")
def test_the_day_costs_the_same_with_many_hours(treatment: Treatment, stranger: Client) -> None:
    book(treatment, 60)
    _page, few = asked(signed_in(treatment.therapist.user), "/desk/")
    for hour in range(2, 6):
        book(treatment, hour * 60, client=stranger)
    _page, many = asked(signed_in(treatment.therapist.user), "/desk/")
    assert len(few) == len(many)


@pytest.mark.usefixtures("_noon")
def test_another_day_can_be_looked_at(treatment: Treatment) -> None:
    book(treatment, 60 * 24)
    browser = signed_in(treatment.therapist.user)
    assert "The next one is on Wednesday, November 25" in asked(browser, "/desk/")[0]
    assert "Wednesday, November 25" in asked(browser, "/desk/?day=2026-11-25")[0]
    assert "Tuesday, November 24" in asked(browser, "/desk/?day=soon")[0]


def test_a_colleague_sees_nothing_of_it(treatment: Treatment, colleague: Therapist) -> None:
    book(treatment, 1)
    page, _queries = asked(signed_in(colleague.user), "/desk/")
    assert "Elena" not in page
    assert "No sessions on this day." in page


def test_the_day_asks_process_and_never_contains_it(treatment: Treatment) -> None:
    book(treatment, 1)
    page, _queries = asked(signed_in(treatment.therapist.user), "/desk/")
    assert f'data-fragment="/desk/process/day-line/{treatment.client_id}/"' in page


def test_the_clients_space(treatment: Treatment) -> None:
    book(treatment, 60 * 24)
    assert treatment.client.user is not None
    page, queries = asked(signed_in(treatment.client.user), "/my/")
    assert "Next session" in page
    assert "With Hanna Lindqvist, 50 minutes" in page
    assert len(queries) <= BUDGET, "\n".join(queries)


def test_the_space_before_anything_is_arranged(client_person: Client) -> None:
    assert client_person.user is not None
    page, _queries = asked(signed_in(client_person.user), "/my/")
    assert "No session is arranged" in page
    assert "Nothing written yet" in page


@pytest.mark.parametrize(("path", "budget"), [("/", 0), ("/how/", 2)])
def test_visitors_read_without_an_account(db: None, path: str, budget: int) -> None:
    page, queries = asked(Browser(), path)
    assert "Help now" in page
    assert len(queries) <= budget


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("therapist", "/desk/"),
        ("trainee", "/desk/"),
        ("supervisor", "/desk/"),
        ("front_desk", "/desk/"),
        ("researcher", "/desk/"),
        ("practice_owner", "/desk/practice/"),
        ("system_administrator", "/desk/practice/"),
    ],
)
def test_each_role_starts_on_its_own_page(practice: Practice, role: str, place: str) -> None:
    user = member(practice, "Ana Sol", role)
    answer = signed_in(user).get("/", follow=True)
    assert answer.redirect_chain[-1][0] == place
    assert answer.status_code == 200


def test_a_client_starts_in_the_space(client_person: Client) -> None:
    assert client_person.user is not None
    assert signed_in(client_person.user).get("/start/").headers["Location"] == "/my/"


def test_somebody_without_a_practice_is_told_so(db: None) -> None:
    user = User.objects.create_user("nobody@example.invalid", name="Ny Person")
    page, _queries = asked(signed_in(user), "/start/")
    assert "No practice here sees you" in page


def test_the_overview_names_no_client(treatment: Treatment, owner: User, therapist: Therapist) -> None:
    mail.post(
        key="m1",
        to="elena@example.invalid",
        subject="An appointment",
        body="Tuesday.",
        practice=owner.memberships.get().practice_id,
    )
    page, queries = asked(signed_in(owner), "/desk/practice/")
    assert "Hanna Lindqvist" in page
    assert "fewer than 10" in page
    assert "1 message waits" in page
    assert "Elena Marsh" not in page
    assert len(queries) <= BUDGET, "\n".join(queries)


def test_numbers_are_shown_from_ten_on(practice: Practice, therapist: Therapist, owner: User) -> None:
    for number in range(10):
        client = Client.objects.create(practice=practice, name=f"Client {number}", zone=practice.zone)
        Treatment.objects.create(
            practice=practice,
            client=client,
            therapist=therapist,
            state="active",
            started_on=clock.now().date(),
        )
    found = overview_of(Actor(owner.pk, practice.pk, frozenset({"practice_owner"})))
    assert found is not None
    assert (found.in_treatment, found.sessions) == (10, None)


def test_the_overview_is_not_for_everybody(therapist: Therapist, client_person: Client) -> None:
    for user in (therapist.user, client_person.user):
        assert signed_in(user).get("/desk/practice/").status_code == 404
    assert signed_in(client_person.user).get("/desk/").status_code == 404
    assert signed_in(therapist.user).get("/my/").status_code == 404


@pytest.mark.usefixtures("_noon")
def test_a_concern_stands_at_the_hour_of_its_own_client(treatment: Treatment, as_therapist: Actor) -> None:
    namesake = Client.objects.create(practice=treatment.practice, name="Elena Marsh", zone="UTC")
    ours, other = book(treatment, 30), book(treatment, 120, client=namesake)
    source = Source(kind="risk_item", id=treatment.pk)
    raise_concern(
        client=treatment.client, treatment_therapist=treatment.therapist, source=source, by=as_therapist
    )
    day = day_of(as_therapist)
    assert day is not None
    hours = {row.id: row for row in day_words.page(day)["rows"] if isinstance(row, day_words.HourRow)}
    assert (len(hours[f"a{ours.pk.hex}"].concerns), len(hours[f"a{other.pk.hex}"].concerns)) == (1, 0)
