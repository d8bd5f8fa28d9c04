"""Who is in the walk, which words they say in it, and what time it is."""

from datetime import datetime
from zoneinfo import ZoneInfo

import time_machine

from reverie.accounts.models import Client
from tests.journeys.elm_row import ElmRow
from tests.journeys.persons import Person, Persons

HERE = ZoneInfo("America/Los_Angeles")
MONDAY = datetime(2027, 1, 4, 9, 30, tzinfo=HERE)
THE_FIRST_MEETING = datetime(2027, 1, 5, 10, 55, tzinfo=HERE)
THE_FIRST_HOUR = datetime(2027, 1, 7, 10, 55, tzinfo=HERE)
THE_NIGHT_AFTER = datetime(2027, 1, 8, 2, 10, tzinfo=HERE)
THE_NEXT_MORNING = datetime(2027, 1, 8, 8, 30, tzinfo=HERE)

PASSWORD = "seven quiet rivers at dusk"
BEFOREHAND = "I moved here in May and have not slept since."
NOTE = "Spoke about the move and about sleeping badly."
SAID = "I keep the boxes shut so that I can still leave."
HEARD = "You leave before anybody can."
THREAD = "a way out"
CARRIED = "Come back to the boxes."
DREAM = "A house with one room too many, and nobody in it would say whose it was."
REACHED = "By phone at 8:40, she picked up at once."
ALL_WORDS = (BEFOREHAND, NOTE, SAID, HEARD, THREAD, CARRIED, DREAM, REACHED)


class Story:
    """The people of the walk at their browsers, on one calendar."""

    def __init__(self, calendar: time_machine.Traveller, practice: ElmRow, persons: Persons) -> None:
        self.calendar, self.elm_row, self.persons = calendar, practice, persons
        self.cleo: Person = persons.somebody()
        self.hanna: Person = persons.signed_in(practice.hanna.user)
        self.seen: dict[str, str] = {}

    @property
    def client(self) -> Client:
        """Cleo, once she has booked."""
        return Client.objects.select_related("user").get(name="Cleo Ray")

    def goes_on_at(self, moment: datetime) -> None:
        """The clock stands at `moment`; Hanna has come in, and so has Cleo if she has an account."""
        self.calendar.move_to(moment)
        self.hanna.signs_in_as(self.elm_row.hanna.user)
        if self.client.user:
            self.cleo.signs_in_as(self.client.user)
