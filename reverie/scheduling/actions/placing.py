"""Where an hour is held: office, online or phone, its room, its link."""

from django.db import IntegrityError
from django.utils.translation import gettext as _

from reverie.core.policy import Actor
from reverie.scheduling import locks
from reverie.scheduling.actions.changing import locked, save
from reverie.scheduling.actions.refusals import CannotChange
from reverie.scheduling.actions.terms import set_meeting_link
from reverie.scheduling.models import Appointment, Room
from reverie.scheduling.models.labels import PLACES

OFFICE = "office"


def change_place(
    *, appointment: Appointment, place: str, room: Room | None = None, link: str = "", by: Actor
) -> Appointment:
    """Say where one hour is held. A room belongs to an hour in the office, a link to the others.

    Raises CannotChange when the room is taken then, the hour is over, or the link is none.
    """
    if place not in PLACES or (room is not None and room.practice_id != appointment.practice_id):
        raise CannotChange(_("Choose one of the places that are shown."))

    def act() -> Appointment:
        row = locked(appointment, further=[("room", room.pk if room else None)])
        if row.state not in Appointment.OPEN:
            raise CannotChange(_("This hour is over, called off or moved; its place cannot be changed."))
        row.place, row.room = place, room if place == OFFICE else None
        try:
            save(row, "change_place", by, place=place, room=str(row.room_id or ""))
        except IntegrityError as error:
            if "_free" not in str(error):
                raise
            raise CannotChange(_("The room is taken at that time. Choose another room.")) from None
        set_meeting_link(
            therapist=row.therapist, link="" if place == OFFICE else link, appointment=row, by=by
        )
        return row

    return locks.in_one_transaction(act)
