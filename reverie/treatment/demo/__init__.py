"""Elena's open-ended treatment, Theo's sixteen sessions, a consultation; and Elena's life as told."""

from reverie.core.demo_case import DemoWorld
from reverie.treatment.demo import course, life

__all__ = ["load"]


def load(world: DemoWorld) -> None:
    """Three treatments; fills `world.treatments` with elena, theo and achterberg."""
    course.load(world)
    life.load(world)
