"""What the demo practice declares, and the plan that Elena and Hanna wrote down in session 36."""

from reverie.core import clock, demo_case
from reverie.core.demo_case import DemoWorld
from reverie.core.policy import Actor
from reverie.safety import actions
from reverie.safety.actions import Declaration, Window

EVERY_DAY = tuple(Window(day, 7 * 60, 22 * 60) for day in range(7))
PLAN = {
    "signs": "I stop answering the phone.\nI lie awake after three and count what I cost people.",
    "own": "Get up and sit by the window.\nA walk to the river and back.\nWrite one page, and not read it.",
    "places": "The reading room, till nine.\nTuesday choir.",
    "people": "Ingrid, 503-555-0188. She knows that she is on this list.\nMy brother, 503-555-0190.",
    "professionals": "Dr. Lindqvist, 503-555-0140, in the day.\nDr. Arriaga when she is away, 503-555-0142.",
    "surroundings": "The tablets went back to the pharmacy.\nIngrid asks me about it on Sundays.",
}
WRITTEN_IN, REREAD_IN = 36, 42


def load(world: DemoWorld) -> None:
    """Declare hours and cover, and keep the plan on the day on which it was written."""
    practice = world.practice
    declaration = Declaration(
        is_monitored=True, hours=EVERY_DAY, cover=world.users["mateo"], phone=practice.on_call_phone
    )
    actions.declare_watch(practice=practice, declaration=declaration, by=Actor.system("demo", practice.id))
    hours = {hour.number: hour for hour in demo_case.case().hours}
    written, reread = hours[WRITTEN_IN], hours[REREAD_IN]
    with clock.telling(world.moment(written.week, written.weekday, written.stop)):
        plan = actions.keep_plan(client=world.clients["elena"], words=PLAN, after=0, by=world.actors["hanna"])
    with clock.telling(world.moment(reread.week, reread.weekday, reread.stop)):
        actions.note_reread(plan=plan, by=world.actors["hanna"])
