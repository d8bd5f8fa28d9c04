"""What the client does with a form: answer, finish, leave."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.measures import questionnaires
from reverie.measures.actions import sheet
from reverie.measures.events import measure_completed
from reverie.measures.models import Administration

DECLINED = "declined"
Answer = int | str
LONGEST_REMARK = 4000


class CannotAnswer(Exception):
    """One plain sentence for the person who answers."""


def answer_item(*, administration: Administration, item: int, answer: Answer, by: Actor) -> bool:
    """Keep one answer at once; True when it is a new risk answer, whose concern is then already committed.

    `answer` is an option's value, or DECLINED. Raises CannotAnswer on a closed form or a strange answer.
    """
    with transaction.atomic():
        row = _locked(administration)
        return _take(row, {item: answer}, None, by)


def answer_form(
    *,
    administration: Administration,
    answers: Mapping[int, Answer],
    remark: str | None = None,
    at: datetime | None = None,
    by: Actor,
) -> bool:
    """Keep several answers in one transaction; True when one of them is a new risk answer.

    `at` is for forms that were begun earlier than now (a move from another system, the demo).
    """
    with transaction.atomic():
        row = _locked(administration)
        row.started_at = row.started_at or at
        return _take(row, answers, remark, by, at=at)


def complete(*, administration: Administration, at: datetime | None = None, by: Actor) -> Administration:
    """Close the form, now or `at`. Raises CannotAnswer while questions stand open, naming them."""
    with transaction.atomic():
        row = _locked(administration)
        words = sheet.read(row)
        unanswered = open_items(row.instrument, words)
        if unanswered:
            numbers = ", ".join(str(number) for number in unanswered)
            raise CannotAnswer(_("Not answered yet: question {numbers}.").format(numbers=numbers))
        row.state, row.completed_at = Administration.COMPLETED, at or clock.now()
        sheet.write(row, words, by, at=at)
        audit.record(by=by, verb="complete", on=row, client=row.client_id, detail={"digest": row.digest()})
        measure_completed.send(sender=Administration, administration=row, by=by)
    return row


def skip(*, administration: Administration, reason: str = "", by: Actor) -> Administration:
    """Leave the form unanswered; what was answered stays. Raises CannotAnswer on a closed form."""
    with transaction.atomic():
        row = _locked(administration)
        words = {**sheet.read(row), "reason": reason.strip()}
        row.state = Administration.SKIPPED
        sheet.write(row, words, by)
        audit.record(by=by, verb="skip", on=row, client=row.client_id, detail={"digest": row.digest()})
    return row


def open_items(code: str, words: dict[str, object]) -> list[int]:
    """Numbers of the scored questions that are neither answered nor declined."""
    answers, declined = words["answers"], words["declined"]
    assert isinstance(answers, dict)
    assert isinstance(declined, list)
    return [
        question.number
        for question in questionnaires.get(code).questions
        if question.is_scored and str(question.number) not in answers and question.number not in declined
    ]


def _locked(administration: Administration) -> Administration:
    # Two answers may arrive at once: the second reads what the first has written.
    rows = Administration.objects.select_for_update(of=("self",))
    row = rows.select_related("client", "treatment__therapist").get(pk=administration.pk)
    if not row.is_open:
        raise CannotAnswer(_("This form is closed. What you answered is kept."))
    return row


def _take(
    row: Administration,
    answers: Mapping[int, Answer],
    remark: str | None,
    by: Actor,
    *,
    at: datetime | None = None,
) -> bool:
    words = sheet.read(row)
    before = dict(words["answers"])
    for item, answer in answers.items():
        put(row.instrument, words, item, answer)
    if remark is not None:
        if len(remark) > LONGEST_REMARK:
            raise CannotAnswer(_("The remark is longer than {most} characters.").format(most=LONGEST_REMARK))
        words["remark"] = remark.strip()
    row.started_at = row.started_at or clock.now()
    row.state = Administration.STARTED
    is_risk = sheet.write(row, words, by, at=at)
    detail = {"items": sorted(answers), "digest": row.digest()}
    audit.record(by=by, verb="answer", on=row, client=row.client_id, detail=detail)
    return is_risk and sheet.risk_changed(row.instrument, before, words["answers"])


def put(code: str, words: dict[str, object], item: int, answer: Answer) -> None:
    """Put one answer into the words of a form. Raises CannotAnswer when it is none of the options."""
    question = questionnaires.get(code).question(item)
    if question is None:
        raise CannotAnswer(_("This form has no question {number}.").format(number=item))
    answers, declined = words["answers"], words["declined"]
    assert isinstance(answers, dict)
    assert isinstance(declined, list)
    if answer == DECLINED and question.is_risk:
        answers.pop(str(item), None)
        words["declined"] = sorted({*declined, item})
        return
    if not isinstance(answer, int) or not question.takes(answer):
        raise CannotAnswer(
            _("“{answer}” is none of the answers to question {number}.").format(answer=answer, number=item)
        )
    answers[str(item)] = answer
    words["declined"] = [number for number in declined if number != item]
