"""Elena's open-ended treatment, Theo's sixteen sessions, and a consultation: frames, goals, plans, breaks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from reverie.core import clock, demo_case
from reverie.core.demo_case import WEEKDAYS, ZONE, DemoWorld
from reverie.core.policy import Actor
from reverie.treatment import actions
from reverie.treatment.actions.frame import Terms
from reverie.treatment.models import Frame, Goal, Plan, Treatment

NOTICE_HOURS = 48
AFTER_THE_HOUR = "10:52"
NEXT_BREAK = (26, 27)
"""A break ahead of the last session, in weeks from it: planned, and not told yet."""


def load(world: DemoWorld) -> None:
    """Three treatments; fills `world.treatments` with elena, theo and achterberg."""
    case = demo_case.case()
    about = case.about
    world.treatments["elena"] = elena = _open(
        world, "elena", world.day(0, "tue"), about["treatment"]["approach"]
    )
    _consents(world, "elena")
    _agree_to_supervision(world, about["treatment"]["supervision_consent_week"])
    _begin(world, elena, world.day(0, "tue"))
    for frame in _frames(about):
        _agree_frame(world, elena, frame)
    _load_plans(world, elena, about)
    _load_breaks(world, elena, about)
    _load_theo(world, case.small["theo"])
    _load_achterberg(world)


def _open(world: DemoWorld, key: str, day: date, approach: str) -> Treatment:
    with at(day):
        return actions.open_consultation(
            client=world.clients[key],
            therapist=world.therapists["hanna"],
            started_on=day,
            approach=approach,
            by=world.actors["hanna"],
        )


def _begin(world: DemoWorld, treatment: Treatment, day: date) -> None:
    hanna = world.actors["hanna"]
    with at(day):
        actions.answer_fit(treatment=treatment, answer="yes", by=hanna)
        actions.answer_fit(treatment=treatment, answer="yes", in_session=True, by=hanna)
        actions.offer(treatment=treatment, on=day, by=hanna)
        actions.begin(treatment=treatment, on=day, by=hanna)


def _consents(world: DemoWorld, key: str) -> None:
    with at(world.day(0, "mon")):
        kinds = ["privacy_practices", "treatment"]
        actions.sign_consents(treatment=world.treatments[key], kinds=kinds, by=world.actors[key])


def _agree_to_supervision(world: DemoWorld, week: int) -> None:
    with at(world.day(week, "tue")):
        elena, by = world.treatments["elena"], world.actors["elena"]
        actions.sign_consents(treatment=elena, kinds=["supervision"], by=by)


def _frames(about: dict[str, Any]) -> list[dict[str, Any]]:
    """The frames of the case, one more wherever the fee changes between them."""
    weeks = sorted({row["from_week"] for row in (*about["frame"], *about["fees"])})
    found = []
    for week in weeks:
        frame = demo_case.case().frame_of(week)
        fee = [row for row in about["fees"] if row["from_week"] <= week][-1]
        found.append({**frame, "from_week": week, "amount": fee["amount"], "currency": fee["currency"]})
    return found


def _agree_frame(world: DemoWorld, treatment: Treatment, row: dict[str, Any]) -> Frame:
    start = world.day(row["from_week"], "mon" if row["from_week"] else "tue")
    terms = Terms(
        hours=[
            (WEEKDAYS.index(hour["weekday"]), _minute(hour["start"]), hour["minutes"])
            for hour in row["hours"]
        ],
        zone=ZONE,
        setting=row["place"],
        fee_cents=row["amount"] * 100,
        currency=row["currency"],
        absence_rule=Frame.WAIVE_WITH_NOTICE,
        notice_hours=NOTICE_HOURS,
        valid_from=start,
        remark=row["words"],
        holiday_weeks=6,
    )
    hanna: Actor = world.actors["hanna"]
    with at(start - timedelta(days=6) if row["from_week"] else start):
        frame = actions.propose_frame(treatment=treatment, terms=terms, by=hanna)
        return actions.agree_frame(frame=frame, in_session=True, by=hanna)


def _load_plans(world: DemoWorld, treatment: Treatment, about: dict[str, Any]) -> None:
    goals: dict[str, Goal] = {}
    for row in about["plan"]:
        _write_plan(world, treatment, row, {goal["key"]: goal for goal in about["goals"]}, goals)
    for words in about["goals"]:
        for remark in words["remarks"]:
            _remark(world, goals[words["key"]], remark)
    sleep = next(row for row in about["goals"] if row.get("met_in_session"))
    hour = demo_case.case().hours[sleep["met_in_session"] - 1]
    with at(world.day(hour.week, hour.weekday)):
        day = world.day(hour.week, hour.weekday)
        actions.mark_goal_met(goal=goals[sleep["key"]], on=day, by=world.actors["hanna"])


def _write_plan(
    world: DemoWorld,
    treatment: Treatment,
    row: dict[str, Any],
    words: dict[str, dict[str, Any]],
    goals: dict[str, Goal],
) -> Plan:
    hanna = world.actors["hanna"]
    day = world.day(row["week"], "tue")
    with at(day):
        plan = actions.draft_plan(treatment=treatment, by=hanna)
        for goal in list(plan.goals.all()):
            if goal.pk not in {goals[key].pk for key in row["goals"] if key in goals}:
                actions.drop_goal(plan=plan, goal=goal, by=hanna)
        for key in row["goals"]:
            if key not in goals:
                said = words[key]
                goal_words = actions.GoalWords(said["words"], said["focus"], said["sign"])
                before = goals.get(said.get("replaces", ""))
                goals[key] = actions.add_goal(plan=plan, goal=goal_words, replaces=before, by=hanna)
        actions.write_plan(plan=plan, words=row, review_on=day + timedelta(weeks=13), by=hanna)
        actions.agree_plan(plan=plan, by=hanna)
        plan = actions.agree_plan(plan=plan, in_session=True, by=hanna)
    for number in row["reviewed_in_sessions"]:
        plan = _review(world, plan, number)
    return plan


def _review(world: DemoWorld, plan: Plan, number: int) -> Plan:
    hour = demo_case.case().hours[number - 1]
    day = world.day(hour.week, hour.weekday)
    with at(day):
        ahead = day + timedelta(weeks=13)
        return actions.review_plan(plan=plan, on=day, next_review=ahead, by=world.actors["hanna"])


def _remark(world: DemoWorld, goal: Goal, row: dict[str, Any]) -> None:
    day = world.day(row["week"], "tue")
    with at(day):
        actions.remark_on_goal(
            goal=goal, said=row["said"], rating=row["rating"], on=day, by=world.actors["elena"]
        )


def _load_breaks(world: DemoWorld, treatment: Treatment, about: dict[str, Any]) -> None:
    hanna = world.actors["hanna"]
    hours = demo_case.case().hours
    for row in about["breaks"]:
        hour = hours[row["announced_in_session"] - 1]
        told = world.day(hour.week, hour.weekday)
        with at(told):
            planned = actions.plan_break(
                treatment=treatment,
                first_day=world.day(row["weeks"][0], "mon"),
                last_day=world.day(row["weeks"][-1], "sun"),
                by=hanna,
            )
            actions.tell_break(row=planned, on=told, by=hanna)
    last = hours[-1].week
    actions.plan_break(
        treatment=treatment,
        first_day=world.day(last + NEXT_BREAK[0], "mon"),
        last_day=world.day(last + NEXT_BREAK[1], "sun"),
        by=hanna,
    )


def _load_theo(world: DemoWorld, facts: dict[str, Any]) -> None:
    start = world.day(0, "tue")
    theo = _open(world, "theo", start, facts["approach"])
    world.treatments["theo"] = theo
    theo.agreed_sessions = facts["agreed_sessions"]
    theo.save(update_fields=["agreed_sessions"])
    _begin(world, theo, start)
    frame = {
        "from_week": 0,
        "place": facts["place"],
        "hours": [{"weekday": facts["weekday"], "start": facts["start"], "minutes": 50}],
        "amount": facts["fee"],
        "currency": "USD",
        "words": "Sixteen meetings, Tuesdays at nine, online.",
    }
    _agree_frame(world, theo, frame)
    plan = {
        "week": 0,
        "goals": ["decide"],
        "written_together": facts["focus"],
        "agreed": "Sixteen meetings.",
        "frequency": "weekly",
        "modality": "Short-term dynamic, individual",
        "reviewed_in_sessions": [],
    }
    words = {"decide": {"words": facts["goal"], "focus": facts["focus"], "sign": "Says what he wants"}}
    _write_plan(world, theo, plan, words, {})
    _end_theo(world, theo, facts)


def _end_theo(world: DemoWorld, theo: Treatment, facts: dict[str, Any]) -> None:
    hanna = world.actors["hanna"]
    last = world.day(demo_case.case().theo_hours[-1].week, facts["weekday"])
    with at(last - timedelta(weeks=3)):
        actions.announce_ending(treatment=theo, last_day=last, by=hanna)
    with at(last):
        world.treatments["theo"] = actions.end(
            treatment=theo, on=last, reason="agreed", words=facts["ending"], by=hanna
        )


def _load_achterberg(world: DemoWorld) -> None:
    """The consultation that the booking of the first meeting opened; without one, it begins today."""
    client, hanna = world.clients["achterberg"], world.therapists["hanna"]
    world.treatments["achterberg"] = Treatment.objects.filter(
        client=client
    ).first() or actions.open_consultation(
        client=client, therapist=hanna, started_on=clock.today(ZONE), by=world.actors["oona"]
    )


@contextmanager
def at(day: date) -> Iterator[None]:
    """The clock a little after the hour on a day of the case."""
    moment = datetime.combine(day, time.fromisoformat(AFTER_THE_HOUR), ZoneInfo(ZONE))
    with clock.telling(moment):
        yield


def _minute(at: str) -> int:
    wall = time.fromisoformat(at)
    return wall.hour * 60 + wall.minute
