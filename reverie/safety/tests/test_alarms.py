"""A dead man's check: when the jobs fall silent, those who run the site read it on every page."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser

from conftest import member, signed_in
from reverie.accounts.models import Client, Practice, Therapist, User
from reverie.core import clock, doctor
from reverie.core.models import WorkerBeat
from reverie.core.policy import Actor
from reverie.safety import actions
from reverie.safety.models import Concern

SILENT = "Alerts do not climb and no message goes out"


def heard(ago: timedelta) -> None:
    WorkerBeat.objects.create(name="here", at=clock.now() - ago)


@pytest.mark.parametrize("role", ["practice_owner", "system_administrator"])
def test_silence_is_said_to_the_operators(practice: Practice, role: str) -> None:
    browser = signed_in(member(practice, "Iris Dahl", role))
    assert f"{SILENT}: the jobs have never run here." in browser.get("/desk/").content.decode()
    heard(timedelta(minutes=4, seconds=59))
    assert SILENT not in browser.get("/desk/").content.decode()


@time_machine.travel("2026-11-24T08:05:01-08:00", tick=False)
def test_it_names_the_moment_of_the_last_sign_of_life(practice: Practice, owner: User) -> None:
    heard(timedelta(minutes=5, seconds=1))
    page = signed_in(owner).get("/desk/practice/watch/").content.decode()
    assert "the jobs are silent since Tuesday, November 24, at 8:00 am." in page
    line = doctor.CHECKS["jobs"]()
    assert (line.state, "alerts do not climb" in line.words) == (doctor.BAD, True)


def test_clinicians_read_it_where_concerns_are(therapist: Therapist) -> None:
    browser = signed_in(therapist.user)
    assert SILENT in browser.get("/desk/concerns/").content.decode()
    heard(timedelta())
    assert SILENT not in browser.get("/desk/concerns/").content.decode()


def test_clients_are_not_troubled_with_it(client_person: Client) -> None:
    assert client_person.user is not None
    assert SILENT not in signed_in(client_person.user).get("/my/safety/plan/").content.decode()


@pytest.fixture
def desk(practice: Practice) -> Browser:
    heard(timedelta())
    return signed_in(member(practice, "Oona Byrne", "front_desk"))


def test_the_front_desk_reads_whom_to_call_and_not_about_whom(
    desk: Browser, concern: Concern, as_therapist: Actor
) -> None:
    page = desk.get("/desk/").content.decode()
    assert "Somebody waits for a clinician. Call Hanna Lindqvist, or whoever covers, now." in page
    assert "Elena" not in page
    assert desk.get(f"/desk/concerns/{concern.id}/").status_code == 404
    actions.acknowledge_concern(concern=concern, by=as_therapist)
    assert "waits for a clinician" not in desk.get("/desk/").content.decode()
