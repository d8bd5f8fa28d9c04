"""What is written to people about their hours: when, never what, with whom or why.

Each letter is in the reader's zone and language, and goes into the outbox in the transaction of the act. Its
key says what it is about, so that nobody is written to twice.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.accounts.models import Client
from reverie.core import dates, mail, zones
from reverie.core.models import OutboxMessage
from reverie.scheduling.models import Appointment, Holiday, Offer
from reverie.timetable.standing import Occurrence

Words = Callable[["Reader"], str]
CHANGES = {
    "booked": gettext_lazy("Arranged: {when}."),
    "held": gettext_lazy("Kept for you until {until}: {when}."),
    "moved": gettext_lazy("Your time has changed. It was: {before}. It is now: {when}."),
    "cancelled": gettext_lazy("This time is called off: {when}."),
    "series": gettext_lazy("Your weekly time has changed. The first of the new ones is: {when}."),
    "ended": gettext_lazy("Your weekly time ends. From this one on they are called off: {when}."),
    "declined": gettext_lazy("This time could not be arranged: {when}. What you had before stays."),
}


@dataclass(frozen=True)
class Reader:
    """Who reads a letter: address, zone, language, and whether they can sign in."""

    client: Client
    to: str
    zone: str
    language: str

    @property
    def way_back(self) -> str:
        """How to change something: on the own page, or by getting in touch."""
        if self.client.user_id is None:
            return _("If that no longer works for you, please get in touch.")
        return _("To change something, sign in: {link}").format(link=f"{settings.URL}/my/")


def reader(client: Client) -> Reader | None:
    """The client as a reader; None for whom there is no address."""
    user = client.user
    to = user.email if user else client.email
    if not to:
        return None
    language = user.language if user else settings.LANGUAGE_CODE
    return Reader(client, to, user.zone if user else client.zone, language)


def write(*, key: str, client: Client, subject: Words, body: Words) -> bool:
    """Put one letter into the outbox, in the reader's language; False when there is no address."""
    found = reader(client)
    if found is None:
        return False
    with translation.override(found.language):
        words = {"subject": subject(found), "body": f"{body(found)}\n\n{found.way_back}\n"}
        mail.post(key=key, to=found.to, **words, practice=client.practice_id)
    return True


def withdraw(keys: Iterable[str]) -> None:
    """Letters that are not sent yet and no longer true are not sent at all."""
    OutboxMessage.objects.filter(key__in=list(keys), sent_at=None, handed_over_at=None).delete()


def reminder_key(row: Appointment, client_id: UUID) -> str:
    """One reminder for an hour and a person; an hour that was moved is another hour."""
    return f"reminder:{row.pk}:{client_id}"


def withdraw_reminders(*rows: Appointment) -> None:
    """These hours are called off or moved."""
    withdraw(reminder_key(row, one) for row in rows for one in row.people_ids)


def remind(row: Appointment, client: Client) -> bool:
    """The hour is near."""
    return write(
        key=reminder_key(row, client.pk),
        client=client,
        subject=lambda _reader: _("A reminder"),
        body=lambda to: _("As arranged: {when}.").format(when=_when(row, to)),
    )


def tell_change(row: Appointment, what: str, *, before: Appointment | None = None) -> bool:
    """`what` is a key of `CHANGES`, `before` where it was moved from; whether anybody could be reached."""
    told = [
        write(
            key=f"change:{row.pk}:{row.sequence}:{what}:{client.pk}",
            client=client,
            subject=lambda _reader: _("Your time"),
            body=lambda to: str(CHANGES[what]).format(
                when=_when(row, to),
                before=_when(before or row, to),
                until=dates.day_and_time(row.held_until or row.start_at, to.zone),
            ),
        )
        for client in row.people
    ]
    return any(told)


def tell_break(client: Client, holiday: Holiday) -> bool:
    """Days on which nobody is seen, to one client."""
    first, last = holiday.first_day, holiday.last_day
    return write(
        key=f"break:{holiday.pk}:{client.pk}",
        client=client,
        subject=lambda _reader: _("Your time"),
        body=lambda to: _(
            "There will be no meetings from {first} to {last}, both included. "
            "What was arranged in these days is called off."
        ).format(first=dates.day(first, to.zone), last=dates.day(last, to.zone)),
    )


def warn_of_shift(client: Client, hour: Occurrence, key: str) -> bool:
    """From an hour on, what stays the same elsewhere begins at another time by the reader's clock."""
    return write(
        key=key,
        client=client,
        subject=lambda _reader: _("The clocks change"),
        body=lambda to: _(
            "From {day} on your time begins at {time} by your clock: the clocks change in one place and not "
            "in the other."
        ).format(day=dates.day(hour.start, to.zone), time=dates.time(hour.start, to.zone)),
    )


def offer(row: Offer) -> bool:
    """An hour has become free."""
    hour = row.appointment
    return write(
        key=f"offer:{row.pk}",
        client=row.wait.client,
        subject=lambda _reader: _("A time has become free"),
        body=lambda to: _("{when}. It is kept for you until {until}.").format(
            when=_when(hour, to), until=dates.day_and_time(row.until, to.zone)
        ),
    )


def _when(row: Appointment, to: Reader) -> str:
    when = dates.day_and_time(row.start_at, to.zone)
    return f"{when} ({zones.zone_words(to.zone)})"
