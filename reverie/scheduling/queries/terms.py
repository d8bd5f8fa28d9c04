"""A therapist's terms, and where an hour is joined."""

from dataclasses import dataclass

from django.db.models import Q

from reverie.accounts.models import Client, Therapist
from reverie.core.sealing import keychain
from reverie.scheduling.models import Appointment, HourTerms, MeetingLink, ReminderChoice

NOT_IN_A_ROOM = {"online", "phone"}


@dataclass(frozen=True)
class WhereToJoin:
    """`place` is office, online or phone; `link` an https address or a number, empty when none is known.

    `is_own`: the link is this hour's, not its therapist's for all hours.
    """

    place: str
    link: str
    is_own: bool = False

    @property
    def is_link(self) -> bool:
        """True for an address, False for a number or nothing."""
        return "://" in self.link


def terms_of(therapist: Therapist) -> HourTerms:
    """The terms as they were set, or those that hold without."""
    return HourTerms.objects.filter(therapist=therapist).first() or HourTerms(therapist=therapist)


def link_of(therapist: Therapist, appointment: Appointment | None = None) -> str:
    """The link or number of a therapist, or of exactly this appointment; empty when there is none."""
    row = MeetingLink.objects.filter(therapist=therapist, appointment=appointment).first()
    return str(row.words(keychain(row.scope))["link"]) if row else ""


def where_to_join(appointment: Appointment) -> WhereToJoin:
    """Where an hour is joined: its own link, else its therapist's; none for an hour in the office.

    Who asks has come through access.py.
    """
    if appointment.place not in NOT_IN_A_ROOM:
        return WhereToJoin(appointment.place, "")
    rows = MeetingLink.objects.filter(
        Q(appointment=appointment) | Q(appointment=None), therapist=appointment.therapist_id
    )
    found = max(rows, key=lambda row: row.appointment_id is not None, default=None)
    if found is None:
        return WhereToJoin(appointment.place, "")
    link = str(found.words(keychain(found.scope))["link"])
    return WhereToJoin(appointment.place, link, found.appointment_id is not None)


def reminder_choice_of(client: Client) -> ReminderChoice:
    """The person's choice, or what holds without one."""
    return ReminderChoice.objects.filter(client=client).first() or ReminderChoice(client=client)
