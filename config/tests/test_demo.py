from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from config import demo, demo_network
from conftest import signed_in
from reverie.accounts.models import Client, Membership, Practice, Therapist
from reverie.core.models import Installation
from reverie.directory.models import Credential, Profile
from reverie.directory.queries import Search, find
from reverie.scheduling import planes
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment
from tests.statements import asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(monkeypatch) -> list[int]:
    """What would have been loaded: the numbers of the practices."""
    numbers: list[int] = []

    def load(number: int) -> None:
        numbers.append(number)
        Practice.objects.create(name=f"Elm Row {number}", zone="UTC")

    monkeypatch.setattr(demo, "_load_one", load)
    monkeypatch.setattr("config.preparing.prepare", lambda: None)
    return numbers


def test_it_marks_the_database_and_loads_once(loaded: list[int], settings, tmp_path) -> None:
    settings.HOME = tmp_path
    assert (demo.load(reset=False, scale=2), demo.load(reset=False, scale=1)) == (2, 0)
    assert loaded == [1]
    assert Practice.objects.count() == 2
    assert Installation.current().is_demo
    assert (tmp_path / "demo").exists()


@pytest.mark.parametrize("reset", [False, True])
def test_a_real_practice_is_left_alone(loaded: list[int], practice: Practice, reset: bool) -> None:
    with pytest.raises(demo.CannotLoadDemo, match="real practice"):
        demo.load(reset=reset, scale=1)
    assert loaded == []
    assert list(Practice.objects.all()) == [practice]
    assert not Installation.current().is_demo


def test_practices_for_load_are_whole_and_searchable(loaded: list[int], settings, tmp_path) -> None:
    settings.HOME = tmp_path
    demo.load(reset=False, scale=3)
    made = Therapist.objects.exclude(practice__name="Elm Row 1")
    assert made.count() == 2 * demo_network.THERAPISTS
    assert Appointment.objects.count() == 800
    for therapist in made:
        assert planes.bits_of(therapist.free_plane) == planes.computed(therapist, planes.current_axis())
    assert find(Search(), zone="UTC").count == 8


def test_the_same_seed_makes_the_same_world(db: None) -> None:
    with transaction.atomic():
        assert demo_network.fill(2) == Appointment.objects.count() == 800
        first = world()
        transaction.set_rollback(True)
    assert not Appointment.objects.exists()
    demo_network.fill(2)
    assert world() == first


def world() -> list[object]:
    """What was drawn, but for the moment at which it was written."""
    return [
        list(model.objects.order_by("pk").values_list(*names))
        for model, names in {
            Appointment: ["pk", "client", "therapist", "start_at", "wall_start", "end_at", "state"],
            Profile: ["pk", "slug", "concerns", "insurers", "fee_cents"],
            Treatment: ["pk", "client", "therapist"],
        }.items()
    ]


def test_rows_for_load_are_as_the_models_want_them(db: None) -> None:
    demo_network.fill(1)
    for model in (Appointment, Client, Treatment, Credential, Membership):
        for row in model.objects.all()[:40]:
            empty = [one.name for one in row._meta.fields if getattr(row, one.attname) in (None, "")]
            row.full_clean(exclude=empty)
    hour = Appointment.objects.latest("start_at")
    assert hour.start_at.astimezone(ZoneInfo(hour.zone)).replace(tzinfo=UTC) == hour.wall_start
    assert set(hour.client.appointments.values_list("therapist__practice")) == {(hour.practice_id,)}


@pytest.mark.parametrize("path", ["/find/", "/desk/clients/", "/desk/billing/hours/", "/desk/units/"])
def test_a_page_keeps_its_budget_beside_other_practices(therapist: Therapist, path: str) -> None:
    demo_network.fill(1)
    browser = signed_in(therapist.user)
    browser.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200
    # On PostgreSQL the transaction that wrote the therapists searches too, and reads its own rows again.
    again = 5 if path == "/find/" and connection.vendor == "postgresql" else 0
    assert asking(asked) - again <= 12, asked.captured_queries


def test_it_says_how_far_it_is(db: None, monkeypatch) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(demo_network, "AT_ONCE", 2)
    demo_network.fill(3, lambda done, hours: told.append((done, hours)))
    assert told == [(2, 800), (3, 1200)]


def test_a_load_that_breaks_leaves_nothing(loaded: list[int], monkeypatch, settings, tmp_path) -> None:
    settings.HOME = tmp_path

    def half(number: int) -> None:
        Practice.objects.create(name="half", zone="UTC")
        raise RuntimeError

    monkeypatch.setattr(demo, "_load_one", half)
    with pytest.raises(RuntimeError):
        demo.load(reset=False, scale=1)
    assert not Practice.objects.exists()
    assert not (tmp_path / "demo").exists()
    assert connection.in_atomic_block
