"""Elm Row before anybody has come: who works there, and a therapist whose page and hours are open."""

from dataclasses import dataclass
from datetime import date

import pytest

from conftest import actor_for, member
from reverie.accounts.models import Practice, Therapist, User
from reverie.directory.actions import list_profile, save_profile, state_credential
from reverie.safety.actions import Declaration, declare_watch
from reverie.scheduling.actions import OpenWindow, set_availability

NINE, NOON = 9 * 60, 12 * 60
PROFILE = {
    "licence_kind": "Psychologist",
    "statement": "I try to listen for what is hard to say as well as for what is said.",
    "training": [],
    "approaches": ["relational", "object_relations"],
    "concerns": ["low-mood", "separation"],
    "languages": ["English"],
    "insurers": [],
    "places": ["office", "online"],
    "fee_first_cents": 21000,
    "fee_cents": 18000,
    "consultation_minutes": 50,
}


@dataclass(frozen=True)
class ElmRow:
    """The practice and its people."""

    practice: Practice
    hanna: Therapist
    mateo: Therapist
    owner: User
    supervisor: User
    front_desk: User

    def others(self) -> dict[str, User]:
        """Everybody at the practice who has no part in a treatment of Hanna's."""
        return {
            "colleague": self.mateo.user,
            "owner": self.owner,
            "supervisor": self.supervisor,
            "front desk": self.front_desk,
        }


@pytest.fixture
def elm_row(practice: Practice, therapist: Therapist, colleague: Therapist, owner: User) -> ElmRow:
    """Hanna can be found on weekday mornings, Mateo without an hour; somebody looks after messages here."""
    open_to_the_public(therapist, concerns=["low-mood", "separation"])
    open_to_the_public(colleague, concerns=["work"])
    by = actor_for(therapist.user)
    mornings = [OpenWindow(weekday=day, start_minute=NINE, end_minute=NOON) for day in range(5)]
    set_availability(therapist=therapist, windows=mornings, by=by)
    supervisor, front_desk = (
        member(practice, "Naomi Feld", "supervisor"),
        member(practice, "Owen Pike", "front_desk"),
    )
    watch = Declaration(is_monitored=True, is_at_any_hour=True, cover=supervisor, phone="555-0133")
    declare_watch(practice=practice, declaration=watch, by=actor_for(owner))
    practice.refresh_from_db()
    return ElmRow(practice, therapist, colleague, owner, supervisor, front_desk)


def open_to_the_public(therapist: Therapist, *, concerns: list[str]) -> None:
    """A page with a licence, shown to everybody."""
    by = actor_for(therapist.user)
    profile = save_profile(therapist=therapist, fields=PROFILE | {"concerns": concerns}, by=by)
    state_credential(
        profile=profile, jurisdiction="Oregon", kind="psychologist", number="0000-EX",
        valid_until=date(2099, 4, 30), is_online_only=False, by=by,
    )  # fmt: skip
    list_profile(profile=profile, is_listed=True, by=by)
