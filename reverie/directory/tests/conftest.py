from datetime import date

import pytest

from reverie.accounts.models import Therapist
from reverie.core.policy import Actor
from reverie.directory.actions import list_profile, save_profile, state_credential
from reverie.directory.models import Profile
from reverie.scheduling.actions import OpenWindow, set_availability

FIELDS = {
    "licence_kind": "Psychologist",
    "statement": "I try to listen for what is hard to say as well as what is said.",
    "training": [],
    "approaches": ["relational", "object_relations"],
    "concerns": ["low-mood", "relationships"],
    "languages": ["English", "Swedish"],
    "insurers": ["Cascade Mutual"],
    "places": ["office", "online"],
    "accessibility": ["step-free"],
    "fee_first_cents": 21000,
    "fee_cents": 18000,
    "consultation_minutes": 75,
}


def shown(therapist: Therapist, by: Actor, **changes: object) -> Profile:
    """A listed profile with a licence that is valid for long."""
    profile = save_profile(therapist=therapist, fields=FIELDS | changes, by=by)
    state_credential(
        profile=profile,
        jurisdiction="Oregon",
        kind="psychologist",
        number="0000-EX",
        valid_until=date(2099, 4, 30),
        is_online_only=False,
        by=by,
    )
    return list_profile(profile=profile, is_listed=True, by=by)


@pytest.fixture
def profile(therapist: Therapist, as_therapist: Actor) -> Profile:
    """Hanna's page, with open hours on Wednesday evenings."""
    set_availability(
        therapist=therapist,
        windows=[OpenWindow(weekday=2, start_minute=17 * 60 + 30, end_minute=20 * 60)],
        by=as_therapist,
    )
    return shown(therapist, as_therapist)
