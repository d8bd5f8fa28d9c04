"""Somebody asks; the therapist answers in time, or the person is let go with other names in hand."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import User
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.directory.actions.booking import Booking, arrange_consultation
from reverie.directory.actions.requests import forget_who_asked, give_hour_back
from reverie.directory.actions.telling import tell_person, tell_therapist
from reverie.directory.models import Inquiry, Profile
from reverie.directory.queries.asking import ANSWER_WITHIN, FORGET_AFTER, LAST_DAY, reasons
from reverie.scheduling import actions as calendar

THINK_FOR = timedelta(days=7)
CHOOSE_WITHIN = timedelta(days=7)


class CannotAsk(Exception):
    """Why somebody cannot ask this therapist now."""


class CannotAnswer(Exception):
    """Why an inquiry cannot be answered like this."""


@dataclass(frozen=True)
class Person:
    """Who asks, as they typed it; all of it is sealed."""

    name: str
    email: str
    phone: str
    words: str


@transaction.atomic
def ask(*, profile: Profile, person: Person, user: User | None, by: Actor) -> Inquiry:
    """Put a question to a therapist; it is due within three days. Raises CannotAsk when they have no room."""
    if not (profile.takes_people or profile.is_intake):
        raise CannotAsk(_("This therapist has no room at the moment. Nothing was sent."))
    inquiry = Inquiry(practice_id=profile.practice_id, profile=profile, person=uuid4(), user=user)
    inquiry.due_at = clock.now() + ANSWER_WITHIN
    _seal(inquiry, vars(person))
    inquiry.save(force_insert=True)
    audit.record(by=by, verb="ask", on=inquiry, detail={"words": inquiry.digest()})
    tell_therapist(inquiry, "new")
    return inquiry


def _seal(inquiry: Inquiry, words: dict[str, Any]) -> None:
    inquiry.seal_words(keychain(inquiry.scope()), words)


def _opened(inquiry: Inquiry) -> dict[str, Any]:
    return inquiry.words(keychain(inquiry.scope()))


@transaction.atomic
def answer_maybe(*, inquiry: Inquiry, reason: str, words: str, by: Actor) -> Inquiry:
    """Not yet: the therapist says why and has a week, once. Raises CannotAnswer."""
    row = _locked(inquiry, [Inquiry.SENT])
    row.due_at = clock.now() + THINK_FOR
    row.reminded_at = None
    return _answered(row, Inquiry.MAYBE, reason, words, by)


@transaction.atomic
def answer_no(*, inquiry: Inquiry, reason: str, words: str, by: Actor) -> Inquiry:
    """No, with a reason that is kept; the person is shown others. Raises CannotAnswer."""
    row = _locked(inquiry, Inquiry.UNANSWERED)
    row.closed_at, row.due_at = clock.now(), None
    row = _answered(row, Inquiry.DECLINED, reason, words, by)
    give_hour_back(row, "therapist", by)
    return row


@transaction.atomic
def answer_yes(*, inquiry: Inquiry, words: str, by: Actor) -> Inquiry:
    """Yes, and the person chooses an open hour within a week; an hour that they asked for is booked.

    Raises CannotAnswer.
    """
    row = _locked(inquiry, Inquiry.UNANSWERED)
    if row.appointment is not None:
        return _confirmed(row, words, by)
    row.due_at = clock.now() + CHOOSE_WITHIN
    return _answered(row, Inquiry.ACCEPTED, "", words, by)


def _confirmed(row: Inquiry, words: str, by: Actor) -> Inquiry:
    """The hour that was asked for is booked; who listens to that settles the inquiry."""
    assert row.appointment is not None
    if words:
        _seal(row, _opened(row) | {"answer": words})
        row.save()
    try:
        calendar.confirm_appointment(appointment=row.appointment, by=by)
    except calendar.CannotChange as refusal:
        raise CannotAnswer(str(refusal)) from None
    row.refresh_from_db()
    return row


def _answered(row: Inquiry, state: str, reason: str, words: str, by: Actor) -> Inquiry:
    if reason not in reasons() and state != Inquiry.ACCEPTED:
        raise CannotAnswer(_("Say why, so that the person knows where they stand."))
    row.state, row.reason = state, reason
    row.answered_at, row.answered_by = clock.now(), by.user_id
    said = _opened(row)
    _seal(row, said | {"answer": words})
    row.save()
    audit.record(
        by=by, verb="answer", on=row, detail={"state": state, "reason": reason, "words": row.digest()}
    )
    tell_person(row, state)
    return row


@transaction.atomic
def schedule(
    *, inquiry: Inquiry, start_at: datetime, place: str, words: str = "", user: User | None = None, by: Actor
) -> Booking:
    """The hour is fixed: client, first consultation, treatment and inquiry in one act.

    The therapist does it for an open inquiry, the person for an accepted one. Raises CannotAnswer when it
    is no longer open, CannotBook when the hour is taken; then nothing is saved.
    """
    is_person = by.user_id is None or by.user_id != inquiry.profile.therapist.user_id
    row = _locked(inquiry, [Inquiry.ACCEPTED] if is_person else Inquiry.OPEN)
    said = _opened(row)
    booking = arrange_consultation(
        profile=row.profile,
        start_at=start_at,
        place=place,
        user=user or row.user,
        person={name: said[name] for name in ("name", "email", "phone")},
        by=by,
    )
    row.client_id = row.person = booking.appointment.client_id
    row.appointment, row.state, row.closed_at = booking.appointment, Inquiry.SCHEDULED, clock.now()
    row.due_at = None
    if row.answered_at is None and by.user_id is not None:
        row.answered_at, row.answered_by = clock.now(), by.user_id
    _seal(row, said | ({"answer": words} if words else {}))
    row.save()
    audit.record(by=by, verb="schedule", on=row, client=row.client_id, detail={"words": row.digest()})
    if is_person:
        tell_therapist(row, "scheduled")
    else:
        tell_person(row, "scheduled")
    return booking


@transaction.atomic
def withdraw(*, inquiry: Inquiry, by: Actor) -> Inquiry:
    """Whoever asked takes it back: the words are gone at once. Raises CannotAnswer when it is settled."""
    row = _locked(inquiry, Inquiry.OPEN)
    row.state, row.closed_at, row.due_at = Inquiry.WITHDRAWN, clock.now(), None
    _forget(row, by)
    audit.record(by=by, verb="withdraw", on=row)
    give_hour_back(row, "client", by)
    return row


@transaction.atomic
def look_after(*, inquiry: Inquiry, by: Actor) -> None:
    """What time does to an inquiry: let the person go, remind the therapist, or forget the words."""
    rows = Inquiry.objects.select_for_update(of=("self",)).select_related(
        "profile__therapist__user", "appointment__client"
    )
    row = rows.get(pk=inquiry.pk)
    if row.due_at is not None and row.due_at <= clock.now():
        _release(row, by)
    elif row.due_at is not None and row.is_unanswered and row.reminded_at is None:
        _remind(row, by)
    elif row.closed_at is not None and row.client_id is None and row.forgotten_at is None:
        _forget_in_time(row, by)


@transaction.atomic
def let_go(*, profile: Profile, by: Actor) -> None:
    """Whoever still waits for a therapist who has left is let go at once, with others to ask."""
    rows = Inquiry.objects.select_for_update(of=("self",)).filter(profile=profile, state__in=Inquiry.OPEN)
    for row in rows:
        _release(row, by)


def _release(row: Inquiry, by: Actor) -> None:
    row.state, row.closed_at, row.due_at = Inquiry.EXPIRED, clock.now(), None
    row.save()
    audit.record(by=by, verb="release", on=row)
    give_hour_back(row, "system", by)
    tell_person(row, "expired")


def _remind(row: Inquiry, by: Actor) -> None:
    if row.due_at is None or row.due_at - clock.now() > LAST_DAY:
        return
    row.reminded_at = clock.now()
    row.save()
    audit.record(by=by, verb="remind", on=row)
    tell_therapist(row, f"reminder:{row.version}")


def _forget_in_time(row: Inquiry, by: Actor) -> None:
    if row.closed_at is None or row.closed_at > clock.now() - FORGET_AFTER:
        return
    _forget(row, by)
    audit.record(by=by, verb="forget", on=row)


def _forget(row: Inquiry, by: Actor) -> None:
    _seal(row, {})
    row.forgotten_at = clock.now()
    row.save()
    forget_who_asked(row, by)


def _locked(inquiry: Inquiry, states: list[str]) -> Inquiry:
    row = (
        Inquiry.objects.select_for_update(of=("self",))
        .select_related("profile__therapist__user", "profile__practice", "user", "appointment__client")
        .get(pk=inquiry.pk)
    )
    if row.state not in states:
        raise CannotAnswer(_("This is settled already. Open the page again to see how it stands."))
    return row
