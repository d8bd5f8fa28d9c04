"""The four fictional therapists of Elm Row with their pages."""

from datetime import timedelta
from typing import Any

from reverie.core import clock
from reverie.core.demo_case import DemoWorld, case
from reverie.core.policy import Actor
from reverie.directory.actions import (
    Person,
    ask,
    list_profile,
    save_profile,
    schedule,
    state_credential,
    verify_credential,
)

CONCERNS = {
    "hanna": ["low-mood", "anxiety", "relationships", "loss", "separation", "early-life"],
    "mateo": ["loss", "anxiety", "separation", "relationships"],
    "priya": ["self-worth", "work", "low-mood", "body"],
    "celeste": ["relationships", "work", "anxiety"],
}


REACH: dict[str, dict[str, Any]] = {
    "hanna": {
        "formats": ["individual", "couple"],
        "ages": ["adults", "older"],
        "accessibility": ["step-free", "toilet", "captions"],
        "taxonomy": "103TC0700X",
        "most_clients": 30,
    },
    "mateo": {"ages": ["teens", "adults"], "accessibility": ["captions"], "taxonomy": "1041C0700X"},
    "priya": {"accessibility": ["step-free", "quiet"], "taxonomy": "103T00000X"},
    "celeste": {"formats": ["individual", "group"], "taxonomy": "101YP2500X", "is_intake": True},
}
"""Whom they see, how one gets in, and what other systems call them; no numbers of real people."""


def load(world: DemoWorld) -> None:
    """Profiles and licences; the owner has looked each licence up."""
    owner = world.actors["iris"]
    later = world.first_tuesday - case().about["treatment"]["reference_first_tuesday"] + timedelta(days=365)
    for entry in case().small["profiles"]:
        key = entry["key"]
        by = world.actors[key]
        profile = save_profile(therapist=world.therapists[key], fields=fields_of(entry), by=by)
        for credential in entry["credentials"]:
            row = state_credential(
                profile=profile,
                jurisdiction=credential["jurisdiction"],
                kind=credential["kind"],
                number=credential["number"],
                valid_until=credential["valid_until"] + later,
                is_online_only=credential.get("online_only", False),
                by=by,
            )
            verify_credential(credential=row, against="the state's register (fictional)", by=owner)
        list_profile(profile=profile, is_listed=True, by=by)
    _somebody_asks(world)
    _somebody_comes(world, case().small["achterberg"])


def _somebody_asks(world: DemoWorld) -> None:
    """A request that waits on the desk of Hanna since this morning."""
    profile = world.therapists["hanna"].profile
    words = (
        "I have put this off for a year. Evenings would be best. Do you work with people who are grieving?"
    )
    person = Person("Ines Duarte", "ines.duarte@example.invalid", "", words)
    with clock.telling(clock.now() - timedelta(hours=4)):
        ask(
            profile=profile,
            person=person,
            user=None,
            by=Actor.system("directory.inquiry", profile.practice_id),
        )


def _somebody_comes(world: DemoWorld, facts: dict[str, Any]) -> None:
    """An inquiry of five days ago, answered the day before yesterday with an evening: the first meeting."""
    therapist, user = world.therapists[facts["therapist"]], world.users["achterberg"]
    person = Person(user.name, user.email, facts["phone"], facts["inquiry"])
    with clock.telling(clock.now() - timedelta(days=5)):
        by = Actor.system("directory.inquiry", world.practice.pk)
        inquiry = ask(profile=therapist.profile, person=person, user=user, by=by)
    with clock.telling(clock.now() - timedelta(days=2)):
        booking = schedule(
            inquiry=inquiry,
            start_at=world.more["evening"],
            place=facts["place"],
            by=world.actors[facts["therapist"]],
        )
    world.appointments["achterberg", 1] = booking.appointment


def fields_of(entry: dict[str, Any]) -> dict[str, Any]:
    """A profile's fields from the packaged file; dollars become cents."""
    sliding = entry.get("sliding", {})
    return {
        "licence_kind": entry["licence_kind"],
        "statement": entry["statement"],
        "training": entry["training"],
        "approaches": entry["approaches"],
        "concerns": CONCERNS[entry["key"]],
        "languages": entry["languages"],
        "insurers": entry["insurers"],
        "places": entry["places"],
        "fee_first_cents": entry["fee_first"] * 100,
        "fee_cents": entry["fee"] * 100,
        "sliding_from_cents": sliding["from"] * 100 if sliding else None,
        "sliding_to_cents": sliding["to"] * 100 if sliding else None,
        "sliding_open": sliding.get("open", 0),
        "gives_receipts": entry.get("receipts", True),
        "consultation_minutes": 75 if entry["key"] == "hanna" else 50,
        "waiting_weeks": entry.get("waiting_list_weeks"),
        **REACH[entry["key"]],
    }
