"""The demo practice's words on the help page."""

from reverie.core.demo_case import DemoWorld
from reverie.core.policy import Actor
from reverie.safety import actions


def load(world: DemoWorld) -> None:
    """Publish what the demo practice says about nights, weekends and its call."""
    actions.publish_help_lines(practice=world.practice, by=Actor.system("demo", world.practice.id))
