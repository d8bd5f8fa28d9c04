from reverie.measures.actions.answers import CannotAnswer, answer_form, answer_item, complete, skip
from reverie.measures.actions.asking import (
    CannotAsk,
    ask,
    ask_as_arranged,
    expire_administration,
    plan_administration,
    send_administration,
    set_schedule,
    stop_schedule,
)
from reverie.measures.actions.entry import CannotEnter, CannotImport, import_response, record_on_paper
from reverie.measures.actions.export import export_forms
from reverie.measures.actions.reference import CannotChoose, choose_reference, own_reference
from reverie.measures.actions.release import CannotRelease, release_scores, show_to_therapist
from reverie.measures.actions.review import CannotSay, say_for_review, take_back_saying
from reverie.measures.actions.summary import count_measures

__all__ = [
    "CannotAnswer",
    "CannotAsk",
    "CannotChoose",
    "CannotEnter",
    "CannotImport",
    "CannotRelease",
    "CannotSay",
    "answer_form",
    "answer_item",
    "ask",
    "ask_as_arranged",
    "choose_reference",
    "complete",
    "count_measures",
    "expire_administration",
    "export_forms",
    "import_response",
    "own_reference",
    "plan_administration",
    "record_on_paper",
    "release_scores",
    "say_for_review",
    "send_administration",
    "set_schedule",
    "show_to_therapist",
    "skip",
    "stop_schedule",
    "take_back_saying",
]
