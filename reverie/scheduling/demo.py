"""The calendar of Elm Row: open hours of four therapists, Elena's and Theo's hours as they went, breaks,
absences.

Each act is done at the moment at which it happened, so that notices, holds and the audit tell the true
order.
"""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from reverie.core import clock, demo_case
from reverie.core.demo_case import WEEKDAYS, ZONE, DemoWorld
from reverie.scheduling import actions
from reverie.scheduling.actions import OpenWindow
from reverie.scheduling.models import Appointment, Room, StandingHour

FIRST_MEETING = 75
AFTERWARDS = timedelta(minutes=4)


def load(world: DemoWorld) -> None:
    """Fills `world.appointments` with ("elena", number) and ("theo", number)."""
    about, small = demo_case.case().about, demo_case.case().small
    with clock.telling(world.moment(0, "mon", "08:30")):
        _open_hours(world, small["profiles"])
        Room.objects.create(practice=world.practice, name="Second floor, garden side")
        series = _start(world, about)
        _make(world, series, world.moment(about["breaks"][0]["weeks"][0], "mon", "00:00"))
    _roll_through(world, about["breaks"], series)
    _absences(world, about["absences"])
    _held(world)
    _theo(world, series["theo"])
    _open_an_evening(world, small["achterberg"])


def _open_hours(world: DemoWorld, profiles: list[dict[str, Any]]) -> None:
    for profile in profiles:
        windows = [
            OpenWindow(
                WEEKDAYS.index(row["weekday"]),
                _minute(row["start"]),
                _minute(row["start"]) + FIRST_MEETING,
                row.get("mode", "online"),
            )
            for row in profile["open_hours"]
        ]
        therapist, by = world.therapists[profile["key"]], world.actors[profile["key"]]
        actions.set_availability(therapist=therapist, windows=windows, by=by)


def _minute(words: str) -> int:
    wall = time.fromisoformat(words)
    return wall.hour * 60 + wall.minute


def _start(world: DemoWorld, about: dict[str, Any]) -> dict[str, StandingHour]:
    """The standing hours of both, from their first day on: Elena's of each frame, Theo's sixteen Tuesdays."""
    first, second = about["frame"]
    theo = demo_case.case().small["theo"]
    last = world.day(int(theo["agreed_sessions"]) - 1, theo["weekday"])
    return {
        "tue": _stand(world, "elena", first["from_week"], first["hours"][0], first["place"]),
        "fri": _stand(world, "elena", second["from_week"], second["hours"][1], second["place"]),
        "theo": _stand(
            world, "theo", 0, {"weekday": "tue", "start": theo["start"]}, theo["place"], last_day=last
        ),
    }


def _stand(
    world: DemoWorld, key: str, week: int, hour: dict[str, Any], place: str, **more: Any
) -> StandingHour:
    return actions.start_standing_hour(
        therapist=world.therapists["hanna"],
        client=world.clients[key],
        first_day=world.day(week, hour["weekday"]),
        start_minute=_minute(hour["start"]),
        place=place,
        **more,
        by=world.actors["hanna"],
    )


def _roll_through(world: DemoWorld, breaks: list[dict[str, Any]], series: dict[str, StandingHour]) -> None:
    """Announce each break when it was told, and let the hours be made up to the next one.

    Then up to today.
    """
    hours = demo_case.case().hours
    ahead = [world.moment(row["weeks"][0], "mon", "00:00") for row in breaks[1:]]
    ends = [*ahead, clock.now() + actions.HORIZON]
    for row, until in zip(breaks, ends, strict=True):
        told = hours[row["announced_in_session"] - 1]
        with clock.telling(world.moment(told.week, told.weekday, told.stop)):
            actions.announce_holiday(
                practice=world.practice,
                therapist=world.therapists["hanna"],
                first_day=world.day(row["weeks"][0], "mon"),
                last_day=world.day(row["weeks"][-1], "sun"),
                by=world.actors["hanna"],
            )
            _make(world, series, until)


def _make(world: DemoWorld, series: dict[str, StandingHour], until: datetime) -> None:
    for standing in series.values():
        actions.materialise(standing_hour=standing, until=until, by=world.actors["hanna"])


def _absences(world: DemoWorld, absences: list[dict[str, Any]]) -> None:
    for row in absences:
        booked = _on(world, "elena", row["week"], row["weekday"])
        with clock.telling(booked.start_at - timedelta(minutes=row["notice_minutes"])):
            actions.cancel_appointment(appointment=booked, side=row["by"], by=world.actors["hanna"])


def _held(world: DemoWorld) -> None:
    """Elena's sixty hours took place; the one at another time was moved the day before."""
    for hour in demo_case.case().hours:
        booked = _on(world, "elena", hour.week, hour.weekday)
        start = world.moment(hour.week, hour.weekday, hour.start)
        if start - booked.start_at > timedelta(hours=1):
            with clock.telling(booked.start_at - timedelta(days=1)):
                booked = actions.move_appointment(
                    appointment=booked, start_at=start, by=world.actors["hanna"]
                )
        world.appointments["elena", hour.number] = _took_place(world, booked)


def _theo(world: DemoWorld, standing: StandingHour) -> None:
    past = standing.appointments.filter(state=Appointment.CONFIRMED, end_at__lt=clock.now()).order_by(
        "start_at"
    )
    for booked in past:
        number = (booked.wall_day - standing.first_day).days // 7 + 1
        world.appointments["theo", number] = _took_place(world, booked)


def _took_place(world: DemoWorld, booked: Appointment) -> Appointment:
    with clock.telling(booked.end_at + AFTERWARDS):
        return actions.record_attendance(
            appointment=booked, state=Appointment.TOOK_PLACE, by=world.actors["hanna"]
        )


def _on(world: DemoWorld, key: str, week: int, weekday: str) -> Appointment:
    day = world.day(week, weekday)
    return Appointment.objects.get(
        client=world.clients[key], state=Appointment.CONFIRMED, wall_start__date=day
    )


def _open_an_evening(world: DemoWorld, facts: dict[str, Any]) -> None:
    """One more hour on the coming Tuesday, for a first meeting with somebody who asked for an evening."""
    today = clock.today(ZONE)
    day = today + timedelta(days=(WEEKDAYS.index(facts["weekday"]) - today.weekday() - 1) % 7 + 1)
    start = _minute(facts["start"])
    window = OpenWindow(WEEKDAYS.index(facts["weekday"]), start, start + facts["minutes"])
    actions.set_day(therapist=world.therapists["hanna"], day=day, windows=[window], by=world.actors["hanna"])
    world.more["evening"] = datetime.combine(day, time.fromisoformat(facts["start"]), ZoneInfo(ZONE))
