"""Who finds a copy: its author always, the chosen reader while it is open, and nobody else."""

from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.http import Http404

from conftest import actor_for, member
from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import clock
from reverie.core.models import AuditEvent
from reverie.core.policy import ANONYMOUS, Actor
from reverie.supervision import access
from reverie.supervision.actions import end_supervision, log_hour, withdraw_copy
from reverie.supervision.models import PresentedCopy

STAFF = [
    "therapist", "trainee", "supervisor", "front_desk", "biller", "practice_owner", "training_director",
    "researcher", "system_administrator",
]  # fmt: skip


def finds(actor: Actor, copy: PresentedCopy) -> bool:
    try:
        return access.get_copy_for(actor, copy.pk, "presented_copy.read") == copy
    except Http404:
        return False


def test_the_two_find_it(copy: PresentedCopy, as_therapist: Actor, as_naomi: Actor) -> None:
    assert finds(as_therapist, copy)
    assert finds(as_naomi, copy)


@pytest.mark.parametrize("role", STAFF)
def test_for_everybody_else_it_does_not_exist(copy: PresentedCopy, role: str) -> None:
    assert not finds(actor_for(member(copy.practice, "Somebody Else", role)), copy)
    other = Practice.objects.create(name="Other", zone="UTC")
    assert not finds(actor_for(member(other, "Far Away", role)), copy)


def test_for_a_client_and_for_nobody_it_does_not_exist(
    copy: PresentedCopy, client_person: Client, as_client: Actor
) -> None:
    assert not finds(as_client, copy)
    assert not finds(ANONYMOUS, copy)
    with pytest.raises(Http404):
        access.scope_for(ANONYMOUS, copy)


def test_it_is_open_through_the_end_of_its_day_in_the_practices_zone(
    copy: PresentedCopy, as_naomi: Actor, time_machine
) -> None:
    zone = ZoneInfo(copy.practice.zone)
    midnight = datetime.combine(copy.until + timedelta(days=1), time(), zone)
    time_machine.move_to(midnight - timedelta(minutes=1), tick=False)
    assert finds(as_naomi, copy)
    time_machine.move_to(midnight + timedelta(minutes=1), tick=False)
    assert not finds(as_naomi, copy)


def test_taken_back_or_ended_it_is_gone_for_the_reader_alone(
    copy: PresentedCopy, as_therapist: Actor, as_naomi: Actor
) -> None:
    withdraw_copy(copy=copy, by=as_therapist)
    assert (finds(as_naomi, copy), finds(as_therapist, copy)) == (False, True)


def test_with_its_supervision_it_closes(copy: PresentedCopy, as_therapist: Actor, as_naomi: Actor) -> None:
    end_supervision(supervision=copy.supervision, by=as_therapist)
    assert (finds(as_naomi, copy), finds(as_therapist, copy)) == (False, True)


def test_who_supervises_no_more_reads_no_more(copy: PresentedCopy) -> None:
    supervisor = copy.supervision.supervisor
    supervisor.memberships.update(ended_at=clock.now(), ended_by=supervisor.pk)
    assert not finds(actor_for(supervisor), copy)


def test_each_read_is_a_link_with_the_digest_and_no_client(copy: PresentedCopy, as_naomi: Actor) -> None:
    access.get_copy_for_reading(as_naomi, copy.pk)
    link = AuditEvent.objects.get(verb="read", object_id=str(copy.pk))
    assert (link.actor, link.client) == (str(as_naomi.user_id), None)
    assert link.detail == {"digest": copy.digest()}


def test_the_training_director_counts_hours_and_finds_no_copy(
    copy: PresentedCopy, as_therapist: Actor, colleague: Therapist
) -> None:
    pair, today = copy.supervision, clock.today(copy.practice.zone)
    hour = log_hour(supervision=pair, held_on=today, minutes=50, by=as_therapist)
    director = actor_for(member(copy.practice, "Dora Lind", "training_director"))
    assert list(access.hours_of_practice(director)) == [hour]
    assert not access.hours_visible_to(director).exists()
    assert not access.hours_of_practice(actor_for(colleague.user)).exists()


def test_a_row_that_is_none_or_anothers_is_not_there(copy: PresentedCopy, colleague: Therapist) -> None:
    by = actor_for(colleague.user)
    for look in (
        lambda: access.get_supervision_for(by, copy.supervision_id, "supervision.end"),
        lambda: access.get_hour_for(by, uuid4(), "supervision_hours.log"),
        lambda: access.get_own_remark(by, uuid4()),
    ):
        with pytest.raises(Http404):
            look()
