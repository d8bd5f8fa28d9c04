"""What stands in the addresses of the room of treatments: rows of Elena's and Hanna's."""

from datetime import date
from typing import Any

from reverie.accounts.models import Client, Representative, User
from reverie.core import clock
from reverie.core.demo_case import DemoWorld
from reverie.treatment.actions import UnitTerms, ask_for_copy, break_glass, open_unit, set_cover
from reverie.treatment.models import (
    Break,
    BreakGlass,
    Consent,
    CopyAsked,
    Cover,
    Diagnosis,
    Goal,
    ImportantPerson,
    Intake,
    UnitMember,
)
from tests.house.matrix import first

__all__ = ["about_treatment"]


def about_treatment(world: DemoWorld) -> dict[str, Any]:
    """Argument -> row of what Elena and Hanna agreed, and of what Elena told."""
    elena = world.clients["elena"]
    mine, treated = {"client": elena}, {"treatment__client": elena}
    return {
        "break_id": first(Break.objects.filter(**treated)).pk,
        "goal_id": first(Goal.objects.filter(**treated)).pk,
        "consent_id": first(Consent.objects.filter(**treated)).pk,
        "person_id": first(ImportantPerson.objects.filter(**mine)).pk,
        "intake_id": first(Intake.objects.filter(**mine)).pk,
        "cover_id": cover(world).pk,
        "glass_id": opened(world).pk,
        "representative_id": representative(elena).pk,
        "member_id": (member := together(world)).pk,
        "asked_id": copy_asked(world, member).pk,
        "diagnosis_id": first(Diagnosis.objects.filter(**mine)).pk,
    }


def representative(client: Client) -> Representative:
    """Somebody who acted for Elena for a while."""
    email = f"{client.pk}@example.invalid"
    user = User.objects.create_user(email, name="Somebody who acts", zone=client.zone)
    days = {"starts_on": date(2020, 1, 1), "expires_on": date(2020, 2, 1)}
    return Representative.objects.create(
        client=client, user=user, scope=["record"], basis="Power of attorney", **days
    )


def together(world: DemoWorld) -> UnitMember:
    """Elena in a couple whom Hanna sees."""
    elena, theo = world.clients["elena"], world.clients["theo"]
    terms = UnitTerms("couple", "Two who come together", world.day(0, "tue"))
    hanna = {"therapist": world.therapists["hanna"], "by": world.actors["hanna"]}
    opened = open_unit(terms=terms, people=[elena, theo], **hanna)
    return first(UnitMember.objects.filter(unit__client=opened.client, person=elena))


def copy_asked(world: DemoWorld, member: UnitMember) -> CopyAsked:
    """Whether a copy of the couple's record may be given out."""
    words = {"recipient": "A court", "purpose": "An order"}
    return ask_for_copy(unit=member.unit, **words, by=world.actors["hanna"])


def cover(world: DemoWorld) -> Cover:
    """Mateo stands in for Hanna, long ago."""
    people = {"therapist": world.therapists["hanna"], "colleague": world.therapists["mateo"]}
    day = world.day(0, "tue")
    return set_cover(**people, first_day=day, last_day=day, by=world.actors["hanna"])


def opened(world: DemoWorld) -> BreakGlass:
    """Elena's record as the owner opened it in an emergency, over by now."""
    with clock.telling(world.moment(1, "mon", "10:00")):
        reason = "A hospital calls about her medication."
        return break_glass(client=world.clients["elena"], reason=reason, by=world.actors["iris"])
