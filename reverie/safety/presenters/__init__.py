from reverie.safety.presenters.concerns import judgment_words, kind_words, place_words, steps
from reverie.safety.presenters.frame import alarms, crisis_line, on_call, practice_name, silence_words, watch
from reverie.safety.presenters.help import after_answer_page, help_page, tell_page
from reverie.safety.presenters.plan import plan_page, plan_text
from reverie.safety.presenters.screener import asked, level_words

__all__ = [
    "after_answer_page",
    "alarms",
    "asked",
    "crisis_line",
    "help_page",
    "judgment_words",
    "kind_words",
    "level_words",
    "on_call",
    "place_words",
    "plan_page",
    "plan_text",
    "practice_name",
    "silence_words",
    "steps",
    "tell_page",
    "watch",
]
