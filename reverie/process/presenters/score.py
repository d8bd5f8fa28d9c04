"""The score: sessions along x to scale, a line a thread, a row a kind, measures beneath; drawn on the server.

All marks of one style are one path, so that a page of years stays small.
"""

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from reverie.core import dates
from reverie.instruments import catalog
from reverie.measures.queries import Course
from reverie.process.models.kinds import kinds
from reverie.process.presenters import marks
from reverie.process.presenters.drawing import COLUMN, Column, Drawing, Happening, Passage, Scale, Text
from reverie.process.presenters.kind_rows import days_of, kind_rows, mean_level
from reverie.process.presenters.measure_rows import measure_row
from reverie.process.presenters.notes import detail_of
from reverie.process.presenters.thread_lines import shown_threads, thread_lines
from reverie.process.queries.score import Hour, Score
from reverie.process.queries.summary import Entry
from reverie.scheduling.models import Appointment

MEASURES = 3
"""Measures drawn under the score."""
MISSED = {
    Appointment.CLIENT_ABSENT: lazy("An hour missed by the client"),
    Appointment.THERAPIST_ABSENT: lazy("An hour missed by you"),
    Appointment.CANCELLED: lazy("An hour called off"),
}
FRAME = {
    "hours": lazy("the hours"),
    "place": lazy("the place"),
    "fee": lazy("the fee"),
    "rule": lazy("the rule"),
}


def drawing_of(score: Score, zone: str) -> Drawing | None:
    """The drawing of a window; None without a session."""
    if not score.hours:
        return None
    scale = Scale(score.hours)
    found = Drawing(width=scale.width)
    shown = shown_threads(score)
    found.hidden_threads = len(score.threads) - len(shown)
    y = thread_lines(found, scale, shown, score)
    y = kind_rows(found, scale, score.entries, y)
    for course in score.courses[:MEASURES]:
        row, y = measure_row(course, scale.x, zone, y, scale.width)
        if row:
            found.measures.append(row)
            found.labels += [Text(*label) for label in row.labels]
    found.height = int(y + 18)
    _time(found, scale, score, found.height - 8, zone)
    by_sheet: dict[UUID | None, list[Entry]] = defaultdict(list)
    for entry in score.entries:
        by_sheet[entry.sheet].append(entry)
    for hour in score.hours:
        found.columns.append(_column(hour, by_sheet[hour.sheet], found.places, scale, score, zone))
    return found


def _time(found: Drawing, scale: Scale, score: Score, bottom: float, zone: str) -> None:
    """Months above; breaks hatched, missed hours pale, other frames and ruptures as verticals; all named."""
    _months(found, scale, score.hours[0].on, score.hours[-1].on)
    said: list[tuple[float, str]] = []
    for first, last in score.breaks:
        x = scale.x(first) - COLUMN / 2
        width = scale.x(last) + COLUMN / 4 - x
        if x > scale.width - 40 or x + width < 0:
            continue
        found.gaps.append((marks.n(x), marks.n(width)))
        found.hatch += marks.hatch(x, width, 40, bottom)
        said.append((x + width / 2, _("break")))
        ends = {"first": dates.short_day(first, zone), "last": dates.short_day(last, zone)}
        found.happenings.append(Happening(first, _("%(first)s to %(last)s") % ends, _("A break")))
    for hour in score.missed:
        found.gaps.append((marks.n(scale.x(hour.on) - 11), "22"))
        said.append((scale.x(hour.on), _("missed")))
        found.happenings.append(Happening(hour.on, dates.short_day(hour.on, zone), str(MISSED[hour.kind])))
    for change in score.frames:
        found.frames += f"M{marks.n(scale.x(change.on))} 40V{marks.n(bottom)}"
        said.append((scale.x(change.on), _("frame")))
        words = _("Another frame: %s") % ", ".join(str(FRAME[part]) for part in change.what)
        found.happenings.append(Happening(change.on, dates.short_day(change.on, zone), words))
    for day, codes in days_of(score.entries, "rupture").items():
        found.ruptures += f"M{marks.n(scale.x(day))} 40V{marks.n(bottom)}"
        turns = dict.fromkeys(str(_(row.get("turn", "rupture"))) for row in codes)
        said += [(scale.x(day), turn) for turn in turns]
    found.texts += _named(said)


LETTER = 6.6
"""Width of a letter above the drawing, about."""


def _named(said: list[tuple[float, str]]) -> list[Text]:
    """Names above the drawing; those that would run into each other are written as one."""
    groups: list[tuple[list[float], list[str]]] = []
    for x, words in sorted(said):
        if groups:
            places, names = groups[-1]
            room = LETTER * (len(", ".join(dict.fromkeys(names))) + len(words) + 2) / 2
            if x - sum(places) / len(places) < room:
                places.append(x)
                names.append(words)
                continue
        groups.append(([x], [words]))
    return [
        Text(marks.n(sum(places) / len(places)), "34", ", ".join(dict.fromkeys(names)), "t-mid")
        for places, names in groups
    ]


def _months(found: Drawing, scale: Scale, first: date, last: date) -> None:
    found.texts.append(Text("12", "16", date_format(first, "M Y")))
    month = first.replace(day=1)
    while (month := (month + timedelta(days=32)).replace(day=1)) <= last:
        x = scale.x(month)
        if x < 80:  # the first label stands there
            continue
        words = date_format(month, "M Y" if month.month == 1 else "M")
        found.texts.append(Text(marks.n(x + 5), "16", words))
        found.axes += f"M{marks.n(x)} 6V22"


def _column(
    hour: Hour, entries: list[Entry], places: dict[str | UUID, str], scale: Scale, score: Score, zone: str
) -> Column:
    titles = {row.id: row.title for row in score.threads}
    held = dict.fromkeys(titles[key] for entry in entries for key in entry.threads if key in titles)
    mean = mean_level([entry.codes for entry in entries if entry.kind == "defense"])
    values = [_value(course, hour) for course in score.courses[:MEASURES]]
    day, x = dates.short_day(hour.on, zone), scale.x(hour.on)
    column = Column(
        hour=hour,
        x=marks.n(x),
        left=marks.n(x - COLUMN / 2),
        label="",
        day=day,
        threads="; ".join(held),
        passages=[_passage(entry, places) for entry in entries],
        level=f"{mean:.1f}" if mean else "",
        values=values,
    )
    column.label = _label(column, score.courses[:MEASURES])
    return column


def _passage(entry: Entry, places: dict[str | UUID, str]) -> Passage:
    """A passage as the table links it, with the rows of the drawing in which its marks stand."""
    kind = kinds()[entry.kind]
    name, detail = str(_(kind.name)).lower(), detail_of(kind, entry.codes)
    keys: list[str | UUID] = [entry.kind, *entry.threads]
    rows = [places[key] for key in keys if key in places]
    return Passage(entry.moment, name, f"{name} ({detail})" if detail else name, " ".join(rows))


def _label(column: Column, courses: list[Course]) -> str:
    """What a screen reader says of a column: session, threads, kinds, measures."""
    pairs = zip(courses, column.values, strict=True)
    parts = [
        _("Session %(number)s, %(day)s") % {"number": column.hour.number, "day": column.day},
        column.threads,
        column.kinds.capitalize(),
        *[f"{catalog.get(course.code).name} {value}" for course, value in pairs if value],
    ]
    return ". ".join(part for part in parts if part) + "."


def _value(course: Course, hour: Hour) -> str:
    """The last total in the week up to the hour."""
    for point in reversed(course.scored):
        if timedelta(0) <= hour.at - point.at < timedelta(days=7):
            return f"{point.total:g}"
    return ""
