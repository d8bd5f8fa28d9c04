"""Keeping what a clinician asked with a risk screener, and raising the concern that its answers ask for."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.accounts.models import Client, Therapist
from reverie.core import audit, clock
from reverie.core.policy import Actor
from reverie.core.sealing import keychain
from reverie.instruments import triage
from reverie.instruments.triage import Triage
from reverie.safety.actions.concerns import Source, raise_concern
from reverie.safety.models import Concern, Screener

QUESTIONS = 6
LONGEST_REMARK = 4000


class CannotKeepScreener(Exception):
    """One plain sentence for the user: why these answers cannot be kept."""


@transaction.atomic
def keep_screener(
    *,
    client: Client,
    therapist: Therapist,
    answers: Mapping[int, bool | None],
    recent: bool | None,
    frame: str,
    asked_at: datetime,
    remark: str = "",
    by: Actor,
) -> tuple[Screener, Triage]:
    """Keep yes, no or not asked for questions 1 to 6; a level that is reached raises a concern with them.

    On partial askings too. `recent` is whether 6 was within three months, None when that is not known.
    Raises CannotKeepScreener without an answer, for a moment to come, and for an unknown time frame.
    """
    given = [answers.get(number) for number in range(1, QUESTIONS + 1)]
    _check(given, frame, asked_at, remark)
    if by.user_id is None:
        raise CannotKeepScreener(_("A person asks these questions."))
    found = triage.cssrs(given, recent=recent)
    row = Screener(
        practice_id=client.practice_id,
        client=client,
        therapist=therapist,
        frame=frame,
        asked_at=asked_at,
        kept_at=clock.now(),
        asked_by=by.user_id,
    )
    row.seal_words(keychain(row.scope), _words(given, recent, found, remark))
    row.save(force_insert=True)
    audit.record(by=by, verb="ask", on=row, client=client.id, detail={"screener": row.digest()})
    if found.raises_flag:
        source = Source(Concern.SCREENER, row.id)
        raise_concern(client=client, treatment_therapist=therapist, source=source, by=by)
    return row, found


def _words(given: list[bool | None], recent: bool | None, found: Triage, remark: str) -> dict[str, object]:
    return {
        "answers": {str(number): answer for number, answer in enumerate(given, start=1)},
        "recent": recent,
        "level": found.level,
        "is_complete": found.complete,
        "reason": found.reason,
        "remark": remark.strip(),
    }


def _check(given: list[bool | None], frame: str, asked_at: datetime, remark: str) -> None:
    if frame not in Screener.FRAMES:
        raise CannotKeepScreener(_("Say which time the questions asked about."))
    if asked_at > clock.now():
        raise CannotKeepScreener(_("It cannot have been asked at a time to come."))
    if all(answer is None for answer in given):
        raise CannotKeepScreener(_("No answer is entered yet."))
    if len(remark) > LONGEST_REMARK:
        raise CannotKeepScreener(
            _("The remark is longer than {most} characters.").format(most=LONGEST_REMARK)
        )
