"""Two people who come together: both are taken for that hour, in words and by the database."""

from datetime import timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core.policy import Actor
from reverie.scheduling import actions, queries
from reverie.scheduling.actions import CannotBook, CannotHoldHours
from reverie.scheduling.models import Appointment
from reverie.scheduling.tests.conftest import TUESDAY_TEN, Book, Start
from reverie.scheduling.tests.test_no_overlap import refused, twin

HALF_PAST = TUESDAY_TEN + timedelta(minutes=30)


@pytest.fixture
def third(practice: Practice) -> Client:
    return Client.objects.create(practice=practice, name="Noor Haddad", zone=practice.zone)


def test_neither_of_the_two_can_be_somewhere_else(
    book: Book, colleague: Therapist, client_person: Client, stranger: Client, third: Client
) -> None:
    book(partner=stranger)
    for who in ({"client": stranger}, {"client": third, "partner": stranger},
                {"client": third, "partner": client_person}):  # fmt: skip
        with pytest.raises(CannotBook, match="another appointment for this person"):
            book(therapist=colleague, start_at=HALF_PAST, **who)
    assert book(therapist=colleague, client=third).partner is None


def test_one_person_is_not_two(book: Book, client_person: Client) -> None:
    with pytest.raises(CannotBook, match="two people"):
        book(partner=client_person)
    assert not Appointment.objects.exists()


def together(first: Client, second: Client, third: Client) -> list[tuple[Client, Client | None]]:
    people: list[Client | None] = [first, second, third]
    return [(one, two) for one, two in product(people, [*people, None]) if one and one != two]


def test_the_database_refuses_every_way_in_which_somebody_sits_in_two_hours(
    book: Book, colleague: Therapist, client_person: Client, stranger: Client, third: Client
) -> None:
    first = book(partner=stranger)
    for client, partner in together(client_person, stranger, third):
        clashes = bool({client, partner} & {client_person, stranger})
        other = twin(first, therapist_id=colleague.id, client_id=client.id,
                     partner_id=partner.id if partner else None)  # fmt: skip
        assert refused(other.save) is clashes, (client, partner)
        Appointment.objects.exclude(pk=first.pk).delete()


def test_an_update_is_refused_too(book: Book, colleague: Therapist, stranger: Client, third: Client) -> None:
    book(partner=stranger)
    other = book(therapist=colleague, client=third)
    rows = Appointment.objects.filter(pk=other.pk)
    assert refused(lambda: rows.update(partner=stranger))
    assert rows.update(partner=None) == 1


def test_a_form_is_told_before_the_database_is(book: Book, colleague: Therapist, stranger: Client) -> None:
    first = book(partner=stranger)
    other = twin(first, therapist_id=colleague.id, client_id=stranger.id, partner_id=None)
    with pytest.raises(ValidationError):
        other.validate_constraints()


def test_a_standing_hour_of_two_keeps_both(
    start: Start, colleague: Therapist, stranger: Client, as_therapist: Actor
) -> None:
    series = start(partner=stranger)
    assert {row.partner_id for row in series.appointments.all()} == {stranger.id}
    with pytest.raises(CannotHoldHours, match="something else at that time"):
        start(therapist=colleague, client=stranger)


def test_a_moved_hour_keeps_the_second_person(book: Book, stranger: Client, as_therapist: Actor) -> None:
    row = book(partner=stranger)
    new = actions.move_appointment(appointment=row, start_at=TUESDAY_TEN + timedelta(days=1), by=as_therapist)
    assert new.partner == stranger


def test_both_find_the_hour_among_theirs(book: Book, client_person: Client, stranger: Client) -> None:
    row = book(partner=stranger)
    assert list(queries.coming_appointments(client_person)) == [row]
    assert list(queries.coming_appointments(stranger)) == [row]
