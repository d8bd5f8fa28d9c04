from reverie.measures.views.client import answer, over_time, question_form, questions, show, skip
from reverie.measures.views.desk import (
    answers,
    ask,
    client_measures,
    export_forms,
    import_form,
    paper_form,
    reference,
    release,
    stop,
)
from reverie.measures.views.readings import aggregates, risk_answer, status
from reverie.measures.views.review import client_review, client_said, my_review, saying_take_back

__all__ = [
    "aggregates",
    "answer",
    "answers",
    "ask",
    "client_measures",
    "client_review",
    "client_said",
    "export_forms",
    "import_form",
    "my_review",
    "over_time",
    "paper_form",
    "question_form",
    "questions",
    "reference",
    "release",
    "risk_answer",
    "saying_take_back",
    "show",
    "skip",
    "status",
    "stop",
]
