"""How it has gone, for the client: then and now in the form's words; figures if shown and wanted."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from reverie.core import dates
from reverie.measures import questionnaires
from reverie.measures.presenters.figures import Chart, chart, number
from reverie.measures.presenters.plain import topic
from reverie.measures.queries import Course, Point


@dataclass(frozen=True)
class Difference:
    """One question that is answered otherwise now than at first."""

    question: str
    then: str
    now: str


@dataclass(frozen=True)
class OverTime:
    """One form over time, for the client."""

    code: str
    topic: str | Promise
    then_day: str
    now_day: str
    differences: list[Difference]
    may_see_figures: bool
    tells: str
    chart: Chart | None


def over_time(course: Course, zone: str, *, with_figures: bool) -> OverTime | None:
    """Then and now of a form that was filled in twice at least; None otherwise."""
    course = replace(course, points=tuple(course.own))
    if len(course.points) < 2:
        return None
    first, last = course.points[0], course.points[-1]
    shown = replace(course, points=tuple(point for point in course.points if point.released_at))
    figures = with_figures and len(shown.scored) > 1
    return OverTime(
        code=course.code,
        topic=topic(course.code),
        then_day=dates.day(first.at, zone),
        now_day=dates.day(last.at, zone),
        differences=list(_differences(course.code, first, last)),
        may_see_figures=len(shown.scored) > 1,
        tells=sentence(shown, zone) if figures else "",
        chart=chart(shown, zone, plain_title=topic(course.code)) if figures else None,
    )


def _differences(code: str, first: Point, last: Point) -> list[Difference]:
    found = []
    for question in questionnaires.get(code).questions:
        if not question.is_scored:
            continue
        then, now = first.answers[question.number - 1], last.answers[question.number - 1]
        before, after = question.option(_value(then)), question.option(_value(now))
        if before and after and before != after:
            found.append(Difference(question.words, before.words, after.words))
    return found


def _value(answer: int | None) -> int:
    return -1 if answer is None else answer


def sentence(course: Course, zone: str) -> str:
    """From where to where, and whether that is more than chance: only a verified figure may say so."""
    first, last = course.scored[0], course.scored[-1]
    told = _("From {first} on {then} to {last} on {now}.").format(
        first=number(first.total),
        then=dates.short_day(first.at, zone),
        last=number(last.total),
        now=dates.short_day(last.at, zone),
    )
    if course.reference is None:
        return told
    moved = abs((last.total or 0) - (first.total or 0))
    if moved >= course.reference.points:
        return f"{told} {_('A change of that size is more than ordinary ups and downs.')}"
    return f"{told} {_('A change of that size can be ordinary ups and downs.')}"
