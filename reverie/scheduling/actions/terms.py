"""What a therapist lets clients do with an hour; where an hour online is joined; rooms."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Practice, Therapist
from reverie.core import audit
from reverie.core.policy import Actor
from reverie.core.sealing import PracticeScope, keychain
from reverie.scheduling.actions.refusals import CannotChange, CannotSetHours
from reverie.scheduling.models import Appointment, HourTerms, MeetingLink, Room
from reverie.scheduling.models.availability import MODES
from reverie.scheduling.queries.terms import link_of

LONGEST_LINK = 400
a_link = URLValidator(schemes=["https"])
a_number = RegexValidator(r"^\+?[0-9][0-9 ()./-]{5,30}$")
LONGEST_NAME = 60
"""Signs of the name of a room."""


@transaction.atomic
def set_terms(
    *, therapist: Therapist, moving: str, is_offering: bool, offer_hours: int, by: Actor
) -> HourTerms:
    """How clients may move hours, and whether and for how long free hours are offered to who waits.

    Raises CannotSetHours for a choice that does not exist.
    """
    if moving not in MODES:
        raise CannotSetHours(_("Choose how clients can move an hour."))
    if not 1 <= offer_hours <= 168:
        raise CannotSetHours(_("An offered hour is kept for 1 to 168 hours."))
    facts = {"moving": moving, "is_offering": is_offering, "offer_hours": offer_hours}
    row, _made = HourTerms.objects.update_or_create(therapist=therapist, defaults=facts)
    audit.record(by=by, verb="set_terms", on=row, practice=therapist.practice_id, detail=facts)
    return row


@transaction.atomic
def set_terms_and_link(*, therapist: Therapist, link: str, by: Actor, **terms: Any) -> HourTerms:
    """Both as one act: what is wrong with one keeps the other as it was."""
    row = set_terms(therapist=therapist, **terms, by=by)
    if link.strip() != link_of(therapist):
        set_meeting_link(therapist=therapist, link=link, by=by)
    return row


@transaction.atomic
def set_meeting_link(
    *, therapist: Therapist, link: str, appointment: Appointment | None = None, by: Actor
) -> MeetingLink | None:
    """Keep where an hour is joined, a link (https) or a phone number: of one appointment, or of all of the
    therapist's that have none of their own. Empty takes it away.

    Sealed with the practice's key. Raises CannotChange for what is neither link nor number.
    """
    link = link.strip()
    _refuse_link(link)
    MeetingLink.objects.filter(therapist=therapist, appointment=appointment).delete()
    detail = {"whose": "appointment" if appointment else "therapist", "is_set": bool(link)}
    client = appointment.client_id if appointment else None
    audit.record(
        by=by, verb="set_link", on=appointment or therapist, practice=therapist.practice_id, client=client,
        detail=detail,
    )  # fmt: skip
    if not link:
        return None
    row = MeetingLink(practice_id=therapist.practice_id, therapist=therapist, appointment=appointment)
    row.seal_words(keychain(PracticeScope(therapist.practice_id)), {"link": link})
    row.save()
    return row


def _refuse_link(link: str) -> None:
    if len(link) > LONGEST_LINK:
        raise CannotChange(_("This link is longer than 400 characters. Give a shorter one."))
    if not link:
        return
    check = a_link if "://" in link else a_number
    try:
        check(link)
    except ValidationError:
        raise CannotChange(_("Give a link that begins with https://, or a phone number.")) from None


def _refuse_long(name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise CannotSetHours(_("Give the room a shorter name, of 60 signs at most."))


def add_room(*, practice: Practice, name: str, by: Actor) -> Room:
    """A further room of the practice. Raises CannotSetHours without a name, or when the name is taken."""
    name = name.strip()
    _refuse_long(name)
    if not name:
        raise CannotSetHours(_("Give the room a name, such as Second floor, garden side."))
    try:
        with transaction.atomic():
            room = Room.objects.create(practice=practice, name=name)
            audit.record(by=by, verb="add_room", on=room)
            return room
    except IntegrityError:
        raise CannotSetHours(_("There is a room of that name already.")) from None


@transaction.atomic
def rename_room(*, room: Room, name: str, by: Actor) -> Room:
    """Another name for a room; its hours stay. Raises CannotSetHours as `add_room` does."""
    name = name.strip()
    _refuse_long(name)
    if not name or Room.objects.filter(practice=room.practice_id, name=name).exclude(pk=room.pk).exists():
        raise CannotSetHours(_("Give the room a name that no other room has."))
    room.name = name
    room.save(update_fields=["name"])
    audit.record(by=by, verb="rename_room", on=room)
    return room
