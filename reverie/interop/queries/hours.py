"""What the hours in a file would become: held against the clients that are here. Nothing is written."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from reverie.accounts.models import Client, Practice, Therapist
from reverie.core import clock
from reverie.core.files import read_file
from reverie.interop.hour_lines import HourLine, next_day, read_hours
from reverie.interop.models import MoveIn
from reverie.interop.queries.beside import Names


@dataclass(frozen=True)
class HoursPlan:
    """The lines of a file in heaps, the names in it with the client that each seems to be ("" for nobody)."""

    therapist: Therapist
    ahead: list[HourLine]
    past: list[HourLine]
    faulty: list[HourLine]
    whose: dict[str, str]
    clients: list[Client]
    people: Names

    @property
    def to_make(self) -> list[HourLine]:
        """The lines that become hours."""
        return [line for line in self.ahead if self.whose.get(line.who)]


def hours_plan(move: MoveIn, words: dict[str, Any]) -> HoursPlan:
    """What the file of `move` would make, with the `words` of it."""
    assert move.file is not None
    therapist = Therapist.objects.get(pk=words["therapist"], practice=move.practice)
    lines = read_hours(read_file(move.file), therapist.zone, clock.today(therapist.zone))
    ahead, past, faulty = heaps(lines, clock.today(therapist.zone))
    clients = list(Client.objects.filter(practice=move.practice).order_by("name"))
    chosen = words.get("whose", {})
    names = sorted({line.who for line in ahead})
    people = Names(clients)
    whose = {name: chosen[name] if name in chosen else people.of_hour(name) for name in names}
    return HoursPlan(therapist, ahead, past, faulty, whose, clients, people)


def heaps(lines: list[HourLine], today: date) -> tuple[list[HourLine], list[HourLine], list[HourLine]]:
    """Lines ahead (moved on to their next day), lines that are past, and faulty ones."""
    ahead: list[HourLine] = []
    past: list[HourLine] = []
    for line in lines:
        if line.fault:
            continue
        day = next_day(line, today)
        if day is None:
            past.append(line)
        else:
            line.day = day
            ahead.append(line)
    return ahead, past, [line for line in lines if line.fault]


def therapists_of(practice: Practice) -> list[Therapist]:
    """Whose calendar it can be."""
    return list(Therapist.objects.filter(practice=practice, ended_at=None).order_by("name"))
