"""What Elena told of her life in the first weeks, whom to call, and the diagnosis; all invented."""

from typing import Any

from reverie.core import demo_case
from reverie.core.demo_case import DemoWorld
from reverie.treatment import actions
from reverie.treatment.actions import PersonWords
from reverie.treatment.demo.course import at
from reverie.treatment.models import Diagnosis, ImportantPerson

TOLD = {
    "origins": "Salem, two hours south. Nobody has ever described the birth to me as anything but on time.",
    "childhood": "A quiet house. My mother was ill the year I was nine, and I was useful.",
    "adulthood": "Architecture school, then this office. Four years with Tomas, which ended in the spring.",
}
COMPLETED = {
    "first_relationships": "No separations are remembered before the illness. Described as an easy infant by "
    "both parents.",
    "childhood": "Mother confined to bed with valvular heart disease for most of the tenth year; repaired "
    "since. Client took over much of the care. Brother five at the time.",
    "adolescence": "Good marks, few quarrels. Left home for college at eighteen without difficulty.",
}
THE_PRACTICE = {"client", "therapist", "supervisor", "practice_manager"}
"""Roles of people in the case who are no part of Elena's life outside."""
FROM_WEEK = {"mika": 60}
"""Who came into it later; the others are named in the third hour."""
LINKS = [("peter", "partner", "ruth"), ("peter", "parent", "jonah"), ("ruth", "parent", "jonah")]
MEDICATION = "None. Took sertraline 50 mg for a year in college."
INTAKE = {
    "brings": "Sleep, mostly.",
    "since": "The spring",
    "hope": "I would sleep, and be less of a good guest everywhere.",
    "before": "No",
    "sleep": "Too little",
}


def load(world: DemoWorld) -> None:
    """History, people, particulars, an intake form and two diagnoses of Elena's."""
    elena, hanna = world.actors["elena"], world.actors["hanna"]
    treatment = world.treatments["elena"]
    about = demo_case.case().about
    completed = {**COMPLETED, "adulthood": f"What she came with: {about['treatment']['presenting']}"}
    with at(world.day(0, "mon")):
        intake = actions.ask_intake(treatment=treatment, kind="first_meeting", by=hanna)
        actions.answer_intake(intake=intake, answers=INTAKE, send=True, by=elena)
        actions.tell_particulars(treatment=treatment, words=_particulars(about["people"]["ingrid"]), by=elena)
        actions.write_history(treatment=treatment, texts=TOLD, seen={}, by=elena)
    with at(world.day(2, "tue")):
        actions.write_history(treatment=treatment, texts=completed, seen={}, by=hanna)
        _people(world, about["people"])
        day = world.day(2, "tue")
        first = actions.give_diagnosis(treatment=treatment, code="F33.1", on=day, by=hanna)
    _remission(world, first)
    theo = demo_case.case().small["theo"]
    with at(world.day(0, "tue")):
        actions.write_history(
            treatment=world.treatments["theo"], texts={"adulthood": theo["remark"]}, seen={}, by=hanna
        )


def _particulars(friend: dict[str, Any]) -> dict[str, str]:
    return {
        "emergency_name": friend["name"],
        "emergency_who": friend["role"],
        "emergency_phone": friend["phone"],
        "medication": MEDICATION,
    }


def _people(world: DemoWorld, told: dict[str, dict[str, Any]]) -> None:
    """The people of her life as the case tells of them, and how they are related."""
    treatment, hanna = world.treatments["elena"], world.actors["hanna"]
    people: dict[str, ImportantPerson] = {}
    for key in (key for key in told if told[key]["role"] not in THE_PRACTICE):
        words = PersonWords(
            told[key]["name"], told[key]["role"].replace("_", " "), "", told[key].get("remark", "")
        )
        with at(world.day(FROM_WEEK.get(key, 2), "tue")):
            people[key] = actions.name_person(treatment=treatment, person=words, by=hanna)
    for one, kind, other in LINKS:
        ends = {"one": people[one], "other": people[other]}
        actions.link_people(treatment=treatment, kind=kind, **ends, by=hanna)


def _remission(world: DemoWorld, first: Diagnosis) -> None:
    """The same disorder in partial remission, from the third version of the plan on."""
    treatment, hanna = world.treatments["elena"], world.actors["hanna"]
    day = treatment.plans.order_by("-number")[0].created_at.date()
    with at(day):
        actions.end_diagnosis(diagnosis=first, on=day, by=hanna)
        actions.give_diagnosis(treatment=treatment, code="F33.41", on=day, by=hanna)
