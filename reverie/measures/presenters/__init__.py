from reverie.measures.presenters.course import over_time
from reverie.measures.presenters.falls import falls, rule_words
from reverie.measures.presenters.figures import chart, figures, rows, sources
from reverie.measures.presenters.plain import (
    answers_words,
    asked,
    choices,
    done,
    due,
    minutes,
    name,
    rhythm,
    title,
    topic,
    waiting,
)
from reverie.measures.presenters.readings import counted, forms_out, risk_answers
from reverie.measures.presenters.review import goals, plan, sayings

__all__ = [
    "answers_words",
    "asked",
    "chart",
    "choices",
    "counted",
    "done",
    "due",
    "falls",
    "figures",
    "forms_out",
    "goals",
    "minutes",
    "name",
    "over_time",
    "plan",
    "rhythm",
    "risk_answers",
    "rows",
    "rule_words",
    "sayings",
    "sources",
    "title",
    "topic",
    "waiting",
]
