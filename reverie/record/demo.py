"""Elena's sixty sessions, the newest note waiting for a signature, what came between them; Theo's sixteen."""

from datetime import timedelta

from reverie.core import clock, demo_case
from reverie.core.demo_case import DemoWorld, Hour
from reverie.record import actions
from reverie.record.models import Session

SIGNED_AFTER = timedelta(minutes=12)
SKETCH = "Session held as agreed. Work on the decision about the move went on. No risk reported. Plan: go on."


def load(world: DemoWorld) -> None:
    """Open each session on its appointment if there is one, write its note, and sign all but the newest."""
    hours = demo_case.case().hours
    for hour in hours:
        world.sessions["elena", hour.number] = _hold(world, "elena", hour, hour.facts["progress_note"])
    for hour in hours[:-1]:
        _sign(world, world.sessions["elena", hour.number])
    _between_the_hours(world)
    for hour in _theo_hours():
        session = _hold(world, "theo", hour, SKETCH)
        world.sessions["theo", hour.number] = session
        _sign(world, session)


def _between_the_hours(world: DemoWorld) -> None:
    """A call, a letter, a paper that Elena handed in, and her wish for a copy, answered and asked again."""
    hanna, elena, treatment = world.actors["hanna"], world.actors["elena"], world.treatments["elena"]
    at = world.moment(6, "tue", "09:10")
    words = {"is_incoming": True, "at": at, "person": "Elena Marsh"}
    call = actions.ContactWords(kind="phone", text="Asked to move the hour. Moved.", minutes=4, **words)  # type: ignore[arg-type]
    letter = actions.ContactWords(
        kind="letter",
        is_incoming=False,
        at=at,
        person="Dr. Osei",
        subject="Referral",
        text="Thank you for it.",
    )
    with clock.telling(at + SIGNED_AFTER):
        for contact in (call, letter):
            actions.keep_contact(treatment=treatment, contact=contact, by=hanna)
        actions.add_paper(
            client=treatment.client, title="A letter of mine", name="letter.txt",
            content=b"Dear Hanna, I am away in the second week of March.\n", is_shown=True, by=elena,
        )  # fmt: skip
        wish = actions.ask_for_access(client=treatment.client, wish="My plan on paper.", by=elena)
    with clock.telling(at + 10 * SIGNED_AFTER):
        actions.answer_access(request=wish, state="given", answer="Printed and handed over.", by=hanna)
    actions.ask_for_access(client=treatment.client, wish="The letters too.", by=elena)
    _the_call_after_the_plan(world)
    _called_off_by_message(world)


def _the_call_after_the_plan(world: DemoWorld) -> None:
    """The telephone call that was agreed when the plan for a bad night was written."""
    plan = demo_case.case().about["safety_plan"]
    at = world.moment(plan["week"], "fri", "12:00")
    call = actions.ContactWords(
        kind="phone",
        is_incoming=False,
        at=at,
        person="Elena Marsh",
        text=plan["sections"]["follow_up"],
        minutes=5,
    )
    with clock.telling(at + SIGNED_AFTER):
        actions.keep_contact(treatment=world.treatments["elena"], contact=call, by=world.actors["hanna"])


def _called_off_by_message(world: DemoWorld) -> None:
    """What she wrote when she called an hour off; the other time she said so in the hour."""
    case = demo_case.case()
    for row in case.about["absences"]:
        if row["channel"] == "in_session":
            continue
        start = case.agreed_start(row["week"], row["weekday"])
        hour = world.moment(row["week"], row["weekday"], start)
        at = hour - timedelta(minutes=row["notice_minutes"])
        note = actions.ContactWords(
            kind="message", is_incoming=True, at=at, person="Elena Marsh", text=row["words"]
        )
        with clock.telling(at + SIGNED_AFTER):
            actions.keep_contact(treatment=world.treatments["elena"], contact=note, by=world.actors["hanna"])


def _theo_hours() -> list[Hour]:
    """All sixteen hours, so that the sketched ones keep their numbers."""
    theo = demo_case.case().small["theo"]
    usual = {name: theo[name] for name in ("weekday", "start", "stop", "place")}
    return [
        Hour({**usual, "number": number, "week": number - 1}, "")
        for number in range(1, theo["agreed_sessions"] + 1)
    ]


def _hold(world: DemoWorld, key: str, hour: Hour, note: str) -> Session:
    hanna = world.actors["hanna"]
    facts = actions.Facts(
        started_at=world.moment(hour.week, hour.weekday, hour.start),
        stopped_at=world.moment(hour.week, hour.weekday, hour.stop),
        place=hour.facts["place"],
        attendance=hour.facts.get("attendance", Session.PRESENT),
        late_minutes=hour.facts.get("late_minutes", 0),
    )
    treatment = world.treatments[key]
    with clock.telling(facts.stopped_at + SIGNED_AFTER):
        session = actions.open_session(
            treatment=treatment, facts=facts, appointment=world.appointments.get((key, hour.number)), by=hanna
        )
        actions.save_draft(session=session, words={"note": note}, template="free", version=0, by=hanna)
    return session


def _sign(world: DemoWorld, session: Session) -> None:
    with clock.telling(session.stopped_at + SIGNED_AFTER):
        actions.sign_note(session=session, version=1, by=world.actors["hanna"])
