"""The therapist's figures: first, now and change, with verified cut-offs and their sources beside them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.core import dates
from reverie.instruments import scoring
from reverie.instruments.instrument import Instrument
from reverie.measures import line as drawing
from reverie.measures.models import Administration
from reverie.measures.queries import Course, Point, Reference

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Figures:
    """One instrument in the therapist's table."""

    code: str
    name: str
    first: str
    now: str
    change: str
    reliable_at: str
    by: str
    cut_off: str
    reading: str
    is_risk: bool


def figures(course: Course) -> Figures:
    """First, now and change with the verified figures beside them; what is not verified is left out."""
    instrument = scoring.get(course.code)
    first, now = (course.scored[0], course.scored[-1]) if course.scored else (None, None)
    return Figures(
        code=course.code,
        name=instrument.name,
        first=number(first.total) if first else "–",
        now=number(now.total) if now else "–",
        change=signed(now.total, first.total) if now and first and now is not first else "–",
        reliable_at=number(course.reference.points if course.reference else None),
        by=reference_words(course.reference),
        cut_off=number(figure(instrument, "caseness")),
        reading=reading(course),
        is_risk=course.points[-1].is_risk,
    )


def figure(instrument: Instrument, kind: str) -> float | None:
    """A figure that somebody has seen at its source, or None."""
    found = [known.value for known in instrument.verified_figures() if known.kind == kind]
    return found[0] if found else None


def sources(courses: list[Course]) -> list[str]:
    """Where the figures on the page come from, each once."""
    known = []
    for course in courses:
        name = scoring.get(course.code).name
        if course.reference:
            known.append(f"{name}, {_('reliable change')}: {course.reference.source}")
        cuts = [entry for entry in scoring.get(course.code).verified_figures() if entry.kind == "caseness"]
        known += [f"{name}, {_('cut-off')}: {entry.source}" for entry in cuts]
    return list(dict.fromkeys(known))


def reference_words(reference: Reference | None) -> str:
    """The name of a reference set, with the SD and reliability that its points were worked out from."""
    if reference is None:
        return ""
    if reference.sd is None or reference.reliability is None:
        return reference.name
    worked_out = _("SD {sd}, reliability {reliability}").format(
        sd=f"{reference.sd:g}", reliability=f"{reference.reliability:g}"
    )
    return f"{reference.name} ({worked_out})"


def reading(course: Course) -> str:
    """The change in words: only what verified figures allow to say."""
    if not course.scored:
        return _("No complete form yet")
    instrument = scoring.get(course.code)
    if not instrument.verified_figures() and course.reference is None:
        return _("No norms; read it beside the hours")
    parts = [_change_words(course, instrument.direction), _side_words(course.scored[-1], instrument)]
    return ", ".join(part for part in parts if part) or "–"


def _change_words(course: Course, direction: str) -> str:
    if course.reference is None or len(course.scored) < 2:
        return ""
    moved = (course.scored[-1].total or 0) - (course.scored[0].total or 0)
    if abs(moved) < course.reference.points:
        return _("no reliable change")
    is_better = (moved < 0) == (direction == "lower")
    return _("reliably better") if is_better else _("reliably worse")


def _side_words(point: Point, instrument: Instrument) -> str:
    cut = figure(instrument, "caseness")
    if cut is None or point.total is None:
        return ""
    return _("below the cut-off") if point.total < cut else _("at or above the cut-off")


def number(value: float | None) -> str:
    """A figure without a needless decimal; a dash for none."""
    if value is None:
        return "–"
    return str(int(value)) if float(value).is_integer() else f"{value:.1f}"


def signed(now: float | None, first: float | None) -> str:
    """The change with its sign."""
    moved = (now or 0) - (first or 0)
    return f"+{number(moved)}" if moved > 0 else f"{MINUS}{number(-moved)}" if moved < 0 else "0"


@dataclass(frozen=True)
class Row:
    """One filled-in form in the table below the line."""

    url_id: str
    when: str
    total: str
    band: str
    status: str
    source: str
    is_risk: bool


SOURCES: dict[str, str | Promise] = {
    Administration.BY_CLIENT: gettext_lazy("here"),
    Administration.ON_PAPER: gettext_lazy("on paper"),
    Administration.ALOUD: gettext_lazy("aloud, written down for them"),
    Administration.BY_PROXY: gettext_lazy("by somebody else for them"),
    Administration.FROM_FILE: gettext_lazy("from a file"),
}


def rows(course: Course, zone: str) -> list[Row]:
    """The forms of a course, latest first."""
    return [
        Row(
            url_id=str(point.id),
            when=dates.short_day(point.at, zone),
            total=total_words(point),
            band=point.band or "",
            status=point.status,
            source=str(SOURCES[point.source]),
            is_risk=point.is_risk,
        )
        for point in reversed(course.points)
    ]


def total_words(point: Point) -> str:
    """The total; an estimate is labelled as one."""
    if point.total is not None:
        return number(point.total)
    return _("about {number}, estimated").format(number=number(point.prorated)) if point.prorated else "–"


@dataclass(frozen=True)
class Chart:
    """One instrument's line with what a screen reader says of it, and its table."""

    code: str
    name: str
    title: str
    tells: str
    line: drawing.Line | None
    rows: list[Row]


def chart(course: Course, zone: str, plain_title: str | Promise = "") -> Chart:
    """The course of an instrument as a picture, as a sentence and as a table.

    With `plain_title`, the client's words for it, the cut-off stays away.
    """
    instrument = scoring.get(course.code)
    cut = None if plain_title else figure(instrument, "caseness")
    reliable = course.reference.points if course.reference else None
    told = "; ".join(f"{dates.short_day(point.at, zone)}: {number(point.total)}" for point in course.scored)
    return Chart(
        code=course.code,
        name=instrument.name,
        title=_("{name} over time").format(name=plain_title or instrument.name),
        tells=told,
        line=drawing.draw(course, zone, cut, reliable),
        rows=rows(course, zone),
    )
