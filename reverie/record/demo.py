"""Elena's sixty sessions with their facts and notes, the newest waiting for a signature; Theo's sixteen."""

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
    for hour in _theo_hours():
        session = _hold(world, "theo", hour, SKETCH)
        world.sessions["theo", hour.number] = session
        _sign(world, session)


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
