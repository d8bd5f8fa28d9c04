from reverie.measures.views.client import answer, over_time, question_form, questions, show, skip
from reverie.measures.views.desk import (
    answers,
    ask,
    client_measures,
    export_forms,
    import_form,
    paper_form,
    release,
    stop,
)

__all__ = [
    "answer",
    "answers",
    "ask",
    "client_measures",
    "export_forms",
    "import_form",
    "over_time",
    "paper_form",
    "question_form",
    "questions",
    "release",
    "show",
    "skip",
    "stop",
]
