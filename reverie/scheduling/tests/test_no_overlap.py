"""The database itself refuses, on both engines, whatever the code above forgets."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reverie.accounts.models import Client, Therapist
from reverie.core.policy import Actor
from reverie.scheduling import actions
from reverie.scheduling.models import Appointment
from reverie.scheduling.tests.conftest import NOW, TUESDAY_TEN, Book


def twin(row: Appointment, **changes: object) -> Appointment:
    """The same hour as a second row, not saved."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.fields if field.name != "id"}
    return Appointment(**{**values, **changes})


def refused(act: object) -> bool:
    try:
        with transaction.atomic():
            act()  # type: ignore[operator]
    except IntegrityError as error:
        return "_free" in str(error)
    return False


def test_save_bulk_create_and_update_are_all_refused(book: Book, stranger: Client) -> None:
    first = book()
    later = book(client=stranger, start_at=TUESDAY_TEN + timedelta(hours=2))
    assert refused(lambda: twin(first).save())
    assert refused(lambda: Appointment.objects.bulk_create([twin(first, client_id=stranger.id)]))
    moved = {"start_at": first.start_at, "end_at": first.end_at}
    assert refused(lambda: Appointment.objects.filter(pk=later.pk).update(**moved))


def test_an_hour_given_back_does_not_count(book: Book, as_therapist: Actor) -> None:
    first = actions.cancel_appointment(appointment=book(), side="client", by=as_therapist)
    book()
    assert refused(lambda: Appointment.objects.filter(pk=first.pk).update(
        state="confirmed", cancelled_at=None, cancelled_by=None, cancelled_side="", is_in_notice=None
    ))  # fmt: skip


def test_a_form_is_told_before_the_database_is(book: Book) -> None:
    row = twin(book())
    with pytest.raises(ValidationError):
        row.validate_constraints()


def test_the_triggers_survive_a_remake_of_the_table(db: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite remakes tables")
    # Each constraint after the first three was added by a remake of the table.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'appointment%'"
        )
        assert cursor.fetchone() == (8,)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts no steps")
def test_the_look_at_the_neighbours_is_as_short_beside_many_hours(
    book: Book, therapist: Therapist, stranger: Client
) -> None:
    few = steps(lambda: book())
    first = book(client=stranger, start_at=TUESDAY_TEN + timedelta(days=7))
    days = [timedelta(days=7 * week) for week in range(1, 201)]
    Appointment.objects.bulk_create(
        [twin(first, start_at=first.start_at + day, end_at=first.end_at + day) for day in days]
    )
    assert steps(lambda: book(start_at=TUESDAY_TEN + timedelta(hours=2))) < 1.5 * few


def steps(act: Callable[[], object]) -> int:
    """How many hundred steps SQLite took for it."""
    taken: list[None] = []
    connection.connection.set_progress_handler(lambda: taken.append(None), 100)
    act()
    connection.connection.set_progress_handler(None, 100)
    return len(taken)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["book", "cancel", "move"]), st.integers(0, 1), st.integers(0, 1), st.integers(0, 40)
    ),
    max_size=12,
)


@given(acts=ACTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_two_appointments_never_overlap(
    acts: list, therapist: Therapist, colleague: Therapist, client_person: Client, stranger: Client,
    as_therapist: Actor,
) -> None:  # fmt: skip
    with transaction.atomic():
        for verb, who, whom, slot in acts:
            wish = (
                (therapist, colleague)[who],
                (client_person, stranger)[whom],
                NOW + timedelta(minutes=15 * slot + 15),
            )
            attempt(verb, *wish, as_therapist)
        rows = list(Appointment.objects.exclude(state__in=["cancelled", "moved"]))
        transaction.set_rollback(True)
    pairs = [
        (a, b) for a in rows for b in rows if a.pk != b.pk and a.start_at < b.end_at and b.start_at < a.end_at
    ]
    assert not [1 for a, b in pairs if a.client_id == b.client_id or a.therapist_id == b.therapist_id]


def attempt(verb: str, therapist: Therapist, client: Client, start_at: datetime, by: Actor) -> None:
    """One act that may be refused."""
    row = Appointment.objects.filter(therapist=therapist, client=client, state="confirmed").first()
    try:
        if verb == "book":
            actions.book_appointment(therapist=therapist, client=client, start_at=start_at, by=by)
        elif verb == "cancel" and row:
            actions.cancel_appointment(appointment=row, side="client", by=by)
        elif row:
            actions.move_appointment(appointment=row, start_at=start_at, by=by)
    except (actions.CannotBook, actions.CannotChange):
        return
