"""Each act on a form: it succeeds, it is refused, it leaves nothing behind when the audit fails."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from reverie.core import audit, clock
from reverie.core.models import AuditEvent
from reverie.core.policy import Actor
from reverie.measures import actions, queries
from reverie.measures.models import Administration, Schedule
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment

ALL_ZERO = dict.fromkeys(range(1, 10), 0)


@pytest.fixture
def broken_audit(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and from then on nothing can be audited."""

    def refuse(**about: object) -> None:
        raise RuntimeError("The disk is full.")

    return lambda: monkeypatch.setattr(audit, "record", refuse)


@pytest.fixture
def full(phq: Administration, as_client: Actor) -> Administration:
    """A form with all answers, not yet closed."""
    actions.answer_form(administration=phq, answers=ALL_ZERO, by=as_client)
    return phq


def test_asking_before_an_hour(treatment: Treatment, next_hour: Appointment, as_therapist: Actor) -> None:
    row = actions.ask(treatment=treatment, instrument="gad-7", rhythm="once", by=as_therapist)
    assert (row.state, row.appointment, row.due_at) == ("sent", next_hour, next_hour.start_at)
    with pytest.raises(actions.CannotAsk, match="already asked"):
        actions.ask(treatment=treatment, instrument="gad-7", rhythm="once", by=as_therapist)


def test_words_that_do_not_ship_are_not_asked(treatment: Treatment, as_therapist: Actor) -> None:
    for code in ("wai-sr", "core-10"):
        with pytest.raises(actions.CannotAsk, match="are not here"):
            actions.ask(treatment=treatment, instrument=code, rhythm="once", by=as_therapist)


def test_a_plan_without_its_audit_is_none(treatment: Treatment, as_therapist: Actor, broken_audit) -> None:
    broken_audit()
    with pytest.raises(RuntimeError):
        actions.plan_administration(treatment=treatment, instrument="phq-9", by=as_therapist)
    assert not Administration.objects.exists()


def test_a_planned_form_is_sent_once(treatment: Treatment, as_therapist: Actor, as_client: Actor) -> None:
    row = actions.plan_administration(treatment=treatment, instrument="phq-9", by=as_therapist)
    assert not queries.open_forms(as_client).exists()
    actions.send_administration(administration=row, by=as_therapist)
    assert queries.open_forms(as_client).get() == row
    with pytest.raises(actions.CannotAsk, match="moved on"):
        actions.send_administration(administration=row, by=as_therapist)


def test_answers_are_audited_without_a_value(phq: Administration, as_client: Actor) -> None:
    actions.answer_item(administration=phq, item=2, answer=3, by=as_client)
    event = AuditEvent.objects.get(verb="answer")
    assert event.detail["items"] == [2]
    assert set(event.detail) == {"items", "digest"}


@pytest.mark.parametrize(("item", "answer"), [(2, 4), (2, -1), (2, "declined"), (11, 0), (0, 0)])
def test_a_strange_answer_is_refused(phq: Administration, as_client: Actor, item: int, answer) -> None:
    with pytest.raises(actions.CannotAnswer):
        actions.answer_item(administration=phq, item=item, answer=answer, by=as_client)
    phq.refresh_from_db()
    assert phq.state == "sent"


def test_a_form_is_closed_when_all_is_answered(full: Administration, as_client: Actor) -> None:
    row = actions.complete(administration=full, by=as_client)
    assert queries.words_of(row)["score"]["total"] == 0
    for act in (actions.complete, actions.skip):
        with pytest.raises(actions.CannotAnswer, match="closed"):
            act(administration=row, by=as_client)


def test_open_questions_are_named(phq: Administration, as_client: Actor) -> None:
    actions.answer_form(administration=phq, answers=dict.fromkeys(range(1, 8), 1), by=as_client)
    with pytest.raises(actions.CannotAnswer, match="question 8, 9"):
        actions.complete(administration=phq, by=as_client)


def test_closing_without_its_audit_stays_open(full: Administration, as_client: Actor, broken_audit) -> None:
    broken_audit()
    with pytest.raises(RuntimeError):
        actions.complete(administration=full, by=as_client)
    full.refresh_from_db()
    assert (full.state, full.completed_at) == ("started", None)


def test_skipping_keeps_what_was_answered(phq: Administration, as_client: Actor) -> None:
    actions.answer_item(administration=phq, item=1, answer=2, by=as_client)
    row = actions.skip(administration=phq, reason="Too late at night", by=as_client)
    words = queries.words_of(row)
    assert (row.state, words["answers"], words["reason"]) == ("skipped", {"1": 2}, "Too late at night")


def test_paper(treatment: Treatment, as_therapist: Actor) -> None:
    row, is_risk = actions.record_on_paper(
        treatment=treatment,
        instrument="phq-9",
        answers={**ALL_ZERO, 9: 1},
        answered_at=clock.now() - timedelta(days=3),
        by=as_therapist,
    )
    assert (row.source, row.score_status, is_risk) == ("paper", "complete", True)


def test_paper_is_refused_whole(treatment: Treatment, as_therapist: Actor) -> None:
    past, to_come = clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)
    refused = [
        ("phq-9", {1: 9}, past),
        ("phq-9", {}, past),
        ("phq-9", {1: 1}, to_come),
        ("k10", {1: 1}, past),
    ]
    for code, answers, at in refused:
        with pytest.raises(actions.CannotEnter):
            actions.record_on_paper(
                treatment=treatment, instrument=code, answers=answers, answered_at=at, by=as_therapist
            )
    assert not Administration.objects.exists()


def test_figures_are_shown_once(full: Administration, as_client: Actor, as_therapist: Actor) -> None:
    assert actions.release_scores(administrations=[full], by=as_therapist) == 0
    row = actions.complete(administration=full, by=as_client)
    assert actions.release_scores(administrations=[row], by=as_therapist) == 1
    assert actions.release_scores(administrations=[row], by=as_therapist) == 0


def test_only_what_is_held_can_be_shown(full: Administration, alliance: Administration, as_client) -> None:
    with pytest.raises(actions.CannotRelease, match="reads these answers anyway"):
        actions.show_to_therapist(administration=full, by=as_client)
    with pytest.raises(actions.CannotRelease, match="Finish the form first"):
        actions.show_to_therapist(administration=alliance, by=as_client)


def test_a_new_rhythm_takes_the_place_of_the_old(treatment: Treatment, as_therapist: Actor) -> None:
    day = clock.today("UTC")
    actions.set_schedule(treatment=treatment, instrument="phq-9", starts_on=day, by=as_therapist)
    row = actions.set_schedule(treatment=treatment, instrument="phq-9", starts_on=day, by=as_therapist)
    assert list(queries.schedules_of(treatment)) == [row]
    actions.stop_schedule(schedule=row, by=as_therapist)
    assert Schedule.objects.filter(stopped_at=None).count() == 0
    with pytest.raises(actions.CannotAsk, match="no longer"):
        actions.stop_schedule(schedule=row, by=as_therapist)
