"""What the demo practice declares, and the plan that Elena and Hanna wrote down in session 36."""

from reverie.core import clock, demo_case
from reverie.core.demo_case import DemoWorld
from reverie.core.policy import Actor
from reverie.safety import actions
from reverie.safety.actions import Declaration, Window

EVERY_DAY = tuple(Window(day, 7 * 60, 22 * 60) for day in range(7))
LINES_OF_THE_COUNTRY = {"988", "911"}
"""These stand below every plan by themselves."""


def plan_words() -> dict[str, str]:
    """Elena's plan, as the case tells it, a line for each thing."""
    told = demo_case.case().about["safety_plan"]["sections"]
    return {
        "signs": "\n".join(told["warning_signs"]),
        "own": "\n".join(told["own_coping"]),
        "places": "\n".join(told["places_and_people"]),
        "people": "\n".join(map(_person, told["helpers"])),
        "professionals": "\n".join(
            _person(row) for row in told["professionals"] if row["phone"] not in LINES_OF_THE_COUNTRY
        ),
        "surroundings": "\n".join(told["safer_surroundings"]),
    }


def _person(row: dict[str, str]) -> str:
    return f"{row['who']}, {row['phone']}. {row['words']}"


def load(world: DemoWorld) -> None:
    """Declare hours and cover, and keep the plan on the day on which it was written."""
    practice = world.practice
    declaration = Declaration(
        is_monitored=True, hours=EVERY_DAY, cover=world.users["mateo"], phone=practice.on_call_phone
    )
    actions.declare_watch(practice=practice, declaration=declaration, by=Actor.system("demo", practice.id))
    hours = {hour.number: hour for hour in demo_case.case().hours}
    told = demo_case.case().about["safety_plan"]
    written = hours[told["written_in_session"]]
    with clock.telling(world.moment(written.week, written.weekday, written.stop)):
        plan = actions.keep_plan(
            client=world.clients["elena"], words=plan_words(), after=0, by=world.actors["hanna"]
        )
    for reread in (hours[number] for number in told["reread_in_sessions"]):
        with clock.telling(world.moment(reread.week, reread.weekday, reread.stop)):
            plan = actions.note_reread(plan=plan, by=world.actors["hanna"])
