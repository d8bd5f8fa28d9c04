from reverie.safety.views.client import (
    help_now,
    my_after_answer,
    my_plan,
    my_plan_copy,
    my_plan_print,
    my_tell,
    my_told,
)
from reverie.safety.views.concerns import concern, concern_acknowledge, concern_clear, concerns
from reverie.safety.views.desk import plan, plan_print, plan_reread, plan_write, screener
from reverie.safety.views.practice import watch, wording

__all__ = [
    "concern",
    "concern_acknowledge",
    "concern_clear",
    "concerns",
    "help_now",
    "my_after_answer",
    "my_plan",
    "my_plan_copy",
    "my_plan_print",
    "my_tell",
    "my_told",
    "plan",
    "plan_print",
    "plan_reread",
    "plan_write",
    "screener",
    "watch",
    "wording",
]
