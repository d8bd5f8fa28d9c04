import pytest
from django.http import Http404

from reverie.accounts.models import Client, Therapist, User
from reverie.accounts.queries import actor_of
from reverie.core.models import AuditEvent
from reverie.core.policy import ANONYMOUS, Actor
from reverie.process import access
from reverie.process.models import Moment, ProcessSheet, Thread
from reverie.process.queries import sheet_counts

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["colleague", "owner", "client", "nobody", "a job"])
def other(request: pytest.FixtureRequest, colleague: Therapist, owner: User, client_person: Client) -> Actor:
    """Everybody who is not the author."""
    assert client_person.user
    return {
        "colleague": actor_of(colleague.user),
        "owner": actor_of(owner),
        "client": actor_of(client_person.user),
        "nobody": ANONYMOUS,
        "a job": Actor.system("any.job", client_person.practice_id),
    }[request.param]


def test_nobody_else_sees_a_row(other: Actor, sheet: ProcessSheet, thread: Thread, moment: Moment) -> None:
    assert not access.sheets_visible_to(other).exists()
    assert not access.threads_visible_to(other).exists()
    assert not access.moments_visible_to(other).exists()
    assert not access.clients_visible_to(other).exists()


def test_nobody_else_gets_through_a_door(
    other: Actor, sheet: ProcessSheet, thread: Thread, moment: Moment
) -> None:
    doors = [
        lambda: access.get_sheet_for_reading(other, sheet.id),
        lambda: access.get_sheet_for(other, sheet.id, "process_sheet.write"),
        lambda: access.get_moment_for(other, moment.id, "process_sheet.write"),
        lambda: access.get_thread_for_reading(other, thread.id),
        lambda: access.get_client_for_reading(other, sheet.client_id),
        lambda: access.get_client_for(other, sheet.client_id, "process_sheet.write"),
    ]
    for door in doors:
        with pytest.raises(Http404):
            door()


def test_the_author_reads_and_it_is_audited(sheet: ProcessSheet, as_therapist: Actor) -> None:
    assert access.get_sheet_for_reading(as_therapist, sheet.id) == sheet
    last = AuditEvent.objects.order_by("number").last()
    assert last
    assert (last.verb, last.object_id, last.client) == ("read", str(sheet.id), sheet.client_id)


def test_a_therapist_in_another_practice_sees_nothing(sheet: ProcessSheet, as_therapist: Actor) -> None:
    elsewhere = Actor(as_therapist.user_id, sheet.id, as_therapist.roles, True)
    assert not access.sheets_visible_to(elsewhere).exists()


def test_the_owner_sees_how_many_and_nothing_else(
    sheet: ProcessSheet, owner: User, as_therapist: Actor
) -> None:
    assert sheet_counts(actor_of(owner)) == [("Hanna Lindqvist", 1)]
    assert sheet_counts(as_therapist) == []
