"""Agreeing on the frame; its hours start in the calendar once both have agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from reverie.core import audit
from reverie.core.policy import Actor
from reverie.scheduling.actions import CannotHoldHours
from reverie.scheduling.models import StandingHour
from reverie.treatment.actions.agreement import agree
from reverie.treatment.actions.hours import change_hours
from reverie.treatment.models import Frame, Treatment

SETTINGS = ("office", "online", "phone")
COPIED = (
    "zone",
    "setting",
    "fee_cents",
    "currency",
    "absence_rule",
    "notice_hours",
    "holiday_weeks",
    "holiday_notice_weeks",
    "step_weeks",
    "valid_from",
)


class CannotFrame(Exception):
    """One plain sentence for the user: why this frame cannot be proposed."""


@dataclass(frozen=True)
class Terms:
    """What a frame says. `hours`: (weekday 0–6, minute of the day, length in minutes), one or more, held
    every week or (`step_weeks` 2) every other week.
    """

    hours: Sequence[tuple[int, int, int]]
    zone: str
    setting: str
    fee_cents: int
    absence_rule: str
    notice_hours: int
    valid_from: date
    currency: str = "USD"
    remark: str = ""
    holiday_weeks: int | None = None
    holiday_notice_weeks: int = 8
    step_weeks: int = 1


@transaction.atomic
def propose_frame(*, treatment: Treatment, terms: Terms, on_desk: bool = False, by: Actor) -> Frame:
    """Write down a new version of the frame; the proposer's side has agreed to it, the other has not yet.

    `on_desk`: somebody who is neither side writes it down, and neither has agreed. Raises CannotFrame when
    the terms do not fit, CannotAgree when the actor is neither side.
    """
    treatment = Treatment.objects.select_for_update().get(pk=treatment.pk)
    _refuse_terms(treatment, terms)
    treatment.frames.filter(client_agreed_at=None).delete()
    last = treatment.frames.aggregate(last=Max("number"))["last"] or 0
    frame = Frame(treatment=treatment, number=last + 1, hours=[list(hour) for hour in terms.hours])
    for name in COPIED:
        setattr(frame, name, getattr(terms, name))
    frame.seal_words(treatment.chain(), {"remark": terms.remark})
    if not on_desk:
        agree(frame, treatment, in_session=False, by=by)
    frame.save(force_insert=True)
    detail = {"number": frame.number, "hours": len(terms.hours), "words": frame.digest()}
    audit.record(by=by, verb="propose_frame", on=frame, client=treatment.client_id, detail=detail)
    return frame


@transaction.atomic
def agree_frame(*, frame: Frame, in_session: bool = False, by: Actor) -> Frame:
    """The other side says yes (or said so `in_session`); with both, the frame's hours start.

    Raises CannotAgree when this side has agreed already or the actor is neither side.
    """
    frame = (
        Frame.objects.select_related("treatment__client", "treatment__therapist")
        .select_for_update(of=("self",))
        .get(pk=frame.pk)
    )
    treatment = frame.treatment
    if treatment.is_over:
        raise CannotFrame(_("This treatment has ended; nothing new can be agreed in it."))
    if in_session and frame.is_draft:
        agree(frame, treatment, in_session=False, by=by)  # who writes the client's yes down says yes too
    side = agree(frame, treatment, in_session=in_session, by=by)
    frame.save()
    if frame.is_agreed:
        change_hours(treatment, frame, by)
    detail = {"number": frame.number, "side": side, "words": frame.digest()}
    audit.record(by=by, verb="agree_frame", on=frame, client=treatment.client_id, detail=detail)
    return frame


@transaction.atomic
def propose_moved_hour(*, now: StandingHour, before: StandingHour, by: Actor) -> Frame | None:
    """An hour of the week was moved in the calendar: the same frame with that hour, as a new version.

    Builds on a version that still waits, so that two hours moved on one day are one proposal. None without
    a frame, or when the hour is none of it. Raises CannotHoldHours when no frame can have such an hour.
    """
    running = Treatment.objects.filter(client=now.client_id, therapist=now.therapist_id)
    treatment = running.exclude(state__in=[Treatment.ENDED, Treatment.ARCHIVED]).first()
    last = treatment.frames.order_by("number").last() if treatment is not None else None
    old = _hour_of(before)
    if treatment is None or last is None or old not in last.weekly():
        return None
    if before.step_days != 7 * last.step_weeks:
        return None
    hours = sorted([*(hour for hour in last.weekly() if hour != old), _hour_of(now)])
    said = {name: getattr(last, name) for name in COPIED}
    said["setting"] = now.place if len(hours) == 1 else last.setting
    said["valid_from"] = max(now.first_day, last.valid_from + timedelta(days=1 if last.is_agreed else 0))
    remark = "" if last.is_agreed else last.remark(treatment.chain())
    terms = Terms(hours=hours, remark=remark, **said)
    is_therapist = by.user_id is not None and by.user_id == treatment.therapist.user_id
    try:
        return propose_frame(treatment=treatment, terms=terms, on_desk=not is_therapist, by=by)
    except CannotFrame as refusal:
        raise CannotHoldHours(str(refusal)) from None


def _hour_of(row: StandingHour) -> tuple[int, int, int]:
    return row.weekday, row.start_minute, row.minutes


def _refuse_terms(treatment: Treatment, terms: Terms) -> None:
    if treatment.is_over:
        raise CannotFrame(_("This treatment has ended; nothing new can be agreed in it."))
    if not terms.hours:
        raise CannotFrame(_("A frame needs at least one weekly hour."))
    if terms.step_weeks not in (1, 2):
        raise CannotFrame(_("Choose how often you meet: every week or every other week."))
    if not all(_in_range(*hour) for hour in terms.hours):
        raise CannotFrame(_("An hour lies on a day of the week and lasts from 10 minutes to 4 hours."))
    if len({hour[:2] for hour in terms.hours}) != len(terms.hours):
        raise CannotFrame(_("The same hour is named twice. Take one of them out."))
    if terms.setting not in SETTINGS:
        raise CannotFrame(_("Choose where you meet: in the office, online or by phone."))
    if terms.absence_rule not in Frame.ABSENCE_RULES:
        raise CannotFrame(_("Choose what holds when an hour is missed."))
    if terms.holiday_weeks is not None and terms.holiday_weeks > 52:
        raise CannotFrame(_("A year has fifty-two weeks. Write down how many of them are without hours."))
    if terms.fee_cents < 0:
        raise CannotFrame(_("The fee cannot be less than nothing."))
    current = treatment.frames.filter(client_agreed_at__isnull=False).aggregate(last=Max("valid_from"))[
        "last"
    ]
    if current is not None and terms.valid_from <= current:
        raise CannotFrame(_("A new frame begins after the one before it. Choose a later first day."))


def _in_range(weekday: int, start_minute: int, minutes: int) -> bool:
    return 0 <= weekday <= 6 and 0 <= start_minute < 1440 and 10 <= minutes <= 240
