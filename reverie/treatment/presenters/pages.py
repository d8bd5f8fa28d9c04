"""The context of each page of this room: rows and words side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from reverie.core import clock, dates
from reverie.core.sealing import KeyChain
from reverie.treatment.models import Break, FitAnswer, Frame, Treatment, labels
from reverie.treatment.presenters import words
from reverie.treatment.presenters.strip import strip
from reverie.treatment.queries import course
from reverie.treatment.queries import plan as plans
from reverie.treatment.queries.course import Frames
from reverie.treatment.queries.plan import GoalRead, PlanRead
from reverie.treatment.queries.texts import approaches

AHEAD = timedelta(days=56)
"""How far ahead the strip shows hours that are booked."""


@dataclass(frozen=True)
class CaseloadRow:
    """One line of the list of clients."""

    treatment: Treatment
    state: Any
    line: str


@dataclass(frozen=True)
class BreakRow:
    """A break in words."""

    row: Break
    days: str
    told: str


@dataclass(frozen=True)
class FrameRow:
    """A version of the frame in words."""

    frame: Frame
    line: str
    absence: str
    since: str


def clients(rows: Iterable[Treatment]) -> dict[str, Any]:
    """The list of clients: those in treatment, and those whose treatment has ended."""
    shown = [_caseload_row(row) for row in rows]
    return {
        "now": [row for row in shown if not row.treatment.is_over],
        "ended": [row for row in shown if row.treatment.is_over],
    }


def client(treatment: Treatment) -> dict[str, Any]:
    """The client's page: who, the strip, what is agreed, what can be done next."""
    zone = treatment.therapist.zone
    today = clock.today(zone)
    frames = course.frames_of(treatment, today)
    breaks = course.breaks_of(treatment)
    fit = course.fit_of(treatment) if treatment.state in _MEETING else {}
    return {
        "treatment": treatment,
        "client": treatment.client,
        "state": labels.STATES[treatment.state],
        "line": words.course_line(treatment, frames.current or frames.coming, zone),
        "strip": strip(course.strip_of(treatment, today + AHEAD), breaks, treatment.started_on, today, zone),
        "frames": frame_rows(frames, zone),
        "approaches": approaches().values(),
        "lens": approaches().get(treatment.approach),
        "proposed": frames.proposed and frame_row(frames.proposed, zone),
        "breaks": [break_row(row, zone) for row in breaks if row.last_day >= today],
        "steps": [(verb, labels.STEPS[verb]) for verb in course.steps_open(treatment)],
        "fit": [(side, labels.ANSWERS.get(fit.get(side, ""), _("Not asked yet"))) for side in SIDES],
        "is_meeting": treatment.state in _MEETING,
        "ended": labels.REASONS.get(treatment.ended_reason, ""),
        "today": today,
    }


def plan(treatment: Treatment, today: date, chain: KeyChain | None = None) -> dict[str, Any]:
    """Plan and progress, for the therapist or for the client."""
    zone = treatment.therapist.zone
    read = plans.plans_of(treatment, chain or treatment.chain())
    current, waiting = plans.current_plan(read), plans.open_plan(read)
    return {
        "treatment": treatment,
        "client": treatment.client,
        "therapist": treatment.therapist,
        "current": current,
        "waiting": waiting,
        "is_draft": bool(waiting and waiting.plan.is_draft),
        "earlier": [version_line(row, zone) for row in read if row.plan.is_agreed and row is not current],
        "goals": goal_rows(current.goals if current else (), zone),
        "agreed_line": version_line(current, zone) if current else "",
        "sections": sections_of(current),
        "review": review_line(current, zone) if current else "",
        "is_due": bool(current and current.plan.review_on and current.plan.review_on <= today),
        "today": today,
    }


def review(treatment: Treatment, today: date) -> dict[str, Any]:
    """What was agreed beside what is said now, goal by goal."""
    context = plan(treatment, today)
    current = context["current"]
    since = _agreed_on(current, treatment.therapist.zone) if current else None
    rows = [
        {"words": row["words"], "sign": row["sign"], "met": row["met"], "now": _now(read, since, treatment)}
        for row, read in zip(context["goals"], current.goals if current else (), strict=True)
    ]
    return context | {"rows": rows}


def _now(read: GoalRead, since: date | None, treatment: Treatment) -> list[tuple[str, str, Any]]:
    """What the client said about a goal since this version holds, the newest first."""
    zone = treatment.therapist.zone
    return [
        (dates.short_day(row.on, zone), row.said, labels.RATINGS.get(row.rating, ""))
        for row in reversed(read.remarks)
        if since is None or row.on >= since
    ]


def my_plan(treatment: Treatment) -> dict[str, Any]:
    """The client's own plan page: the plan and the frame; breaks stand on the page of hours."""
    zone = treatment.client.zone
    today = clock.today(zone)
    frames = course.frames_of(treatment, today)
    approach = approaches().get(treatment.approach)
    fit = course.fit_of(treatment) if treatment.state in _MEETING else {}
    chain = treatment.chain()
    said = frames.proposed or frames.current
    return plan(treatment, today, chain) | {
        "frame_says": said.remark(chain) if said else "",
        "frame": frames.current and frame_row(frames.current, zone),
        "coming": frames.coming and frame_row(frames.coming, zone),
        "proposed": frames.proposed and frame_row(frames.proposed, zone),
        "proposed_waits": bool(frames.proposed and frames.proposed.therapist_agreed_at),
        "plain": approach.plain if approach else "",
        "is_meeting": treatment.state in _MEETING,
        "said": labels.ANSWERS.get(fit.get("client", ""), ""),
    }


def frame_rows(frames: Frames, zone: str) -> list[FrameRow]:
    """The agreed versions, the newest first."""
    return [frame_row(frame, zone) for frame in reversed(frames.all) if frame.is_agreed]


def frame_row(frame: Frame, zone: str) -> FrameRow:
    """One version in words."""
    since = _("From {day}").format(day=dates.short_day(frame.valid_from, zone))
    return FrameRow(frame, words.frame_line(frame), words.absence_line(frame), since)


def break_row(row: Break, zone: str) -> BreakRow:
    """One break in words."""
    told = _("told {day}").format(day=dates.short_day(row.told_on, zone)) if row.told_on else ""
    return BreakRow(row, words.break_line(row, zone), told)


def goal_rows(goals: Iterable[GoalRead], zone: str) -> list[dict[str, Any]]:
    """Goals with their remarks in words."""
    return [
        {
            "goal": read.goal,
            "words": read.words,
            "focus": read.focus,
            "sign": read.sign,
            "rating": labels.RATINGS.get(read.latest.rating, "") if read.latest else "",
            "met": _("met {day}").format(day=dates.short_day(read.goal.met_on, zone))
            if read.goal.met_on
            else "",
            "remarks": [
                (dates.short_day(row.on, zone), row.said, labels.RATINGS.get(row.rating, ""))
                for row in read.remarks
            ],
        }
        for read in goals
    ]


def sections_of(read: PlanRead | None) -> list[tuple[str, str]]:
    """The approach's own headings that have a text."""
    return [(key, text) for key, text in read.words["sections"].items() if text] if read else []


def version_line(read: PlanRead, zone: str) -> str:
    """ "Version 2, agreed June 2"; the later of the two signatures."""
    return _("Version {number}, agreed by both on {day}").format(
        number=read.plan.number, day=dates.short_day(_agreed_at(read), zone)
    )


def _agreed_at(read: PlanRead) -> datetime:
    return max(at for at in (read.plan.client_agreed_at, read.plan.therapist_agreed_at) if at)


def _agreed_on(read: PlanRead, zone: str) -> date:
    return dates.local(_agreed_at(read), zone).date()


def review_line(read: PlanRead, zone: str) -> str:
    """When the two looked at it last, and when they do so next."""
    said = []
    if read.plan.reviewed_on:
        said.append(
            _("Looked at together on {day}.").format(day=dates.short_day(read.plan.reviewed_on, zone))
        )
    if read.plan.review_on:
        said.append(_("The next time is {day}.").format(day=dates.short_day(read.plan.review_on, zone)))
    return " ".join(said)


def _caseload_row(treatment: Treatment) -> CaseloadRow:
    zone = treatment.therapist.zone
    frames = course.sort_frames(list(treatment.frames.all()), clock.today(zone))
    line = words.course_line(treatment, frames.current or frames.coming, zone)
    return CaseloadRow(treatment, labels.STATES[treatment.state], line)


_MEETING = {Treatment.CONSULTATION, Treatment.OFFERED}
SIDES = (FitAnswer.CLIENT, FitAnswer.THERAPIST)
