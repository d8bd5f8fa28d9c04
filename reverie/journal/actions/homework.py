"""Invitations between the hours: given by the therapist, answered by the client as they like."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.journal.actions.library import CannotKeepSheet, check_headings
from reverie.journal.models import Homework
from reverie.scheduling.models import Appointment
from reverie.treatment.models import Treatment

LONGEST = 4000


class CannotGive(Exception):
    """One plain sentence for the therapist."""


class CannotAnswer(Exception):
    """One plain sentence for the person who answers an invitation."""


def give_homework(
    *,
    treatment: Treatment,
    words: str,
    sheet: Sequence[str] = (),
    appointment: Appointment | None = None,
    due_at: datetime | None = None,
    given_at: datetime | None = None,
    by: Actor,
) -> Homework:
    """Invite the client to something before an hour; `sheet` are headings of a page with parts.

    Raises CannotGive without words or with too many.
    """
    if not words.strip() or len(words) > LONGEST:
        raise CannotGive(
            _("Say in a few words what you invite to, up to {most} letters.").format(most=LONGEST)
        )
    if by.user_id is None:
        raise CannotGive(_("Only a person can invite to something."))
    try:
        headings = check_headings(sheet)
    except CannotKeepSheet as error:
        raise CannotGive(str(error)) from None
    row = Homework(
        practice_id=treatment.practice_id,
        treatment=treatment,
        client=treatment.client,
        given_at=given_at or clock.now(),
        given_by=by.user_id,
        appointment=appointment,
        due_at=due_at or (appointment.start_at if appointment else None),
    )
    row.seal_words(keychain(row.scope), {"words": words.strip(), "remark": "", "sheet": headings})
    with transaction.atomic():
        row.save()
        audit.record(by=by, verb="give", on=row, client=row.client_id, detail={"digest": row.digest()})
    return row


def answer_homework(*, homework: Homework, state: str, by: Actor) -> Homework:
    """The client says done or not done. Raises CannotAnswer once it was talked about."""
    if state not in (Homework.DONE, Homework.NOT_DONE):
        raise CannotAnswer(_("Choose one of the two."))
    return _move(homework, state, None, by)


def talk_about(*, homework: Homework, remark: str, state: str = Homework.TALKED_ABOUT, by: Actor) -> Homework:
    """The therapist notes that it was talked about, or not done, with a line. Raises CannotAnswer."""
    if state not in (Homework.TALKED_ABOUT, Homework.NOT_DONE, Homework.DONE):
        raise CannotAnswer(_("Choose what became of it."))
    if len(remark) > LONGEST:
        raise CannotAnswer(_("The remark is longer than {most} letters.").format(most=LONGEST))
    return _move(homework, state, remark, by)


def _move(homework: Homework, state: str, remark: str | None, by: Actor) -> Homework:
    with transaction.atomic():
        row = Homework.objects.select_for_update().get(pk=homework.pk)
        if row.state == Homework.TALKED_ABOUT and remark is None:
            raise CannotAnswer(_("You have talked about this already."))
        row.state = state
        if remark is not None:
            words = row.words(keychain(row.scope))
            row.seal_words(keychain(row.scope), {**words, "remark": remark.strip()})
        row.save()
        audit.record(by=by, verb=state, on=row, client=row.client_id, detail={"digest": row.digest()})
    return row
