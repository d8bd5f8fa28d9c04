"""What Elena told of her life in the first weeks, whom to call, and the diagnosis; all invented."""

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
PEOPLE = [
    PersonWords("Peter Marsh", "father", "", "Tuned pianos; retired, and still does a church."),
    PersonWords("Ruth Marsh", "mother", "", "In bed with her heart the year Elena was nine; well since."),
    PersonWords("Jonah Marsh", "younger brother", "", "Lives in Tucson."),
    PersonWords("Tomas", "former partner", "", "Four years together."),
    PersonWords("Ingrid", "friend"),
]
LINKS = [(0, "partner", 1), (0, "parent", 2), (1, "parent", 2)]
PARTICULARS = {
    "emergency_name": "Ingrid Solberg",
    "emergency_who": "friend",
    "emergency_phone": "503-555-0148",
    "medication": "None. Took sertraline 50 mg for a year in college.",
}
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
    with at(world.day(0, "mon")):
        intake = actions.ask_intake(treatment=treatment, kind="first_meeting", by=hanna)
        actions.answer_intake(intake=intake, answers=INTAKE, send=True, by=elena)
        actions.tell_particulars(treatment=treatment, words=PARTICULARS, by=elena)
        actions.write_history(treatment=treatment, texts=TOLD, seen={}, by=elena)
    with at(world.day(2, "tue")):
        actions.write_history(treatment=treatment, texts=COMPLETED, seen={}, by=hanna)
        _people(world)
        day = world.day(2, "tue")
        first = actions.give_diagnosis(treatment=treatment, code="F33.1", on=day, by=hanna)
    _remission(world, first)


def _people(world: DemoWorld) -> None:
    treatment, hanna = world.treatments["elena"], world.actors["hanna"]
    people: list[ImportantPerson] = [
        actions.name_person(treatment=treatment, person=words, by=hanna) for words in PEOPLE
    ]
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
