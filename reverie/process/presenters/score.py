"""The score: sessions along x to scale, a line a thread, a row a kind, measures beneath; drawn on the server.

All marks of one style are one path, so that a page of years stays small.
"""

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reverie.core import dates
from reverie.instruments import catalog
from reverie.measures.queries import Course
from reverie.process.models.kinds import kinds
from reverie.process.presenters import marks
from reverie.process.presenters.drawing import COLUMN, Column, Drawing, Scale, Text
from reverie.process.presenters.kind_rows import days_of, kind_rows, mean_level
from reverie.process.presenters.measure_rows import measure_row
from reverie.process.presenters.thread_lines import shown_threads, thread_lines
from reverie.process.queries.score import Hour, Score
from reverie.process.queries.summary import Entry

MEASURES = 3
"""Measures drawn under the score."""


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
    _time(found, scale, score, found.height - 8)
    by_sheet: dict[UUID | None, list[Entry]] = defaultdict(list)
    for entry in score.entries:
        by_sheet[entry.sheet].append(entry)
    found.columns = [_column(hour, by_sheet[hour.sheet], scale, score, zone) for hour in score.hours]
    return found


def _time(found: Drawing, scale: Scale, score: Score, bottom: float) -> None:
    """Months above, breaks hatched and named, missed hours pale, ruptures as dotted verticals."""
    _months(found, scale, score.hours[0].on, score.hours[-1].on)
    for first, last in score.breaks:
        x = scale.x(first) - COLUMN / 2
        width = scale.x(last) + COLUMN / 4 - x
        if x > scale.width - 40 or x + width < 0:
            continue
        found.gaps.append((marks.n(x), marks.n(width)))
        found.hatch += marks.hatch(x, width, 40, bottom)
        found.texts.append(Text(marks.n(x + width / 2), "34", _("break"), "t-mid"))
    for hour in score.missed:
        x = scale.x(hour.on)
        found.gaps.append((marks.n(x - 11), "22"))
        found.texts.append(Text(marks.n(x), "34", _("missed"), "t-mid"))
    for day in days_of(score.entries, "rupture"):
        found.ruptures += f"M{marks.n(scale.x(day))} 40V{marks.n(bottom)}"


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


def _column(hour: Hour, entries: list[Entry], scale: Scale, score: Score, zone: str) -> Column:
    titles = {row.id: row.title for row in score.threads}
    held = dict.fromkeys(titles[key] for entry in entries for key in entry.threads if key in titles)
    names = dict.fromkeys(str(_(kinds()[entry.kind].name)).lower() for entry in entries)
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
        kinds=", ".join(names),
        level=f"{mean:.1f}" if mean else "",
        values=values,
    )
    column.label = _label(column, score.courses[:MEASURES])
    return column


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
