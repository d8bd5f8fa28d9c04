"""Rows about finding a therapist in a demonstration practice: Hanna Lindqvist's page, and who asked her."""

from reverie.core.demo_case import DemoWorld
from reverie.core.policy import Actor
from reverie.directory.actions import Person, ask, keep_photograph
from reverie.directory.actions.reviews import give_review
from reverie.directory.models import Inquiry, Profile
from reverie.treatment.models import Treatment


def photographed(world: DemoWorld) -> Profile:
    """Hanna's page, with a photograph (as much of one as is looked at)."""
    profile = Profile.objects.get(therapist=world.therapists["hanna"])
    picture = b"\xff\xd8\xff\xda\x00\x02\xff\xd9"
    return keep_photograph(profile=profile, content=picture, name="h.jpg", by=world.actors["hanna"])


def inquiry(world: DemoWorld) -> Inquiry:
    """A question to Hanna that nobody has answered yet."""
    profile = Profile.objects.get(therapist=world.therapists["hanna"])
    by = Actor.system("matrix", world.practice.pk)
    person = Person("A person", "a.person@example.invalid", "", "A question of mine.")
    return ask(profile=profile, person=person, user=None, by=by)


def reviewed(world: DemoWorld) -> Treatment:
    """Elena's treatment, with her answers about reaching Hanna."""
    answers = {
        "answered": "day",
        "as_offered": "yes",
        "on_time": "yes",
        "fee_clear": "yes",
        "easy_to_reach": "yes",
    }
    give_review(
        client=world.clients["elena"], therapist=world.therapists["hanna"], answers=answers,
        by=world.actors["elena"],
    )  # fmt: skip
    treatment: Treatment = world.treatments["elena"]
    return treatment
