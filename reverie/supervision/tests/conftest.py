"""Hanna brings her work to Naomi: one supervision, one copy of three lines, open for two weeks."""

from datetime import timedelta

import pytest

from conftest import actor_for, member
from reverie.accounts.models import Practice, Therapist, User
from reverie.core import clock
from reverie.core.policy import Actor
from reverie.supervision.actions import begin_supervision, present_copy
from reverie.supervision.models import CONSULTATION, CopyWords, Line, PresentedCopy, Supervision

WORDS = CopyWords(
    title="Ms A., the kettle",
    question="I don't know whether not answering was abstinence or staying upstairs.",
    lines=(
        Line("Ms A.", "My mother's tray. [age removed], and I could cross that landing without a sound."),
        Line("T", "I wonder whether some part of you is the kettle."),
        Line("Ms A.", "I looked up where people like you go in [month]."),
    ),
)
BEGUN = timedelta(days=60)


@pytest.fixture
def naomi(practice: Practice) -> User:
    return member(practice, "Naomi Feld", "supervisor")


@pytest.fixture
def as_naomi(naomi: User) -> Actor:
    return actor_for(naomi)


@pytest.fixture
def pair(therapist: Therapist, naomi: User, practice: Practice) -> Supervision:
    starts_on = clock.today(practice.zone) - BEGUN
    by = actor_for(therapist.user)
    return begin_supervision(supervisor=naomi, kind=CONSULTATION, starts_on=starts_on, by=by)


@pytest.fixture
def copy(pair: Supervision, as_therapist: Actor, practice: Practice) -> PresentedCopy:
    until = clock.today(practice.zone) + timedelta(days=14)
    return present_copy(supervision=pair, words=WORDS, until=until, by=as_therapist)
