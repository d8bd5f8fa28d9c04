"""Who takes part in a session beside client and therapist: by kind, and the people of a couple or family."""

from uuid import UUID

from reverie.accounts.models import Client
from reverie.record.models import Session
from reverie.record.models.labels import OTHERS
from reverie.scheduling.models import Appointment, Attendance
from reverie.treatment.models import UnitMember
from reverie.treatment.queries.units import members_on


def members_of(client: Client) -> list[UnitMember]:
    """Everybody who ever belonged to a couple, family or group; nobody for one person."""
    return list(UnitMember.objects.filter(unit__client=client.pk).select_related("person"))


def who_came(appointment: Appointment, client: Client) -> list[UUID]:
    """The people of a unit who came to its hour, as far as it was noted; else all who belong to it."""
    members = [row.person_id for row in members_on(client, appointment.wall_day)]
    if not members:
        return []
    noted = Attendance.objects.filter(appointment=appointment, client__in=members)
    here = {row.client_id for row in noted if row.how == Attendance.PRESENT}
    return [person for person in members if person in here] if noted else members


def names_of(session: Session) -> dict[str, str]:
    """The names of a session's unit by id; asks the database only when somebody of it took part."""
    if set(session.participants) <= set(Session.OTHERS):
        return {}
    return {str(row.person_id): row.person.name for row in members_of(session.client)}


def participants_words(session: Session, names: dict[str, str] | None = None) -> list[str]:
    """Who took part, in words; `names` where they are known already."""
    known = names_of(session) if names is None else names
    return [str(OTHERS.get(one) or known.get(one, "")) for one in session.participants]
